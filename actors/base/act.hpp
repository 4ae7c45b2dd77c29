// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The only door to CAF. Everything that differs between CAF 0.17 and 1.x is in this header, in
// loop.{hpp,cpp} and nowhere else; actor code sees the names of namespace act.

#include <exception>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>

#include <boost/preprocessor/seq/for_each.hpp>
#include <caf/all.hpp>

#include "actors/base/clock.hpp"
#include "actors/base/log.hpp"
#include "actors/base/timers.hpp"

static_assert(CAF_VERSION >= 1706 && CAF_VERSION < 1800, "this header is written for CAF 0.17");

namespace offhook::act {

using caf::error;
using caf::result;

/// The reply to a question, given later. Deliver it in on_exit at the latest: a promise that is
/// dropped says nothing to the asker in CAF 0.17.
template <class... T>
using promise = caf::typed_response_promise<T...>;

namespace detail {
template <class>
struct signature;
template <class... Out, class... In>
struct signature<caf::result<Out...>(In...)> {
  using type = typename caf::replies_to<In...>::template with<Out...>;
};
}  // namespace detail

/// A typed handle: act::ref<act::result<Reply>(Question), act::result<void>(Order)>.
template <class... Signatures>
using ref = caf::typed_actor<typename detail::signature<Signatures>::type...>;

namespace detail {
template <class...>
struct joined;
template <class... A>
struct joined<caf::typed_actor<A...>> {
  using type = caf::typed_actor<A...>;
};
template <class... A, class... B, class... More>
struct joined<caf::typed_actor<A...>, caf::typed_actor<B...>, More...> {
  using type = typename joined<caf::typed_actor<A..., B...>, More...>::type;
};
}  // namespace detail

/// The interface of an actor that plays several parts: all signatures of all of them.
template <class... Refs>
using join = typename detail::joined<Refs...>::type;

/// Sends from outside any actor. The one call that other threads may make.
template <class Dest, class Message>
void tell_anon(const Dest& to, Message&& message) {
  if (to) caf::anon_send(to, std::forward<Message>(message));
}

/// Asks an actor to end; it says goodbye in its on_exit.
template <class Handle>
void stop(const Handle& handle) {
  if (handle) caf::anon_send_exit(handle, caf::exit_reason::user_shutdown);
}

/// A handle that keeps nothing alive, and the way back; null once its actor has gone.
template <class Handle>
caf::weak_actor_ptr weak(const Handle& handle) {
  return caf::actor_cast<caf::weak_actor_ptr>(handle);
}
template <class Handle>
Handle strong(const caf::weak_actor_ptr& handle) {
  return caf::actor_cast<Handle>(handle);
}

/// The loop under this actor system: its clock and timers. Null in a system without our scheduler.
std::shared_ptr<Timers> timers_of(caf::actor_system& system);

inline std::string describe(const error& reason) {
  return reason ? caf::to_string(reason) : std::string("normal");
}

/// Ended by neither its own will nor an order: somebody has to take its place.
inline bool is_crash(const error& reason) {
  return reason && reason != caf::exit_reason::user_shutdown;
}

/// Base of every actor. `Ref` is its interface. Derived classes write make_behavior as a table of
/// contents and clear their handles in on_exit, because handles that form a circle never die.
template <class Ref>
class actor : public Ref::base {
 public:
  using base_type = typename Ref::base;
  using actor_hdl = Ref;
  using behavior_type = typename base_type::behavior_type;

  explicit actor(caf::actor_config& config)
      : base_type(config), timers_(timers_of(this->system())) {
    this->set_down_handler([this](caf::down_msg& down) { went_down(down); });
    this->set_exception_handler([this](std::exception_ptr& thrown) { return contain(thrown); });
  }

  /// Whoever is still watched would keep a note of this actor for as long as it lives.
  bool cleanup(caf::error&& reason, caf::execution_unit* host) override {
    for (const auto& [other, ended] : watched_) this->demonitor(other);
    watched_.clear();
    return base_type::cleanup(std::move(reason), host);
  }

 protected:
  Ref me() { return caf::actor_cast<Ref>(this); }

  template <class Dest, class Message>
  void tell(const Dest& to, Message&& message) {
    if (to) this->send(to, std::forward<Message>(message));
  }

  /// A question inside the process; `.then(answer, error)`. Keep `timeout` short: CAF 0.17 holds
  /// the asker alive until it has passed, answered or not.
  template <class Dest, class Message>
  auto ask(const Dest& to, std::chrono::milliseconds timeout, Message&& message) {
    return this->request(to, timeout, std::forward<Message>(message));
  }

  /// A question whose answer depends on a peer and may take long. The answerer must deliver its
  /// promise in on_exit at the latest; an answerer that is gone already is an error at once.
  template <class Dest, class Message>
  auto ask_without_limit(const Dest& to, Message&& message) {
    return this->request(to, caf::infinite, std::forward<Message>(message));
  }

  /// Sends `message` to this actor after `delay`. Weak and cancellable: see Timer.
  template <class Message>
  [[nodiscard]] Timer after(Instant delay, Message message) {
    return timers_->call_after(
        delay, [self = caf::weak_actor_ptr{this->ctrl()}, message = std::move(message)]() mutable {
          if (auto strong = self.lock())
            strong->enqueue(nullptr, caf::make_message_id(), caf::make_message(std::move(message)),
                            nullptr);
        });
  }

  /// Calls `ended` with the reason once `other` has gone; a crash arrives as a non-null error.
  template <class Dest, class Callback>
  void watch(const Dest& other, Callback ended) {
    watched_[other.address()] = std::move(ended);
    this->monitor(other);
  }

  template <class Dest>
  void unwatch(const Dest& other) {
    if (watched_.erase(other.address()) > 0) this->demonitor(other.address());
  }

  [[nodiscard]] Instant now() const { return timers_->now(); }
  [[nodiscard]] Timers& timers() { return *timers_; }

 private:
  void went_down(const caf::down_msg& down) {
    const auto found = watched_.find(down.source);
    if (found == watched_.end()) return;
    auto ended = std::move(found->second);
    watched_.erase(found);
    ended(down.reason);
  }

  /// A throwing handler ends this actor and nothing else; whoever watches it learns why.
  error contain(const std::exception_ptr& thrown) {
    std::string what = "unknown exception";
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& failure) {
      what = failure.what();
    } catch (...) {
    }
    log::error(std::string(this->name()) + " ended by an exception: " + what);
    return caf::make_error(caf::sec::runtime_error, what);
  }

  std::shared_ptr<Timers> timers_;
  // Never walked where order would show; a transaction layer has a hundred thousand.
  std::unordered_map<caf::actor_addr, std::function<void(const error&)>> watched_;
};

}  // namespace offhook::act

#define OFFHOOK_ALLOW_MESSAGE(r, data, type) CAF_ALLOW_UNSAFE_MESSAGE_TYPE(type)

/// Declares the messages of a folder: OFFHOOK_MESSAGES(call, (offhook::call::Answer)(…)). Global
/// scope. Messages stay in this process, so they need no serialisation; the folder's name stands
/// for its range of type ids (type_id_ranges.hpp), which CAF 1.x will ask for.
#define OFFHOOK_MESSAGES(folder, types)                                                   \
  static_assert(::offhook::act::first_type_id(#folder) != 0, "no range for this folder"); \
  BOOST_PP_SEQ_FOR_EACH(OFFHOOK_ALLOW_MESSAGE, _, types)

#include "actors/base/type_id_ranges.hpp"
