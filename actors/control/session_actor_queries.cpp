// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/openrpc.hpp"
#include "actors/control/session_actor.hpp"

// The methods that ask and change nothing in the phone.

namespace offhook::control {
namespace {

/// A little longer than the hub waits for the phone, so that its error is the one that arrives.
constexpr auto hub_answers_within = 6s;

constexpr std::string_view api_name = "offhook.jsonrpc.v1";

ApiError engine_is_silent(const act::error& reason) {
  return {ErrorCode::shutting_down, "the engine does not answer: " + act::describe(reason)};
}

LimitsInfo limits_info() {
  return {.message_octets = limits::message_octets,
          .message_depth = limits::message_depth,
          .outstanding_requests = limits::outstanding_requests,
          .requests_per_second = limits::requests_per_second,
          .subscriptions = limits::subscriptions,
          .queued_messages = limits::queued_messages,
          .queued_octets = limits::queued_octets,
          .retained_events = limits::retained_events,
          .longest_wait_ms = std::chrono::milliseconds(limits::longest_wait).count()};
}

std::string clock_name(const Engine& engine) { return engine.virtual_clock ? "virtual" : "real"; }

}  // namespace

template <class Result, class Done>
void SessionActor::with_state(Reply<Result> reply, Done use) {
  ask(backend_.hub, hub_answers_within, QueryState{})
      .then(
          [reply, use = std::move(use)](const StateReply& answer) {
            if (const auto* error = std::get_if<ApiError>(&answer.outcome)) return reply(*error);
            reply(use(std::get<State>(answer.outcome)));
          },
          [reply](const act::error& reason) { reply(engine_is_silent(reason)); });
}

void SessionActor::hello(const HelloParams&, Reply<HelloResult> reply) {
  const auto& engine = *backend_.engine;
  reply(HelloResult{.engine = "offhook",
                    .version = engine.version,
                    .api = std::string(api_name),
                    .features = {"events.resume", "events.snapshot", "op_id", "wait"},
                    .limits = limits_info(),
                    .epoch = engine.epoch,
                    .clock = clock_name(engine)});
}

void SessionActor::authenticate(const AuthenticateParams& params, Reply<AuthenticateResult> reply) {
  if (grant_)
    return reply(ApiError{
        ErrorCode::wrong_state, "a token was shown already", {{"state", "authenticated"}}});
  grant_ = backend_.engine->access.check(params.token);
  if (!grant_) {
    close_after_last_word(CloseCode::policy_violation, "token refused");
    return reply(ApiError{ErrorCode::unauthenticated, "token refused"});
  }
  authentication_.cancel();
  reply(AuthenticateResult{grant_->token_name, grant_->scopes.list()});
}

void SessionActor::discover(const Nothing&, Reply<json::object> reply) {
  reply(openrpc_document(backend_.engine->version));
}

void SessionActor::subscribe(const SubscribeParams& params, Reply<SubscribeResult> reply) {
  if (params.since && params.snapshot.value_or(false))
    return reply(bad_param("/since", "either since or snapshot: each is enough to miss nothing"));
  auto selection = Selection::make(params);
  if (const auto* error = std::get_if<ApiError>(&selection)) return reply(*error);
  ask(backend_.hub, hub_answers_within,
      Subscribe{me(), std::get<Selection>(selection), params.snapshot.value_or(false),
                params.since})
      .then([reply](const SubscribeReply& answer) { reply(answer.outcome); },
            [reply](const act::error& reason) { reply(engine_is_silent(reason)); });
}

void SessionActor::unsubscribe(const UnsubscribeParams& params, Reply<Nothing> reply) {
  ask(backend_.hub, hub_answers_within, Unsubscribe{me(), params.subscription_id})
      .then(
          [this, reply, id = params.subscription_id](const UnsubscribeReply& answer) {
            queue_.drop_events_of(id);
            paused_.erase(id);
            if (!answer.found) return reply(unknown("subscription", id));
            reply(Nothing{});
          },
          [reply](const act::error& reason) { reply(engine_is_silent(reason)); });
}

void SessionActor::resume_events(const ResumeEventsParams& params, Reply<SubscribeResult> reply) {
  ask(backend_.hub, hub_answers_within, ResumeEvents{me(), params.subscription_id, params.since})
      .then(
          [this, reply, id = params.subscription_id](const SubscribeReply& answer) {
            if (std::holds_alternative<SubscribeResult>(answer.outcome)) {
              queue_.drop_events_of(id);  // they come again
              paused_.erase(id);
            }
            reply(answer.outcome);
          },
          [reply](const act::error& reason) { reply(engine_is_silent(reason)); });
}

void SessionActor::get_state(const Nothing&, Reply<StateResult> reply) {
  with_state(reply, [](const State& now) { return now.state; });
}

void SessionActor::list_accounts(const Nothing&, Reply<AccountList> reply) {
  with_state(reply, [](const State& now) { return AccountList{now.state.accounts}; });
}

void SessionActor::list_watches(const Nothing&, Reply<WatchList> reply) {
  with_state(reply, [](const State& now) { return WatchList{now.state.watches}; });
}

void SessionActor::list_calls(const CallListParams& params, Reply<CallList> reply) {
  with_state(reply, [params](const State& now) {
    CallList list;
    for (const auto& call : now.state.calls)
      if (params.state.value_or(call.state) == call.state &&
          params.account_id.value_or(call.account_id) == call.account_id)
        list.calls.push_back(call);
    return list;
  });
}

void SessionActor::get_call(const CallGetParams& params, Reply<CallDetails> reply) {
  with_state(reply, [params](const State& now) -> Outcome<CallDetails> {
    for (const auto& call : now.state.calls) {
      if (call.call_id != params.call_id) continue;
      CallDetails details;
      static_cast<phone::CallInfo&>(details) = call;
      return details;
    }
    for (const auto& ended : now.ended)
      if (ended.call_id == params.call_id) return ended;
    return unknown("call", params.call_id);
  });
}

void SessionActor::list_call_log(const CallLogParams& params, Reply<CallLogList> reply) {
  phone::QueryCallLog query;
  query.account_id = params.account_id.value_or("");
  query.before = params.before;
  if (params.kind) {
    query.kind = phone::log_kind_named(*params.kind);
    if (!query.kind)
      return reply(bad_param("/kind", "must be placed, received, missed or forwarded"));
  }
  const auto limit = params.limit.value_or(static_cast<std::int64_t>(query.limit));
  if (limit < 1 || limit > limits::log_page)
    return reply(bad_param("/limit", "must be 1 to " + std::to_string(limits::log_page)));
  query.limit = static_cast<std::size_t>(limit);
  ask(backend_.phone, hub_answers_within, query)
      .then(
          [reply](const phone::CallLogReply& log) {
            reply(CallLogList{log.entries, log.more});
          },
          [reply](const act::error& reason) { reply(engine_is_silent(reason)); });
}

void SessionActor::list_contacts(const ContactListParams& params, Reply<ContactList> reply) {
  ask(backend_.phone, hub_answers_within, phone::QueryContacts{params.group.value_or("")})
      .then([reply](const phone::ContactsReply& book) { reply(ContactList{book.contacts}); },
            [reply](const act::error& reason) { reply(engine_is_silent(reason)); });
}

void SessionActor::get_features(const FeatureParams& params, Reply<phone::FeaturesInfo> reply) {
  ask(backend_.phone, hub_answers_within, phone::QueryFeatures{params.account_id.value_or("")})
      .then(
          [reply](const phone::FeaturesReply& answer) {
            if (const auto* error = std::get_if<phone::Error>(&answer.outcome))
              return reply(from_phone(*error));
            reply(std::get<phone::FeaturesInfo>(answer.outcome));
          },
          [reply](const act::error& reason) { reply(engine_is_silent(reason)); });
}

void SessionActor::list_devices(const DeviceListParams& params, Reply<DeviceListResult> reply) {
  ask(backend_.phone, hub_answers_within, phone::QueryDevices{})
      .then(
          [reply, kind = params.kind](const phone::DeviceList& list) {
            DeviceListResult result;
            for (const auto& device : list.devices)
              if (kind.value_or(device.kind) == device.kind) result.devices.push_back(device);
            reply(std::move(result));
          },
          [reply](const act::error& reason) { reply(engine_is_silent(reason)); });
}

void SessionActor::get_system_info(const Nothing&, Reply<SystemInfo> reply) {
  const auto& engine = *backend_.engine;
  reply(SystemInfo{
      .engine = "offhook",
      .version = engine.version,
      .phone_id = engine.phone_id,
      .epoch = engine.epoch,
      .clock = clock_name(engine),
      .uptime_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now()).count()});
}

}  // namespace offhook::control
