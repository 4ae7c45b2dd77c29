// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as a datagram: what is accepted can be read and written again, what is refused can be
// answered.
#include "actors/sip/draft.hpp"
#include "actors/sip/parser.hpp"

namespace offhook::sip {
namespace {

void read_all(const Message& message) {
  (void)message.vias();
  (void)message.from();
  (void)message.to();
  (void)message.contact();
  (void)message.contacts();
  (void)message.routes();
  (void)message.record_routes();
  (void)message.max_forwards();
  (void)message.expires();
  (void)message.has_body_of("application/sdp");
  if (message.is_request()) (void)message.request_uri();
  for (std::size_t i = 0; i < header_id_count; ++i) (void)message.headers(static_cast<HeaderId>(i));
}

void read_headers(const Message& message) {
  for (const Message::Field& field : message.fields()) {
    (void)parse_contact(field.value);
    (void)parse_rack(field.value);
    (void)parse_reason(field.value);
    (void)parse_retry_after(field.value);
    (void)split_params(field.value).param("tag");
    (void)parse_challenge(field.value);
  }
}

void check(const Message& message) {
  OFFHOOK_CHECK(message.text().ends_with(message.body()));
  read_all(message);
  read_headers(message);
  const auto copy = Draft::copy(message).try_build();
  OFFHOOK_CHECK(copy.ok() && (*copy)->body() == message.body());
  OFFHOOK_CHECK((*copy)->call_id() == message.call_id());
  if (message.is_request() && message.method() != Method::ack)
    OFFHOOK_CHECK(Draft::response(message, 486, "", "tag").try_build().ok());
}

}  // namespace
}  // namespace offhook::sip

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offhook::sip;
  const ParseResult result = parse_datagram({reinterpret_cast<const char*>(data), size});
  if (const auto* failure = std::get_if<ParseFailure>(&result)) {
    OFFHOOK_CHECK(failure->offset <= size);
    (void)refusal(*failure, "tag");
  } else {
    check(**std::get_if<MessagePtr>(&result));
  }
  return 0;
}
