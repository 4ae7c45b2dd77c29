// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "actors/control/event_json.hpp"

namespace offhook::control {

/// What waits to be written to one client: answers and events in order, bounded by
/// limits::queued_messages and queued_octets. Answers are never dropped, events only knowingly.
class OutQueue {
 public:
  /// False if it does not fit.
  [[nodiscard]] bool push_answer(std::string text);
  /// False if it does not fit. A replayed event always does: it is the log's own copy, and the log
  /// is bounded.
  [[nodiscard]] bool push_event(const std::string& subscription_id, std::uint64_t prev_seq,
                                EventPtr event, bool replayed);
  /// A notice about the queue itself; it fits because the queue has just been emptied for it.
  void push_notice(std::string text);

  /// Drops the events of all subscriptions and says what each of them has lost, in the order of
  /// their first loss.
  std::vector<Loss> drop_events();
  void drop_events_of(const std::string& subscription_id);

  /// The next text to write.
  std::optional<std::string> pop();
  [[nodiscard]] bool empty() const { return entries_.empty(); }

 private:
  struct Entry {
    std::string text{};  ///< of an answer; empty for an event
    std::string subscription_id{};
    std::uint64_t prev_seq = 0;
    EventPtr event{};
    bool counted = true;
    [[nodiscard]] std::size_t octets() const { return event ? event->octets() : text.size(); }
  };
  [[nodiscard]] bool fits(const Entry& entry) const;
  void push(Entry entry);
  void forget(const Entry& entry);

  std::deque<Entry> entries_;
  std::size_t counted_messages_ = 0, counted_octets_ = 0;
};

}  // namespace offhook::control
