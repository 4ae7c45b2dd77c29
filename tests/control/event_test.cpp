// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "actors/control/event_log.hpp"
#include "actors/control/out_queue.hpp"
#include "actors/control/selection.hpp"

namespace offhook::control {
namespace {

phone::CallEvent call_event(const std::string& type, const std::string& call_id) {
  phone::CallEvent event;
  event.type = type;
  event.call.call_id = call_id;
  event.call.account_id = "1001";
  return event;
}
phone::DtmfEvent digit_event(const std::string& call_id) {
  return {"call.dtmf_received", call_id, "5", 120};
}

TEST(EventJson, IsANotificationWithTheCommonMembersFirst) {
  const PublishedEvent event(phone::HookEvent{"hook", true}, "e1", 7, 5ms, "a \"hand\"");
  EXPECT_EQ(event.text("s1", 4),
            R"({"jsonrpc":"2.0","method":"event","params":{"type":"hook.changed","epoch":"e1",)"
            R"("seq":7,"prev_seq":4,"subscription_id":"s1","ts_ns":5000000,)"
            R"("cause":"a \"hand\"","device_id":"hook","off_hook":true}})");
}

TEST(EventJson, TellsHowACallEnded) {
  phone::CallEndedEvent ended;
  ended.call.call_id = "c1";
  ended.end = {"remote", "refused_there", phone::SipResult{486, "Busy Here"}, 0, {}, {}, {}};

  const auto params =
      json::parse(PublishedEvent(ended, "e", 1, 0s, "486").text("s1", 0)).at("params");

  EXPECT_EQ(params.at("type"), "call.ended");
  EXPECT_EQ(params.at("cause"), "486");
  EXPECT_EQ(params.at("end").at("cause"), "refused_there");
  EXPECT_EQ(params.at("end").at("sip").at("code"), 486);
}

/// One of each kind that the phone can tell.
std::vector<phone::Event> every_event() {
  return {phone::RegistrationEvent{},
          call_event("call.incoming", "c"),
          phone::CallEndedEvent{},
          digit_event("c"),
          phone::MediaTimeoutEvent{},
          phone::TransferRequestedEvent{},
          phone::TransferEvent{"call.transfer_progress", "c", {180, "Ringing"}},
          phone::MessageEvent{},
          phone::MailboxEvent{},
          phone::CheckSyncEvent{},
          phone::HookEvent{},
          phone::KeyEvent{"key.pressed", "keypad", "5", 0},
          phone::LedEvent{},
          phone::DisplayEvent{},
          phone::RingerEvent{},
          phone::ToneEvent{},
          phone::RouteEvent{},
          phone::FeaturesEvent{},
          phone::ForwardedEvent{},
          phone::ConferenceEvent{},
          phone::WatchEvent{},
          phone::ToneBurstEvent{},
          phone::VolumeEvent{},
          phone::PagingEvent{},
          phone::CallLoggedEvent{},
          phone::CallLogEvent{},
          phone::ContactEvent{},
          phone::WarningEvent{}};
}

TEST(EventJson, EveryEventIsListedAndRepeatsNoMember) {
  ASSERT_EQ(every_event().size(), std::variant_size_v<phone::Event>);
  for (const auto& event : every_event()) {
    const PublishedEvent published(event, "e", 1, 0s, "x");
    const auto listed = std::ranges::count(event_rows(), published.type(), &EventRow::type);
    EXPECT_EQ(listed, 1) << published.type();

    const auto params = json::parse(published.text("s1", 0)).at("params").as_object();
    std::set<std::string_view> names;
    for (const auto& [name, value] : params) names.insert(name);
    EXPECT_EQ(names.size(), params.size());
    EXPECT_EQ(params.at("cause"), "x") << published.type();
  }
}

TEST(EventLog, NumbersFromOneAndKeepsTheLast4096) {
  EventLog log("e1");
  EXPECT_EQ(log.oldest_seq(), 1u);
  for (int i = 0; i < 5000; ++i) log.append(phone::RingerEvent{}, 0s, "");

  EXPECT_EQ(log.last_seq(), 5000u);
  EXPECT_EQ(log.oldest_seq(), 905u);
  EXPECT_EQ(std::get<std::vector<EventPtr>>(log.after({"e1", 904})).size(), 4096u);
  EXPECT_EQ(std::get<std::vector<EventPtr>>(log.after({"e1", 4999})).front()->seq(), 5000u);
  EXPECT_TRUE(std::get<std::vector<EventPtr>>(log.after({"e1", 5000})).empty());
}

TEST(EventLog, RefusesToGoOnAcrossAGap) {
  EventLog log("e1");
  for (int i = 0; i < 5000; ++i) log.append(phone::RingerEvent{}, 0s, "");

  for (const EventPosition& since :
       {EventPosition{"e1", 903}, EventPosition{"e1", 5001}, EventPosition{"e0", 5000},
        EventPosition{"e1", ~std::uint64_t{0}}}) {
    const auto answer = log.after(since);
    ASSERT_TRUE(std::holds_alternative<ApiError>(answer)) << since.seq;
    EXPECT_EQ(std::get<ApiError>(answer).code, ErrorCode::resume_gap);
    EXPECT_EQ(std::get<ApiError>(answer).details.at("oldest_seq").to_number<int>(), 905);
  }
}

