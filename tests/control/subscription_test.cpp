// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/limits.hpp"
#include "tests/control/control_world.hpp"

namespace offhook::control {
namespace {

phone::HookEvent hook(bool up) { return {"hook", up}; }
phone::RingerEvent ringer() { return {true}; }

std::vector<std::uint64_t> seqs(const std::vector<json::object>& events) {
  std::vector<std::uint64_t> list;
  for (const auto& event : events) list.push_back(event.at("seq").to_number<std::uint64_t>());
  return list;
}
using Seqs = std::vector<std::uint64_t>;

TEST(Subscription, SendsNothingBeforeOneAsks) {
  ControlWorld world;
  TestClient client(world, everything());
  world.happen(ringer());
  EXPECT_TRUE(client.take_events().empty());
}

TEST(Subscription, NumbersEventsAndLinksThem) {
  ControlWorld world;
  TestClient client(world, everything());
  world.happen(ringer());

  const auto subscribed = client.result("events.subscribe", {{"topics", {"hook.*"}}});
  world.happen(ringer());
  world.happen(hook(true), "a hand");
  world.happen(ringer());
  world.happen(hook(false));

  EXPECT_EQ(subscribed.at("seq"), 1);
  const auto events = client.take_events();
  ASSERT_EQ(seqs(events), (Seqs{3, 5}));
  EXPECT_EQ(events[0].at("prev_seq"), 1);
  EXPECT_EQ(events[1].at("prev_seq"), 3);
  EXPECT_EQ(events[0].at("epoch"), "e1");
  EXPECT_EQ(events[0].at("cause"), "a hand");
  EXPECT_EQ(events[0].at("subscription_id"), subscribed.at("subscription_id"));
}

TEST(Subscription, FiltersByDevice) {
  ControlWorld world;
  TestClient client(world, everything());
  client.result("events.subscribe", {{"topics", {"*"}}, {"filter", {{"device_id", "hook"}}}});
  world.happen(ringer());
  world.happen(hook(true));
  EXPECT_EQ(seqs(client.take_events()), (Seqs{2}));
}

TEST(Subscription, EndsWithUnsubscribe) {
  ControlWorld world;
  TestClient client(world, everything());
  TestClient other(world, everything());
  const auto id = client.result("events.subscribe", {{"topics", {"*"}}}).at("subscription_id");

  EXPECT_EQ(other.error_kind("events.unsubscribe", {{"subscription_id", id}}), "not_found");
  client.result("events.unsubscribe", {{"subscription_id", id}});
  world.happen(ringer());

  EXPECT_TRUE(client.take_events().empty());
  EXPECT_EQ(client.error_kind("events.unsubscribe", {{"subscription_id", id}}), "not_found");
}

TEST(Subscription, HasALimitAndIsForgottenWithItsClient) {
  ControlWorld world;
  {
    TestClient client(world, everything());
    for (std::size_t i = 0; i < limits::subscriptions; ++i)
      client.result("events.subscribe", {{"topics", {"*"}}});
    EXPECT_EQ(client.error_kind("events.subscribe", {{"topics", {"*"}}}), "busy");
  }
  TestClient next(world, everything());
  world.happen(ringer());
  EXPECT_EQ(next.error_kind("events.subscribe", {{"topics", {"*"}}}), "");
}

TEST(Subscription, ReplaysWhatCameAfterAPosition) {
  ControlWorld world;
  for (int i = 0; i < 5; ++i) world.happen(i % 2 == 0 ? phone::Event(ringer()) : hook(true));
  TestClient client(world, everything());

  const auto subscribed =
      client.result("events.subscribe",
                    {{"topics", {"ringer.changed"}}, {"since", {{"epoch", "e1"}, {"seq", 2}}}});
  world.happen(ringer());

  EXPECT_EQ(subscribed.at("replayed"), 2);
  EXPECT_EQ(subscribed.at("seq"), 2);
  const auto events = client.take_events();
  ASSERT_EQ(seqs(events), (Seqs{3, 5, 6}));
  EXPECT_EQ(events[0].at("prev_seq"), 2);
}

TEST(Subscription, SaysWhenThePositionIsGone) {
  ControlWorld world;
  for (int i = 0; i < 5000; ++i) world.happen(ringer());
  TestClient client(world, everything());
  const auto refused = client.call("events.subscribe",
                                   {{"topics", {"*"}}, {"since", {{"epoch", "e1"}, {"seq", 3}}}});
  EXPECT_EQ(refused.at("error").at("code"), 1013);
  EXPECT_EQ(refused.at("error").at("data").at("oldest_seq"), 905);
  EXPECT_EQ(client.error_kind("events.subscribe",
                              {{"topics", {"*"}}, {"since", {{"epoch", "e0"}, {"seq", 5000}}}}),
            "resume_gap");
}

TEST(Subscription, TakesEitherASnapshotOrAPosition) {
  ControlWorld world;
  TestClient client(world, everything());
  EXPECT_EQ(client.error_kind(
                "events.subscribe",
                {{"topics", {"*"}}, {"snapshot", true}, {"since", {{"epoch", "e1"}, {"seq", 0}}}}),
            "invalid_params");
}

// Snapshot and stream must fit together whatever runs first: the seed decides the order of actors.
TEST(Subscription, HasNoGapBetweenSnapshotAndStream) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    ControlWorld world(seed);
    TestClient client(world, everything());
    for (int i = 0; i < 6; ++i) act::tell_anon(world.phone, phone::InjectHook{i % 2 == 0});
    const int id = client.request("events.subscribe", {{"topics", {"*"}}, {"snapshot", true}});
    for (int i = 0; i < 7; ++i) act::tell_anon(world.phone, phone::InjectHook{i % 2 == 0});
    world.loop.run_for(1s);

