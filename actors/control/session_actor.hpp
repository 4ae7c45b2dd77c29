// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "actors/control/json_rpc.hpp"
#include "actors/control/limits.hpp"
#include "actors/control/messages.hpp"
#include "actors/control/out_queue.hpp"
#include "actors/control/rate_limit.hpp"
#include "actors/control/registry.hpp"

namespace offhook::control {

/// One client of the API: texts in, texts out through an outlet; the same over a WebSocket and
/// inside the simulator. Reads requests, checks scopes and limits, and translates.
class SessionActor final : public act::actor<Session>, private Service {
 public:
  /// `grant` if the client has shown a good token already; else it has limits::authentication to do
  /// so with session.authenticate.
  SessionActor(caf::actor_config& config, Backend backend, std::shared_ptr<Outlet> outlet,
               std::optional<Grant> grant);
  const char* name() const override { return "control session"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  // Requests and answers.
  void receive(const std::string& text);
  void dispatch(const Request& request);
  [[nodiscard]] std::optional<ApiError> refuse(const Request& request, const Method* method);
  [[nodiscard]] std::optional<ApiError> refuse_for_scope(const Method& method) const;
  void answer_request(const json::value& id, const std::variant<json::value, ApiError>& outcome);

  // Texts on their way out.
  void write(std::string text);
  void deliver(const EventDelivered& delivered);
  void overflow(const EventDelivered& delivered);
  void pump();
  void close_after_last_word(CloseCode code, std::string reason);
  void close_now(CloseCode code, std::string_view reason);

  // The methods: service.hpp. session_methods.cpp and session_orders.cpp.
  void hello(const HelloParams&, Reply<HelloResult>) override;
  void authenticate(const AuthenticateParams&, Reply<AuthenticateResult>) override;
  void discover(const Nothing&, Reply<json::object>) override;
  void subscribe(const SubscribeParams&, Reply<SubscribeResult>) override;
  void unsubscribe(const UnsubscribeParams&, Reply<Nothing>) override;
  void resume_events(const ResumeEventsParams&, Reply<SubscribeResult>) override;
  void get_state(const Nothing&, Reply<StateResult>) override;
  void list_accounts(const Nothing&, Reply<AccountList>) override;
  void list_watches(const Nothing&, Reply<WatchList>) override;
  void list_calls(const CallListParams&, Reply<CallList>) override;
  void get_call(const CallGetParams&, Reply<CallDetails>) override;
  void send_message(const SendMessageParams&, Reply<phone::SipResult>) override;
  void list_devices(const DeviceListParams&, Reply<DeviceListResult>) override;
  void get_system_info(const Nothing&, Reply<SystemInfo>) override;
  void dial(const DialParams&, Reply<phone::CallInfo>) override;
  void answer(const CallOrderParams&, Reply<phone::CallInfo>) override;
  void reject(const RejectParams&, Reply<phone::CallInfo>) override;
  void hang_up(const CallOrderParams&, Reply<phone::CallInfo>) override;
  void hold(const CallOrderParams&, Reply<phone::CallInfo>) override;
  void resume(const CallOrderParams&, Reply<phone::CallInfo>) override;
  void transfer(const TransferParams&, Reply<phone::CallInfo>) override;
  void complete_transfer(const CompleteTransferParams&, Reply<phone::CallInfo>) override;
  void accept_transfer(const CallOrderParams&, Reply<phone::CallInfo>) override;
  void decline_transfer(const CallOrderParams&, Reply<phone::CallInfo>) override;
  void send_dtmf(const SendDtmfParams&, Reply<SendDtmfResult>) override;
  void deflect(const TransferParams&, Reply<phone::CallInfo>) override;
  void list_call_log(const CallLogParams&, Reply<CallLogList>) override;
  void delete_log_entries(const CallLogDeleteParams&, Reply<phone::CallLogStatus>) override;
  void clear_call_log(const CallLogClearParams&, Reply<phone::CallLogStatus>) override;
  void see_missed_calls(const OrderParams&, Reply<phone::CallLogStatus>) override;
  void list_contacts(const ContactListParams&, Reply<ContactList>) override;
  void add_contact(const AddContactParams&, Reply<phone::ContactInfo>) override;
  void update_contact(const UpdateContactParams&, Reply<phone::ContactInfo>) override;
  void remove_contact(const RemoveContactParams&, Reply<phone::ContactInfo>) override;
  void create_conference(const ConferenceParams&, Reply<phone::ConferenceInfo>) override;
  void end_conference(const EndConferenceParams&, Reply<phone::ConferenceInfo>) override;
  void start_page(const PageParams&, Reply<phone::PagingInfo>) override;
  void stop_page(const OrderParams&, Reply<phone::PagingInfo>) override;
  void get_features(const FeatureParams&, Reply<phone::FeaturesInfo>) override;
  void set_dnd(const SetDndParams&, Reply<phone::FeaturesInfo>) override;
  void set_privacy(const SetPrivacyParams&, Reply<phone::FeaturesInfo>) override;
  void set_forward(const SetForwardParams&, Reply<phone::FeaturesInfo>) override;
  void inject(const InjectParams&, Reply<Nothing>) override;

  /// Asks the hub for the phone's state; `use` gets it unless there is none to be had.
  template <class Result, class Done>
  void with_state(Reply<Result> reply, Done use);
  /// Hands an order to the operations; `finished` gets its outcome.
  template <class Params>
  void perform(std::string_view method, const Params& params, Order order,
               std::chrono::milliseconds usual_wait, std::function<void(OrderResult)> finished);
  template <class Params>
  void change_log(std::string_view method, const Params& params, phone::ChangeCallLog order,
                  const Reply<phone::CallLogStatus>& reply);
  template <class Params>
  void change_contact(std::string_view method, const Params& params, Order order,
                      const Reply<phone::ContactInfo>& reply);
  template <class Params>
  void perform_on_call(std::string_view method, const Params& params, Order order,
                       const Reply<phone::CallInfo>& reply);

  Backend backend_;
  std::shared_ptr<Outlet> outlet_;
  std::optional<Grant> grant_;
  Timer authentication_;
  RateLimit rate_{limits::requests_per_second};
  std::set<std::string> outstanding_;  ///< ids, serialised
  std::map<std::uint64_t, std::function<void(OrderResult)>> orders_;
  std::uint64_t last_ticket_ = 0;

  OutQueue queue_;
  bool writing_ = false;
  std::optional<std::pair<CloseCode, std::string>> closing_;
  std::set<std::string> paused_;  ///< subscriptions that lost events and wait to be resumed
};

}  // namespace offhook::control
