// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/event.hpp"

#include <gtest/gtest.h>

namespace offhook::sip {
namespace {

using namespace std::chrono_literals;

TEST(Event, HasPackageAndId) {  // RFC 6665 §8.2.1
  EXPECT_EQ(*parse_event("dialog ; x=y ;ID=a1"), (Event{"dialog", "a1"}));
  EXPECT_EQ(parse_event("presence.winfo")->package, "presence.winfo");
  EXPECT_EQ(to_string(Event{"refer", "93809824"}), "refer;id=93809824");
  EXPECT_EQ(to_string(Event{"talk", ""}), "talk");
}

TEST(Event, ComparesWithCaseAndIdAlone) {
  EXPECT_EQ(*parse_event("dialog;sla"), *parse_event("dialog;include-session-description"));
  EXPECT_NE(*parse_event("dialog"), *parse_event("Dialog"));
  EXPECT_NE(*parse_event("refer"), *parse_event("refer;id=1"));
}

TEST(Event, RefusesWhatIsNoToken) {
  for (std::string_view text : {"", ";id=1", "a b", "\"dialog\"", "a,b"})
    EXPECT_FALSE(parse_event(text).ok()) << text;
}

TEST(SubscriptionState, HasStateAndTimes) {  // RFC 6665 §8.2.3
  EXPECT_EQ(*parse_subscription_state("Active ;expires=3599"),
            (SubscriptionState{.status = SubscriptionStatus::active, .expires = 3599s}));
  EXPECT_EQ(*parse_subscription_state("terminated;reason=Probation;retry-after=60"),
            (SubscriptionState{.status = SubscriptionStatus::terminated,
                               .retry_after = 60s,
                               .reason = TerminationReason::probation}));
}

TEST(SubscriptionState, TakesExtensionsAndBadNumbersLightly) {
  EXPECT_EQ(*parse_subscription_state("waiting;expires=soon;reason=whim"),
            (SubscriptionState{.status = SubscriptionStatus::other}));
  EXPECT_FALSE(parse_subscription_state("").ok());
  EXPECT_FALSE(parse_subscription_state(";expires=1").ok());
}

TEST(SubscriptionState, ReadsBack) {
  const SubscriptionState ended{SubscriptionStatus::terminated, 0s, 5s, TerminationReason::giveup};

  EXPECT_EQ(to_string(ended), "terminated;reason=giveup;expires=0;retry-after=5");
  EXPECT_EQ(*parse_subscription_state(to_string(ended)), ended);
  EXPECT_EQ(to_string(SubscriptionState{.status = SubscriptionStatus::pending}), "pending");
}

TEST(TerminationReason, SaysWhetherToSubscribeAgain) {  // RFC 6665 §4.1.3
  using enum TerminationReason;
  for (TerminationReason reason : {none, deactivated, probation, timeout, giveup})
    EXPECT_TRUE(may_resubscribe(reason)) << to_string(reason);
  for (TerminationReason reason : {rejected, noresource, invariant})
    EXPECT_FALSE(may_resubscribe(reason)) << to_string(reason);
}

}  // namespace
}  // namespace offhook::sip
