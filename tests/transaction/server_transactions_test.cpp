// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/server_transactions.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "actors/sip/draft.hpp"
#include "actors/transaction/transaction_key.hpp"

namespace offhook::transaction {
namespace {

constexpr UserId leg{7};
constexpr UserId other{8};

struct TestClock final : Clock {
  [[nodiscard]] Instant now() const noexcept override { return at; }
  Instant at = 1ms;
};

/// Notes what was asked for, in words.
struct Notes final : ServerOutlet {
  void transmit(const sip::MessagePtr& response, const transport::Hop&) override {
    words.push_back("send " + std::to_string(response->status()));
    sent.push_back(response);
  }
  void pass_request(UserId user, const sip::MessagePtr&, const transport::Hop&, bool) override {
    say("request", user);
  }
  void pass_ack(UserId user, const sip::MessagePtr&, const transport::Hop&) override {
    say("ack", user);
  }
  void report_cancel(UserId user, const sip::MessagePtr&, const sip::MessagePtr&) override {
    say("cancelled", user);
  }
  void report_failure(UserId user, const sip::MessagePtr&, Failure) override {
    say("failed", user);
  }
  void let_go(UserId user) override { say("let go", user); }

  void say(const std::string& what, UserId user) {
    words.push_back(what + " " + std::to_string(static_cast<std::uint64_t>(user)));
  }
  std::vector<std::string> take() { return std::exchange(words, {}); }

  std::vector<std::string> words;
  std::vector<sip::MessagePtr> sent;
};

using Words = std::vector<std::string>;

class ServerTransactionsTest : public testing::Test {
 protected:
  static sip::MessagePtr request(std::string_view method, std::string_view branch = "z9hG4bK1",
                                 std::string_view uri = "sip:bob@192.0.2.1") {
    auto draft = sip::Draft::request(method, uri);
    const std::string via = "SIP/2.0/UDP 192.0.2.2";
    draft.append("Via", branch.empty() ? via : via + ";branch=" + std::string(branch))
        .append("Max-Forwards", "70")
        .append("From", "<sip:alice@192.0.2.2>;tag=a")
        .append("To", "<sip:bob@192.0.2.1>")
        .append("Call-ID", "call-1")
        .append("CSeq", "1 " + std::string(method));
    return draft.build();
  }
  void start(const sip::MessagePtr& message, UserId user = leg) {
    table.start(server_key(*message), {message, {transport::Protocol::udp, peer}, user, "own"});
  }
  void answer(const sip::MessagePtr& message, int status) {
    EXPECT_TRUE(table.respond(sip::Draft::response(*message, status, "", "near").build()));
  }
  void wait(Instant span) {
    const Instant end = clock.at + span;
    for (auto due = table.next_due(); due && *due <= end; due = table.next_due()) {
      clock.at = *due;
      table.fire();
    }
    clock.at = end;
  }

