// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/negotiation.hpp"

#include <gtest/gtest.h>

#include "actors/call/answer_timing.hpp"
#include "actors/call/call_leg.hpp"
#include "actors/call/media_plan.hpp"
#include "actors/sdp/parser.hpp"
#include "tests/support/messages.hpp"

namespace offhook::call {
namespace {

using testing::sdp;

Negotiation negotiation(sip::HoldForm form = sip::HoldForm::sendonly) {
  LocalTerms terms{IpAddress::v4(192, 0, 2, 1), {sdp::pcmu, sdp::pcma}, std::uint8_t{101}, 42};
  terms.hold_form = form;
  Negotiation n(std::move(terms));
  n.set_port(6000);
  return n;
}

std::uint64_t version_of(std::string_view text) { return sdp::parse(text)->origin.session_version; }

TEST(Negotiation, ChangesNothingUntilTheOfferIsAnswered) {
  auto n = negotiation();
  (void)n.offer_hold(false);
  EXPECT_FALSE(n.plan());
  ASSERT_TRUE(n.accept(sdp()).ok());
  ASSERT_TRUE(n.plan());

  (void)n.offer_hold(true);
  EXPECT_FALSE(n.holds().local);
  n.drop_offer();
  EXPECT_FALSE(n.holds().local);
  EXPECT_EQ(n.plan()->direction, sdp::Direction::sendrecv);
}

TEST(Negotiation, TheSameWordsKeepTheirVersion) {
  auto n = negotiation();
  const auto first = n.offer_hold(false);
  EXPECT_EQ(n.offer_hold(false), first);  // again, because the INVITE was challenged
  ASSERT_TRUE(n.accept(sdp()).ok());

  const auto hold = n.offer_hold(true);
  EXPECT_EQ(version_of(hold), version_of(first) + 1);
  n.drop_offer();
  EXPECT_GT(version_of(n.offer_hold(true)), version_of(hold));  // the refused one was seen
}

TEST(Negotiation, HoldsInTheFormThatIsWanted) {
  auto inactive = negotiation(sip::HoldForm::inactive);
  (void)inactive.offer_hold(false);
  ASSERT_TRUE(inactive.accept(sdp()).ok());
  EXPECT_NE(inactive.offer_hold(true).find("a=inactive\r\n"), std::string::npos);
  ASSERT_TRUE(inactive.accept(sdp({.direction = "inactive"})).ok());
  EXPECT_EQ(inactive.holds(), (Holds{true, false}));
  EXPECT_EQ(inactive.plan()->direction, sdp::Direction::inactive);
  EXPECT_NE(inactive.answer(sdp())->find("a=inactive\r\n"), std::string::npos);

  auto old = negotiation(sip::HoldForm::zero_address);
  (void)old.offer_hold(false);
  ASSERT_TRUE(old.accept(sdp()).ok());
  const auto held = old.offer_hold(true);
  EXPECT_NE(held.find("c=IN IP4 0.0.0.0\r\n"), std::string::npos);
  EXPECT_EQ(held.find("a=send"), std::string::npos);
  ASSERT_TRUE(old.accept(sdp()).ok());  // a peer of RFC 2543 answers as if nothing were
  EXPECT_EQ(old.holds(), (Holds{true, false}));
  EXPECT_FALSE(sdp::receives(old.plan()->direction));
  EXPECT_EQ(old.offer_hold(false).find("0.0.0.0"), std::string::npos);
}

TEST(Negotiation, HeldOnBothSidesByAddressIsInactive) {
  auto n = negotiation(sip::HoldForm::zero_address);
  ASSERT_TRUE(n.answer(sdp({.direction = "sendonly"})).ok());
  const auto offer = *sdp::parse(n.offer_hold(true));
  EXPECT_EQ(offer.connection->address, "0.0.0.0");
  EXPECT_EQ(sdp::effective_direction(offer, offer.media.front()), sdp::Direction::inactive);
}

TEST(Negotiation, AnAnswerThatRefreshesKeepsTheVersion) {
  auto n = negotiation();
  const auto first = n.answer(sdp());
  const auto again = n.answer(sdp());
  const auto held = n.answer(sdp({.direction = "sendonly"}));
  ASSERT_TRUE(first.ok() && again.ok() && held.ok());
  EXPECT_EQ(*first, *again);
  EXPECT_EQ(version_of(*held), version_of(*first) + 1);
}

TEST(Negotiation, WithoutSoundBothSidesAreInactiveAndNobodyIsHeld) {
  const auto silent = [] {
    LocalTerms terms{IpAddress::v4(192, 0, 2, 1), {sdp::pcmu}, std::uint8_t{101}, 42};
    terms.sound = false;
    Negotiation n(std::move(terms));
    n.set_port(6000);
    return n;
  };
  auto caller = silent(), called = silent();

  const auto offer = caller.offer_hold(false);
  const auto answer = called.answer(offer);
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_TRUE(caller.accept(*answer).ok());

  for (const auto& text : {offer, *answer})
    EXPECT_NE(text.find("a=inactive"), std::string::npos) << text;
  EXPECT_EQ(caller.holds(), Holds{});
  EXPECT_EQ(called.holds(), Holds{});
}

TEST(Negotiation, AnEarlyAnswerIsNotTheLastWord) {
  auto n = negotiation();
  (void)n.offer_hold(false);
  ASSERT_TRUE(n.preview(sdp({.port = 4100})).ok());
  EXPECT_TRUE(n.has_offer());
  ASSERT_TRUE(n.accept(sdp({.port = 4200})).ok());
  EXPECT_EQ(n.plan()->remote.port, 4200);
}

TEST(Negotiation, ARefreshIsWordForWordWhatIsInForce) {  // RFC 4028 §7.4
  auto n = negotiation();
  const auto held = n.answer(sdp({.direction = "sendonly", .payload_type = 8}));
  ASSERT_TRUE(held.ok());
  EXPECT_EQ(n.offer_again(), *held);
  ASSERT_TRUE(n.accept(sdp({.direction = "sendonly", .payload_type = 8})).ok());
  EXPECT_TRUE(n.holds().remote);
  EXPECT_EQ(n.offer_again(), *held);
  n.drop_offer();
}

TEST(Negotiation, AnOfferWithoutSoundSilencesTheStreamAndKeepsIt) {  // RFC 3264 §8.2
  auto n = negotiation();
  EXPECT_FALSE(n.check(sdp({.port = 0})).ok());  // no call begins so
  ASSERT_TRUE(n.answer(sdp()).ok());
  ASSERT_TRUE(n.check(sdp({.port = 0, .version = 2})).ok());
  const auto answer = n.answer(sdp({.port = 0, .version = 2}));
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(sdp::parse(*answer)->media.at(0).port, 0);
  EXPECT_EQ(n.plan()->direction, sdp::Direction::inactive);
  EXPECT_TRUE(n.holds().remote);
  const auto back = n.answer(sdp({.version = 3}));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(n.plan()->direction, sdp::Direction::sendrecv);
  EXPECT_FALSE(n.holds().remote);
}

TEST(Negotiation, TellsNonsenseFromWhatItCannotMeet) {
  const auto n = negotiation();
  EXPECT_TRUE(n.check(sdp()).ok());
  EXPECT_TRUE(absl::IsInvalidArgument(n.check("v=0\r\nnonsense\r\n")));
  EXPECT_TRUE(absl::IsFailedPrecondition(n.check(sdp({.payload_type = 18}))));
}

TEST(Negotiation, ChecksAnOfferBeforeItHasAPort) {
  const Negotiation n({IpAddress::v4(192, 0, 2, 1), {sdp::pcmu}, std::nullopt, 42});
  EXPECT_TRUE(n.check(sdp()).ok());
}

TEST(MediaPlan, IsTheStreamOfTheEngine) {
  sdp::MediaPlan plan;
  plan.remote = {IpAddress::v4(192, 0, 2, 9), 4000};
  plan.codec = sdp::pcma;
  plan.payload_type = 8;
  plan.telephone_event = 97;
  plan.direction = sdp::Direction::recvonly;
  plan.ptime = 30ms;

  const auto stream = to_stream_plan(plan, 5s);

  ASSERT_TRUE(stream.ok());
  EXPECT_EQ(stream->remote, plan.remote);
  EXPECT_EQ(stream->codec, media::Codec::pcma);
  EXPECT_EQ(stream->payload.value, 8);
  EXPECT_EQ(stream->telephone_event->value, 97);
  EXPECT_EQ(stream->direction, media::Direction::recvonly);
  EXPECT_EQ(stream->packet_time, 30ms);
  EXPECT_EQ(stream->silence_limit, 5s);
}

TEST(MediaPlan, NeedsACodecOfTheEngine) {
  sdp::MediaPlan plan;
  plan.codec = {"G729", 8000, 1, 18};
  EXPECT_TRUE(absl::IsFailedPrecondition(to_stream_plan(plan, 0s).status()));
}

TEST(AnswerTiming, DoublesFromT1ToT2) {
  AnswerTiming timing;
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 6; ++i) waits.push_back(timing.next().count());
  EXPECT_EQ(waits, (std::vector<std::int64_t>{500, 1000, 2000, 4000, 4000, 4000}));
}

constexpr bool has_row(LegState state, LegInput input) {
  return find_transition(call_leg_table, state, input) != nullptr;
}

TEST(CallLegTable, CanBeHungUpFromEveryStateThatStands) {
  for (int i = 0; i < static_cast<int>(LegState::ending); ++i) {
    const auto state = static_cast<LegState>(i);
    EXPECT_TRUE(has_row(state, LegInput::hangup) || is_hanging_up(state)) << i;
    EXPECT_TRUE(has_row(state, LegInput::media_down) || is_hanging_up(state)) << i;
  }
}

TEST(CallLegTable, EveryEstablishedStateAnswersABye) {
  for (int i = 0; i < static_cast<int>(LegState::ended); ++i) {
    const auto state = static_cast<LegState>(i);
    EXPECT_TRUE(!is_established(state) || has_row(state, LegInput::bye)) << i;
  }
}

TEST(CallLegTable, EndsTheCallOnEveryWayOut) {
  for (const auto& row : call_leg_table) {
    if (row.from >= LegState::ending || row.to < LegState::ending) continue;
    EXPECT_EQ(std::count(row.actions.begin(), row.actions.end(), LegAction::end_call), 1)
        << static_cast<int>(row.from) << " " << static_cast<int>(row.input);
    const bool says_bye =
        std::count(row.actions.begin(), row.actions.end(), LegAction::send_bye) == 1;
    EXPECT_EQ(says_bye, row.to == LegState::ending);
  }
}

TEST(CallLegTable, AcknowledgesEveryAccepted) {
  for (const auto& row : call_leg_table) {
    if (row.input != LegInput::accepted && row.input != LegInput::accepted_unusable) continue;
    EXPECT_EQ(std::count(row.actions.begin(), row.actions.end(), LegAction::send_ack), 1);
  }
}

}  // namespace
}  // namespace offhook::call
