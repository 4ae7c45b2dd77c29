// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "actors/base/clock.hpp"
#include "media/clips.hpp"
#include "media/control.hpp"
#include "memory_network.hpp"

namespace offhook::media::testing {

class TestClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const noexcept override { return now_; }
  void advance(Instant by) { now_ += by; }

 private:
  Instant now_{};
};

/// One phone without a phone around it: engine, control side, a clip for a mouth, an ear that
/// records, and all events it told.
struct Phone {
  Phone(MemoryNetwork& network, const Clock& clock, std::uint64_t seed, std::string_view says,
        std::size_t max_streams = 4)
      : random(seed),
        time(clock, seed),
        engine({.max_streams = max_streams, .virtual_time = &time}),
        audio(clip(says), ClipPlayer::Repeat::forever, std::chrono::seconds{70}),
        control(engine, network, random) {
    control.set_device(&audio);
  }

  void tick() {
    engine.tick();
    control.poll_events([this](const Event& event) { events.push_back(event); });
  }

  template <class T>
  [[nodiscard]] std::vector<T> told() const {
    std::vector<T> found;
    for (const Event& event : events)
      if (const auto* e = std::get_if<T>(&event)) found.push_back(*e);
    return found;
  }

  SeededRandom random;
  VirtualTime time;
  Engine engine;
  WavAudio audio;
  MediaControl control;
  std::vector<Event> events;
};

/// Two phones over a MemoryNetwork, in virtual time.
struct PhonePair {
  void start_call() {
    a = alice.control.open_stream(IpAddress::v4(10, 0, 0, 1)).value();
    b = bob.control.open_stream(IpAddress::v4(10, 0, 0, 2)).value();
    alice.control.configure(a.id, plan_to(b));
    bob.control.configure(b.id, plan_to(a));
    alice.control.set_focus(a.id);
    bob.control.set_focus(b.id);
  }

  static StreamPlan plan_to(const OpenedStream& far, Direction direction = Direction::sendrecv) {
    return {.remote = far.rtp,
            .rtcp = {},
            .codec = Codec::pcmu,
            .payload = {0},
            .telephone_event = PayloadType{101},
            .direction = direction};
  }

  void run(std::chrono::milliseconds span) {
    for (auto passed = period; passed <= span; passed += period) {
      alice.tick();
      bob.tick();
      network.pass_tick();
      clock.advance(period);
    }
  }

  MemoryNetwork network;
  TestClock clock;
  Phone alice{network, clock, 1, "alice"};
  Phone bob{network, clock, 2, "bob"};
  OpenedStream a{};
  OpenedStream b{};
};

}  // namespace offhook::media::testing
