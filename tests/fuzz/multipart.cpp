// SPDX-License-Identifier: GPL-3.0-or-later
// A line of Content-Type, then a body: parts lie inside the body, and what is written from them
// reads the same.
#include "actors/sip/multipart.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "actors/base/status.hpp"
#include "actors/sip/limits.hpp"
#include "actors/sip/sipfrag.hpp"

namespace offhook::sip {
namespace {

bool inside(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check(const std::vector<BodyPart>& parts, std::string_view body) {
  OFFHOOK_CHECK(!parts.empty() && parts.size() <= limits::body_parts);
  for (const BodyPart& part : parts) {
    OFFHOOK_CHECK(inside(part.body, body));
    OFFHOOK_CHECK(part.headers.size() <= limits::header_fields);
    (void)part.content_type();
    (void)part.must_be_understood();
  }
  const Multipart written = write_multipart("mixed", parts, "seed");
  const auto again = parse_multipart(written.content_type, written.body);
  OFFHOOK_CHECK(again.ok() && again->size() == parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) OFFHOOK_CHECK((*again)[i].body == parts[i].body);
}

}  // namespace
}  // namespace offhook::sip

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offhook::sip;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view content_type = text.substr(0, text.find('\n'));
  const std::string_view body = text.substr(std::min(size, content_type.size() + 1));
  if (const auto parts = parse_multipart(content_type, body); parts.ok()) check(*parts, body);
  (void)find_part(content_type, body, "application/sdp");
  if (const auto line = parse_sipfrag(body); line.ok())
    OFFHOOK_CHECK(parse_sipfrag(write_sipfrag(line->status, line->reason)).ok());
  return 0;
}
