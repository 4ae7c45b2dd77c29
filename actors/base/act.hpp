// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The only door to CAF. Everything that differs between CAF 0.17 and 1.x is in this header, in
// loop.{hpp,cpp} and nowhere else; actor code sees the names of namespace act.

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include <boost/preprocessor/seq/for_each.hpp>
#include <caf/all.hpp>

#include "actors/base/clock.hpp"
#include "actors/base/log.hpp"
#include "actors/base/timers.hpp"
#include "actors/base/watched.hpp"

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

namespace detail {
/// What is done with an answer; the limit of the question ends with it. CAF looks at the arguments,
/// so they are those of `F`.
template <class F, class Call = decltype(&F::operator())>
struct within_limit;
template <class F, class Result, class... Args>
struct within_limit<F, Result (F::*)(Args...) const> {
  Result operator()(Args... args) const { return call(std::forward<Args>(args)...); }
  F call;
  std::shared_ptr<Timer> limit;
};
template <class F, class Result, class... Args>
struct within_limit<F, Result (F::*)(Args...)> {
  Result operator()(Args... args) { return call(std::forward<Args>(args)...); }
  F call;
  std::shared_ptr<Timer> limit;
};
}  // namespace detail

/// A question that is given up when its time is over. An answer ends the time with it: CAF's own
/// limits run on and hold the asker until they are over, which is thousands of ended calls.
template <class Pending>
class limited_question {
 public:
  limited_question(Pending pending, Timer limit)
      : pending_(std::move(pending)), limit_(std::make_shared<Timer>(std::move(limit))) {}

  template <class... Callbacks>
  void then(Callbacks... callbacks) && {
    pending_.then(detail::within_limit<Callbacks>{std::move(callbacks), limit_}...);
  }

 private:
  Pending pending_;
  std::shared_ptr<Timer> limit_;
};

/// Base of every actor. `Ref` is its interface. Derived classes write make_behavior as a table of
/// contents and clear their handles in on_exit, because handles that form a circle never die.
template <class Ref>
class actor : public Ref::base, public Watched {
 public:
  using base_type = typename Ref::base;
  using actor_hdl = Ref;
  using behavior_type = typename base_type::behavior_type;

  explicit actor(caf::actor_config& config)
      : base_type(config), Watched(this), timers_(timers_of(this->system())) {
    this->set_down_handler([this](caf::down_msg& down) { went_down(down); });
    this->set_exception_handler([this](std::exception_ptr& thrown) { return contain(thrown); });
  }

  /// Whoever is still watched would keep a note of this actor for as long as it lives.
  bool cleanup(caf::error&& reason, caf::execution_unit* host) override {
    for (const auto& [other, ended] : watched_) stop_watching(other);
    watched_.clear();
    const error why = reason;
    const bool is_first = base_type::cleanup(std::move(reason), host);
    tell_observers(why);
    return is_first;
  }

 protected:
  Ref me() { return caf::actor_cast<Ref>(this); }

  template <class Dest, class Message>
  void tell(const Dest& to, Message&& message) {
    if (to) this->send(to, std::forward<Message>(message));
  }

  /// A question inside the process; `.then(answer, error)`. No answer within `timeout` is the error
  /// `request_timeout`.
  template <class Dest, class Message>
  auto ask(const Dest& to, std::chrono::milliseconds timeout, Message&& message) {
    auto pending = this->request(to, caf::infinite, std::forward<Message>(message));
    Timer limit =
        timers_->call_after(timeout, [self = caf::weak_actor_ptr{this->ctrl()}, id = pending.id()] {
          if (auto strong = self.lock())
            strong->enqueue(nullptr, id,
                            caf::make_message(caf::make_error(caf::sec::request_timeout)), nullptr);
        });
    return limited_question(std::move(pending), std::move(limit));
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
    if (auto* ours = dynamic_cast<Watched*>(caf::actor_cast<caf::abstract_actor*>(other)))
      ours->add_observer(this->ctrl());
    else
      this->monitor(other);
  }

  template <class Dest>
  void unwatch(const Dest& other) {
    if (watched_.erase(other.address()) > 0) stop_watching(other.address());
  }

  /// Others wait behind the message at hand.
  [[nodiscard]] bool has_more_messages() { return !this->mailbox().empty(); }

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

  void stop_watching(const caf::actor_addr& other) {
    const auto living = caf::actor_cast<caf::strong_actor_ptr>(other);
    if (!living) return;
    if (auto* ours = dynamic_cast<Watched*>(living->get()))
      ours->remove_observer(this->id());
    else
      this->demonitor(other);
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
