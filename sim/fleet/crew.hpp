// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "actors/phone/stack.hpp"
#include "hal/plugin_loader.hpp"
#include "sim/fleet/plan.hpp"

namespace offhook::sim::fleet {

/// The phones of a fleet, each whole: transport, transactions, accounts, board. They share the loop
/// and, unless they have sound, one media actor.
class Crew {
 public:
  struct Options {
    std::string server;  ///< "sip:192.0.2.1:5060": registrar and proxy of everybody
    std::string domain;  ///< of the addresses of record
    /// Where the next phone listens; port 0 takes any.
    std::function<Endpoint()> next_address;
    std::shared_ptr<const hal::Plugin> board;
    std::chrono::milliseconds ring{100};  ///< until it answers
    bool sound = false;                   ///< RTP; else every call is a=inactive
  };
  /// `around` is what each phone is surrounded by; its `media` is filled in.
  Crew(phone::Surroundings around, Options options);
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  absl::StatusOr<phone::Phone> start(const User& user);
  /// Ends every actor at once; let the loop run until they are gone.
  void stop();

 private:
  phone::Surroundings around_;
  Options options_;
  std::vector<std::unique_ptr<phone::Stack>> stacks_;
};

}  // namespace offhook::sim::fleet
