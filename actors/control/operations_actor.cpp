// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/operations_actor.hpp"

#include <algorithm>

namespace offhook::control {
namespace {

constexpr auto phone_answers_within = 5s;

OrderResult result_of(const phone::CallReply& reply) {
  if (const auto* error = std::get_if<phone::Error>(&reply.outcome)) return from_phone(*error);
  return std::get<phone::CallInfo>(reply.outcome);
}
OrderResult result_of(const phone::DigitsReply& reply) {
  if (const auto* error = std::get_if<phone::Error>(&reply.outcome)) return from_phone(*error);
  return std::get<std::string>(reply.outcome);
}
OrderResult result_of(const phone::MessageReply& reply) {
  if (const auto* error = std::get_if<phone::Error>(&reply.outcome)) return from_phone(*error);
  return std::get<phone::SipResult>(reply.outcome);
}
OrderResult result_of(const phone::FeaturesReply& reply) {
  if (const auto* error = std::get_if<phone::Error>(&reply.outcome)) return from_phone(*error);
  return std::get<phone::FeaturesInfo>(reply.outcome);
}
OrderResult result_of(const phone::ConferenceReply& reply) {
  if (const auto* error = std::get_if<phone::Error>(&reply.outcome)) return from_phone(*error);
  return std::get<phone::ConferenceInfo>(reply.outcome);
}
OrderResult result_of(const phone::PagingReply& reply) {
  if (const auto* error = std::get_if<phone::Error>(&reply.outcome)) return from_phone(*error);
  return std::get<phone::PagingInfo>(reply.outcome);
}
OrderResult result_of(const phone::CallLogChangeReply& reply) {
  if (const auto* error = std::get_if<phone::Error>(&reply.outcome)) return from_phone(*error);
  return std::get<phone::CallLogStatus>(reply.outcome);
}
OrderResult result_of(const phone::ContactReply& reply) {
  if (const auto* error = std::get_if<phone::Error>(&reply.outcome)) return from_phone(*error);
  return std::get<phone::ContactInfo>(reply.outcome);
}
OrderResult result_of(const phone::InjectReply& reply) {
  if (const auto* error = std::get_if<phone::Error>(&reply.outcome)) return from_phone(*error);
  return std::monostate{};
}

ApiError ran_out(const std::string& op_id) {
  ApiError error{ErrorCode::timeout};
  if (!op_id.empty()) error.details["op_id"] = op_id;
  return error;
}

/// The call that an order is about; nullptr where it is about none, or not yet.
const std::string* call_of(const Order& order) {
  return std::visit(
      [](const auto& each) -> const std::string* {
        if constexpr (requires { each.call_id; })
          return &each.call_id;
        else
          return nullptr;
      },
      order);
}

}  // namespace

OperationsActor::OperationsActor(caf::actor_config& config, phone::Phone phone)
    : actor(config), phone_(std::move(phone)) {}

OperationsActor::behavior_type OperationsActor::make_behavior() {
  return {
      [this](const PerformOrder& order) { perform(order); },
      [this](const WaitRanOut& overdue) { give_up(overdue); },
  };
}

void OperationsActor::on_exit() {
  for (auto& [number, running] : running_)
    for (auto& waiter : running.waiters)
      tell(waiter.session, OrderFinished{waiter.ticket, ApiError{ErrorCode::shutting_down}});
  running_.clear();
  phone_ = nullptr;
}

void OperationsActor::perform(const PerformOrder& order) {
  using enum OperationMemory::Found;
  auto operation = last_operation_ + 1;
  if (!order.op_id.empty()) {
    const auto known = memory_.begin(order.op_id, order.fingerprint, operation, now());
    if (known.found == conflict)
      return tell(order.session,
                  OrderFinished{order.ticket, ApiError{ErrorCode::conflict,
                                                       "op_id was used for something else",
                                                       {{"op_id", order.op_id}}}});
    if (known.found == done) return tell(order.session, OrderFinished{order.ticket, *known.result});
    operation = known.operation;
  }
  const auto waiter = wait_for(operation, order);
  if (operation > last_operation_) {
    last_operation_ = operation;
    start(order, operation);
  }
  if (order.wait == WaitFor::accepted) answer_when_accepted(order, waiter);
}

WaitRanOut OperationsActor::wait_for(std::uint64_t operation, const PerformOrder& order) {
  const WaitRanOut waiter{operation, ++last_waiter_};
  auto& running = running_[operation];
  running.op_id = order.op_id;
  running.waiters.push_back(
      {waiter.waiter, order.session, order.ticket, after(order.timeout, waiter)});
  return waiter;
}

void OperationsActor::start(const PerformOrder& order, std::uint64_t operation) {
  std::visit(
      [&]<class PhoneOrder>(const PhoneOrder& each) {
        if constexpr (std::is_same_v<PhoneOrder, phone::SendDtmfOrder>)
          give<phone::DigitsReply>(each, operation);
        else if constexpr (std::is_same_v<PhoneOrder, phone::SendMessageOrder>)
          give<phone::MessageReply>(each, operation);
        else if constexpr (std::is_same_v<PhoneOrder, phone::SetForwardOrder> ||
                           std::is_same_v<PhoneOrder, phone::SetDoNotDisturbOrder> ||
                           std::is_same_v<PhoneOrder, phone::SetPrivacyOrder>)
          give<phone::FeaturesReply>(each, operation);
        else if constexpr (std::is_same_v<PhoneOrder, phone::JoinOrder> ||
                           std::is_same_v<PhoneOrder, phone::EndConferenceOrder>)
          give<phone::ConferenceReply>(each, operation);
        else if constexpr (std::is_same_v<PhoneOrder, phone::PageOrder> ||
                           std::is_same_v<PhoneOrder, phone::EndPageOrder>)
          give<phone::PagingReply>(each, operation);
        else if constexpr (std::is_same_v<PhoneOrder, phone::ChangeCallLog>)
          give<phone::CallLogChangeReply>(each, operation);
        else if constexpr (std::is_same_v<PhoneOrder, phone::PutContact> ||
                           std::is_same_v<PhoneOrder, phone::RemoveContact>)
          give<phone::ContactReply>(each, operation);
        else if constexpr (std::is_same_v<PhoneOrder, phone::InjectHook> ||
                           std::is_same_v<PhoneOrder, phone::InjectKey>)
          give<phone::InjectReply>(each, operation);
        else
          give<phone::CallReply>(each, operation);
      },
      order.order);
}

template <class Answer, class PhoneOrder>
void OperationsActor::give(const PhoneOrder& order, std::uint64_t operation) {
  ask_without_limit(phone_, order)
      .then([this, operation](const Answer& answer) { finish(operation, result_of(answer)); },
            [this, operation](const act::error& reason) {
              finish(operation, ApiError{ErrorCode::shutting_down,
                                         "the phone does not answer: " + act::describe(reason)});
            });
}

void OperationsActor::answer_when_accepted(const PerformOrder& order, const WaitRanOut& waiter) {
  if (const auto* digits = std::get_if<phone::SendDtmfOrder>(&order.order))
    return answer_early(waiter, OrderResult{digits->digits});
  if (std::holds_alternative<phone::SendMessageOrder>(order.order)) {
    // An order that the phone refuses at once is answered before this question is.
    ask(phone_, phone_answers_within, phone::QueryDevices{})
        .then(
            [this, waiter](const phone::DeviceList&) {
              answer_early(waiter, phone::SipResult{100, "Trying"});
            },
            [](const act::error&) { /* the order itself fails likewise */ });
    return;
  }
  // Dialling knows `accepted` itself, because the call has no id before.
  const auto* call_id = call_of(order.order);
  if (call_id == nullptr || std::holds_alternative<phone::DialOrder>(order.order)) return;
  // An order that the phone refuses at once is answered before this question is.
  ask(phone_, phone_answers_within, phone::QueryPhone{})
      .then(
          [this, waiter, id = *call_id](const phone::PhoneInfo& phone) {
            const auto call = std::ranges::find(phone.calls, id, &phone::CallInfo::call_id);
            if (call != phone.calls.end()) answer_early(waiter, *call);
          },
          [](const act::error&) { /* the order itself fails likewise */ });
}

void OperationsActor::finish(std::uint64_t operation, const OrderResult& result) {
  const auto running = running_.extract(operation);
  if (running.empty()) return;
  for (const auto& waiter : running.mapped().waiters)
    tell(waiter.session, OrderFinished{waiter.ticket, result});
  if (!running.mapped().op_id.empty()) memory_.finish(running.mapped().op_id, result, now());
}

void OperationsActor::answer_early(const WaitRanOut& waiter, const OrderResult& result) {
  const auto running = running_.find(waiter.operation);
  if (running == running_.end()) return;
  auto& waiters = running->second.waiters;
  const auto found = std::ranges::find(waiters, waiter.waiter, &Waiter::number);
  if (found == waiters.end()) return;
  tell(found->session, OrderFinished{found->ticket, result});
  waiters.erase(found);
}

void OperationsActor::give_up(const WaitRanOut& overdue) {
  const auto running = running_.find(overdue.operation);
  if (running != running_.end()) answer_early(overdue, ran_out(running->second.op_id));
}

}  // namespace offhook::control
