// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "actors/control/api_error.hpp"

namespace offhook::control {

/// A JSON-RPC 2.0 request with parameters by name.
struct Request {
  json::value id;  ///< string or integer; null for a notification
  std::string method;
  json::object params;

  /// No id, so no answer: it does nothing here, because a lost error helps nobody.
  [[nodiscard]] bool is_notification() const { return id.is_null(); }
};

/// Why a text is no request, and the id to say it to: null where none could be read.
struct Refusal {
  json::value id;
  ApiError error;
};

/// Reads one message. Strict: UTF-8, at most limits::message_octets and message_depth, no batch.
std::variant<Request, Refusal> parse_request(std::string_view text);

std::string result_text(const json::value& id, json::value result);
std::string error_text(const json::value& id, const ApiError& error);

}  // namespace offhook::control
