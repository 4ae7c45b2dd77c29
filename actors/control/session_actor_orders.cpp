// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/serialize.hpp>

#include "actors/control/session_actor.hpp"
#include "actors/phone/conference_keys.hpp"

// The methods that change something: parameters to the phone's orders, outcomes to results.

namespace offhook::control {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds longest_tone = 10s;

/// Two requests with one op_id are the same if they ask for the same; how long a client wants to
/// wait for it does not count.
template <class Params>
std::string fingerprint_of(std::string_view method, Params params) {
  static_cast<OrderParams&>(params) = {};
  return std::string(method) + json::serialize(to_json(params));
}

std::optional<ApiError> check_order(const OrderParams& params) {
  if (params.op_id && (params.op_id->empty() || params.op_id->size() > limits::op_id_octets))
    return bad_param("/op_id",
                     "must have 1 to " + std::to_string(limits::op_id_octets) + " characters");
  constexpr milliseconds longest = limits::longest_wait;
  if (params.timeout_ms && (*params.timeout_ms < 1 || *params.timeout_ms > longest.count()))
    return bad_param("/timeout_ms", "must be 1 to " + std::to_string(longest.count()));
  return std::nullopt;
}

bool is_tone_length(const std::optional<std::int64_t>& ms) {
  return !ms || (*ms >= 1 && *ms <= longest_tone.count());
}

std::optional<ApiError> check_dtmf(const SendDtmfParams& params) {
  if (params.digits.empty() ||
      params.digits.find_first_not_of("0123456789*#ABCDabcd") != std::string::npos)
    return bad_param("/digits", "must be some of 0-9 * # A-D");
  if (!is_tone_length(params.tone_ms)) return bad_param("/tone_ms", "must be 1 to 10000");
  if (!is_tone_length(params.gap_ms)) return bad_param("/gap_ms", "must be 1 to 10000");
  return std::nullopt;
}

/// Passes on an error, or the part of the result that the method promises.
template <class Part, class Result, class Make>
void pass_on(const OrderResult& from, const Reply<Result>& reply, Make make) {
  if (const auto* error = std::get_if<ApiError>(&from)) return reply(*error);
  if (const auto* part = std::get_if<Part>(&from)) return reply(make(*part));
  reply(ApiError{ErrorCode::internal_error, "the phone answered something else"});
}

}  // namespace

template <class Params>
void SessionActor::perform(std::string_view method, const Params& params, Order order,
                           milliseconds usual_wait, std::function<void(OrderResult)> finished) {
  if (auto error = check_order(params)) return finished(std::move(*error));
  const auto ticket = ++last_ticket_;
  orders_.emplace(ticket, std::move(finished));
  tell(backend_.operations,
       PerformOrder{
           .session = me(),
           .ticket = ticket,
           .order = std::move(order),
           .wait = params.wait.value_or(WaitFor::completed),
           .timeout = params.timeout_ms ? milliseconds(*params.timeout_ms) : usual_wait,
           .op_id = params.op_id.value_or(""),
           .fingerprint = fingerprint_of(method, params),
       });
}

template <class Params>
void SessionActor::perform_on_call(std::string_view method, const Params& params, Order order,
                                   const Reply<phone::CallInfo>& reply) {
  perform(method, params, std::move(order), limits::default_wait,
          [reply](const OrderResult& result) {
            pass_on<phone::CallInfo>(result, reply, std::identity{});
          });
}

void SessionActor::dial(const DialParams& params, Reply<phone::CallInfo> reply) {
  if (params.target.empty()) return reply(bad_param("/target", "must not be empty"));
  const bool at_once = params.wait == WaitFor::accepted;
  perform("call.dial", params,
          phone::DialOrder{.account_id = params.account_id.value_or(""),
                           .target = params.target,
                           .call_id = params.call_id.value_or(""),
                           .wait = at_once ? phone::Wait::accepted : phone::Wait::completed},
          limits::default_dial_wait, [reply](const OrderResult& result) {
            pass_on<phone::CallInfo>(result, reply, std::identity{});
          });
}

void SessionActor::answer(const CallOrderParams& params, Reply<phone::CallInfo> reply) {
  perform_on_call("call.answer", params, phone::AnswerOrder{params.call_id}, reply);
}

void SessionActor::reject(const RejectParams& params, Reply<phone::CallInfo> reply) {
  const int code = params.code.value_or(phone::RejectOrder{}.sip_status);
  if (code < 400 || code > 699) return reply(bad_param("/code", "must be 400 to 699"));
  perform_on_call("call.reject", params, phone::RejectOrder{params.call_id, code}, reply);
}

void SessionActor::hang_up(const CallOrderParams& params, Reply<phone::CallInfo> reply) {
  perform_on_call("call.hangup", params, phone::HangupOrder{params.call_id}, reply);
}

void SessionActor::hold(const CallOrderParams& params, Reply<phone::CallInfo> reply) {
  perform_on_call("call.hold", params, phone::HoldOrder{params.call_id}, reply);
}

