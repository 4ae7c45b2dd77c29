// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "actors/control/describe_json.hpp"
#include "actors/phone/info.hpp"

namespace offhook::control {

/// Every error of the API. JSON-RPC 2.0 §5.1 reserves -32768…-32000; the rest is ours.
enum class ErrorCode : int {
  parse_error = -32700,
  invalid_request = -32600,
  method_not_found = -32601,
  invalid_params = -32602,
  internal_error = -32603,
  unauthenticated = -32000,
  forbidden = -32001,
  rate_limited = -32002,
  overloaded = -32003,
  shutting_down = -32004,
  not_found = 1001,
  wrong_state = 1002,
  conflict = 1003,
  busy = 1004,
  not_registered = 1005,
  invalid_target = 1006,
  sip_failure = 1007,
  timeout = 1008,
  canceled = 1009,
  not_supported = 1010,
  device_error = 1011,
  media_error = 1012,
  resume_gap = 1013,
  sim_only = 1014,
  policy_denied = 1015,
};

/// A line of the table of errors: the stable name of a code, and whether trying again may help.
struct ErrorRow {
  ErrorCode code;
  std::string_view kind;
  bool retryable;
  std::string_view meaning;
};
std::span<const ErrorRow> error_rows();
const ErrorRow& row_of(ErrorCode code);

/// What a client is told. `details` are further members of `error.data`, and may replace `kind` by
/// a narrower one and `retryable` by a better guess.
struct ApiError {
  ErrorCode code = ErrorCode::internal_error;
  std::string message{};
  json::object details{};
};

/// The JSON-RPC error object: {code, message, data: {kind, message, retryable, …}}.
json::object error_object(const ApiError& error);

ApiError from_misfit(const Misfit& misfit);
ApiError bad_param(std::string_view pointer, std::string_view message);
ApiError from_phone(const phone::Error& error);
ApiError unknown(std::string_view resource, std::string_view id);

}  // namespace offhook::control
