// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "actors/base/clock.hpp"
#include "sim/scenario/place.hpp"

namespace offhook::sim::scenario {

// What a person or a program does. Each is one method of the control API.
struct Hook {  // device.inject
  bool off_hook = false;
};
struct PressKeys {  // device.inject, down and up for each
  std::vector<std::string> keys;
};
struct PressSoftKey {  // the key F1 to F4 that has this label now
  std::string label;
};
enum class OrderKind : std::uint8_t {
  dial,
  answer,
  reject,
  hangup,
  hold,
  resume,
  transfer,
  complete_transfer,
  send_dtmf
};
struct Order {  // call.dial, call.answer, …
  OrderKind kind = OrderKind::dial;
  std::size_t call = 0;     ///< which call of the phone, from 1; 0: the latest
  std::size_t consult = 0;  ///< complete_transfer: the other call
  std::string argument;     ///< whom to call, what to send
};
struct Say {
  std::string clip;
};
struct Pause {
  Instant span{};
};

// What must become true.
struct CallIs {
  std::size_t call = 0;  ///< from 1; 0: no call is left
  std::string state;     ///< a state of the API, or "ringing", "calling"
};
struct LedIs {
  std::string led;
  std::string shown;  ///< as PhoneView::led: "green slow_flash", "off"
};
struct ScreenShows {
  std::string text;
};
/// The short tone that was played last.
struct BeepWas {
  std::string tone;
};
struct ToneIs {
  std::string tone;
};
struct Rings {
  bool ringing = true;
};
struct IsRegistered {
  bool registered = true;
  std::string via;  ///< a registrar; "" any
};
struct MailboxHas {
  std::uint32_t new_messages = 0;
};
enum class Statistic : std::uint8_t { loss, jitter, mos };
struct StatisticIs {  // of the latest call that has ended
  Statistic what = Statistic::loss;
  double low = 0, high = 0;  ///< loss as a share, jitter in ms
};
struct Hears {
  std::string clip;
  double match = 0.85;
};
struct HearsSilence {
  Instant span{};
};
using Expectation = std::variant<CallIs, LedIs, ScreenShows, ToneIs, BeepWas, Rings, IsRegistered,
                                 MailboxHas, StatisticIs, Hears, HearsSilence>;
struct Expect {
  Expectation what;
  Instant within = 2s;
};

// What happens to the network. Ends are names of the scenario; "all" is every pair.
struct Way {
  std::string from, to;
  bool both = false;  ///< "<->"
};
enum class Disturbance : std::uint8_t { loss, jitter, delay, duplicate, reorder };
struct Disturb {
  Way way;
  Disturbance kind = Disturbance::loss;
  double share = 0;  ///< loss, duplicate, reorder
  Instant span{};    ///< jitter, delay
};
struct Partition {
  std::string who;
};
struct Heal {
  std::string who;  ///< "all": every partition and disturbance
};
struct MoveClock {
  Instant span{};
};

using Action = std::variant<Hook, PressKeys, PressSoftKey, Order, Say, Pause, Expect, Disturb,
                            Partition, Heal, MoveClock>;

/// One line of a script.
struct Step {
  Place at;
  std::string text;   ///< as written, without comment
  std::string actor;  ///< a phone, "all" or "net"
  Action action;
};

}  // namespace offhook::sim::scenario