void SessionActor::resume(const CallOrderParams& params, Reply<phone::CallInfo> reply) {
  perform_on_call("call.resume", params, phone::ResumeOrder{params.call_id}, reply);
}

void SessionActor::transfer(const TransferParams& params, Reply<phone::CallInfo> reply) {
  if (params.target.empty()) return reply(bad_param("/target", "must not be empty"));
  perform("call.transfer", params, phone::TransferOrder{params.call_id, params.target, ""},
          limits::default_dial_wait, [reply](const OrderResult& result) {
            pass_on<phone::CallInfo>(result, reply, std::identity{});
          });
}

void SessionActor::complete_transfer(const CompleteTransferParams& params,
                                     Reply<phone::CallInfo> reply) {
  perform("call.complete_transfer", params,
          phone::TransferOrder{params.call_id, "", params.consult_call_id},
          limits::default_dial_wait, [reply](const OrderResult& result) {
            pass_on<phone::CallInfo>(result, reply, std::identity{});
          });
}

void SessionActor::accept_transfer(const CallOrderParams& params, Reply<phone::CallInfo> reply) {
  perform_on_call("call.accept_transfer", params, phone::DecideTransferOrder{params.call_id, true},
                  reply);
}

void SessionActor::decline_transfer(const CallOrderParams& params, Reply<phone::CallInfo> reply) {
  perform_on_call("call.decline_transfer", params,
                  phone::DecideTransferOrder{params.call_id, false}, reply);
}

void SessionActor::send_dtmf(const SendDtmfParams& params, Reply<SendDtmfResult> reply) {
  if (auto error = check_dtmf(params)) return reply(std::move(*error));
  phone::SendDtmfOrder order{.call_id = params.call_id, .digits = params.digits};
  if (params.tone_ms) order.tone = milliseconds(*params.tone_ms);
  if (params.gap_ms) order.gap = milliseconds(*params.gap_ms);
  perform("call.send_dtmf", params, order, limits::default_wait,
          [reply](const OrderResult& result) {
            pass_on<std::string>(result, reply,
                                 [](const std::string& digits) { return SendDtmfResult{digits}; });
          });
}

void SessionActor::send_message(const SendMessageParams& params, Reply<phone::SipResult> reply) {
  if (params.target.empty()) return reply(bad_param("/target", "must not be empty"));
  if (params.body.empty() || params.body.size() > phone::longest_message)
    return reply(
        bad_param("/body", "must have 1 to " + std::to_string(phone::longest_message) + " octets"));
  perform("message.send", params,
          phone::SendMessageOrder{params.account_id.value_or(""), params.target, params.body},
          limits::default_wait, [reply](const OrderResult& result) {
            pass_on<phone::SipResult>(result, reply, std::identity{});
          });
}

void SessionActor::deflect(const TransferParams& params, Reply<phone::CallInfo> reply) {
  if (params.target.empty()) return reply(bad_param("/target", "must not be empty"));
  perform_on_call("call.deflect", params, phone::DeflectOrder{params.call_id, params.target},
                  reply);
}

void SessionActor::create_conference(const ConferenceParams& params,
                                     Reply<phone::ConferenceInfo> reply) {
  if (params.call_ids.size() < 2 || params.call_ids.size() > phone::most_conference_calls)
    return reply(bad_param("/call_ids", "must be two to five calls"));
  perform("conference.create", params, phone::JoinOrder{params.call_ids}, limits::default_wait,
          [reply](const OrderResult& result) {
            pass_on<phone::ConferenceInfo>(result, reply, std::identity{});
          });
}

void SessionActor::end_conference(const EndConferenceParams& params,
                                  Reply<phone::ConferenceInfo> reply) {
  perform("conference.end", params, phone::EndConferenceOrder{params.split.value_or(false)},
          limits::default_wait, [reply](const OrderResult& result) {
            pass_on<phone::ConferenceInfo>(result, reply, std::identity{});
          });
}

void SessionActor::start_page(const PageParams& params, Reply<phone::PagingInfo> reply) {
  if (params.group.empty()) return reply(bad_param("/group", "must not be empty"));
  perform("paging.start", params, phone::PageOrder{params.group}, limits::default_wait,
          [reply](const OrderResult& result) {
            pass_on<phone::PagingInfo>(result, reply, std::identity{});
          });
}

void SessionActor::stop_page(const OrderParams& params, Reply<phone::PagingInfo> reply) {
  perform("paging.stop", params, phone::EndPageOrder{}, limits::default_wait,
          [reply](const OrderResult& result) {
            pass_on<phone::PagingInfo>(result, reply, std::identity{});
          });
}

void SessionActor::set_dnd(const SetDndParams& params, Reply<phone::FeaturesInfo> reply) {
  perform("feature.set_dnd", params,
          phone::SetDoNotDisturbOrder{params.account_id.value_or(""), params.enabled},
          limits::default_wait, [reply](const OrderResult& result) {
            pass_on<phone::FeaturesInfo>(result, reply, std::identity{});
          });
}

