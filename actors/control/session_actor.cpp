// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/session_actor.hpp"

#include <algorithm>

#include <boost/json/serialize.hpp>

namespace offhook::control {

SessionActor::SessionActor(caf::actor_config& config, Backend backend,
                           std::shared_ptr<Outlet> outlet, std::optional<Grant> grant)
    : actor(config),
      backend_(std::move(backend)),
      outlet_(std::move(outlet)),
      grant_(std::move(grant)) {}

SessionActor::behavior_type SessionActor::make_behavior() {
  if (!grant_) authentication_ = after(limits::authentication, AuthenticationOverdue{});
  return {
      [this](const ClientMessage& message) { receive(message.text); },
      [this](const ClientGone&) {
        outlet_ = nullptr;
        quit();
      },
      [this](const MessageWritten&) {
        writing_ = false;
        pump();
      },
      [this](const EventDelivered& delivered) { deliver(delivered); },
      [this](const OrderFinished& finished) {
        if (auto waiting = orders_.extract(finished.ticket)) waiting.mapped()(finished.result);
      },
      [this](const AuthenticationOverdue&) {
        if (!grant_) close_now(CloseCode::policy_violation, "no token in time");
      },
  };
}

void SessionActor::on_exit() {
  if (outlet_) outlet_->close(CloseCode::going_away, "the engine stops");
  outlet_ = nullptr;
  backend_ = {};
  orders_.clear();
}

void SessionActor::receive(const std::string& text) {
  if (closing_) return;
  const auto parsed = parse_request(text);
  if (const auto* refusal = std::get_if<Refusal>(&parsed))
    return write(error_text(refusal->id, refusal->error));
  const auto& request = std::get<Request>(parsed);
  if (!request.is_notification()) dispatch(request);
}

void SessionActor::dispatch(const Request& request) {
  const auto* method = find_method(request.method);
  if (auto error = refuse(request, method)) return write(error_text(request.id, *error));
  outstanding_.insert(json::serialize(request.id));
  method->call(*this, request.params,
               [this, id = request.id](const std::variant<json::value, ApiError>& outcome) {
                 answer_request(id, outcome);
               });
}

std::optional<ApiError> SessionActor::refuse(const Request& request, const Method* method) {
  if (const auto wait = rate_.take(now()); wait > 0ns)
    return ApiError{
        ErrorCode::rate_limited,
        "too many requests",
        {{"retry_after_ms", std::chrono::ceil<std::chrono::milliseconds>(wait).count()}}};
  if (outstanding_.contains(json::serialize(request.id)))
    return ApiError{ErrorCode::invalid_request, "this id is still waiting for its answer"};
  if (outstanding_.size() >= limits::outstanding_requests)
    return ApiError{ErrorCode::rate_limited,
                    "too many requests wait for an answer",
                    {{"retry_after_ms", 1000}}};
  if (method == nullptr) return ApiError{ErrorCode::method_not_found};
  return refuse_for_scope(*method);
}

std::optional<ApiError> SessionActor::refuse_for_scope(const Method& method) const {
  if (method.scopes.empty()) return std::nullopt;
  if (!grant_) return ApiError{ErrorCode::unauthenticated, "show a token first"};
  if (grant_->scopes.has_any_of(method.scopes)) return std::nullopt;
  return ApiError{ErrorCode::forbidden, "", {{"scopes", to_json(method.scopes.list())}}};
}

void SessionActor::answer_request(const json::value& id,
                                  const std::variant<json::value, ApiError>& outcome) {
  outstanding_.erase(json::serialize(id));
  if (const auto* error = std::get_if<ApiError>(&outcome)) return write(error_text(id, *error));
  write(result_text(id, std::get<json::value>(outcome)));
}

void SessionActor::write(std::string text) {
  // Answers cannot be dropped, so a client that asks and never reads has to go.
  if (!queue_.push_answer(std::move(text)))
    return close_now(CloseCode::try_again_later, "answers are not read");
  pump();
}

void SessionActor::deliver(const EventDelivered& delivered) {
  if (closing_ || paused_.contains(delivered.subscription_id)) return;
  if (!queue_.push_event(delivered.subscription_id, delivered.prev_seq, delivered.event,
                         delivered.replayed))
    overflow(delivered);
  pump();
}

void SessionActor::overflow(const EventDelivered& delivered) {
  auto losses = queue_.drop_events();
  const auto seq = delivered.event->seq();
  const auto known = std::ranges::find(losses, delivered.subscription_id, &Loss::subscription_id);
  if (known == losses.end())
    losses.push_back({delivered.subscription_id, delivered.prev_seq, seq, seq});
  else
    known->lost_to = seq;
  for (const auto& loss : losses) {
    paused_.insert(loss.subscription_id);
    queue_.push_notice(overflow_text(loss, backend_.engine->epoch, now()));
  }
}

void SessionActor::pump() {
  if (!outlet_ || writing_) return;
  if (auto text = queue_.pop()) {
    writing_ = true;
    return outlet_->send(std::move(*text),
                         [self = me()] { act::tell_anon(self, MessageWritten{}); });
  }
  if (closing_) close_now(closing_->first, closing_->second);
}

void SessionActor::close_after_last_word(CloseCode code, std::string reason) {
  closing_.emplace(code, std::move(reason));
}

void SessionActor::close_now(CloseCode code, std::string_view reason) {
  if (outlet_) outlet_->close(code, reason);
  outlet_ = nullptr;
  quit();
}

}  // namespace offhook::control
