// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The table of what an actor does with which message. CAF's own costs the compiler ten times as
// much (docs/adr/0008). Part of act.hpp.

#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "actors/base/reply.hpp"
#include "actors/base/timers.hpp"

namespace offhook::act {

namespace detail {

using Taker = caf::detail::invoke_result_visitor;

template <class>
struct callable;
template <class F, class Out>
struct callable<Out (F::*)() const> {
  using in = void;
  using out = Out;
};
template <class F, class Out>
struct callable<Out (F::*)()> : callable<Out (F::*)() const> {};
template <class F, class Out, class In>
struct callable<Out (F::*)(In) const> {
  using in = std::decay_t<In>;
  using out = Out;
};
template <class F, class Out, class In>
struct callable<Out (F::*)(In)> : callable<Out (F::*)(In) const> {};
template <class F>
using takes = typename callable<decltype(&F::operator())>::in;
template <class F>
using gives = typename callable<decltype(&F::operator())>::out;

/// What is known of a kind of handler before there is one.
struct RowKind {
  std::uint16_t number;        ///< CAF's of the message; 0 for one of ours
  const std::type_info* type;  ///< of one of ours; null, with number 0, is the empty message
  void (*call)(void* handler, const void* message, Taker& taker);
  void (*destroy)(void* handler);  ///< null for one that lives in the row itself
};

template <class F>
inline constexpr bool fits_row = sizeof(F) <= sizeof(void*) &&
                                 alignof(F) <= alignof(void*) && std::is_trivially_copyable_v<F>;

template <class T>
struct is_result : std::false_type {};
template <class T>
struct is_result<result<T>> : std::true_type {};
template <class T>
struct is_promise : std::false_type {};
template <class T>
struct is_promise<promise<T>> : std::true_type {};

void nothing_to_say(Taker& taker);
void say(Taker& taker, caf::message reply);

template <class F>
void call_handler(void* handler, const void* message, Taker& taker) {
  F& call = *std::launder(static_cast<F*>(handler));
  const auto run = [&]() -> decltype(auto) {
    if constexpr (std::is_void_v<takes<F>>)
      return call();
    else
      return call(*static_cast<const takes<F>*>(message));
  };
  (void)message;
  using Out = gives<F>;
  if constexpr (std::is_void_v<Out>) {
    run();
    nothing_to_say(taker);
  } else if constexpr (is_result<Out>::value) {
    run().hand_over(taker);
  } else if constexpr (is_promise<Out>::value) {
    (void)run();
    taker();
  } else {
    say(taker, pack(run()));
  }
}

template <class In>
inline std::pair<std::uint16_t, const std::type_info*> type_of_message() {
  if constexpr (std::is_void_v<In>)
    return {0, nullptr};
  else
    return caf::make_rtti_pair<In>();
}

class Row {
 public:
  Row() = default;
  Row(Row&& other) noexcept
      : kind_(std::exchange(other.kind_, nullptr)), handler_(other.handler_) {}
  Row& operator=(Row&&) = delete;
  ~Row() {
    if (kind_ != nullptr && kind_->destroy != nullptr) kind_->destroy(handler_);
  }

  template <class F>
  static Row of(F handler) {
    static const RowKind kind = {
        type_of_message<takes<F>>().first, type_of_message<takes<F>>().second, &call_handler<F>,
        fits_row<F> ? nullptr : +[](void* place) { delete static_cast<F*>(place); }};
    Row row;
    row.kind_ = &kind;
    if constexpr (fits_row<F>)
      ::new (static_cast<void*>(&row.handler_)) F(handler);
    else
      row.handler_ = new F(std::move(handler));
    return row;
  }

  /// Types are compared by address: all actors of a process are in one program.
  [[nodiscard]] bool is_for(std::uint16_t number, const std::type_info* type) const {
    return kind_->type == type && kind_->number == number;
  }
  void call(const void* message, Taker& taker) {
    kind_->call(kind_->destroy == nullptr ? static_cast<void*>(&handler_) : handler_, message,
                taker);
  }

 private:
  const RowKind* kind_ = nullptr;
  void* handler_ = nullptr;
};

/// The rows as CAF sees them.
class Table final : public caf::detail::behavior_impl {
 public:
  template <class... Handlers>
  explicit Table(std::in_place_t, Handlers... handlers) : Table(sizeof...(Handlers)) {
    (rows_.push_back(Row::of(std::move(handlers))), ...);
  }
  ~Table() override;

  using behavior_impl::invoke;
  caf::match_case::result invoke(Taker& taker, caf::type_erased_tuple& message) override;
  caf::match_case::result invoke_empty(Taker& taker) override;

  Timer limit;  ///< of a question: given up at this time, which ends with its answer

 private:
  explicit Table(std::size_t rows);
  caf::match_case::result find(std::uint16_t number, const std::type_info* type,
                               const void* message, Taker& taker);
  std::vector<Row> rows_;
};

template <class... Handlers>
caf::intrusive_ptr<Table> table(Handlers... handlers) {
  return caf::make_counted<Table>(std::in_place, std::move(handlers)...);
}

}  // namespace detail

}  // namespace offhook::act
