// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/json_rpc.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "actors/control/limits.hpp"

namespace offhook::control {
namespace {

ApiError invalid_request(std::string_view message, std::string_view kind = "invalid_request") {
  return {ErrorCode::invalid_request, std::string(message), {{"kind", kind}}};
}

bool is_id(const json::value& id) { return id.is_string() || id.is_int64() || id.is_uint64(); }

/// The reason to refuse `error` of the JSON parser with.
ApiError unreadable(const json::error_code& error) {
  if (error == json::error::too_deep)
    return invalid_request("nested deeper than " + std::to_string(limits::message_depth),
                           "too_deep");
  return {ErrorCode::parse_error, error.message()};
}

/// Reads the members of a request one by one. An unknown member is a typing error worth telling.
std::variant<Request, Refusal> read_members(json::object& object) {
  Request request;
  const auto* id = object.if_contains("id");
  if (id != nullptr) {
    if (!is_id(*id)) return Refusal{nullptr, invalid_request("id must be a string or an integer")};
    request.id = *id;
  }
  const auto refuse = [&](ApiError error) { return Refusal{request.id, std::move(error)}; };
  const auto* version = object.if_contains("jsonrpc");
  if (version == nullptr || *version != "2.0")
    return refuse(invalid_request("jsonrpc must be \"2.0\""));
  const auto* method = object.if_contains("method");
  if (method == nullptr || !method->is_string())
    return refuse(invalid_request("method must be a string"));
  request.method = std::string_view(method->get_string());
  for (const auto& [name, value] : object)
    if (name != "jsonrpc" && name != "id" && name != "method" && name != "params")
      return refuse(invalid_request("unknown member " + pointer_to("", name)));
  if (auto* params = object.if_contains("params")) {
    if (!params->is_object())
      return refuse({ErrorCode::invalid_params,
                     "params must be an object: by name only",
                     {{"pointer", ""}, {"reason", "wrong_type"}}});
    request.params = std::move(params->get_object());
  }
  return request;
}

}  // namespace

std::variant<Request, Refusal> parse_request(std::string_view text) {
  if (text.size() > limits::message_octets)
    return Refusal{nullptr, invalid_request(
                                "longer than " + std::to_string(limits::message_octets) + " octets",
                                "message_too_large")};
  json::parse_options options;
  options.max_depth = limits::message_depth;
  json::error_code failed;
  auto message = json::parse(text, failed, {}, options);
  if (failed) return Refusal{nullptr, unreadable(failed)};
  if (message.is_array())
    return Refusal{nullptr, invalid_request("batches are not supported: send the requests one by "
                                            "one, without waiting",
                                            "batch_unsupported")};
  if (!message.is_object()) return Refusal{nullptr, invalid_request("must be an object")};
  return read_members(message.get_object());
}

std::string result_text(const json::value& id, json::value result) {
  return json::serialize(
      json::object{{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
}

std::string error_text(const json::value& id, const ApiError& error) {
  return json::serialize(
      json::object{{"jsonrpc", "2.0"}, {"id", id}, {"error", error_object(error)}});
}

}  // namespace offhook::control
