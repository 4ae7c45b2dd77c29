// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "actors/base/loop.hpp"

namespace offhook::cli {

/// The loop of a process that works for a fleet: signals, a line for people every now and then, and
/// an end at which every actor has gone.
class FleetProcess {
 public:
  /// Alone, or ready to talk to other processes.
  enum class Reach : bool { alone, others };
  explicit FleetProcess(Reach reach);

  [[nodiscard]] boost::asio::io_context& io() { return io_; }
  [[nodiscard]] act::Loop& loop() { return loop_; }

  /// Called at every SIGINT and SIGTERM.
  void on_signal(std::function<void(int signal)> caught);
  /// Called a few times a second.
  void every_moment(std::function<void()> show);
  /// Runs until `end`.
  void run() { loop_.run(); }
  /// The last actors have been told to stop: ends once they are gone.
  void end();

 private:
  void wait_for_signal();
  void show();
  void end_when_gone();

  boost::asio::io_context io_;
  act::Loop loop_;
  boost::asio::signal_set signals_;
  std::function<void(int)> caught_;
  std::function<void()> show_;
  Timer moment_, gone_check_;
  int gone_checks_ = 0;
};

}  // namespace offhook::cli
