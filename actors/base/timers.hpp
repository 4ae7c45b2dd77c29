// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "actors/base/clock.hpp"
#include "actors/base/timer_wheel.hpp"

namespace offhook {

class Timer;

/// Calls a function at a time of the loop's clock. One thread; the calls come from the loop.
class Timers : public Clock, public std::enable_shared_from_this<Timers> {
 public:
  using Task = std::function<void()>;

  /// `delay` from now, not before the present turn has ended. Dropping the timer cancels it.
  [[nodiscard]] Timer call_after(Instant delay, Task task);

  /// As soon as possible, after what is running now. From the loop's thread only.
  virtual void call_soon(Task task) = 0;

 protected:
  friend class Timer;
  virtual TimerId arm(Instant deadline, Task task) = 0;
  virtual void cancel(TimerId id) = 0;
};

/// A pending call. Weak: destruction or assignment cancels it, and it never keeps its target alive.
class Timer {
 public:
  Timer() = default;
  Timer(std::shared_ptr<Timers> timers, TimerId id) : timers_(std::move(timers)), id_(id) {}
  Timer(Timer&& other) noexcept : timers_(std::move(other.timers_)), id_(other.id_) {}
  Timer& operator=(Timer&& other) noexcept {
    cancel();
    timers_ = std::move(other.timers_);
    id_ = other.id_;
    return *this;
  }
  ~Timer() { cancel(); }
  void cancel() {
    if (auto timers = std::move(timers_)) timers->cancel(id_);
  }

 private:
  std::shared_ptr<Timers> timers_;
  TimerId id_;
};

inline Timer Timers::call_after(Instant delay, Task task) {
  return Timer{shared_from_this(), arm(now() + delay, std::move(task))};
}

}  // namespace offhook
