// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The only door to CAF. Everything that differs between CAF 0.17 and 1.x is in this header, in
// those that it is made of (behavior.hpp, reply.hpp, parcel.hpp), in loop.{hpp,cpp} and nowhere
// else; actor code sees the names of namespace act.

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include <boost/preprocessor/seq/for_each.hpp>
#include <caf/all.hpp>

#include "actors/base/behavior.hpp"
#include "actors/base/clock.hpp"
#include "actors/base/log.hpp"
#include "actors/base/timers.hpp"
#include "actors/base/watched.hpp"

static_assert(CAF_VERSION >= 1706 && CAF_VERSION < 1800, "this header is written for CAF 0.17");

namespace offhook::act {

namespace detail {
template <class>
struct signature;
template <class... Out, class... In>
struct signature<result<Out...>(In...)> {
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

namespace detail {
template <class Signature>
struct tag {};
template <class>
struct tags;
template <class... Signatures>
struct tags<caf::typed_actor<Signatures...>> : tag<Signatures>... {};

template <class Message, class Out>
Out answer_to(tag<caf::typed_mpi<caf::detail::type_list<Message>, caf::output_tuple<Out>>>*);

/// Whether an actor with the interface `Ref` takes `Message`, and what it answers.
template <class Ref, class Message>
concept accepts = requires(tags<Ref>* interface) {
  answer_to<Message>(interface);
};
template <class Ref, class Message>
using reply_of = decltype(answer_to<Message>(static_cast<tags<Ref>*>(nullptr)));

template <class Out, class Given>
inline constexpr bool may_give = std::is_same_v<Out, Given> || std::is_same_v<result<Out>, Given> ||
                                 std::is_same_v<promise<Out>, Given>;

/// Whether a row takes a message of the interface and gives its answer.
template <class Ref, class Handler>
constexpr bool fits_interface() {
  if constexpr (accepts<Ref, takes<Handler>>)
    return may_give<reply_of<Ref, takes<Handler>>, gives<Handler>>;
  else
    return false;
}
template <class Message, class... Handlers>
inline constexpr bool is_handled = (std::is_same_v<Message, takes<Handlers>> || ...);

template <class>
class Behavior;
/// The table of an actor with that interface: one row for each of its messages.
template <class... In, class... Out>
class Behavior<
    caf::typed_actor<caf::typed_mpi<caf::detail::type_list<In>, caf::output_tuple<Out>>...>> {
  using Ref =
      caf::typed_actor<caf::typed_mpi<caf::detail::type_list<In>, caf::output_tuple<Out>>...>;

 public:
  template <class... Handlers>
  Behavior(Handlers... handlers)
      : behavior_(caf::behavior::impl_ptr{table(std::move(handlers)...)}) {
    static_assert((is_handled<In, Handlers...> && ...), "a message of the interface has no row");
    static_assert((fits_interface<Ref, Handlers>() && ...),
                  "a row takes what is not in the interface, or gives another answer");
  }
  caf::behavior unbox() && { return std::move(behavior_); }

 private:
  caf::behavior behavior_;
};
}  // namespace detail

/// Sends from outside any actor. The one call that other threads may make.
template <class Dest, class Message>
void tell_anon(const Dest& to, Message&& message) {
  static_assert(detail::accepts<Dest, std::decay_t<Message>>);
  if (to)
    caf::actor_cast<caf::actor_control_block*>(to)->enqueue(
        nullptr, caf::make_message_id(), pack(std::forward<Message>(message)), nullptr);
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

/// What all actors are made of that does not depend on their messages.
class ActorBase : public caf::scheduled_actor, public Watched {
 public:
  explicit ActorBase(caf::actor_config& config);
  ~ActorBase() override;

  void initialize() override;
  /// Whoever is still watched would keep a note of this actor for as long as it lives.
  bool cleanup(error&& reason, caf::execution_unit* host) override;

 protected:
  virtual caf::behavior first_behavior() = 0;

  void post(caf::actor_control_block* to, caf::message message);
  [[nodiscard]] Timer post_later(Instant delay, caf::message message);
  caf::message_id put_question(caf::actor_control_block* to, caf::message message);
  [[nodiscard]] Timer give_up_after(Instant limit, caf::message_id question);
  void watch_address(const caf::strong_actor_ptr& other, std::function<void(const error&)> ended);
  void unwatch_address(const caf::actor_addr& other);

  /// Others wait behind the message at hand.
  [[nodiscard]] bool has_more_messages() { return !mailbox().empty(); }

  [[nodiscard]] Instant now() const { return timers_->now(); }
  [[nodiscard]] Timers& timers() { return *timers_; }

 private:
  void went_down(const caf::down_msg& down);
  void stop_watching(const caf::actor_addr& other);
  /// A throwing handler ends this actor and nothing else; whoever watches it learns why.
  error contain(const std::exception_ptr& thrown);

  std::shared_ptr<Timers> timers_;
  // Never walked where order would show; a transaction layer has a hundred thousand.
  std::unordered_map<caf::actor_addr, std::function<void(const error&)>> watched_;
};

/// A question that waits for its answer. Its limit, if it has one, is a timer of ours that ends
/// with the answer: CAF's own run on and hold the asker meanwhile, which is thousands of ended
/// calls.
template <class Reply>
class question {
 public:
  question(caf::scheduled_actor* asker, caf::message_id id, Timer limit)
      : asker_(asker), id_(id), limit_(std::move(limit)) {}

  /// `answered` takes the reply, `failed` an error: one of them is called, once.
  template <class Answered, class Failed>
  void then(Answered answered, Failed failed) && {
    static_assert(std::is_same_v<detail::takes<Answered>, Reply>, "not what is answered");
    static_assert(std::is_same_v<detail::takes<Failed>, error>);
    auto table = detail::table(std::move(answered), std::move(failed));
    table->limit = std::move(limit_);
    asker_->add_multiplexed_response_handler(
        id_, caf::behavior{caf::behavior::impl_ptr{std::move(table)}});
  }

 private:
  caf::scheduled_actor* asker_;
  caf::message_id id_;
  Timer limit_;
};

/// Base of every actor. `Ref` is its interface. Derived classes write make_behavior as a table of
/// contents and clear their handles in on_exit, because handles that form a circle never die.
template <class Ref>
class actor : public ActorBase {
 public:
  using actor_hdl = Ref;
  using behavior_type = detail::Behavior<Ref>;
  using ActorBase::ActorBase;

 protected:
  virtual behavior_type make_behavior() = 0;

  Ref me() { return caf::actor_cast<Ref>(this); }

  template <class Dest, class Message>
  void tell(const Dest& to, Message&& message) {
    static_assert(detail::accepts<Dest, std::decay_t<Message>>);
    if (to)
      post(caf::actor_cast<caf::actor_control_block*>(to), pack(std::forward<Message>(message)));
  }

  /// A question inside the process; `.then(answer, error)`. No answer within `timeout` is the error
  /// `request_timeout`.
  template <class Dest, class Message>
  auto ask(const Dest& to, std::chrono::milliseconds timeout, Message&& message) {
    using Reply = detail::reply_of<Dest, std::decay_t<Message>>;
    const auto id = put_question(caf::actor_cast<caf::actor_control_block*>(to),
                                 pack(std::forward<Message>(message)));
    return question<Reply>(this, id, give_up_after(timeout, id));
  }

  /// A question whose answer depends on a peer and may take long. The answerer must deliver its
  /// promise in on_exit at the latest; an answerer that is gone already is an error at once.
  template <class Dest, class Message>
  auto ask_without_limit(const Dest& to, Message&& message) {
    using Reply = detail::reply_of<Dest, std::decay_t<Message>>;
    const auto id = put_question(caf::actor_cast<caf::actor_control_block*>(to),
                                 pack(std::forward<Message>(message)));
    return question<Reply>(this, id, Timer{});
  }

  template <class Reply>
  promise<Reply> make_response_promise() {
    return promise<Reply>(ActorBase::make_response_promise());
  }

  /// Sends `message` to this actor after `delay`. Weak and cancellable: see Timer.
  template <class Message>
  [[nodiscard]] Timer after(Instant delay, Message message) {
    static_assert(detail::accepts<Ref, Message>);
    return post_later(delay, pack(std::move(message)));
  }

  /// Calls `ended` with the reason once `other` has gone; a crash arrives as a non-null error.
  template <class Dest, class Callback>
  void watch(const Dest& other, Callback ended) {
    watch_address(caf::actor_cast<caf::strong_actor_ptr>(other), std::move(ended));
  }

  template <class Dest>
  void unwatch(const Dest& other) {
    unwatch_address(other.address());
  }

 private:
  caf::behavior first_behavior() final { return make_behavior().unbox(); }
};

}  // namespace offhook::act

/// By which CAF's spawn knows the handle of our actors.
template <class Ref>
struct caf::infer_handle_from_behavior<offhook::act::detail::Behavior<Ref>> {
  using type = Ref;
};

#define OFFHOOK_ALLOW_MESSAGE(r, data, type) CAF_ALLOW_UNSAFE_MESSAGE_TYPE(type)

/// Declares the messages of a folder: OFFHOOK_MESSAGES(call, (offhook::call::Answer)(…)). Global
/// scope. Messages stay in this process, so they need no serialisation; the folder's name stands
/// for its range of type ids (type_id_ranges.hpp), which CAF 1.x will ask for.
#define OFFHOOK_MESSAGES(folder, types)                                                   \
  static_assert(::offhook::act::first_type_id(#folder) != 0, "no range for this folder"); \
  BOOST_PP_SEQ_FOR_EACH(OFFHOOK_ALLOW_MESSAGE, _, types)

#include "actors/base/type_id_ranges.hpp"
