// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "actors/control/api.hpp"
#include "actors/control/api_error.hpp"
#include "actors/control/event_json.hpp"
#include "actors/control/limits.hpp"

namespace offhook::control {

/// The phone's events in order, numbered from 1 within an epoch. Keeps the last
/// limits::retained_events of them for clients that come back.
class EventLog {
 public:
  /// `epoch` names this run of the engine, so that numbers of another run are not mistaken for
  /// ours.
  explicit EventLog(std::string epoch) : epoch_(std::move(epoch)) {}

  const EventPtr& append(const phone::Event& event, Instant at, std::string_view cause);

  [[nodiscard]] const std::string& epoch() const { return epoch_; }
  /// The number of the latest event; 0 before the first.
  [[nodiscard]] std::uint64_t last_seq() const { return last_seq_; }
  /// The first event that can still be sent again; last_seq() + 1 while there is none.
  [[nodiscard]] std::uint64_t oldest_seq() const { return last_seq_ + 1 - events_.size(); }

  /// The events after `since`, oldest first, or resume_gap: another epoch, already gone, or not yet
  /// there.
  [[nodiscard]] std::variant<std::vector<EventPtr>, ApiError> after(
      const EventPosition& since) const;

 private:
  void note_account(PublishedEvent& event);

  std::string epoch_;
  std::uint64_t last_seq_ = 0;
  std::deque<EventPtr> events_;
  std::map<std::string, std::string> account_of_call_;
};

}  // namespace offhook::control
