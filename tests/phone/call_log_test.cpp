// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/call_log.hpp"

#include <gtest/gtest.h>

namespace offhook::phone {
namespace {

using enum LogKind;
using Ids = std::vector<std::uint64_t>;

call::CallSnapshot a_call(call::CallDirection direction, bool connected) {
  call::CallSnapshot call;
  call.direction = direction;
  call.started = 1s;
  if (connected) call.connected = 3s;
  return call;
}

LogEntry entry(LogKind kind, std::string account = "1") {
  LogEntry made;
  made.kind = kind;
  made.account_id = std::move(account);
  return made;
}

Ids ids_of(const LogPage& page) {
  Ids ids;
  for (const auto& each : page.entries) ids.push_back(each.id);
  return ids;
}

TEST(CallLog, KnowsWhatWasMissed) {
  using enum call::EndCause;
  using enum call::CallDirection;
  const auto call = a_call(incoming, false);
  EXPECT_EQ(kind_of(a_call(outgoing, true), {hung_up_here, 0, ""}), placed);
  EXPECT_EQ(kind_of(a_call(outgoing, false), {refused_there, 486, ""}), placed);
  EXPECT_EQ(kind_of(a_call(incoming, true), {hung_up_there, 0, ""}), received);
  EXPECT_EQ(kind_of(call, {cancelled_there, 487, ""}), missed);
  // RFC 3326: Reason: SIP;cause=200, another phone took it.
  EXPECT_EQ(kind_of(call, {answered_elsewhere, 487, ""}), received);
  EXPECT_EQ(kind_of(call, {call::EndCause::replaced, 0, ""}), received);
  EXPECT_EQ(kind_of(call, {answer_not_acked, 0, ""}), received);
  EXPECT_EQ(kind_of(call, {forwarded_here, 302, ""}), forwarded);
  EXPECT_EQ(kind_of(call, {internal_error, 0, ""}), missed);
}

TEST(CallLog, WhatRangOutIsMissedAndWhatSomebodyRefusedIsNotByWhateverCode) {
  const auto call = a_call(call::CallDirection::incoming, false);
  for (const int status : {480, 486, 603}) {
    EXPECT_EQ(kind_of(call, {call::EndCause::refused_here, status, ""}, false), received);
    EXPECT_EQ(kind_of(call, {call::EndCause::refused_here, status, ""}, true), missed);
  }
}

TEST(CallLog, TellsWhenACallBeganAndHowLongItLasted) {
  const auto made = logged(a_call(call::CallDirection::incoming, true), received, 10s, 50'000);
  EXPECT_EQ(made.unix_ms, 41'000);
  EXPECT_EQ(made.duration_ms, 7'000);
  EXPECT_EQ(logged(a_call(call::CallDirection::incoming, false), missed, 10s, 0).duration_ms, 0);
}

TEST(CallLog, CountsMissedCallsUntilSomebodyLooks) {
  CallLog log;
  log.add(entry(missed));
  log.add(entry(received));
  EXPECT_EQ(log.unseen(), 1u);
  log.look();
  EXPECT_EQ(log.unseen(), 0u);
  EXPECT_EQ(log.size(), 2u);
}

TEST(CallLog, EachListForgetsItsOldest) {
  CallLog log(2);
  for (const auto kind : {missed, placed, missed, missed}) log.add(entry(kind));
  const auto added = log.add(entry(missed));
  EXPECT_EQ(added.entry->id, 5u);
  EXPECT_EQ(added.forgotten, (Ids{3}));
  EXPECT_EQ(ids_of(log.page({})), (Ids{5, 4, 2}));
  EXPECT_EQ(log.unseen(), 2u);  // no more than there are to be seen
}

TEST(CallLog, OfNoSizeKeepsNothing) {
  CallLog log(0);
  EXPECT_FALSE(log.add(entry(missed)).entry);
  EXPECT_EQ(log.unseen(), 0u);
}

TEST(CallLog, IsReadInPages) {
  CallLog log;
  for (int i = 0; i < 5; ++i) log.add(entry(i % 2 == 0 ? missed : placed, i < 3 ? "1" : "2"));
  auto page = log.page({.limit = 2});
  EXPECT_EQ(ids_of(page), (Ids{5, 4}));
  EXPECT_TRUE(page.more);
  page = log.page({.before = 2, .limit = 2});
  EXPECT_EQ(ids_of(page), (Ids{1}));
  EXPECT_FALSE(page.more);
  EXPECT_EQ(ids_of(log.page({.kind = placed})), (Ids{4, 2}));
  EXPECT_EQ(ids_of(log.page({.account_id = "2"})), (Ids{5, 4}));
}

TEST(CallLog, IsDeletedAndCleared) {
  CallLog log;
  for (const auto kind : {missed, placed, missed}) log.add(entry(kind));
  EXPECT_TRUE(log.remove(3));
  EXPECT_FALSE(log.remove(3));
  EXPECT_EQ(log.unseen(), 1u);
  EXPECT_EQ(log.clear(missed), (Ids{1}));
  EXPECT_EQ(log.unseen(), 0u);
  EXPECT_EQ(log.clear(), (Ids{2}));
  EXPECT_EQ(log.add(entry(placed)).entry->id, 4u);  // numbers are not used twice
}

TEST(CallLog, GoesOnAfterARestart) {
  CallLog log(2);
  log.restore({{.id = 4, .kind = missed}, {.id = 9, .kind = missed}, {.id = 7, .kind = missed}}, 9);
  EXPECT_EQ(ids_of(log.page({})), (Ids{9, 7}));
  EXPECT_EQ(log.unseen(), 2u);
  EXPECT_EQ(log.newest(missed)->id, 9u);
  EXPECT_EQ(log.newest(placed), nullptr);
  EXPECT_EQ(log.add(entry(placed)).entry->id, 10u);
}

}  // namespace
}  // namespace offhook::phone
