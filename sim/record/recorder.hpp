// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "actors/base/loop.hpp"
#include "sim/record/recording.hpp"

namespace offhook::sim::record {

/// Writes down what happens to a phone while it happens. Everything that comes from outside is put
/// off until the loop is quiet (`when_it_comes`), so that a replay can bring it at the same point.
class Recorder {
 public:
  struct Options {
    std::size_t most_octets = std::size_t{64} << 20;
    std::function<void(std::string_view octets)> write;
    std::function<void()> full;  ///< the limit was reached: said once; may be empty
  };
  /// `loop` is borrowed; from now on its clock stands still while actors run.
  Recorder(act::Loop& loop, const Header& header, Options options);
  /// Writes the end.
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// The phone is put together now.
  void start();
  /// As soon as nothing else is ready: notes the input, then calls `deliver`.
  void when_it_comes(Kind kind, std::string body, std::function<void()> deliver);
  /// At once.
  void note(Kind kind, std::string body);

  [[nodiscard]] act::Loop& loop() { return loop_; }

 private:
  void write(const Entry& entry);

  act::Loop& loop_;
  Options options_;
  std::size_t written_ = 0;
  bool full_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace offhook::sim::record
