// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/control/control_world.hpp"

namespace offhook::control {
namespace {

using Orders = std::vector<std::string>;

TEST(Orders, BecomeThePhonesOrders) {
  ControlWorld world;
  TestClient client(world, everything());
  EXPECT_EQ(client.result("call.dial", {{"target", "1002"}}).at("state"), "connected");
  for (const std::string what : {"answer", "hangup", "hold", "resume"})
    EXPECT_EQ(client.result("call." + what, {{"call_id", "c1"}}).at("call_id"), "c1") << what;
  client.result("call.reject", {{"call_id", "c1"}});
  client.result("call.reject", {{"call_id", "c1"}, {"code", 603}});
  EXPECT_EQ(client.result("call.send_dtmf", {{"call_id", "c1"}, {"digits", "12#"}}),
            json::parse(R"({"sent_digits":"12#"})"));

  EXPECT_EQ(world.script.orders,
            (Orders{"dial 1002", "answer c1", "hangup c1", "hold c1", "resume c1", "reject 486 c1",
                    "reject 603 c1", "dtmf 12# c1"}));
}

TEST(Orders, AreRefusedBeforeThePhoneSeesNonsense) {
  ControlWorld world;
  TestClient client(world, everything());
  const auto pointer = [&](const std::string& method, json::object params) {
    return client.call(method, std::move(params)).at("error").at("data").at("pointer");
  };
  EXPECT_EQ(pointer("call.dial", {{"target", ""}}), "/target");
  EXPECT_EQ(pointer("call.reject", {{"call_id", "c1"}, {"code", 200}}), "/code");
  EXPECT_EQ(pointer("call.send_dtmf", {{"call_id", "c1"}, {"digits", "1x"}}), "/digits");
  EXPECT_EQ(pointer("call.send_dtmf", {{"call_id", "c1"}, {"digits", "1"}, {"tone_ms", 0}}),
            "/tone_ms");
  EXPECT_EQ(pointer("call.hold", {{"call_id", "c1"}, {"timeout_ms", 180001}}), "/timeout_ms");
  EXPECT_EQ(pointer("call.hold", {{"call_id", "c1"}, {"timeout_ms", 0}}), "/timeout_ms");
  EXPECT_EQ(pointer("call.hold", {{"call_id", "c1"}, {"op_id", ""}}), "/op_id");
  EXPECT_EQ(pointer("call.hold", {{"call_id", "c1"}, {"wait", "forever"}}), "/wait");
  EXPECT_TRUE(world.script.orders.empty());
}

TEST(Orders, CarryTheSipOutcomeInTheirError) {
  ControlWorld world;
  world.script.refusal = phone_error(phone::ErrorKind::sip_failure, "Busy Here", 486);
  TestClient client(world, everything());

  const auto error = client.call("call.dial", {{"target", "1002"}}).at("error");

  EXPECT_EQ(error.at("code"), 1007);
  EXPECT_EQ(error.at("data").at("sip").at("code"), 486);
  EXPECT_EQ(error.at("data").at("retryable"), true);
}

TEST(Orders, CompleteOnlyWhenThePhoneSaysSo) {
  ControlWorld world;
  world.script.delay = 2s;
  TestClient client(world, everything());

  const int hold = client.request("call.hold", {{"call_id", "c1"}});
  world.loop.run_for(1900ms);
  EXPECT_FALSE(client.answer_to(hold));
  world.loop.run_for(200ms);

  EXPECT_TRUE(client.answer_to(hold));
}

TEST(Orders, AreAnsweredAtOnceWhenAcceptedIsEnough) {
  ControlWorld world;
  world.script.delay = 2s;
  TestClient client(world, everything());

  const int hold = client.request("call.hold", {{"call_id", "c1"}, {"wait", "accepted"}});
  const int wrong = client.request("call.hold", {{"call_id", "c7"}, {"wait", "accepted"}});
  world.loop.run_for(1ms);

  EXPECT_EQ(client.answer_to(hold)->at("result").at("call_id"), "c1");
  EXPECT_EQ(client.answer_to(wrong)->at("error").at("code"), 1001);
  world.loop.run_for(10s);
  EXPECT_FALSE(client.answer_to(hold));
}

TEST(Orders, TransferByNumberAndByCall) {
  ControlWorld world;
  TestClient client(world, everything());

  client.result("call.transfer", {{"call_id", "c1"}, {"target", "1003"}});
  client.result("call.complete_transfer", {{"call_id", "c1"}, {"consult_call_id", "c2"}});
  client.result("call.accept_transfer", {{"call_id", "c1"}});
  client.result("call.decline_transfer", {{"call_id", "c1"}});

  EXPECT_EQ(world.script.orders, (Orders{"transfer to 1003 c1", "transfer to c2 c1",
                                         "accept transfer c1", "decline transfer c1"}));
  EXPECT_EQ(client.error_kind("call.transfer", {{"call_id", "c1"}, {"target", ""}}),
            "invalid_params");
}

TEST(Orders, SwitchWhoHides) {
  ControlWorld world;
  TestClient client(world, everything());
  client.result("feature.set_privacy", {{"anonymous", true}});
  client.result("feature.set_privacy", {{"reject_anonymous", false}, {"account_id", "2"}});
  EXPECT_EQ(client.error_kind("feature.set_privacy", {}), "invalid_params");
  EXPECT_EQ(world.script.orders,
            (Orders{"anonymous on, rejection as before", "anonymous as before, rejection off"}));
}

TEST(Orders, SwitchFeatures) {
  ControlWorld world;
  TestClient client(world, everything());
  client.result("feature.set_dnd", {{"enabled", true}});
  client.result("feature.set_forward", {{"kind", "busy"}, {"enabled", true}, {"target", "1009"}});
  client.result("feature.set_forward", {{"kind", "always"}, {"enabled", false}});
  EXPECT_EQ(client.result("feature.get", {{"account_id", "1"}}).at("account_id"), "1");
  EXPECT_EQ(world.script.orders,
            (Orders{"dnd on", "forward busy 1009", "forward always as before"}));
  const auto pointer = [&](json::object params) {
    return client.call("feature.set_forward", std::move(params))
        .at("error")
        .at("data")
        .at("pointer");
  };
  EXPECT_EQ(pointer({{"kind", "never"}, {"enabled", true}}), "/kind");
  EXPECT_EQ(pointer({{"kind", "no_answer"}, {"enabled", true}, {"delay_s", 0}}), "/delay_s");
}

TEST(Orders, PagesBeginAndEnd) {
  ControlWorld world;
  TestClient client(world, everything());
  EXPECT_EQ(client.result("paging.start", {{"group", "Office"}}).at("speaking"), "Office");
  EXPECT_EQ(client.result("paging.stop", {}).at("speaking"), "");
  EXPECT_EQ(world.script.orders, (Orders{"page Office", "end page"}));
  EXPECT_EQ(client.call("paging.start", {{"group", ""}}).at("error").at("data").at("pointer"),
            "/group");
}

TEST(Orders, DeflectJoinAndSplit) {
  ControlWorld world;
  TestClient client(world, everything());
  client.result("call.deflect", {{"call_id", "c1"}, {"target", "1009"}});
  client.result("conference.create", {{"call_ids", json::array{"c1", "c2"}}});
  client.result("conference.end", {{"split", true}});
  client.result("conference.end", {});
  EXPECT_EQ(world.script.orders,
            (Orders{"deflect to 1009 c1", "join c1c2", "split", "end conference"}));
  EXPECT_EQ(client.call("conference.create", {{"call_ids", json::array{"c1"}}})
                .at("error")
                .at("data")
                .at("pointer"),
            "/call_ids");
}

TEST(Orders, ReadAndChangeTheCallLog) {
  ControlWorld world;
  TestClient client(world, everything());
  EXPECT_FALSE(client.result("call.log", {{"kind", "missed"}, {"limit", 5}}).at("more").as_bool());
  EXPECT_EQ(client.result("call.log_delete", {{"entry_ids", json::array{7, 8}}}).at("entries"), 2);
  client.result("call.log_clear", {{"kind", "missed"}});
  EXPECT_EQ(client.result("call.log_seen", {}).at("missed"), 1);
  EXPECT_EQ(world.script.orders,
            (Orders{"log missed 5", "delete log 2", "clear log 0", "look log 0"}));
  const auto pointer = [&](const std::string& method, json::object params) {
    return client.call(method, std::move(params)).at("error").at("data").at("pointer");
  };
  EXPECT_EQ(pointer("call.log", {{"kind", "lost"}}), "/kind");
  EXPECT_EQ(pointer("call.log", {{"limit", 0}}), "/limit");
  EXPECT_EQ(pointer("call.log_clear", {{"kind", "lost"}}), "/kind");
  EXPECT_EQ(pointer("call.log_delete", {{"entry_ids", json::array{}}}), "/entry_ids");
}

TEST(Orders, KeepContacts) {
  ControlWorld world;
  TestClient client(world, everything());
  EXPECT_EQ(client.result("contacts.list", {{"group", "work"}}).at("contacts").at(0).at("group"),
            "work");
  client.result("contacts.add", {{"name", "Bob"}, {"numbers", json::array{"1002"}}});
  client.result("contacts.update", {{"contact_id", "b"}, {"blocked", true}});
  client.result("contacts.remove", {{"contact_id", "b"}});
  EXPECT_EQ(world.script.orders, (Orders{"add Bob", "update bthe same", "remove b"}));
}

TEST(Orders, SendAText) {
  ControlWorld world;
  TestClient client(world, everything());

  const auto sent = client.result("message.send", {{"target", "1002"}, {"body", "hello"}});

  EXPECT_EQ(sent.at("code"), 202);
  EXPECT_EQ(world.script.orders, (Orders{"message 1002 hello"}));
  EXPECT_EQ(client.error_kind("message.send", {{"target", "1002"}, {"body", ""}}),
            "invalid_params");
  EXPECT_EQ(
      client.error_kind("message.send", {{"target", "1002"}, {"body", std::string(801, 'x')}}),
      "invalid_params");
}

TEST(Orders, TimeOutAndMayStillFinish) {
  ControlWorld world;
  world.script.delay = 2s;
  TestClient client(world, everything());
  const json::object hold{{"call_id", "c1"}, {"op_id", "o1"}, {"timeout_ms", 500}};

  const auto error = client.call("call.hold", hold).at("error");
  world.loop.run_for(2s);

  EXPECT_EQ(error.at("code"), 1008);
  EXPECT_EQ(error.at("data").at("op_id"), "o1");
  EXPECT_EQ(client.result("call.hold", hold).at("call_id"), "c1");
  EXPECT_EQ(world.script.orders, (Orders{"hold c1"}));
}

TEST(Orders, WithTheSameOpIdHappenOnce) {
  ControlWorld world;
  TestClient client(world, everything());
  const json::object dial{{"target", "1002"}, {"op_id", "o1"}};

  const auto first = client.result("call.dial", dial);
  const auto second = client.result("call.dial", dial);
  TestClient other(world, everything());
  const auto third = other.result("call.dial", dial);

  EXPECT_EQ(first, second);
  EXPECT_EQ(first, third);
  EXPECT_EQ(world.script.orders, (Orders{"dial 1002"}));
}

TEST(Orders, WithTheSameOpIdWaitForTheFirst) {
  ControlWorld world;
  world.script.delay = 1s;
  TestClient client(world, everything());
  const json::object hold{{"call_id", "c1"}, {"op_id", "o1"}};
  const int first = client.request("call.hold", hold);
  world.loop.run_for(500ms);
  const int second = client.request("call.hold", hold);

  world.loop.run_for(600ms);

  EXPECT_TRUE(client.answer_to(first));
  EXPECT_TRUE(client.answer_to(second));
  EXPECT_EQ(world.script.orders, (Orders{"hold c1"}));
}

TEST(Orders, SurviveTheClientThatGaveThem) {
  ControlWorld world;
  world.script.delay = 1s;
  const json::object hold{{"call_id", "c1"}, {"op_id", "o1"}};
  {
    TestClient lost(world, everything());
    lost.request("call.hold", hold);
    world.loop.run_for(100ms);
  }
  world.loop.run_for(2s);

  TestClient back(world, everything());
  EXPECT_EQ(back.result("call.hold", hold).at("call_id"), "c1");
  EXPECT_EQ(world.script.orders, (Orders{"hold c1"}));
}

TEST(Orders, WithOtherParametersConflict) {
  ControlWorld world;
  TestClient client(world, everything());
  client.result("call.dial", {{"target", "1002"}, {"op_id", "o1"}});
  EXPECT_EQ(client.error_kind("call.dial", {{"target", "1003"}, {"op_id", "o1"}}), "conflict");
  EXPECT_EQ(client.error_kind("call.hold", {{"call_id", "c1"}, {"op_id", "o1"}}), "conflict");
  EXPECT_EQ(world.script.orders, (Orders{"dial 1002"}));
}

TEST(Orders, AreForgottenAfterTenMinutes) {
  ControlWorld world;
  TestClient client(world, everything());
  const json::object dial{{"target", "1002"}, {"op_id", "o1"}};
  client.result("call.dial", dial);
  world.loop.run_for(10min);
  client.result("call.dial", dial);
  EXPECT_EQ(world.script.orders.size(), 2u);
}

TEST(Inject, MovesHookAndKeys) {
  ControlWorld world;
  TestClient client(world, Grant{"sim", {Scope::sim}});
  client.result("device.inject",
                {{"device_id", "hook"}, {"input", {{"hook", {{"off_hook", true}}}}}});
  client.result("device.inject",
                {{"device_id", "keypad"}, {"input", {{"key", {{"code", "5"}, {"down", true}}}}}});
  EXPECT_EQ(world.script.orders, (Orders{"hook up", "key 5 down"}));
}

TEST(Inject, NeedsConsentOnHardwareAndOneInput) {
  ControlWorld world;
  TestClient client(world, everything());
  TestClient device(world, Grant{"device", {Scope::device}});
  const json::object lift{{"device_id", "hook"}, {"input", {{"hook", {{"off_hook", true}}}}}};
  EXPECT_EQ(device.error_kind("device.inject", lift), "forbidden");
  EXPECT_EQ(client.error_kind("device.inject", {{"device_id", "hook"}, {"input", json::object{}}}),
            "invalid_params");
  EXPECT_EQ(client.error_kind("device.inject",
                              {{"device_id", "led"}, {"input", {{"hook", {{"off_hook", true}}}}}}),
            "not_found");
  EXPECT_TRUE(world.script.orders.empty());
}

}  // namespace
}  // namespace offhook::control
