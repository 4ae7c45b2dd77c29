// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/api_link.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace offhook::sim {
namespace {

namespace json = boost::json;

const json::object* object_in(const json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  return value != nullptr ? value->if_object() : nullptr;
}

}  // namespace

void ApiLink::request(std::string_view method, json::object params, OnAnswer on_answer) {
  const std::int64_t id = ++last_id_;
  waiting_[id] = std::move(on_answer);
  send(json::serialize(json::object{
      {"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}}));
}

void ApiLink::introduce(std::string_view token) {
  request("session.authenticate", {{"token", token}});
  request("session.hello", {}, [this](const json::object& hello, bool failed) {
    if (failed) return;
    // From the very first event on: what happened while we connected is sent again.
    json::object since{{"epoch", hello.at("epoch")}, {"seq", 0}};
    request("events.subscribe", {{"topics", json::array{"*"}}, {"since", std::move(since)}},
            [this](const json::object&, bool refused) { ready_ = !refused; });
  });
}

void ApiLink::received(std::string_view text) {
  boost::system::error_code bad;
  const json::value parsed = json::parse(text, bad);
  const auto* message = parsed.if_object();
  if (bad || message == nullptr) return lost("the phone sent something that is not JSON");
  const auto* id = message->if_contains("id");
  if (id == nullptr || !id->is_int64()) {
    if (const auto* event = object_in(*message, "params")) on_event_(*event);
    return;
  }
  const auto waiting = waiting_.extract(id->get_int64());
  const auto* error = object_in(*message, "error");
  if (error != nullptr && first_error_.empty()) first_error_ = json::serialize(*error);
  if (waiting.empty() || !waiting.mapped()) return;
  const auto* result = object_in(*message, "result");
  waiting.mapped()(error != nullptr    ? *error
                   : result != nullptr ? *result
                                       : json::object{},
                   error != nullptr);
}

}  // namespace offhook::sim
