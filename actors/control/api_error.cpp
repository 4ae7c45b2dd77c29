// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/api_error.hpp"

#include <algorithm>
#include <array>

#include "actors/base/status.hpp"
#include "actors/control/phone_described.hpp"

namespace offhook::control {
namespace {

// clang-format off
constexpr auto rows = std::to_array<ErrorRow>({
    {ErrorCode::parse_error,      "parse_error",      false, "not JSON"},
    {ErrorCode::invalid_request,  "invalid_request",  false, "not a JSON-RPC 2.0 request"},
    {ErrorCode::method_not_found, "method_not_found", false, "no such method"},
    {ErrorCode::invalid_params,   "invalid_params",   false, "bad parameter; data.pointer says which"},
    {ErrorCode::internal_error,   "internal_error",   false, "a fault of the engine"},
    {ErrorCode::unauthenticated,  "unauthenticated",  false, "no token, or a bad one"},
    {ErrorCode::forbidden,        "forbidden",        false, "the token lacks the scope; data.scopes"},
    {ErrorCode::rate_limited,     "rate_limited",     true,  "too fast; data.retry_after_ms"},
    {ErrorCode::overloaded,       "overloaded",       true,  "the engine's queue is full"},
    {ErrorCode::shutting_down,    "shutting_down",    true,  "the engine is going away"},
    {ErrorCode::not_found,        "not_found",        false, "no such thing; data.resource"},
    {ErrorCode::wrong_state,      "wrong_state",      false, "not in this state; data.state"},
    {ErrorCode::conflict,         "conflict",         false, "the id is taken by something else"},
    {ErrorCode::busy,             "busy",             true,  "another operation is in the way"},
    {ErrorCode::not_registered,   "not_registered",   true,  "the account is not registered"},
    {ErrorCode::invalid_target,   "invalid_target",   false, "the target cannot be dialled"},
    {ErrorCode::sip_failure,      "sip_failure",      false, "the peer refused; data.sip"},
    {ErrorCode::timeout,          "timeout",          true,  "not done in time, may still finish; data.op_id"},
    {ErrorCode::canceled,         "canceled",         false, "ended by someone else"},
    {ErrorCode::not_supported,    "not_supported",    false, "the phone or peer cannot do that"},
    {ErrorCode::device_error,     "device_error",     true,  "the hardware failed"},
    {ErrorCode::media_error,      "media_error",      false, "no common codec, or no sound"},
    {ErrorCode::resume_gap,       "resume_gap",       false, "the events asked for are gone; data.oldest_seq"},
    {ErrorCode::sim_only,         "sim_only",         false, "the simulator alone has this method"},
    {ErrorCode::policy_denied,    "policy_denied",    false, "the phone's settings forbid it"},
});
// clang-format on

/// Worth another try without a change: the peer was out, engaged or out of breath.
bool is_passing(int sip_status) {
  constexpr int passing[] = {408, 480, 486, 491, 500, 503, 504, 600};
  return std::ranges::find(passing, sip_status) != std::end(passing);
}

}  // namespace

std::span<const ErrorRow> error_rows() { return rows; }

const ErrorRow& row_of(ErrorCode code) {
  const auto found = std::ranges::find(rows, code, &ErrorRow::code);
  OFFHOOK_CHECK(found != rows.end());
  return *found;
}

json::object error_object(const ApiError& error) {
  const auto& row = row_of(error.code);
  const std::string_view message = error.message.empty() ? row.meaning : error.message;
  json::object data{{"kind", row.kind}, {"message", message}, {"retryable", row.retryable}};
  for (const auto& [name, value] : error.details) data[name] = value;
  return {{"code", static_cast<int>(error.code)}, {"message", message}, {"data", std::move(data)}};
}

ApiError from_misfit(const Misfit& misfit) {
  constexpr std::string_view reasons[] = {"unknown_member", "missing_member", "wrong_type",
                                          "out_of_range"};
  return {
      ErrorCode::invalid_params,
      (misfit.pointer.empty() ? "params" : misfit.pointer) + ": " + misfit.message,
      {{"pointer", misfit.pointer}, {"reason", reasons[static_cast<std::size_t>(misfit.reason)]}}};
}

ApiError bad_param(std::string_view pointer, std::string_view message) {
  return from_misfit({Misfit::Reason::out_of_range, std::string(pointer), std::string(message)});
}

ApiError from_phone(const phone::Error& error) {
  // The phone's numbers are the protocol's.
  ApiError api{static_cast<ErrorCode>(static_cast<int>(error.kind)), error.message};
  if (!error.state.empty()) api.details["state"] = error.state;
  if (error.sip) {
    api.details["sip"] = to_json(*error.sip);
    api.details["retryable"] = is_passing(error.sip->code);
  }
  return api;
}

ApiError unknown(std::string_view resource, std::string_view id) {
  return {ErrorCode::not_found,
          "no " + std::string(resource) + " \"" + std::string(id) + "\"",
          {{"resource", resource}}};
}

}  // namespace offhook::control
