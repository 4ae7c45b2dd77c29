// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a handler gives back. Part of act.hpp.

#include <optional>
#include <type_traits>
#include <utility>

#include "actors/base/parcel.hpp"

namespace offhook::act {

using caf::error;

/// The reply to a question, given later. Deliver it in on_exit at the latest: a promise that is
/// dropped says nothing to the asker.
template <class T>
class promise {
 public:
  promise() = default;
  explicit promise(caf::response_promise promise) : promise_(std::move(promise)) {}

  void deliver(T reply) { promise_.deliver(pack(std::move(reply))); }
  void deliver(error reason) { promise_.deliver(std::move(reason)); }
  [[nodiscard]] bool pending() const { return promise_.pending(); }

 private:
  caf::response_promise promise_;
};

/// A reply now, an error now, or a promise: nothing yet.
template <class T>
class result {
 public:
  template <class Value, class = std::enable_if_t<std::is_constructible_v<T, Value&&>>>
  result(Value&& value) : reply_(pack(T{std::forward<Value>(value)})) {}
  result(error reason) : error_(std::move(reason)) {}
  result(const promise<T>&) {}

  /// Takes what there is to CAF.
  void hand_over(caf::detail::invoke_result_visitor& taker) {
    if (reply_)
      taker(*reply_);
    else if (error_)
      taker(*error_);
    else
      taker();
  }

 private:
  std::optional<caf::message> reply_;
  std::optional<error> error_;
};
template <>
class result<void>;  // of an order; its handler returns nothing

}  // namespace offhook::act