    const auto subscribed = client.answer_to(id)->at("result");
    const auto seq = subscribed.at("snapshot").at("seq").to_number<std::uint64_t>();
    bool off_hook = subscribed.at("snapshot").at("off_hook").as_bool();
    std::uint64_t last = seq;
    // Event n reports the n-th move: odd moves lift, up to 6, then odd and even change places not.
    EXPECT_EQ(off_hook, seq % 2 == 1) << "seed " << seed << " seq " << seq;
    for (const auto& event : client.take_events()) {
      EXPECT_EQ(event.at("prev_seq").to_number<std::uint64_t>(), last) << "seed " << seed;
      EXPECT_EQ(event.at("seq").to_number<std::uint64_t>(), last + 1) << "seed " << seed;
      EXPECT_NE(event.at("off_hook").as_bool(), off_hook) << "seed " << seed;
      off_hook = event.at("off_hook").as_bool();
      ++last;
    }
    EXPECT_EQ(last, 13u) << "seed " << seed;
  }
}

TEST(Backpressure, TellsWhatWasLostAndPausesUntilResumed) {
  ControlWorld world;
  TestClient client(world, everything());
  const auto id = client.result("events.subscribe", {{"topics", {"*"}}}).at("subscription_id");
  client.outlet->stalled = true;

  for (int i = 0; i < 1500; ++i) world.happen(ringer());
  client.outlet->go_on();
  world.loop.run_for(0s);

  // One was being written, a thousand waited, the 1002nd did not fit.
  auto events = client.take_events();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].at("seq"), 1);
  EXPECT_EQ(events[1].at("type"), "events.overflow");
  EXPECT_EQ(events[1].at("subscription_id"), id);
  EXPECT_EQ(events[1].at("lost_from"), 2);
  EXPECT_EQ(events[1].at("lost_to"), 1002);
  EXPECT_EQ(events[1].at("prev_seq"), 1);

  world.happen(ringer());
  EXPECT_TRUE(client.take_events().empty());
  const auto resumed = client.result(
      "events.resume", {{"subscription_id", id}, {"since", {{"epoch", "e1"}, {"seq", 1}}}});
  world.happen(ringer());

  EXPECT_EQ(resumed.at("replayed"), 1500);
  events = client.take_events();
  ASSERT_EQ(events.size(), 1501u);
  std::uint64_t last = 1;
  for (const auto& event : events) {
    EXPECT_EQ(event.at("prev_seq").to_number<std::uint64_t>(), last);
    EXPECT_EQ(event.at("seq").to_number<std::uint64_t>(), ++last);
  }
}

TEST(Backpressure, KeepsAnswersWhenEventsAreDropped) {
  ControlWorld world;
  TestClient client(world, everything());
  client.result("events.subscribe", {{"topics", {"*"}}});
  client.outlet->stalled = true;
  for (int i = 0; i < 500; ++i) world.happen(ringer());
  const int id = client.request("session.hello");
  for (int i = 0; i < 700; ++i) world.happen(ringer());

  client.outlet->go_on();
  world.loop.run_for(0s);

  EXPECT_TRUE(client.answer_to(id));
  const auto events = client.take_events();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[1].at("type"), "events.overflow");
}

TEST(Resume, WantsASubscriptionOfThisClient) {
  ControlWorld world;
  TestClient client(world, everything());
  EXPECT_EQ(client.error_kind("events.resume", {{"subscription_id", "s1"},
                                                {"since", {{"epoch", "e1"}, {"seq", 0}}}}),
            "not_found");
}

// A client that loses its connection at any event and comes back sees the same stream.
TEST(Resume, JoinsTwoConnectionsWithoutAGap) {
  for (int cut = 0; cut <= 10; ++cut) {
    ControlWorld world;
    Seqs seen;
    {
      TestClient first(world, everything());
      first.result("events.subscribe", {{"topics", {"*"}}});
      for (int i = 0; i < cut; ++i) world.happen(hook(i % 2 == 0));
      seen = seqs(first.take_events());
    }
    for (int i = cut; i < 10; ++i) world.happen(hook(i % 2 == 0));
    TestClient second(world, everything());
    const auto last = seen.empty() ? 0 : seen.back();
    second.result("events.subscribe",
                  {{"topics", {"*"}}, {"since", {{"epoch", "e1"}, {"seq", last}}}});
    world.loop.run_for(0s);
    for (auto seq : seqs(second.take_events())) seen.push_back(seq);
    EXPECT_EQ(seen, (Seqs{1, 2, 3, 4, 5, 6, 7, 8, 9, 10})) << "cut after " << cut;
  }
}

TEST(State, KeepsEndedCallsForAMinute) {
  ControlWorld world;
  TestClient client(world, everything());
  phone::CallEndedEvent ended;
  ended.call.call_id = "c5";
  ended.call.state = "ended";
  ended.end.cause = "hung_up_there";
  world.happen(ended);

  EXPECT_EQ(client.result("call.get", {{"call_id", "c5"}}).at("end").at("cause"), "hung_up_there");
  world.loop.run_for(60s);
  EXPECT_EQ(client.error_kind("call.get", {{"call_id", "c5"}}), "not_found");
}

}  // namespace
}  // namespace offhook::control
