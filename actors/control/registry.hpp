// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "actors/control/api_error.hpp"
#include "actors/control/json_schema.hpp"
#include "actors/control/scopes.hpp"

namespace offhook::control {

class Service;

/// Takes the outcome of a call as JSON, exactly once.
using Respond = std::function<void(std::variant<json::value, ApiError>)>;

/// One method of the API: all there is to know about it. The dispatcher, the OpenRPC document and
/// the tests read this table and nothing else.
struct Method {
  std::string_view name;
  std::string_view doc;
  Scopes scopes;                  ///< any of these will do; empty: open to everyone
  std::vector<ErrorCode> errors;  ///< beside those that every method can give
  bool changes_state = false;     ///< takes op_id, wait and timeout_ms

  json::array (*params_schema)(Schemas&) = nullptr;
  json::value (*result_schema)(Schemas&) = nullptr;
  /// Reads the parameters and hands them to the service, or responds why not.
  void (*call)(Service&, const json::value& params, const Respond&) = nullptr;
};

/// Every method, in the order of the documents.
std::span<const Method> methods();

/// Nullptr if there is none of that name.
const Method* find_method(std::string_view name);

}  // namespace offhook::control
