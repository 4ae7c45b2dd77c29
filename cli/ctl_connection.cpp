// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/ctl_connection.hpp"

#include "actors/base/status.hpp"

namespace offhook::cli {
namespace {

namespace json = boost::json;

constexpr std::chrono::seconds connects_within{6};
constexpr unsigned http_unauthorized = 401;

}  // namespace

std::int64_t CallFailure::code() const {
  const auto* code = error.if_contains("code");
  return code && code->is_int64() ? code->get_int64() : 0;
}

absl::Status CtlConnection::open(const std::string& url, const std::string& token) {
  client_.connect({.url = url, .token = token},
                  {.on_open = [this] { open_ = true; },
                   .on_text = [this](const std::string& text) { take(text); },
                   .on_close = [this](const control::ConnectionEnd& end) { end_ = end; }});
  run_until([this] { return open_ || end_; }, connects_within);
  if (open_) return absl::OkStatus();
  if (end_ && end_->http_status == http_unauthorized)
    return absl::UnauthenticatedError("token refused");
  return unavailable(why_lost());
}

std::variant<json::value, CallFailure> CtlConnection::call(const std::string& method,
                                                           json::object params,
                                                           Milliseconds patience) {
  answer_.reset();
  client_.send(json::serialize(json::object{
      {"jsonrpc", "2.0"}, {"id", ++last_id_}, {"method", method}, {"params", std::move(params)}}));
  if (!run_until([this] { return answer_ || end_; }, patience)) return CallFailure{"no answer"};
  if (!answer_) return CallFailure{why_lost()};
  if (auto* result = answer_->if_contains("result")) return std::move(*result);
  const auto* error = answer_->if_contains("error");
  if (!error || !error->is_object()) return CallFailure{"an answer without result and error"};
  const auto* message = error->get_object().if_contains("message");
  return CallFailure{message && message->is_string() ? std::string(message->get_string()) : "",
                     error->get_object()};
}

std::optional<json::object> CtlConnection::next_event(Milliseconds patience) {
  run_until([this] { return !events_.empty() || end_; }, patience);
  if (events_.empty()) return std::nullopt;
  auto event = std::move(events_.front());
  events_.pop_front();
  return event;
}

std::string CtlConnection::why_lost() const {
  if (!end_) return "no answer";
  if (end_->http_status != 0)
    return "refused with HTTP " + std::to_string(end_->http_status) + " " + end_->reason;
  return end_->reason.empty() ? "connection lost" : end_->reason;
}

bool CtlConnection::run_until(const std::function<bool()>& done, Milliseconds patience) {
  using Clock = std::chrono::steady_clock;
  const auto limit = Clock::now() + patience;
  while (!done()) {
    if (io_.stopped()) io_.restart();
    if (Clock::now() >= limit || (io_.run_one_until(limit) == 0 && !done())) return false;
  }
  return true;
}

void CtlConnection::take(const std::string& text) {
  json::error_code failed;
  auto message = json::parse(text, failed);
  if (failed || !message.is_object()) return;
  auto& object = message.get_object();
  if (auto* params = object.if_contains("params"); params && params->is_object())
    events_.push_back(std::move(params->get_object()));
  else if (const auto* id = object.if_contains("id"); id && *id == last_id_)
    answer_ = std::move(object);
}

}  // namespace offhook::cli
