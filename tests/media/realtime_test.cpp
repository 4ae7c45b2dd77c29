// SPDX-License-Identifier: GPL-3.0-or-later
// The promise of the media tick, tested with two calls up that send and receive speech, digits, a
// tone and RTCP:
//
// * no heap call: malloc and its family are defined in this program, so that calls from our code,
//   oRTP, bctoolbox and the C++ library are all counted while the tick runs;
// * no contended lock: each pthread_mutex_lock in the tick first tries, and a failure counts. oRTP
//   takes one private mutex per packet that nobody else holds; those are allowed;
// * no futex: a seccomp filter on the ticking thread makes the kernel refuse and count it, and also
//   the calls that wait or open something.
//
// Under the sanitizers the calls run all the same, with nothing to count.
//
// Proven for a program that links offhook_virtual_libc, as ours does: without it oRTP's rand()
// takes a lock that the whole process shares. Not proven: page faults, and code that these calls do
// not reach.
#include <cstdlib>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>
#include <sys/syscall.h>

#include "media/media_thread.hpp"
#include "media/resampler.hpp"
#include "media/sound_match.hpp"
#include "media/udp_packet_ports.hpp"
#include "realtime_trap.hpp"
#include "two_phones.hpp"

namespace offhook::media {
namespace {

using namespace std::chrono_literals;

#define SKIP_WITHOUT_TRAP() \
  if (!trap::works) GTEST_SKIP() << "the sanitizer's allocator is in the way"

TEST(RealtimeTrap, CatchesTheHeapAndContentionInATick) {
  SKIP_WITHOUT_TRAP();
  std::mutex mutex;
  const std::lock_guard held(mutex);
  std::thread unlucky;
  trap::reset();
  std::free(std::malloc(10));  // outside a tick: none of our business
  EXPECT_EQ(trap::counts().heap, 0U);
  {
    const RealtimeScope tick;
    auto* volatile leak = new int(1);
    delete leak;
  }
  EXPECT_EQ(trap::counts().heap, 2U);

  std::mutex busy;
  std::unique_lock owner(busy);
  std::atomic<bool> waiting{false};
  unlucky = std::thread([&] {
    const RealtimeScope tick;
    waiting = true;
    const std::lock_guard wait(busy);
  });
  while (trap::counts().contended_locks == 0) std::this_thread::yield();
  owner.unlock();
  unlucky.join();
  EXPECT_EQ(trap::counts().contended_locks, 1U);
}

TEST(RealtimeTrap, CatchesAFutex) {
  SKIP_WITHOUT_TRAP();
  bool filtered = false;
  trap::reset();
  std::thread([&] {
    filtered = trap::forbid_syscalls({SYS_futex});
    int word = 0;
    if (!filtered) return;
    const auto wake = [&] { ::syscall(SYS_futex, &word, 1 /* wake */, 1, nullptr, nullptr, 0); };
    wake();
    const RealtimeScope tick;
    wake();
  }).join();
  if (!filtered) GTEST_SKIP() << "no seccomp filters here";
  EXPECT_EQ(trap::forbidden_syscalls().elsewhere, 1U);
  EXPECT_EQ(trap::forbidden_syscalls().in_tick, 1U);
}

/// Alice in two calls at once: with Bob, and with a second line of Bob's.
struct TwoCalls : testing::PhonePair {
  void start_both_calls() {
    start_call();
    const auto a2 = alice.control.open_stream(IpAddress::v4(10, 0, 0, 1)).value();
    const auto b2 = bob.control.open_stream(IpAddress::v4(10, 0, 0, 2)).value();
    alice.control.configure(a2.id, plan_to(b2));
    bob.control.configure(b2.id, plan_to(a2));
    alice.control.connect(a2.id, true);
    a2_id = a2.id;
  }

