// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets through a dissector: a verdict with its reasons, JSON, and a page of bounded size.
// What begins as a session description goes to that one, all else to the other; pages take ten
// times as long as the rest together, so one input in four has one drawn.
#include <cstddef>
#include <cstdint>

#include "actors/base/status.hpp"
#include "cli/dissect_sdp.hpp"
#include "cli/dissect_sip.hpp"

namespace offhook::cli {
namespace {

template <class Dissection>
void check(const Dissection& found, std::string_view text) {
  OFFHOOK_CHECK((found.validity == Validity::invalid) == !found.errors.empty());
  if (found.validity == Validity::valid) OFFHOOK_CHECK(found.warnings.empty());
  OFFHOOK_CHECK(found.errors.size() <= most_remarks && found.warnings.size() <= most_remarks);
  for (const auto* remarks : {&found.errors, &found.warnings})
    for (const Remark& remark : *remarks) OFFHOOK_CHECK(remark.offset <= text.size());
  const std::string line = boost::json::serialize(to_json(found, "file"));
  OFFHOOK_CHECK(line.find('\n') == std::string::npos);
  boost::json::error_code failed;
  (void)boost::json::parse(line, failed);  // refuses what is no UTF-8
  OFFHOOK_CHECK(!failed);
  if (text.size() % 4 == 0) OFFHOOK_CHECK(render(found, "file", text, true).size() < 100'000);
}

}  // namespace
}  // namespace offhook::cli

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offhook::cli;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.starts_with("v="))
    check(dissect_sdp(text), text);
  else
    check(dissect_sip(text), text);
  return 0;
}
