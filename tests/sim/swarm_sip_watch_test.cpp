// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/swarm/sip_watch.hpp"

namespace offhook::sim::swarm {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// What is the same in every message of these tests unless it is set.
struct Text {
  std::string first;  ///< "INVITE sip:bob@sim.test SIP/2.0", "SIP/2.0 200 OK"
  std::string branch = "one", to_tag{}, method = "INVITE", more{};
  int cseq = 1;

  [[nodiscard]] std::string octets() const {
    return first + "\r\nVia: SIP/2.0/UDP 192.0.2.11:5060;branch=z9hG4bK" + branch +
           "\r\nFrom: <sip:alice@sim.test>;tag=a\r\nTo: <sip:bob@sim.test>" +
           (to_tag.empty() ? "" : ";tag=" + to_tag) +
           "\r\nCall-ID: call\r\nCSeq: " + std::to_string(cseq) + " " + method +
           "\r\nContact: <sip:alice@192.0.2.11>\r\nMax-Forwards: 70\r\n" + more +
           "Content-Length: 0\r\n\r\n";
  }
};
Text request(const std::string& method, const std::string& branch, int cseq, std::string tag = {}) {
  return {.first = method + " sip:bob@sim.test SIP/2.0",
          .branch = branch,
          .to_tag = std::move(tag),
          .method = method,
          .cseq = cseq};
}
Text response(int status, const std::string& method, const std::string& branch, int cseq) {
  return {.first = "SIP/2.0 " + std::to_string(status) + " Word",
          .branch = branch,
          .to_tag = "b",
          .method = method,
          .cseq = cseq};
}

class SwarmSipWatch : public ::testing::Test {
 protected:
  void sends(const Text& text) { watch_.sent(text.octets(), now_); }
  void hears(const Text& text) { watch_.arrived(text.octets(), now_); }
  void wait(Instant span) { watch_.check(now_ += span); }
  std::vector<std::string> rules() {
    std::vector<std::string> all;
    for (const auto& breach : breaches_) all.push_back(breach.rule);
    return all;
  }
  void has_a_call() {
    sends(request("INVITE", "one", 1));
    hears(response(200, "INVITE", "one", 1));
    sends(request("ACK", "two", 1, "b"));
  }

  Breaches breaches_;
  SipWatch watch_{"alice", breaches_};
  Instant now_ = 10s;
};

TEST_F(SwarmSipWatch, HasNothingToSayOfACallThatIsRight) {
  has_a_call();
  sends(request("INVITE", "three", 2, "b"));
  hears(response(491, "INVITE", "three", 2));
  sends(request("ACK", "three", 2, "b"));
  sends(request("BYE", "four", 3, "b"));
  hears(response(200, "BYE", "four", 3));
  wait(200s);

  EXPECT_THAT(rules(), IsEmpty());
}

TEST_F(SwarmSipWatch, MissesTheAckOfEachCopyOfA200) {
  has_a_call();
  hears(response(200, "INVITE", "one", 1));
  wait(1s);

  EXPECT_THAT(rules(), ElementsAre("an ACK is missing"));
}

TEST_F(SwarmSipWatch, SeesOneBranchOnTwoRequests) {
  sends(request("OPTIONS", "one", 1));
  auto other = request("OPTIONS", "one", 1);
  other.more = "Subject: other\r\n";
  sends(other);

  EXPECT_THAT(rules(), ElementsAre("two requests have one branch"));
}

TEST_F(SwarmSipWatch, CountsCseqWithinADialog) {
  has_a_call();
  sends(request("BYE", "four", 4, "b"));

  EXPECT_THAT(rules(), ElementsAre("CSeq does not grow by one"));
}

TEST_F(SwarmSipWatch, LetsAnInviteThatIsSentOnCountOnFromAnEarlyDialog) {
  sends(request("INVITE", "one", 1));
  hears(response(180, "INVITE", "one", 1));
  sends(request("PRACK", "two", 2, "b"));
  hears(response(302, "INVITE", "one", 1));
  sends(request("ACK", "one", 1, "b"));
  sends(request("INVITE", "three", 3));
  EXPECT_THAT(rules(), IsEmpty());
  sends(request("INVITE", "four", 5));

  EXPECT_THAT(rules(), ElementsAre("CSeq does not grow by one"));
}

TEST_F(SwarmSipWatch, SeesByeBeforeTheAnswer) {
  sends(request("INVITE", "one", 1));
  hears(response(180, "INVITE", "one", 1));
  sends(request("BYE", "two", 2, "b"));

  EXPECT_THAT(rules(), ElementsAre("BYE before the call was answered"));
}

TEST_F(SwarmSipWatch, SeesTwoReinvitesUnderWay) {
  has_a_call();
  sends(request("INVITE", "three", 2, "b"));
  sends(request("INVITE", "four", 3, "b"));

  EXPECT_THAT(rules(), ElementsAre("two re-INVITEs are under way"));
}

TEST_F(SwarmSipWatch, MissesAnswers) {
  hears(request("BYE", "one", 1, "b"));
  hears(request("INVITE", "two", 2));
  hears(request("CANCEL", "two", 2));
  sends(response(200, "CANCEL", "two", 2));
  wait(2s);

  EXPECT_THAT(rules(),
              ElementsAre("a request was not answered", "a cancelled INVITE was not answered"));
}

TEST_F(SwarmSipWatch, WantsA200RepeatedUntilItsAck) {
  hears(request("INVITE", "one", 1));
  sends(response(200, "INVITE", "one", 1));
  wait(3s);

  EXPECT_THAT(rules(), ElementsAre("a final answer was not repeated"));
}

TEST_F(SwarmSipWatch, SeesWhatIsRepeatedForEver) {
  sends(request("OPTIONS", "one", 1));
  hears(request("INVITE", "two", 1));
  sends(response(486, "INVITE", "two", 1));
  sends(response(486, "INVITE", "two", 1));
  wait(34s);
  EXPECT_THAT(rules(), IsEmpty());
  sends(request("OPTIONS", "one", 1));
  sends(response(486, "INVITE", "two", 1));

  EXPECT_THAT(rules(),
              ElementsAre("a request is repeated for ever", "a final answer is repeated for ever"));
}

TEST_F(SwarmSipWatch, KnowsWhichCallsAreOver) {
  has_a_call();
  EXPECT_EQ(watch_.why_over("call", now_ + 500s), "");
  hears(request("BYE", "nine", 1, "b"));
  sends(response(200, "BYE", "nine", 1));
  EXPECT_EQ(watch_.why_over("call", now_), "");
  EXPECT_EQ(watch_.why_over("call", now_ + 1s), "the peer said BYE");
}

TEST_F(SwarmSipWatch, KnowsThatAnInviteWithoutAnyAnswerIsOverAfter64T1) {
  sends(request("INVITE", "one", 1));
  EXPECT_EQ(watch_.why_over("call", now_ + 31s), "");
  EXPECT_NE(watch_.why_over("call", now_ + 34s), "");
  hears(response(180, "INVITE", "one", 1));
  EXPECT_EQ(watch_.why_over("call", now_ + 34s), "");
}

TEST_F(SwarmSipWatch, HoldsNothingAgainstAPhoneThatWasKilled) {
  hears(request("BYE", "one", 1, "b"));
  watch_.forgive();
  wait(5s);

  EXPECT_THAT(rules(), IsEmpty());
}

}  // namespace
}  // namespace offhook::sim::swarm