  const Endpoint peer = *Endpoint::parse("192.0.2.2:5060");
  TimerValues timers;
  TestClock clock;
  Notes notes;
  ServerTransactions table{timers, clock, notes};
};

// RFC 3261 §17.2.2: Completed, timer J.
TEST_F(ServerTransactionsTest, RepeatTheFinalResponseAfterTheyHaveLetGoOfTheRequest) {
  auto options = request("OPTIONS");
  const auto key = server_key(*options);
  const std::weak_ptr<const sip::Message> held = options;
  start(options);
  answer(options, 200);
  EXPECT_EQ(notes.take(), (Words{"request 7", "send 200", "let go 7"}));
  const std::string first(notes.sent[0]->text());

  options.reset();
  EXPECT_TRUE(held.expired());
  EXPECT_TRUE(table.repeat(key));
  EXPECT_EQ(notes.sent[1]->text(), first);
  EXPECT_FALSE(table.knows(leg));
  wait(31s);
  EXPECT_EQ(table.size(), 1u);
  wait(1100ms);
  EXPECT_EQ(table.size(), 0u);
  EXPECT_FALSE(table.repeat(key));
  EXPECT_FALSE(table.next_due());
}

// RFC 3261 §17.2.1: Completed, timers G and H; Confirmed, timer I.
TEST_F(ServerTransactionsTest, RepeatAFailedInviteUntilItsAckAndAbsorbCopiesForTimerI) {
  const auto invite = request("INVITE");
  start(invite);
  answer(invite, 486);
  wait(1600ms);
  EXPECT_EQ(notes.take(), (Words{"request 7", "send 486", "send 486", "send 486"}));

  const auto ack = request("ACK");
  EXPECT_TRUE(table.acknowledge(server_key(*ack), ack, {transport::Protocol::udp, peer}));
  EXPECT_EQ(notes.take(), Words{"let go 7"});
  EXPECT_TRUE(table.repeat(server_key(*invite)));
  EXPECT_TRUE(table.acknowledge(server_key(*ack), ack, {transport::Protocol::udp, peer}));
  wait(4900ms);
  EXPECT_EQ(table.size(), 1u);
  wait(200ms);
  EXPECT_EQ(table.size(), 0u);
  EXPECT_EQ(notes.take(), Words{});
}

// RFC 6026 §7.1: Accepted, timer L.
TEST_F(ServerTransactionsTest, AbsorbCopiesOfAnAcceptedInviteWhenNobodyIsLeftToHear) {
  const auto invite = request("INVITE");
  start(invite);
  answer(invite, 200);
  answer(invite, 200);  // the user's retransmission
  table.lose_user(leg);
  EXPECT_EQ(notes.take(), (Words{"request 7", "send 200", "send 200", "let go 7"}));

  EXPECT_TRUE(table.repeat(server_key(*invite)));
  const auto ack = request("ACK");  // under the branch of the INVITE: the dialog's owner has it
  EXPECT_FALSE(table.acknowledge(server_key(*ack), ack, {transport::Protocol::udp, peer}));
  wait(33s);
  EXPECT_EQ(notes.take(), Words{});
  EXPECT_EQ(table.size(), 0u);
}

// RFC 3261 §9.2: whenever the INVITE has no more than the tag of its answer.
TEST_F(ServerTransactionsTest, AnswerACancelInEveryStateWithTheTagOfTheInvite) {
  const auto cancel = request("CANCEL");
  for (const int status : {180, 200, 486}) {
    const auto invite = request("INVITE");
    start(invite);
    answer(invite, status);
    if (status == 200) table.lose_user(leg);
    start(cancel, UserId::nobody);
    EXPECT_TRUE(table.cancel(server_key(*invite), cancel, server_key(*cancel)));
    EXPECT_EQ(notes.sent.back()->status(), 200);
    EXPECT_EQ(notes.sent.back()->method(), sip::Method::cancel);
    EXPECT_EQ(notes.sent.back()->to_tag(), "near");
    EXPECT_TRUE(table.repeat(server_key(*cancel)));
    table.clear();
  }
}

TEST_F(ServerTransactionsTest, AnswerForAUserThatIsLost) {
  const auto invite = request("INVITE");
  const auto options = request("OPTIONS", "z9hG4bK2");
  start(invite);
  start(options);
  table.adopt(*options, other);
  table.lose_user(leg);
  EXPECT_EQ(notes.take(), (Words{"request 7", "request 7", "send 500", "let go 7"}));
  EXPECT_TRUE(table.knows(other));
}

// RFC 3261 §17.2.3: no branch tells the transactions of an old peer apart.
TEST_F(ServerTransactionsTest, FindTheRequestOfAnRfc2543PeerByTheResponse) {
  const auto invite = request("INVITE", "", "sip:bob@192.0.2.1;x=1");
  start(invite);
  answer(invite, 486);
  wait(33s);

  EXPECT_EQ(table.size(), 0u);
  EXPECT_FALSE(table.respond(sip::Draft::response(*invite, 486, "", "near").build()));
}

TEST_F(ServerTransactionsTest, KnowARequestThatCameTwoWaysUntilTheyEnd) {  // §8.2.2.2
  const auto options = request("OPTIONS");
  start(options);
  EXPECT_TRUE(table.is_merged(*request("OPTIONS", "z9hG4bK2")));
  answer(options, 200);
  wait(33s);
  EXPECT_FALSE(table.is_merged(*request("OPTIONS", "z9hG4bK2")));
}

TEST_F(ServerTransactionsTest, EndTogetherWhenTheyFinishedTogether) {
  for (int i = 0; i < 40; ++i) {
    const auto options = request("OPTIONS", "z9hG4bK" + std::to_string(i));
    start(options);
    answer(options, 200);
    clock.at += 1ms;
  }
  int wakes = 0;
  for (auto due = table.next_due(); due; due = table.next_due(), ++wakes) {
    clock.at = *due;
    table.fire();
  }
  EXPECT_LE(wakes, 2);
  EXPECT_EQ(table.size(), 0u);
}

}  // namespace
}  // namespace offhook::transaction
