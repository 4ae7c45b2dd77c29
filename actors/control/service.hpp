// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <variant>

#include "actors/control/api.hpp"
#include "actors/control/api_error.hpp"

namespace offhook::control {

template <class Result>
using Outcome = std::variant<Result, ApiError>;

/// Takes the outcome of one call, exactly once, now or later.
template <class Result>
using Reply = std::function<void(Outcome<Result>)>;

/// The work behind the methods: one function a method, named after it. The registry reads the types
/// of parameters and result from these signatures.
class Service {
 public:
  virtual ~Service() = default;

  virtual void hello(const HelloParams&, Reply<HelloResult>) = 0;
  virtual void authenticate(const AuthenticateParams&, Reply<AuthenticateResult>) = 0;
  virtual void discover(const Nothing&, Reply<json::object>) = 0;

  virtual void subscribe(const SubscribeParams&, Reply<SubscribeResult>) = 0;
  virtual void unsubscribe(const UnsubscribeParams&, Reply<Nothing>) = 0;
  virtual void resume_events(const ResumeEventsParams&, Reply<SubscribeResult>) = 0;
  virtual void get_state(const Nothing&, Reply<StateResult>) = 0;

  virtual void list_accounts(const Nothing&, Reply<AccountList>) = 0;
  virtual void list_calls(const CallListParams&, Reply<CallList>) = 0;
  virtual void get_call(const CallGetParams&, Reply<CallDetails>) = 0;

  virtual void dial(const DialParams&, Reply<phone::CallInfo>) = 0;
  virtual void answer(const CallOrderParams&, Reply<phone::CallInfo>) = 0;
  virtual void reject(const RejectParams&, Reply<phone::CallInfo>) = 0;
  virtual void hang_up(const CallOrderParams&, Reply<phone::CallInfo>) = 0;
  virtual void hold(const CallOrderParams&, Reply<phone::CallInfo>) = 0;
  virtual void resume(const CallOrderParams&, Reply<phone::CallInfo>) = 0;
  virtual void transfer(const TransferParams&, Reply<phone::CallInfo>) = 0;
  virtual void complete_transfer(const CompleteTransferParams&, Reply<phone::CallInfo>) = 0;
  virtual void accept_transfer(const CallOrderParams&, Reply<phone::CallInfo>) = 0;
  virtual void decline_transfer(const CallOrderParams&, Reply<phone::CallInfo>) = 0;
  virtual void send_dtmf(const SendDtmfParams&, Reply<SendDtmfResult>) = 0;

  virtual void deflect(const TransferParams&, Reply<phone::CallInfo>) = 0;
  virtual void list_call_log(const CallLogParams&, Reply<CallLogList>) = 0;
  virtual void delete_log_entries(const CallLogDeleteParams&, Reply<phone::CallLogStatus>) = 0;
  virtual void clear_call_log(const CallLogClearParams&, Reply<phone::CallLogStatus>) = 0;
  virtual void see_missed_calls(const OrderParams&, Reply<phone::CallLogStatus>) = 0;

  virtual void list_contacts(const ContactListParams&, Reply<ContactList>) = 0;
  virtual void add_contact(const AddContactParams&, Reply<phone::ContactInfo>) = 0;
  virtual void update_contact(const UpdateContactParams&, Reply<phone::ContactInfo>) = 0;
  virtual void remove_contact(const RemoveContactParams&, Reply<phone::ContactInfo>) = 0;

  virtual void create_conference(const ConferenceParams&, Reply<phone::ConferenceInfo>) = 0;
  virtual void end_conference(const EndConferenceParams&, Reply<phone::ConferenceInfo>) = 0;
  virtual void start_page(const PageParams&, Reply<phone::PagingInfo>) = 0;
  virtual void stop_page(const OrderParams&, Reply<phone::PagingInfo>) = 0;
  virtual void get_features(const FeatureParams&, Reply<phone::FeaturesInfo>) = 0;
  virtual void set_dnd(const SetDndParams&, Reply<phone::FeaturesInfo>) = 0;
  virtual void set_privacy(const SetPrivacyParams&, Reply<phone::FeaturesInfo>) = 0;
  virtual void set_forward(const SetForwardParams&, Reply<phone::FeaturesInfo>) = 0;

  virtual void list_watches(const Nothing&, Reply<WatchList>) = 0;
  virtual void send_message(const SendMessageParams&, Reply<phone::SipResult>) = 0;

  virtual void list_devices(const DeviceListParams&, Reply<DeviceListResult>) = 0;
  virtual void inject(const InjectParams&, Reply<Nothing>) = 0;
  virtual void get_system_info(const Nothing&, Reply<SystemInfo>) = 0;
};

}  // namespace offhook::control
