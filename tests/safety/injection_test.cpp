// SPDX-License-Identifier: GPL-3.0-or-later
// No text of a program adds a line to a SIP message.
#include "tests/safety/office.hpp"

namespace offhook::safety {
namespace {

using boost::json::object;
using Injection = Office;

/// Each as a whole value and behind something harmless.
std::vector<std::string> evil_texts() {
  const std::vector<std::string> pieces = {"\r\nX-Evil: yes",
                                           "\nX-Evil: yes",
                                           "\rX-Evil: yes",
                                           std::string("\0X-Evil: yes", 12),
                                           "%0d%0aX-Evil: yes",
                                           "%0D%0AX-Evil:%20yes",
                                           "\"\r\nX-Evil: yes\r\n\"",
                                           ">\r\nX-Evil: yes\r\nX: <",
                                           "\r\n\r\nINVITE sip:x SIP/2.0",
                                           "\xE2\x80\xA8X-Evil: yes",
                                           "?X-Evil=yes",
                                           ";X-Evil=\"\r\n\"",
                                           "\\\"",
                                           "\t \r\n ",
                                           "'; DROP TABLE calls; --",
                                           std::string(5000, 'x')};
  std::vector<std::string> texts;
  for (const auto& piece : pieces) {
    texts.push_back(piece);
    texts.push_back("1002" + piece);
    texts.push_back("sip:1002" + piece + "@sim.test");
    texts.push_back("sip:1002@sim.test" + piece);
  }
  return texts;
}

TEST_F(Injection, NoStringOfAnyOrderAddsALine) {
  open({}, true);
  call(*alice_, "1002", *bob_);
  const auto call_id = call_of(*alice_);
  const auto orders = [&](const std::string& evil) {
    return std::vector<std::pair<std::string, object>>{
        {"call.dial", {{"target", evil}, {"wait", "accepted"}}},
        {"call.dial", {{"target", "1003"}, {"account_id", evil}}},
        {"call.dial", {{"target", "1003"}, {"call_id", evil}, {"wait", "accepted"}}},
        {"call.dial", {{"target", "1003"}, {"op_id", evil}, {"wait", "accepted"}}},
        {"call.answer", {{"call_id", evil}}},
        {"call.reject", {{"call_id", evil}}},
        {"call.hangup", {{"call_id", evil}}},
        {"call.hold", {{"call_id", evil}}},
        {"call.resume", {{"call_id", evil}}},
        {"call.transfer", {{"call_id", call_id}, {"target", evil}, {"wait", "accepted"}}},
        {"call.complete_transfer", {{"call_id", call_id}, {"consult_call_id", evil}}},
        {"call.accept_transfer", {{"call_id", evil}}},
        {"call.decline_transfer", {{"call_id", evil}}},
        {"call.send_dtmf", {{"call_id", call_id}, {"digits", evil}}},
        {"message.send", {{"target", evil}, {"body", "hello"}, {"wait", "accepted"}}},
        {"message.send", {{"target", "1002"}, {"body", evil}, {"wait", "accepted"}}},
        {"device.inject", {{"device_id", evil}, {"input", {{"hook", {{"off_hook", true}}}}}}},
        {"device.inject",
         {{"device_id", "keypad"}, {"input", {{"key", {{"code", evil}, {"down", true}}}}}}},
    };
  };
  for (const auto& evil : evil_texts()) {
    for (auto& [method, params] : orders(evil)) ask(*alice_, method, std::move(params));
    run_for(200ms);
    // Make room for the next: what was dialled is given up.
    const auto calls = ask_and_wait(*alice_, "call.list");
    for (const auto& each : calls.value.at("calls").as_array())
      if (std::string(each.at("call_id").as_string()) != call_id)
        ask(*alice_, "call.hangup", {{"call_id", each.at("call_id")}});
    run_for(300ms);
  }
  // `sent_by_alice` parses each datagram as exactly one message and fails if it is none.
  std::size_t texts = 0;
  for (const auto& message : sent_by_alice()) {
    for (const auto& field : message->fields()) {
      EXPECT_NE(field.id == sip::HeaderId::other ? field.name : "", "X-Evil") << message->text();
      EXPECT_EQ(field.value.find_first_of("\r\n"), std::string_view::npos) << message->text();
    }
    if (message->is_request()) {
      EXPECT_EQ(message->headers(sip::HeaderId::via).size(), 1u) << message->text();
      EXPECT_EQ(message->headers(sip::HeaderId::cseq).size(), 1u) << message->text();
    }
    if (message->method() == sip::Method::message && message->is_request()) ++texts;
  }
  EXPECT_GT(texts, 10u);                   // it was tried at all
  EXPECT_EQ(states_of(*bob_).size(), 1u);  // the call is still there
}

/// The same call with a harmless and an evil name has the same headers.
TEST_F(Injection, NamesInTheSettingsAddNoHeader) {
  const auto invite_with = [this](const std::string& name) {
    open([&](auto& settings) { settings.accounts[0].display_name = name; });
    ask(*alice_, "call.dial", {{"target", "1002"}});
    run_for(100ms);
    std::size_t fields = 0;
    for (const auto& message : sent_by_alice())
      if (message->method() == sip::Method::invite && message->is_request())
        fields = std::max(fields, message->fields().size());
    start_again();
    return fields;
  };
  const auto usual = invite_with("Alice");
  EXPECT_GT(usual, 8u);
  EXPECT_EQ(invite_with("Ali\r\nX-Evil: yes\r\nce"), usual);
  EXPECT_EQ(invite_with("\"><sip:x>;tag=1\r\n\r\n"), usual);
  EXPECT_EQ(invite_with("\\"), usual);
}

}  // namespace
}  // namespace offhook::safety
