// SPDX-License-Identifier: GPL-3.0-or-later
// Three whole phones transfer a call: what the tables promise, seen from outside.
#include "tests/safety/office.hpp"

namespace offhook::safety {
namespace {

using boost::json::object;
using WholeTransfer = Office;

std::string text(const object& value, std::string_view member) {
  return std::string(value.at(member).as_string());
}

TEST_F(WholeTransfer, BlindEndsOurCallWhenTheOtherAnswered) {
  open({}, true);
  call(*alice_, "1002", *bob_);
  const auto call_id = call_of(*alice_);

  const auto transfer = ask(*alice_, "call.transfer", {{"call_id", call_id}, {"target", "1003"}});
  ASSERT_TRUE(run([&] { return carol_->view().ringing(); }));
  EXPECT_FALSE(transfer->came);  // done when carol answered, not before
  ask(*carol_, "call.answer", {{"call_id", call_of(*carol_)}});
  ASSERT_TRUE(run([&] { return transfer->came; }));

  EXPECT_FALSE(transfer->failed) << boost::json::serialize(transfer->value);
  ASSERT_TRUE(run([&] { return !events("call.ended").empty(); }));
  EXPECT_EQ(text(events("call.ended")[0].at("end").as_object(), "cause"), "transferred");
  EXPECT_EQ(events("call.transfer_completed").size(), 1u);
  EXPECT_FALSE(events("call.transfer_progress").empty());
  const auto requested = events("call.transfer_requested", "bob");
  ASSERT_EQ(requested.size(), 1u);
  EXPECT_EQ(text(requested[0], "target"), "sip:1003@sim.test");
  run_for(1s);
  EXPECT_EQ(states_of(*bob_), std::vector<std::string>{"connected"});
  EXPECT_EQ(states_of(*carol_), std::vector<std::string>{"connected"});
}

TEST_F(WholeTransfer, BlindToSomebodyBusyKeepsTheCall) {
  open({}, true);
  call(*alice_, "1002", *bob_);
  const auto call_id = call_of(*alice_);

  const auto transfer = ask(*alice_, "call.transfer", {{"call_id", call_id}, {"target", "1003"}});
  ASSERT_TRUE(run([&] { return carol_->view().ringing(); }));
  ask(*carol_, "call.reject", {{"call_id", call_of(*carol_)}});
  ASSERT_TRUE(run([&] { return transfer->came; }));

  EXPECT_TRUE(transfer->failed);
  EXPECT_EQ(transfer->value.at("data").at("sip").at("code"), 486);
  run_for(1s);  // an answer may overtake events
  EXPECT_EQ(events("call.transfer_failed").size(), 1u);
  EXPECT_EQ(states_of(*alice_), std::vector<std::string>{"connected"});
  EXPECT_EQ(call_of(*alice_), call_id);
}

TEST_F(WholeTransfer, AttendedJoinsTheTwoPeers) {
  open({}, true);
  call(*alice_, "1002", *bob_);
  const auto first = call_of(*alice_);
  ask(*alice_, "call.dial", {{"target", "1003"}, {"call_id", "second"}});
  ASSERT_TRUE(run([&] { return carol_->view().ringing(); }));
  ask(*carol_, "call.answer", {{"call_id", call_of(*carol_)}});
  run_for(500ms);
  const auto before = events("call.incoming", "carol").size();

  const auto done = ask_and_wait(*alice_, "call.complete_transfer",
                                 {{"call_id", first}, {"consult_call_id", "second"}});

  EXPECT_FALSE(done.failed) << boost::json::serialize(done.value);
  ASSERT_TRUE(run([&] { return events("call.ended").size() == 2; }));
  run_for(1s);
  EXPECT_EQ(states_of(*bob_), std::vector<std::string>{"connected"});
  EXPECT_EQ(states_of(*carol_), std::vector<std::string>{"connected"});
  EXPECT_EQ(events("call.incoming", "carol").size(), before);  // no ringing
  EXPECT_EQ(call_of(*alice_), "");
}

TEST_F(WholeTransfer, AskedAboutItMayBeDeclined) {
  open([](auto& settings) { settings.transfers = call::TransferPolicy::ask; }, true);
  call(*bob_, "1001", *alice_);
  const auto transfer =
      ask(*bob_, "call.transfer", {{"call_id", call_of(*bob_)}, {"target", "1003"}});
  ASSERT_TRUE(run([&] { return !events("call.transfer_requested").empty(); }));
  EXPECT_FALSE(events("call.transfer_requested")[0].at("accepted").as_bool());
  EXPECT_FALSE(carol_->view().ringing());

  ask_and_wait(*alice_, "call.decline_transfer", {{"call_id", call_of(*alice_)}});
  ASSERT_TRUE(run([&] { return transfer->came; }));

  EXPECT_TRUE(transfer->failed);
  EXPECT_EQ(transfer->value.at("data").at("sip").at("code"), 603);
  EXPECT_EQ(states_of(*alice_), std::vector<std::string>{"connected"});
}

}  // namespace
}  // namespace offhook::safety