Selection selection(std::vector<std::string> topics, EventFilter filter = {}) {
  auto made = Selection::make({.topics = std::move(topics), .filter = std::move(filter)});
  EXPECT_TRUE(std::holds_alternative<Selection>(made));
  return std::get<Selection>(std::move(made));
}

TEST(Selection, TakesExactTopicsAndPrefixes) {
  const PublishedEvent event(call_event("call.ringing", "c1"), "e", 1, 0s, "");
  EXPECT_TRUE(selection({"call.ringing"}).matches(event));
  EXPECT_TRUE(selection({"hook.changed", "call.*"}).matches(event));
  EXPECT_TRUE(selection({"*"}).matches(event));
  EXPECT_FALSE(selection({"call.ended", "led.*"}).matches(event));
}

TEST(Selection, RefusesATopicThatCannotMatch) {
  for (const std::string topic : {"call.rining", "calls.*", "", "call.*.x"}) {
    const auto made = Selection::make({.topics = {"call.*", topic}});
    ASSERT_TRUE(std::holds_alternative<ApiError>(made)) << topic;
    EXPECT_EQ(std::get<ApiError>(made).details.at("pointer"), "/topics/1");
  }
  EXPECT_TRUE(std::holds_alternative<ApiError>(Selection::make({})));
}

TEST(Selection, FiltersByEqualValues) {
  const PublishedEvent event(call_event("call.ringing", "c1"), "e", 1, 0s, "");
  const auto with = [](StringSet calls, StringSet accounts) {
    return selection({"*"}, {.account_id = std::move(accounts), .call_id = std::move(calls)});
  };
  EXPECT_TRUE(with({{"c0", "c1"}}, {{"1001"}}).matches(event));
  EXPECT_FALSE(with({{"c1"}}, {{"1002"}}).matches(event));
  EXPECT_FALSE(selection({"*"}, {.device_id = StringSet{{"hook"}}}).matches(event));
}

TEST(EventLog, KnowsTheAccountOfACallForEventsThatNameTheCallOnly) {
  EventLog log("e");
  const auto mine = selection({"*"}, {.account_id = StringSet{{"1001"}}});
  log.append(call_event("call.connected", "c1"), 0s, "");
  EXPECT_TRUE(mine.matches(*log.append(digit_event("c1"), 0s, "")));
  EXPECT_FALSE(mine.matches(*log.append(digit_event("c2"), 0s, "")));
}

EventPtr numbered(std::uint64_t seq) {
  return std::make_shared<PublishedEvent>(phone::RingerEvent{}, "e", seq, 0s, "");
}

TEST(OutQueue, HoldsAThousandMessages) {
  OutQueue queue;
  for (std::uint64_t seq = 1; seq <= 1000; ++seq)
    EXPECT_TRUE(queue.push_event("s1", seq - 1, numbered(seq), false));
  EXPECT_FALSE(queue.push_event("s1", 1000, numbered(1001), false));
  EXPECT_FALSE(queue.push_answer("{}"));
  EXPECT_TRUE(queue.push_event("s1", 1000, numbered(1001), true));  // replayed

  queue.pop();
  EXPECT_TRUE(queue.push_answer("{}"));
}

TEST(OutQueue, HoldsAMebibyte) {
  OutQueue queue;
  const std::string big(300 * 1024, ' ');
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(queue.push_answer(big));
  EXPECT_FALSE(queue.push_answer(big));
  for (int i = 0; i < 3; ++i) queue.pop();
  EXPECT_TRUE(queue.empty());
  EXPECT_TRUE(queue.push_answer(std::string(2 * 1024 * 1024, ' ')));  // alone, any length passes
}

TEST(OutQueue, DropsEventsKnowinglyAndKeepsAnswers) {
  OutQueue queue;
  ASSERT_TRUE(queue.push_event("s1", 3, numbered(5), false));
  ASSERT_TRUE(queue.push_answer("answer"));
  ASSERT_TRUE(queue.push_event("s2", 0, numbered(6), false));
  ASSERT_TRUE(queue.push_event("s1", 5, numbered(9), false));

  const auto losses = queue.drop_events();

  ASSERT_EQ(losses.size(), 2u);
  EXPECT_EQ(losses[0].subscription_id, "s1");
  EXPECT_EQ(losses[0].prev_seq, 3u);
  EXPECT_EQ(losses[0].lost_from, 5u);
  EXPECT_EQ(losses[0].lost_to, 9u);
  EXPECT_EQ(losses[1].lost_from, 6u);
  EXPECT_EQ(queue.pop(), "answer");
  EXPECT_TRUE(queue.empty());
}

}  // namespace
}  // namespace offhook::control