void SessionActor::set_privacy(const SetPrivacyParams& params, Reply<phone::FeaturesInfo> reply) {
  if (!params.anonymous && !params.reject_anonymous)
    return reply(bad_param("/anonymous", "give anonymous, reject_anonymous, or both"));
  perform("feature.set_privacy", params,
          phone::SetPrivacyOrder{params.account_id.value_or(""), params.anonymous,
                                 params.reject_anonymous},
          limits::default_wait, [reply](const OrderResult& result) {
            pass_on<phone::FeaturesInfo>(result, reply, std::identity{});
          });
}

void SessionActor::set_forward(const SetForwardParams& params, Reply<phone::FeaturesInfo> reply) {
  const auto kind = phone::forward_kind_named(params.kind);
  if (!kind) return reply(bad_param("/kind", "must be always, busy or no_answer"));
  const auto longest = phone::longest_forward_ring.count();
  if (params.delay_s && (*params.delay_s < 1 || *params.delay_s > longest))
    return reply(bad_param("/delay_s", "must be 1 to " + std::to_string(longest)));
  phone::SetForwardOrder order{params.account_id.value_or(""), *kind, params.enabled, params.target,
                               std::nullopt};
  if (params.delay_s) order.ring = std::chrono::seconds(*params.delay_s);
  perform("feature.set_forward", params, std::move(order), limits::default_wait,
          [reply](const OrderResult& result) {
            pass_on<phone::FeaturesInfo>(result, reply, std::identity{});
          });
}

void SessionActor::delete_log_entries(const CallLogDeleteParams& params,
                                      Reply<phone::CallLogStatus> reply) {
  if (params.entry_ids.empty() || params.entry_ids.size() > std::size_t{limits::log_page})
    return reply(
        bad_param("/entry_ids", "must be 1 to " + std::to_string(limits::log_page) + " entries"));
  change_log("call.log_delete", params, {phone::ChangeCallLog::What::remove, params.entry_ids, {}},
             reply);
}

void SessionActor::clear_call_log(const CallLogClearParams& params,
                                  Reply<phone::CallLogStatus> reply) {
  std::optional<phone::LogKind> kind;
  if (params.kind) {
    kind = phone::log_kind_named(*params.kind);
    if (!kind) return reply(bad_param("/kind", "must be placed, received, missed or forwarded"));
  }
  change_log("call.log_clear", params, {phone::ChangeCallLog::What::clear, {}, kind}, reply);
}

void SessionActor::see_missed_calls(const OrderParams& params, Reply<phone::CallLogStatus> reply) {
  change_log("call.log_seen", params, {phone::ChangeCallLog::What::look, {}, {}}, reply);
}

template <class Params>
void SessionActor::change_log(std::string_view method, const Params& params,
                              phone::ChangeCallLog order,
                              const Reply<phone::CallLogStatus>& reply) {
  perform(method, params, std::move(order), limits::default_wait,
          [reply](const OrderResult& result) {
            pass_on<phone::CallLogStatus>(result, reply, std::identity{});
          });
}

void SessionActor::add_contact(const AddContactParams& params, Reply<phone::ContactInfo> reply) {
  change_contact("contacts.add", params,
                 phone::PutContact{true, params.contact_id.value_or(""), params.name,
                                   params.numbers, params.group, params.ring_tone, params.blocked},
                 reply);
}

void SessionActor::update_contact(const UpdateContactParams& params,
                                  Reply<phone::ContactInfo> reply) {
  change_contact("contacts.update", params,
                 phone::PutContact{false, params.contact_id, params.name, params.numbers,
                                   params.group, params.ring_tone, params.blocked},
                 reply);
}

void SessionActor::remove_contact(const RemoveContactParams& params,
                                  Reply<phone::ContactInfo> reply) {
  change_contact("contacts.remove", params, phone::RemoveContact{params.contact_id}, reply);
}

template <class Params>
void SessionActor::change_contact(std::string_view method, const Params& params, Order order,
                                  const Reply<phone::ContactInfo>& reply) {
  perform(method, params, std::move(order), limits::default_wait,
          [reply](const OrderResult& result) {
            pass_on<phone::ContactInfo>(result, reply, std::identity{});
          });
}

void SessionActor::inject(const InjectParams& params, Reply<Nothing> reply) {
  if (!grant_->scopes.has(Scope::sim) && !backend_.engine->inject_allowed)
    return reply(ApiError{ErrorCode::forbidden,
                          "device.inject is switched off on this phone",
                          {{"scopes", {"sim"}}}});
  const auto& [hook, key] = params.input;
  if (hook.has_value() == key.has_value())
    return reply(bad_param("/input", "must hold exactly one of hook and key"));
  if (params.device_id != (hook ? "hook" : "keypad"))
    return reply(unknown("device", params.device_id));
  Order order = phone::InjectHook{hook && hook->off_hook};
  if (key) order = phone::InjectKey{key->code, key->down};
  perform("device.inject", params, std::move(order), limits::default_wait,
          [reply](const OrderResult& result) {
            pass_on<std::monostate>(result, reply, [](std::monostate) { return Nothing{}; });
          });
}

}  // namespace offhook::control
