// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/limits.hpp"
#include "actors/control/registry.hpp"
#include "tests/control/control_world.hpp"

namespace offhook::control {
namespace {

TEST(Session, SaysHelloToAnyone) {
  ControlWorld world;
  TestClient client(world, std::nullopt);

  const auto hello = client.result("session.hello", {{"client_name", "test"}});

  EXPECT_EQ(hello.at("engine"), "offhook");
  EXPECT_EQ(hello.at("version"), "1.2.3");
  EXPECT_EQ(hello.at("epoch"), "e1");
  EXPECT_EQ(hello.at("clock"), "virtual");
  EXPECT_EQ(hello.at("limits").at("message_octets"), 65536);
}

TEST(Session, ShowsNothingWithoutAToken) {
  ControlWorld world;
  TestClient client(world, std::nullopt);
  EXPECT_EQ(client.error_kind("state.get"), "unauthenticated");
  EXPECT_EQ(client.error_kind("call.dial", {{"target", "1002"}}), "unauthenticated");
  EXPECT_TRUE(world.script.orders.empty());
}

TEST(Session, TakesATokenWithinFiveSeconds) {
  ControlWorld world;
  TestClient client(world, std::nullopt);
  world.loop.run_for(4s);

  const auto granted = client.result("session.authenticate", {{"token", "open sesame"}});
  world.loop.run_for(60s);

  EXPECT_EQ(granted.at("token_name"), "laptop");
  EXPECT_EQ(json::serialize(granted.at("scopes")), R"(["read","call","device"])");
  EXPECT_FALSE(client.outlet->closed);
  EXPECT_EQ(client.result("state.get").at("phone_id"), "desk");
  EXPECT_EQ(client.error_kind("session.authenticate", {{"token", "open sesame"}}), "wrong_state");
}

TEST(Session, ClosesWhenNoTokenComesInTime) {
  ControlWorld world;
  TestClient client(world, std::nullopt);
  client.result("session.hello");

  world.loop.run_for(4900ms);
  EXPECT_FALSE(client.outlet->closed);
  world.loop.run_for(200ms);

  EXPECT_EQ(client.outlet->closed, CloseCode::policy_violation);
  EXPECT_EQ(world.loop.pending_timers(), 0u);
}

TEST(Session, AnswersAWrongTokenAndCloses) {
  ControlWorld world;
  TestClient client(world, std::nullopt);

  EXPECT_EQ(client.error_kind("session.authenticate", {{"token", "open"}}), "unauthenticated");
  world.loop.run_for(0s);

  EXPECT_EQ(client.outlet->closed, CloseCode::policy_violation);
}

TEST(Session, ATokenAllowsItsScopesOnly) {
  ControlWorld world;
  TestClient client(world, Grant{"reader", {Scope::read}});
  EXPECT_EQ(client.error_kind("state.get"), "");
  const auto refused = client.call("call.hold", {{"call_id", "c1"}});
  EXPECT_EQ(refused.at("error").at("code"), -32001);
  EXPECT_EQ(json::serialize(refused.at("error").at("data").at("scopes")), R"(["call"])");
}

TEST(Session, RefusesBadRequestsOneByOne) {
  ControlWorld world;
  TestClient client(world, everything());
  EXPECT_EQ(client.error_kind("call.explode"), "method_not_found");

  const auto unknown_member = client.call("call.get", {{"call_id", "c1"}, {"cal_id", "c1"}});
  EXPECT_EQ(unknown_member.at("error").at("code"), -32602);
  EXPECT_EQ(unknown_member.at("error").at("data").at("pointer"), "/cal_id");
  const auto missing = client.call("call.get");
  EXPECT_EQ(missing.at("error").at("data").at("reason"), "missing_member");
  const auto wrong = client.call("events.subscribe", {{"topics", {"*", 7}}});
  EXPECT_EQ(wrong.at("error").at("data").at("pointer"), "/topics/1");
}

TEST(Session, IgnoresNotificationsOfClients) {
  ControlWorld world;
  TestClient client(world, everything());
  client.send(R"({"jsonrpc":"2.0","method":"call.hangup","params":{"call_id":"c1"}})");
  world.loop.run_for(1s);
  EXPECT_TRUE(client.outlet->texts.empty());
  EXPECT_TRUE(world.script.orders.empty());
}

TEST(Session, AnswersARefusedTextWithANullId) {
  ControlWorld world;
  TestClient client(world, everything());
  client.send("[]");
  world.loop.run_for(0s);
  ASSERT_EQ(client.outlet->texts.size(), 1u);
  EXPECT_TRUE(client.outlet->texts[0].starts_with(R"({"jsonrpc":"2.0","id":null,"error":)"));
}

TEST(Session, RefusesAnIdThatIsStillWaiting) {
  ControlWorld world;
  world.script.delay = 100ms;
  TestClient client(world, everything());
  const std::string hold =
      R"({"jsonrpc":"2.0","id":"x","method":"call.hold","params":{"call_id":"c1"}})";

  client.send(hold);
  client.send(hold);
  world.loop.run_for(50ms);
  ASSERT_EQ(client.outlet->texts.size(), 1u);
  EXPECT_NE(client.outlet->texts[0].find("-32600"), std::string::npos);
  world.loop.run_for(100ms);

  EXPECT_EQ(client.outlet->texts.size(), 2u);
  EXPECT_EQ(world.script.orders.size(), 1u);
}

TEST(Session, Holds64RequestsAtATime) {
  ControlWorld world;
  world.script.delay = 100ms;
  TestClient client(world, everything());
  for (std::size_t i = 0; i < limits::outstanding_requests; ++i)
    client.request("call.hold", {{"call_id", "c1"}});

  EXPECT_EQ(client.error_kind("call.hold", {{"call_id", "c1"}}), "rate_limited");
  world.loop.run_for(10s);
  EXPECT_EQ(client.error_kind("call.hold", {{"call_id", "c1"}}), "");
}

TEST(Session, Takes200RequestsASecond) {
  ControlWorld world;
  TestClient client(world, everything());
  for (int i = 0; i < 200; ++i) ASSERT_EQ(client.error_kind("session.hello"), "") << i;

  const auto refused = client.call("session.hello");
  EXPECT_EQ(refused.at("error").at("code"), -32002);
  EXPECT_EQ(refused.at("error").at("data").at("retry_after_ms"), 5);
  world.loop.run_for(5ms);
  EXPECT_EQ(client.error_kind("session.hello"), "");
}

TEST(Session, GoesWhenAnswersAreNotRead) {
  ControlWorld world;
  TestClient client(world, everything());
  client.outlet->stalled = true;
  for (int second = 0; second < 6 && !client.outlet->closed; ++second) {
    for (int i = 0; i < 200; ++i) client.request("session.hello");
    world.loop.run_for(1s);
  }
  EXPECT_EQ(client.outlet->closed, CloseCode::try_again_later);
}

TEST(Session, ListsWhatThePhoneHas) {
  ControlWorld world;
  TestClient client(world, everything());
  EXPECT_EQ(client.result("account.list").at("accounts").at(0).at("state"), "registered");
  EXPECT_EQ(client.result("call.list").at("calls").as_array().size(), 1u);
  EXPECT_TRUE(client.result("call.list", {{"state", "ringing_in"}}).at("calls").as_array().empty());
  EXPECT_TRUE(client.result("call.list", {{"account_id", "x"}}).at("calls").as_array().empty());
  EXPECT_EQ(client.result("device.list", {{"kind", "hook"}}).at("devices").as_array().size(), 1u);
  EXPECT_EQ(client.result("call.get", {{"call_id", "c1"}}).at("codec"), "PCMU");
  EXPECT_EQ(client.error_kind("call.get", {{"call_id", "c2"}}), "not_found");
  world.loop.run_for(1500ms);
  EXPECT_EQ(client.result("system.info").at("uptime_ms"), 1500);
}

TEST(Session, ServesItsOwnDescription) {
  ControlWorld world;
  TestClient client(world, std::nullopt);
  const auto document = client.result("rpc.discover");
  EXPECT_EQ(document.at("methods").as_array().size(), methods().size());
}

TEST(Session, SaysWhenThePhoneIsGone) {
  ControlWorld world;
  TestClient client(world, everything());
  act::stop(world.phone);
  world.loop.run_for(0s);
  EXPECT_EQ(client.error_kind("state.get"), "shutting_down");
  EXPECT_EQ(client.error_kind("device.list"), "shutting_down");
  EXPECT_EQ(client.error_kind("call.hold", {{"call_id", "c1"}}), "shutting_down");
}

TEST(Session, TellsItsClientWhenItEndsByItself) {
  ControlWorld world;
  TestClient client(world, everything());
  act::stop(client.session);
  world.loop.run_for(0s);
  EXPECT_EQ(client.outlet->closed, CloseCode::going_away);
}

}  // namespace
}  // namespace offhook::control
