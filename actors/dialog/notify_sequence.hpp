// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <utility>

namespace offhook::dialog {

/// The NOTIFYs of one subscription in their order: one is under way at a time, because two may
/// overtake each other on the network; of the states that come meanwhile only the newest is told
/// (RFC 6665 §4.2.2: each NOTIFY holds the whole state); and nothing follows the last.
template <class State>
class NotifySequence {
 public:
  /// The state to send now, if any. `last` ends the subscription.
  std::optional<State> tell(State state, bool last = false) {
    if (closed_) return std::nullopt;
    closed_ = last;
    if (under_way_) {
      waiting_ = std::move(state);
      return std::nullopt;
    }
    under_way_ = true;
    return state;
  }

  /// The NOTIFY under way has its final response: what to send next, if any.
  std::optional<State> answered() {
    under_way_ = waiting_.has_value();
    return std::exchange(waiting_, std::nullopt);
  }

  /// The subscriber knows of no subscription, or does not answer: nothing more is sent.
  void give_up() {
    closed_ = true;
    under_way_ = false;
    waiting_.reset();
  }

  /// The last state was told; it may still be under way.
  [[nodiscard]] bool is_closed() const { return closed_; }
  /// And has its answer.
  [[nodiscard]] bool is_over() const { return closed_ && !under_way_; }

 private:
  bool under_way_ = false;
  bool closed_ = false;
  std::optional<State> waiting_;
};

}  // namespace offhook::dialog
