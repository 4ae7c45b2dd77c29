// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <utility>

#include <caf/all.hpp>

namespace offhook::act {

/// Part of every actor: who wants to hear of its end. CAF would keep them in a list that is
/// searched from end to end for each who no longer does, and those who live long are watched by
/// every call. One thread: that of the loop.
class Watched {
 public:
  /// `observer` gets a down_msg; at once if this actor has ended.
  void add_observer(caf::actor_control_block* observer) {
    if (reason_)
      tell_end(caf::strong_actor_ptr{observer});
    else
      observers_[observer->aid] = caf::weak_actor_ptr{observer};
  }
  void remove_observer(caf::actor_id observer) { observers_.erase(observer); }

 protected:
  explicit Watched(caf::abstract_actor* itself) : itself_(itself) {}
  ~Watched() = default;

  /// In the order in which they were made, which does not depend on the heap.
  void tell_observers(const caf::error& reason) {
    if (reason_) return;
    reason_ = reason;
    for (const auto& [id, observer] : std::exchange(observers_, {})) tell_end(observer.lock());
  }

 private:
  void tell_end(const caf::strong_actor_ptr& observer) {
    if (!observer) return;
    observer->enqueue(nullptr, caf::make_message_id(),
                      caf::make_message(caf::down_msg{itself_->address(), *reason_}), nullptr);
  }

  caf::abstract_actor* itself_;
  std::map<caf::actor_id, caf::weak_actor_ptr> observers_;
  std::optional<caf::error> reason_;
};

}  // namespace offhook::act