  void minute() {
    for (int second = 0; second < 60; ++second) {
      if (second % 5 == 1) {
        ASSERT_TRUE(alice.control.send_digits(a.id, "12#").ok());
      }
      if (second % 10 == 3) alice.control.play_tone("us", Tone::call_waiting);
      if (second % 10 == 8) alice.control.stop_tone();
      if (second == 30) bob.control.configure(b.id, plan_to(a, Direction::inactive));
      if (second == 35) bob.control.configure(b.id, plan_to(a));
      if (second == 10) {
        ASSERT_TRUE(alice.control.join({1}, a.id).ok());
        ASSERT_TRUE(alice.control.join({1}, a2_id).ok());
      }
      if (second == 20) alice.control.leave(a2_id);
      if (second == 21) alice.control.play_clip(a2_id, clip("bob"), ClipPlayer::Repeat::forever);
      if (second == 40) {
        alice.control.set_output(0, &loudspeaker, {.talk = true, .ring = true});
        alice.control.play_ring(ring_of(2), {});
        alice.control.set_levels({.speaker = -300, .ring = 600, .side_tone = -2000});
      }
      if (second == 50) alice.control.stop_ring();
      run(1s);
    }
  }
  StreamId a2_id;
  ResampledAudio loudspeaker{std::make_unique<NullAudio>(), SampleRate{48000}};
};

TEST(MediaTick, TouchesNeitherHeapNorFutexInAMinuteOfVirtualTime) {
  TwoCalls calls;
  calls.start_both_calls();
  SeededRandom dice(1);
  calls.network.rtp_fate = [&](const Endpoint&, auto) {
    return dice.next() % 100 < 2 ? testing::MemoryNetwork::lost : static_cast<int>(dice.next() % 4);
  };
  bool filtered = false;
  std::uint64_t misses = 0;
  trap::reset();
  std::thread([&] {
    filtered =
        trap::forbid_syscalls({SYS_futex, SYS_openat, SYS_poll, SYS_ppoll, SYS_select,
                               SYS_nanosleep, SYS_clock_nanosleep, SYS_openat, SYS_epoll_wait});
    calls.minute();
    misses = thread_pool_misses();
    release_thread_pool();
  }).join();

  const auto digits = calls.bob.told<DigitReceived>().size();
  EXPECT_EQ(digits, 36U);
  EXPECT_GT(calls.alice.control.report(calls.a.id)->rtcp_packets_sent, 8U);
  EXPECT_GT(calls.alice.control.report(calls.a.id)->rtcp_packets_received, 8U);
  EXPECT_EQ(trap::counts().heap, 0U);
  EXPECT_EQ(trap::counts().contended_locks, 0U);
  EXPECT_EQ(trap::counts().condition_variables, 0U);
  EXPECT_EQ(trap::forbidden_syscalls().in_tick, 0U);
  RecordProperty("system_calls_filtered", filtered);
  RecordProperty("uncontended_locks", static_cast<int>(trap::counts().locks));
  RecordProperty("pool_misses", static_cast<int>(misses));
}

/// A phone in real time: a media thread of its own and sockets.
struct RealPhone {
  explicit RealPhone(std::string_view says)
      : engine({.max_streams = 4, .rtcp_interval = 1s}),
        audio(clip(says), ClipPlayer::Repeat::forever, 10s),
        control(std::make_unique<MediaControl>(engine, ports, random)) {
    control->set_device(&audio);
  }
  void start() {
    thread = std::make_unique<MediaThread>(
        engine, MediaThread::Options{.priority = 50, .on_start = [this] {
                                       filtered =
                                           trap::works &&
                                           trap::forbid_syscalls({SYS_futex, SYS_openat, SYS_select,
                                                                  SYS_nanosleep, SYS_epoll_wait});
                                     }});
  }
  void poll() {
    control->poll_events([this](const Event& event) { events.push_back(event); });
  }

  SystemRandom random;
  UdpPacketPorts ports;
  Engine engine;
  WavAudio audio;
  std::unique_ptr<MediaControl> control;
  std::unique_ptr<MediaThread> thread;
  std::vector<Event> events;
  std::atomic<bool> filtered{false};
};

TEST(RealTime, TouchesNeitherHeapNorFutexInFiveSecondsOfRealTime) {
  RealPhone alice("alice");
  RealPhone bob("bob");
  const auto home = IpAddress::v4(127, 0, 0, 1);
  trap::reset();
  alice.start();
  bob.start();
  std::vector<OpenedStream> a, b;
  for (int call = 0; call < 2; ++call) {
    a.push_back(alice.control->open_stream(home).value());
    b.push_back(bob.control->open_stream(home).value());
    StreamPlan plan{.remote = b.back().rtp, .rtcp = {}, .telephone_event = PayloadType{101}};
    alice.control->configure(a.back().id, plan);
    plan.remote = a.back().rtp;
    bob.control->configure(b.back().id, plan);
  }
  alice.control->set_focus(a[0].id);
  bob.control->set_focus(b[0].id);
  alice.control->play_tone("us", Tone::call_waiting);
  for (int i = 0; i < 50; ++i) {
    if (i % 10 == 0) {
      ASSERT_TRUE(alice.control->send_digits(a[0].id, "5").ok());
    }
    std::this_thread::sleep_for(100ms);
    alice.poll();
    bob.poll();
  }
  std::this_thread::sleep_for(300ms);
  const auto report = bob.control->report(b[0].id).value();
  for (const auto& s : a) alice.control->close(s.id);
  for (const auto& s : b) bob.control->close(s.id);
  alice.control->stop_tone();
  std::this_thread::sleep_for(100ms);
  alice.poll();
  bob.poll();
  EXPECT_EQ(alice.filtered, bob.filtered);
  EXPECT_EQ(alice.engine.pool_misses() + bob.engine.pool_misses(), 0U);
  alice.thread.reset();
  bob.thread.reset();

  EXPECT_EQ(trap::counts().heap, 0U);
  EXPECT_EQ(trap::counts().contended_locks, 0U);
  EXPECT_EQ(trap::counts().condition_variables, 0U);
  EXPECT_EQ(trap::forbidden_syscalls().in_tick, 0U);
  EXPECT_GT(report.packets_received, 150U);  // a loaded machine may skip periods
  EXPECT_GT(report.rtcp_packets_received, 1U);
  EXPECT_EQ(report.digits_received, 5U);
  EXPECT_GT(match_sound(clip("alice"), bob.audio.recording().samples()).score, 0.5);
}

TEST(RealTime, SleepsWhileNothingRuns) {
  Engine engine;
  MediaThread thread(engine);
  engine.push(PlayTone{1, dtmf_tone('1')});
  while (thread.load().ticks < 10) std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(100ms);
  const auto ticks = thread.load().ticks;
  std::this_thread::sleep_for(200ms);
  EXPECT_LE(thread.load().ticks, ticks + 1);
  EXPECT_NE(thread.scheduling(), MediaThread::Scheduling::unknown);

  engine.push(PlayTone{2, dtmf_tone('2')});
  std::this_thread::sleep_for(200ms);
  EXPECT_GT(thread.load().ticks, ticks + 5);
}

}  // namespace
}  // namespace offhook::media
