// SPDX-License-Identifier: GPL-3.0-or-later
#include "hal/event_sink.hpp"

#include <cerrno>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace offhook::hal {
namespace {

offhook_event event(std::uint32_t kind, std::uint32_t source, std::int32_t value,
                    std::uint64_t at_ns = 1) {
  return {.struct_size = sizeof(offhook_event),
          .kind = kind,
          .at_ns = at_ns,
          .source = source,
          .value = value,
          .flags = 0,
          .reserved = 0};
}
offhook_event key(std::uint32_t code, bool down = true) {
  return event(OFFHOOK_EVENT_KEY, code, down);
}
offhook_event hook(bool off_hook, std::uint64_t at_ns, offhook_hook_id id = OFFHOOK_HOOK_CRADLE) {
  return event(OFFHOOK_EVENT_HOOK, id, off_hook, at_ns);
}

std::vector<Event> drain(EventSink& sink) {
  std::vector<Event> events;
  while (sink.drain([&](const Event& delivered) { events.push_back(delivered); })) {
  }
  return events;
}

std::vector<std::uint32_t> keys_of(const std::vector<Event>& events) {
  std::vector<std::uint32_t> codes;
  for (const auto& delivered : events)
    if (const auto* moved = std::get_if<KeyMoved>(&delivered)) codes.push_back(moved->key.value);
  return codes;
}

std::vector<HookMoved> hooks_of(const std::vector<Event>& events) {
  std::vector<HookMoved> moves;
  for (const auto& delivered : events)
    if (const auto* moved = std::get_if<HookMoved>(&delivered)) moves.push_back(*moved);
  return moves;
}

void fill(EventSink& sink) {
  for (std::uint32_t i = 0; i < EventSink::capacity; ++i) ASSERT_EQ(sink.post(key(i)), 0);
}

TEST(EventSink, DeliversInTheOrderOfPosting) {
  EventSink sink(nullptr);
  for (std::uint32_t round = 0; round < 3; ++round) {
    std::vector<std::uint32_t> posted;
    for (std::uint32_t i = 0; i < 200; ++i) {
      posted.push_back(round * 1000 + i);
      ASSERT_EQ(sink.post(key(posted.back())), 0);
    }
    EXPECT_EQ(keys_of(drain(sink)), posted);
  }
}

TEST(EventSink, TellsEveryKindWithItsTime) {
  EventSink sink(nullptr);
  sink.post(hook(true, 5, OFFHOOK_HOOK_HEADSET));
  sink.post(event(OFFHOOK_EVENT_KEY, '5', 0, 6));
  sink.post(event(OFFHOOK_EVENT_DEVICE, OFFHOOK_DEVICE_HEADSET, 1, 7));
  sink.post(event(OFFHOOK_EVENT_FAULT, OFFHOOK_PART_AUDIO, -EIO, 8));

  const auto events = drain(sink);

  ASSERT_EQ(events.size(), 4u);
  const auto& moved = std::get<HookMoved>(events[0]);
  EXPECT_EQ(moved.hook, HookId::headset);
  EXPECT_EQ(moved.position, HookPosition::off_hook);
  EXPECT_EQ(moved.at, Instant{5});
  EXPECT_FALSE(std::get<KeyMoved>(events[1]).down);
  EXPECT_TRUE(std::get<DevicePlugged>(events[2]).present);
  EXPECT_EQ(std::get<PartFailed>(events[3]).part, Part::audio);
  EXPECT_EQ(std::get<PartFailed>(events[3]).error, EIO);
  EXPECT_EQ(std::get<PartFailed>(events[3]).at, Instant{8});
}

TEST(EventSink, RefusesWhatItDoesNotUnderstand) {
  EventSink sink(nullptr);
  auto truncated = key('1');
  truncated.struct_size = 16;

  EXPECT_EQ(sink.post(truncated), -EINVAL);
  EXPECT_EQ(sink.post(event(99, 0, 0)), -ENOTSUP);
  EXPECT_EQ(sink.post(event(OFFHOOK_EVENT_HOOK, OFFHOOK_HOOK_COUNT, 1)), -EINVAL);
  EXPECT_EQ(sink.post(event(OFFHOOK_EVENT_FAULT, 77, -1)), -EINVAL);
  EXPECT_TRUE(drain(sink).empty());
}

TEST(EventSink, WakesOnceUntilDrained) {
  int wakes = 0;
  EventSink sink([&] { ++wakes; });

  sink.post(key('1'));
  sink.post(key('2'));
  EXPECT_EQ(wakes, 1);
  drain(sink);
  sink.post(key('3'));
  EXPECT_EQ(wakes, 2);
}

TEST(EventSink, MayBeDrainedInsideTheWakeUp) {
  std::vector<std::uint32_t> seen;
  EventSink* inside = nullptr;
  const auto deliver = [&](const Event& delivered) {
    const auto code = std::get<KeyMoved>(delivered).key.value;
    seen.push_back(code);
    if (code == '1') inside->post(key('2'));  // wakes again, while the outer drain is at work
  };
  EventSink sink([&] {
    while (inside->drain(deliver)) {
    }
  });
  inside = &sink;

  sink.post(key('1'));

  EXPECT_EQ(seen, (std::vector<std::uint32_t>{'1', '2'}));
}

TEST(EventSink, RefusesKeysWhenFullAndCountsThem) {
  EventSink sink(nullptr);
  fill(sink);

  EXPECT_EQ(sink.post(key('9')), -EAGAIN);
  EXPECT_EQ(sink.post(event(OFFHOOK_EVENT_FAULT, OFFHOOK_PART_LEDS, -EIO)), -EAGAIN);
  EXPECT_EQ(sink.lost(), 2u);
  EXPECT_EQ(keys_of(drain(sink)).size(), EventSink::capacity);
  EXPECT_EQ(sink.post(key('9')), 0);
}

TEST(EventSink, NeverLosesTheLastPositionOfAHookWhenFull) {
  EventSink sink(nullptr);
  fill(sink);

  EXPECT_EQ(sink.post(hook(true, 10)), 0);
  EXPECT_EQ(sink.post(hook(false, 20)), 0);
  EXPECT_EQ(sink.post(hook(true, 30, OFFHOOK_HOOK_HEADSET)), 0);
  const auto moves = hooks_of(drain(sink));

  ASSERT_EQ(moves.size(), 2u);
  EXPECT_EQ(moves[0].hook, HookId::cradle);
  EXPECT_EQ(moves[0].position, HookPosition::on_hook);
  EXPECT_EQ(moves[0].at, Instant{20});
  EXPECT_TRUE(moves[0].latched);
  EXPECT_EQ(moves[1].hook, HookId::headset);
}

TEST(EventSink, KeepsHookMovesInOrderAfterALatch) {
  EventSink sink(nullptr);
  fill(sink);
  sink.post(hook(true, 10));
  int left = 1;
  std::vector<Event> events;
  // One event goes out, so there is room again while the latch is still full.
  const auto deliver_and_post = [&](const Event& delivered) {
    events.push_back(delivered);
    if (left-- > 0) sink.post(hook(false, 20));
  };

  while (sink.drain(deliver_and_post)) {
  }

  const auto moves = hooks_of(events);
  ASSERT_FALSE(moves.empty());
  EXPECT_EQ(moves.back().position, HookPosition::on_hook);
  EXPECT_EQ(moves.back().at, Instant{20});
}

TEST(EventSink, DeliversAtMostOneQueueFullATime) {
  EventSink sink(nullptr);
  fill(sink);
  std::size_t delivered = 0;

  const bool more = sink.drain([&](const Event&) {
    ++delivered;
    sink.post(key('1'));
  });

  EXPECT_TRUE(more);
  EXPECT_EQ(delivered, EventSink::capacity);
}

// Four producers against one consumer: every accepted event arrives once, in its thread's order.
TEST(EventSink, TakesEventsFromManyThreadsAtOnce) {
  constexpr std::uint32_t threads = 4;
  constexpr std::uint32_t each = 20'000;
  EventSink sink(nullptr);
  std::atomic<std::uint32_t> running{threads};
  std::atomic<std::uint64_t> accepted{0};
  std::vector<std::thread> producers;
  for (std::uint32_t t = 0; t < threads; ++t)
    producers.emplace_back([&, t] {
      for (std::uint32_t i = 0; i < each; ++i)
        accepted += sink.post(key(t << 24 | i)) == 0 ? 1u : 0u;
      for (std::uint32_t i = 0; i < 100; ++i) sink.post(hook(i % 2 == 0, i + 1));
      --running;
    });

  std::vector<std::uint32_t> next(threads, 0);
  std::uint64_t received = 0;
  bool ordered = true;
  const auto deliver = [&](const Event& delivered) {
    const auto* moved = std::get_if<KeyMoved>(&delivered);
    if (moved == nullptr) return;
    ++received;
    const auto t = moved->key.value >> 24;
    const auto i = moved->key.value & 0xffffff;
    ordered = ordered && i >= next[t];
    next[t] = i + 1;
  };
  while (running > 0 || sink.drain(deliver)) sink.drain(deliver);
  for (auto& producer : producers) producer.join();
  while (sink.drain(deliver)) {
  }

  EXPECT_TRUE(ordered);
  EXPECT_EQ(received, accepted);
  EXPECT_EQ(received + sink.lost(), threads * each);
}

}  // namespace
}  // namespace offhook::hal
