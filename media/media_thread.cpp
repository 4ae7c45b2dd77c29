// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/media_thread.hpp"

#include <algorithm>
#include <utility>

#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "actors/base/status.hpp"
#include "media/rtp_memory.hpp"

namespace offhook::media {
namespace {

using std::chrono::nanoseconds;

/// Behind by more than this, the machine slept or stood still: the lost periods are not made up.
constexpr nanoseconds hopeless = std::chrono::milliseconds{100};

nanoseconds now() {
  timespec t{};
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return std::chrono::seconds{t.tv_sec} + nanoseconds{t.tv_nsec};
}

void sleep_until(nanoseconds deadline) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(deadline);
  const timespec t{seconds.count(), (deadline - seconds).count()};
  while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, nullptr) == EINTR) {
  }
}

bool become_realtime(int priority) {
  sched_param wanted{};
  wanted.sched_priority = priority;
  return ::pthread_setschedparam(::pthread_self(), SCHED_FIFO, &wanted) == 0;
}

int new_event_fd() {
  const int fd = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  OFFHOOK_CHECK(fd >= 0);
  return fd;
}

void drain(int fd) {
  eventfd_t count = 0;
  ::eventfd_read(fd, &count);
}

void raise(std::atomic<std::int64_t>& most, nanoseconds span) {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(span).count();
  if (us > most.load(std::memory_order_relaxed)) most.store(us, std::memory_order_relaxed);
}

}  // namespace

void MediaThread::FdWaker::wake() noexcept {
  // Against `sleep_until_woken`: what was put into the ring before is seen there, or this sees that
  // the thread is about to sleep.
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (is_awaited.load(std::memory_order_relaxed)) ::eventfd_write(fd, 1);
}

MediaThread::MediaThread(Engine& engine) : MediaThread(engine, Options{}) {}

MediaThread::MediaThread(Engine& engine, Options options)
    : engine_(engine), options_(std::move(options)) {
  order_waker_.fd = new_event_fd();
  event_waker_.fd = event_fd_ = new_event_fd();
  engine_.set_wakers(&order_waker_, &event_waker_);
  thread_ = std::thread([this] { run(); });
}

MediaThread::~MediaThread() {
  stop_.store(true);
  order_waker_.wake();
  thread_.join();
  engine_.set_wakers(nullptr, nullptr);
  ::close(order_waker_.fd);
  ::close(event_waker_.fd);
}

void MediaThread::acknowledge() { drain(event_fd_); }

MediaThread::Load MediaThread::load() const {
  return {ticks_.load(), std::chrono::microseconds{longest_work_us_.load()},
          std::chrono::microseconds{latest_wake_us_.load()}};
}

void MediaThread::run() {
  ::pthread_setname_np(::pthread_self(), "media");
  if (options_.on_start) options_.on_start();
  scheduling_.store(become_realtime(options_.priority) ? Scheduling::realtime
                                                       : Scheduling::ordinary);
  nanoseconds deadline = now();
  while (!stop_.load(std::memory_order_relaxed)) {
    if (engine_.idle()) {
      sleep_until_woken();
      deadline = now();
      continue;
    }
    const nanoseconds begin = now();
    engine_.tick();
    const nanoseconds end = now();
    ticks_.fetch_add(1, std::memory_order_relaxed);
    raise(longest_work_us_, end - begin);
    raise(latest_wake_us_, begin - deadline);
    deadline += period;
    if (end - deadline > hopeless) deadline = end;
    sleep_until(deadline);
  }
  release_thread_pool();
}

void MediaThread::sleep_until_woken() {
  order_waker_.is_awaited.store(true, std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_seq_cst);
  // The waker writes after the order is in the ring: a write before this poll ends it at once.
  if (engine_.idle() && !stop_.load()) {
    pollfd wait{order_waker_.fd, POLLIN, 0};
    ::poll(&wait, 1, -1);
  }
  order_waker_.is_awaited.store(false, std::memory_order_relaxed);
  drain(order_waker_.fd);
}

}  // namespace offhook::media
