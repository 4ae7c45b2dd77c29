// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/openrpc.hpp"

#include "actors/control/event_json.hpp"
#include "actors/control/registry.hpp"

namespace offhook::control {
namespace {

json::object error_entry(ErrorCode code) {
  const auto& row = row_of(code);
  return {
      {"code", static_cast<int>(code)}, {"message", row.meaning}, {"data", {{"kind", row.kind}}}};
}

json::object describe_method(const Method& method, Schemas& schemas) {
  json::array errors, scopes;
  for (auto code : method.errors) errors.push_back(error_entry(code));
  for (auto scope : method.scopes.list()) scopes.push_back(to_json(scope));
  return {{"name", method.name},
          {"description", method.doc},
          {"paramStructure", "by-name"},
          {"params", method.params_schema(schemas)},
          {"result", {{"name", "result"}, {"schema", method.result_schema(schemas)}}},
          {"errors", std::move(errors)},
          {"x-scopes", std::move(scopes)},
          {"x-changes-state", method.changes_state}};
}

}  // namespace

json::object openrpc_document(std::string_view version) {
  Schemas schemas;
  json::array described_methods, events, errors;
  for (const auto& method : methods())
    described_methods.push_back(describe_method(method, schemas));
  for (const auto& row : event_rows())
    events.push_back(
        {{"type", row.type}, {"description", row.doc}, {"payload", row.payload_schema(schemas)}});
  for (const auto& row : error_rows())
    errors.push_back({{"code", static_cast<int>(row.code)},
                      {"kind", row.kind},
                      {"retryable", row.retryable},
                      {"description", row.meaning}});
  return {{"openrpc", "1.2.6"},
          {"info", {{"title", "offhook control API"}, {"version", version}}},
          {"methods", std::move(described_methods)},
          {"components", {{"schemas", schemas.collected()}}},
          {"x-events", std::move(events)},
          {"x-errors", std::move(errors)}};
}

}  // namespace offhook::control
