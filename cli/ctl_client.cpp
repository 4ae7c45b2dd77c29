// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/ctl_client.hpp"

#include <ostream>

#include "actors/base/status.hpp"
#include "cli/ctl_render.hpp"
#include "cli/ctl_run_file.hpp"

namespace offhook::cli {

namespace json = boost::json;

absl::StatusOr<std::pair<std::string, std::string>> CtlClient::find_engine() const {
  auto url = options_.url;
  auto token = options_.token;
  auto token_file = options_.token_file;
  const auto path = run_file_path();
  const auto run_file = read_run_file(path);
  if (url.empty()) {
    if (!run_file.ok())
      return unavailable("no engine found (" + message_of(run_file.status()) +
                         "): start `offhook run`, or say --url and --token");
    url = run_file->url;
  }
  // The token of the run file is for the engine of the run file and for nobody else.
  if (token.empty() && token_file.empty() && run_file.ok() && run_file->url == url)
    token_file = run_file->token_file;
  if (token.empty() && !token_file.empty()) {
    auto read = read_token_file(token_file);
    if (!read.ok()) return read.status();
    token = *read;
  }
  return std::pair{url, token};
}

int CtlClient::connect() {
  const auto engine = find_engine();
  if (!engine.ok()) return fail(unreachable, message_of(engine.status()));
  const auto& [url, token] = *engine;
  const auto opened = connection_.open(url, token);
  if (opened.ok()) return done;
  if (opened.code() == absl::StatusCode::kUnauthenticated)
    return fail(unreachable, url + ": token refused");
  return fail(unreachable, "no engine at " + url + ": " + message_of(opened));
}

std::optional<json::value> CtlClient::ask(const std::string& method, json::object params,
                                          Milliseconds patience) {
  auto answer = connection_.call(method, std::move(params), patience);
  if (auto* result = std::get_if<json::value>(&answer)) return std::move(*result);
  tell_failure(method, std::get<CallFailure>(answer));
  return std::nullopt;
}

void CtlClient::tell_failure(const std::string& method, const CallFailure& failure) {
  constexpr std::int64_t unauthenticated = -32000, forbidden = -32001;
  const bool refused = failure.code() == unauthenticated || failure.code() == forbidden;
  status_ = failure.is_lost() || refused ? unreachable : failed;
  std::string message = method + ": " + failure.message;
  if (const auto* data = failure.error.if_contains("data"); data && data->is_object()) {
    if (const auto* sip = data->get_object().if_contains("sip"); sip && sip->is_object())
      message += " (" + json::serialize(sip->get_object().at("code")) + " " +
                 text_of(*sip, "reason") + ")";
    else
      message += " (" + text_of(*data, "kind") + ")";
  }
  if (options_.json && !failure.is_lost())
    out_ << json::serialize(json::object{{"schema", "offhook.ctl." + options_.verb},
                                         {"version", 1},
                                         {"error", failure.error}})
         << "\n";
  fail(static_cast<CtlExit>(status_), message);
}

int CtlClient::fail(CtlExit status, const std::string& message) {
  err_ << "offhook ctl: " << message << "\n";
  return status_ = status;
}

void CtlClient::print(const json::value& result, const std::string& text) {
  if (options_.json)
    out_ << json::serialize(json::object{
                {"schema", "offhook.ctl." + options_.verb}, {"version", 1}, {"result", result}})
         << "\n";
  else
    out_ << text;
  out_.flush();
}

void CtlClient::print_event(const json::object& event) {
  if (options_.json)
    out_ << json::serialize(
                json::object{{"schema", "offhook.ctl.event"}, {"version", 1}, {"event", event}})
         << "\n";
  else
    out_ << render_event(event);
  out_.flush();
}

int CtlClient::show(const std::string& method, Render render) {
  if (const auto result = ask(method, {})) print(*result, render(*result));
  return status_;
}

}  // namespace offhook::cli
