// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/recorded_phone_actor.hpp"

#include <utility>

namespace offhook::sim::record {

using namespace phone;

RecordedPhoneActor::RecordedPhoneActor(caf::actor_config& config, Phone phone, Recorder& recorder)
    : actor(config), phone_(std::move(phone)), recorder_(recorder) {}

RecordedPhoneActor::behavior_type RecordedPhoneActor::make_behavior() {
  // Whoever watches us watches the phone.
  watch(phone_, [this](const act::error& reason) { this->quit(reason); });
  return {
      [this](const ListenTo& m) { tell(phone_, m); },
      [this](const DialOrder& m) { return pass<CallReply>(m); },
      [this](const AnswerOrder& m) { return pass<CallReply>(m); },
      [this](const RejectOrder& m) { return pass<CallReply>(m); },
      [this](const DeflectOrder& m) { return pass<CallReply>(m); },
      [this](const JoinOrder& m) { return pass<ConferenceReply>(m); },
      [this](const EndConferenceOrder& m) { return pass<ConferenceReply>(m); },
      [this](const PageOrder& m) { return pass<PagingReply>(m); },
      [this](const EndPageOrder& m) { return pass<PagingReply>(m); },
      [this](const QueryFeatures& m) { return forward<FeaturesReply>(m); },
      [this](const SetForwardOrder& m) { return pass<FeaturesReply>(m); },
      [this](const SetDoNotDisturbOrder& m) { return pass<FeaturesReply>(m); },
      [this](const SetPrivacyOrder& m) { return pass<FeaturesReply>(m); },
      [this](const QueryCallLog& m) { return forward<CallLogReply>(m); },
      [this](const ChangeCallLog& m) { return pass<CallLogChangeReply>(m); },
      [this](const QueryContacts& m) { return forward<ContactsReply>(m); },
      [this](const PutContact& m) { return pass<ContactReply>(m); },
      [this](const RemoveContact& m) { return pass<ContactReply>(m); },
      [this](const HangupOrder& m) { return pass<CallReply>(m); },
      [this](const HoldOrder& m) { return pass<CallReply>(m); },
      [this](const ResumeOrder& m) { return pass<CallReply>(m); },
      [this](const TransferOrder& m) { return pass<CallReply>(m); },
      [this](const DecideTransferOrder& m) { return pass<CallReply>(m); },
      [this](const SendDtmfOrder& m) { return pass<DigitsReply>(m); },
      [this](const SendMessageOrder& m) { return pass<MessageReply>(m); },
      [this](const InjectHook& m) { return pass<InjectReply>(m); },
      [this](const InjectKey& m) { return pass<InjectReply>(m); },
      [this](const QueryPhone& m) { return forward<PhoneInfo>(m); },
      [this](const QueryDevices& m) { return forward<DeviceList>(m); },
      [this](const ShutDown& m) { return pass<ShutDownDone>(m); },
      [this](const Released& m) {
        const auto found = waiting_.find(m.ticket);
        if (found == waiting_.end()) return;
        const auto go_on = std::move(found->second);
        waiting_.erase(found);
        go_on();
      },
  };
}

void RecordedPhoneActor::on_exit() {
  waiting_.clear();
  phone_ = nullptr;
}

/// An order waits until nothing else is ready, so that a replay can give it at the same point.
template <class Reply, class Order>
act::result<Reply> RecordedPhoneActor::pass(const Order& order) {
  auto promise = make_response_promise<Reply>();
  const auto ticket = ++last_ticket_;
  waiting_[ticket] = [this, order, promise] { ask_phone<Reply>(order, promise); };
  recorder_.when_it_comes(Kind::order, pack_order(order), [self = act::weak(me()), ticket] {
    act::tell_anon(act::strong<RecordedPhone>(self), Released{ticket});
  });
  return promise;
}

template <class Reply, class Question>
act::result<Reply> RecordedPhoneActor::forward(const Question& question) {
  auto promise = make_response_promise<Reply>();
  ask_phone<Reply>(question, promise);
  return promise;
}

template <class Reply, class Message>
void RecordedPhoneActor::ask_phone(const Message& message, act::promise<Reply> promise) {
  ask_without_limit(phone_, message)
      .then([promise](const Reply& reply) mutable { promise.deliver(reply); },
            [promise](const act::error& failure) mutable { promise.deliver(failure); });
}

}  // namespace offhook::sim::record
