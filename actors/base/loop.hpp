// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "actors/base/act.hpp"
#include "actors/base/timers.hpp"

namespace offhook::act {

/// Our scheduler module for CAF, and the engine's clock. One thread runs every actor, timer and
/// socket handler: on an io_context in real time, or stepped under a virtual clock whose run order
/// a seed decides. The same actors run in both.
class Loop {
 public:
  /// Real time, on the thread that runs `io`. `io` must outlive the loop.
  explicit Loop(boost::asio::io_context& io);
  /// The same for a process that talks to others: `prepare` loads what that takes (act_io.hpp).
  Loop(boost::asio::io_context& io, const std::function<void(caf::actor_system_config&)>& prepare);

  /// Virtual time, starting at zero. `seed` 0 runs ready actors in the order in which they became
  /// ready; any other seed picks among them, one message at a time.
  struct Virtual {
    std::uint64_t seed = 0;
  };
  explicit Loop(Virtual options);

  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  caf::actor_system& system();
  template <class Actor, class... Args>
  auto spawn(Args&&... args) {
    return system().spawn<Actor>(std::forward<Args>(args)...);
  }

  [[nodiscard]] Instant now() const noexcept;
  [[nodiscard]] std::shared_ptr<Timers> timers() const;
  [[nodiscard]] bool is_virtual() const;

  /// Runs `task` on the loop's thread. From any thread in real time.
  void post(std::function<void()> task);

  // For a run that is written down, to be repeated (docs/record_replay.md).
  /// From now on timers fire only when nothing else is ready, and the clock stands still from such
  /// a moment, or from `stand_still`, until all that follows from it is done. `fired` is told the
  /// time before its timers are called.
  void record_time(std::function<void(Instant)> fired);
  /// The time, which stands still from here until nothing is ready any more.
  Instant stand_still();
  /// Runs `task` once nothing else is ready. From the loop's thread.
  void when_quiet(std::function<void()> task);

  // Real time only.
  /// Runs the io_context and all that is on it, until it is stopped or out of work. It may be run
  /// by itself as well; this costs fewer system calls.
  void run();
  /// Called before the loop goes to sleep, within `run` alone: for what can wait for a quiet
  /// moment.
  void on_idle(std::function<void()> task);

  // Virtual time only.
  /// One message of one actor, or one task; false when nothing is ready now.
  bool step();
  /// Runs what is ready, then moves the clock to each timer in turn, until `span` has passed.
  void run_for(Instant span);
  /// As run_for, but returns true as soon as `done` holds; it is asked after every step.
  bool run_until(const std::function<bool()>& done, Instant limit);
  /// The machine sleeps: time passes and nobody runs. What fell due meanwhile comes late.
  void oversleep(Instant span);
  /// The actor that has the `turn`-th turn from now (from 1) of those with that name() dies of it:
  /// it crashes behind the messages it has. One at a time; a later order replaces it.
  void doom(std::string name, std::uint32_t turn);

  // Virtual time, repeating what was written down: nothing moves by itself.
  /// Runs what is ready; no timer fires.
  void settle();
  /// Moves the clock, and calls no timer.
  void set_clock(Instant at);
  /// Calls the timers that are due.
  void fire_due();

  /// Actors alive, and timers armed: both zero once everything has said goodbye.
  [[nodiscard]] std::size_t running_actors();
  [[nodiscard]] std::size_t pending_timers() const;

  class Coordinator;
  struct Config;

 private:
  void start(boost::asio::io_context* io, std::uint64_t seed,
             const std::function<void(caf::actor_system_config&)>& prepare = {});

  std::unique_ptr<Config> config_;
  std::unique_ptr<caf::actor_system> system_;
  Coordinator* coordinator_ = nullptr;
};

}  // namespace offhook::act
