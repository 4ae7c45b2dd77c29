// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/registry.hpp"

#include <set>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "actors/control/event_json.hpp"
#include "actors/control/openrpc.hpp"

namespace offhook::control {
namespace {

TEST(Registry, HasTheMethodsOfTheApi) {
  for (const auto* name : {"session.hello",      "session.authenticate",
                           "rpc.discover",       "events.subscribe",
                           "events.unsubscribe", "events.resume",
                           "state.get",          "account.list",
                           "call.list",          "call.get",
                           "call.dial",          "call.answer",
                           "call.reject",        "call.hangup",
                           "call.hold",          "call.resume",
                           "call.send_dtmf",     "device.list",
                           "device.inject",      "system.info"})
    EXPECT_NE(find_method(name), nullptr) << name;
  EXPECT_EQ(find_method("call.explode"), nullptr);
}

TEST(Registry, EveryMethodIsDocumentedAndNamedOnce) {
  std::set<std::string_view> names;
  for (const auto& method : methods()) {
    EXPECT_TRUE(names.insert(method.name).second) << method.name;
    EXPECT_GT(method.doc.size(), 10u) << method.name;
    EXPECT_TRUE(method.doc.ends_with('.')) << method.name;
  }
}

TEST(Registry, WhatChangesThePhoneNeedsMoreThanRead) {
  for (const auto& method : methods()) {
    if (!method.changes_state) continue;
    EXPECT_FALSE(method.scopes.empty()) << method.name;
    EXPECT_FALSE(method.scopes.has(Scope::read)) << method.name;
  }
}

const json::value& find_in(const json::value& list, std::string_view key, std::string_view name) {
  static const json::value none;
  for (const auto& each : list.as_array())
    if (each.at(key) == json::value(name)) return each;
  return none;
}

TEST(OpenRpc, ListsEveryMethodEventAndError) {
  const auto document = openrpc_document("1.0.0");

  EXPECT_EQ(document.at("openrpc"), "1.2.6");
  EXPECT_EQ(document.at("methods").as_array().size(), methods().size());
  EXPECT_EQ(document.at("x-events").as_array().size(), event_rows().size());
  EXPECT_EQ(document.at("x-errors").as_array().size(), error_rows().size());
  for (const auto& method : methods())
    EXPECT_FALSE(find_in(document.at("methods"), "name", method.name).is_null()) << method.name;
}

TEST(OpenRpc, DescribesParametersResultAndErrors) {
  const auto document = openrpc_document("1.0.0");
  const auto& dial = find_in(document.at("methods"), "name", "call.dial");

  EXPECT_EQ(json::serialize(find_in(dial.at("params"), "name", "target")),
            R"({"name":"target","required":true,"schema":{"type":"string"}})");
  EXPECT_EQ(json::serialize(find_in(dial.at("params"), "name", "wait")),
            R"({"name":"wait","required":false,)"
            R"("schema":{"type":"string","enum":["completed","accepted"]}})");
  EXPECT_EQ(dial.at("result").at("schema").at("$ref"), "#/components/schemas/CallInfo");
  EXPECT_EQ(json::serialize(dial.at("x-scopes")), R"(["call"])");
  EXPECT_EQ(dial.at("errors").at(0).at("data").at("kind"), "not_registered");
}

void expect_references_resolve(const json::value& value, const json::value& schemas) {
  if (const auto* list = value.if_array())
    for (const auto& each : *list) expect_references_resolve(each, schemas);
  if (const auto* object = value.if_object())
    for (const auto& [name, each] : *object) {
      expect_references_resolve(each, schemas);
      if (name != "$ref") continue;
      const std::string_view target = each.as_string();
      EXPECT_TRUE(schemas.as_object().contains(target.substr(target.rfind('/') + 1))) << target;
    }
}

TEST(OpenRpc, RefersOnlyToSchemasItHolds) {
  const json::value document = openrpc_document("1.0.0");
  expect_references_resolve(document, document.at("components").at("schemas"));
}

}  // namespace
}  // namespace offhook::control
