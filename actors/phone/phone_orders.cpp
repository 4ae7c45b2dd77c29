// SPDX-License-Identifier: GPL-3.0-or-later
// What people and programs order: the same orders, one with an answer, one without.
#include "actors/call/call_leg_actor.hpp"
#include "actors/device/keypad_layout.hpp"
#include "actors/phone/error_of.hpp"
#include "actors/phone/phone_actor.hpp"

namespace offhook::phone {
namespace {

Error no_such_call(const std::string& call_id) {
  return error_of(ErrorKind::not_found, "no call '" + call_id + "'");
}

}  // namespace

// ---- dialling ----

act::result<CallReply> PhoneActor::dial(const DialOrder& order) {
  const auto refuse = [](ErrorKind kind, std::string why) {
    return CallReply{error_of(kind, std::move(why))};
  };
  const auto* account = account_of(order.account_id);
  if (account == nullptr)
    return refuse(ErrorKind::not_found, "no account '" + order.account_id + "'");
  if (!order.call_id.empty() && book_.find(order.call_id) != nullptr)
    return refuse(ErrorKind::conflict, "call_id '" + order.call_id + "' is in use");
  if (book_.size() >= parts_.settings.max_calls || shutting_down_)
    return refuse(ErrorKind::busy, "the phone has no free line");
  if (!can_dial(*account))
    return refuse(ErrorKind::not_registered, "account " + account->id + " is not registered");
  const auto target = target_uri(order.target, account->aor);
  if (!target.ok()) return refuse(ErrorKind::invalid_target, message_of(target.status()));

  const std::string call_id = order.call_id.empty() ? parts_.random->token() : order.call_id;
  auto promise = make_response_promise<CallReply>();
  dialling_[call_id] = promise;
  if (order.wait == Wait::accepted) accepted_.insert(call_id);
  desk_.prepare_call();
  place({*account, call_id, *target});
  return promise;
}

/// Holds what is in the way first: sound is never on two calls.
void PhoneActor::place(const Placed& call) {
  with_room(call.call_id, [this, call](bool there_is) {
    if (!there_is) {
      dial_failed(Word::could_not_hold);
      answer_dial(call.call_id, error_of(ErrorKind::busy, "the present call could not be held"));
      return refresh("hold refused");
    }
    const bool needs_appearance = call.seizes && is_shared(call.account.id);
    if (needs_appearance && desk_.state().placing) return place_at_appearance(call);
    begin_call(call);
  });
}

void PhoneActor::begin_call(const Placed& call) {
  if (!desk_.state().placing) {  // hung up meanwhile
    answer_dial(call.call_id, error_of(ErrorKind::canceled, "hung up before the call was placed"));
    return refresh("hung up");
  }
  const auto& account = call.account;
  const auto marked = account.calls.user_phone ? as_phone_number(call.target) : call.target;
  auto context = leg_context(account, way_of(account, call.target));
  context.appearance = call.appearance;
  adopt(call.call_id, spawn<call::CallLegActor>(
                          std::move(context), call::PlaceCall{call.call_id, marked, call.extras}));
}

template <class Next>
void PhoneActor::with_room(const std::string& for_call, Next next, std::vector<std::string> asked) {
  auto* other = book_.in_the_way_of(for_call, desk_.state().conference, asked);
  if (other == nullptr) return next(true);
  asked.push_back(other->call.call_id);
  ask_without_limit(other->leg, call::Hold{})
      .then(
          [this, for_call, next,
           asked = std::move(asked)](const call::OperationDone& outcome) mutable {
            const bool held = outcome.result == call::OperationResult::done ||
                              outcome.result == call::OperationResult::call_ended;
            // What is left is another call, of a conference. A leg that is ending says so at once,
            // and only later, when its sound is closed, that it has ended: it is not asked again.
            if (held) return with_room(for_call, std::move(next), std::move(asked));
            next(false);
          },
          [next](const act::error&) mutable { next(true); });
}

// ---- orders to one call, by a program ----

template <class Order>
void PhoneActor::ask_leg(const call::CallLeg& leg, const std::string& call_id, Order what,
                         act::promise<CallReply> promise) {
  ask_without_limit(leg, what).then(
      [this, promise, call_id](const call::OperationDone& outcome) mutable {
        const auto* known = book_.find(call_id);
        promise.deliver(CallReply{
            reply_of(outcome, known != nullptr ? known->info() : call_info(outcome.call, 0))});
      },
      [promise](const act::error& failure) mutable {
        promise.deliver(CallReply{error_of(ErrorKind::canceled, act::describe(failure))});
      });
}

template <class Order>
act::result<CallReply> PhoneActor::order(const std::string& call_id, Order what) {
  auto* entry = book_.find(call_id);
  if (entry == nullptr) return CallReply{no_such_call(call_id)};
  auto promise = make_response_promise<CallReply>();
  ask_leg(entry->leg, call_id, what, promise);
  return promise;
}
template act::result<CallReply> PhoneActor::order(const std::string&, call::Reject);
template act::result<CallReply> PhoneActor::order(const std::string&, call::Hangup);
template act::result<CallReply> PhoneActor::order(const std::string&, call::Hold);
template act::result<CallReply> PhoneActor::order(const std::string&, call::DecideTransfer);

act::result<CallReply> PhoneActor::answer(const std::string& call_id) {
  const auto* entry = book_.find(call_id);
  if (entry != nullptr && entry->call.state == call::CallState::ringing_in) {
    desk_.prepare_answer(call_id);
    refresh("answer");
  }
  return order_with_room(call_id, call::Answer{});
}

act::result<CallReply> PhoneActor::resume(const std::string& call_id) {
  return order_with_room(call_id, call::Resume{});
}

template <class Order>
act::result<CallReply> PhoneActor::order_with_room(const std::string& call_id, Order what) {
  if (book_.find(call_id) == nullptr) return CallReply{no_such_call(call_id)};
  auto promise = make_response_promise<CallReply>();
  with_room(call_id, [this, promise, call_id, what](bool there_is) mutable {
    auto* entry = book_.find(call_id);
    if (entry == nullptr)
      promise.deliver(CallReply{no_such_call(call_id)});
    else if (!there_is)
      promise.deliver(CallReply{error_of(ErrorKind::busy, "the present call could not be held")});
    else
      ask_leg(entry->leg, call_id, what, promise);
  });
  return promise;
}

act::result<DigitsReply> PhoneActor::send_dtmf(const SendDtmfOrder& m) {
  auto* entry = book_.find(m.call_id);
  if (entry == nullptr) return DigitsReply{no_such_call(m.call_id)};
  auto promise = make_response_promise<DigitsReply>();
  ask_without_limit(entry->leg, call::SendDtmf{m.digits, m.tone, m.gap})
      .then(
          [promise, digits = m.digits](const call::OperationDone& outcome) mutable {
            const auto reply = reply_of(outcome, call_info(outcome.call, 0));
            if (const auto* error = std::get_if<Error>(&reply))
              promise.deliver(DigitsReply{*error});
            else
              promise.deliver(DigitsReply{digits});
          },
          [promise](const act::error& failure) mutable {
            promise.deliver(DigitsReply{error_of(ErrorKind::canceled, act::describe(failure))});
          });
  return promise;
}

// ---- orders of a person that need the sound of another call ----

void PhoneActor::perform(const AnswerCall& act) {
  with_room(act.call_id,
            [this, id = act.call_id](bool) { order_by_hand(id, call::Answer{}, "answer"); });
}
void PhoneActor::perform(const ResumeCall& act) {
  with_room(act.call_id,
            [this, id = act.call_id](bool) { order_by_hand(id, call::Resume{}, "resume"); });
}

}  // namespace offhook::phone
