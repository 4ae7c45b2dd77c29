// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/access.hpp"

#include <gtest/gtest.h>

#include "actors/control/limits.hpp"
#include "actors/control/operation_memory.hpp"
#include "actors/control/rate_limit.hpp"
#include "actors/control/upgrade.hpp"

namespace offhook::control {
namespace {

const std::string salt = "00112233445566778899aabbccddeeff";

TEST(Access, KnowsATokenByItsSaltedHash) {
  Access access;
  ASSERT_TRUE(access.add("a", Access::hash("secret", salt), {Scope::read}));
  ASSERT_TRUE(access.add("b", Access::hash("other", salt), Scopes::all()));

  EXPECT_EQ(access.check("secret")->token_name, "a");
  EXPECT_EQ(access.check("other")->scopes, Scopes::all());
  EXPECT_FALSE(access.check("Secret"));
  EXPECT_FALSE(access.check(""));
  access.revoke("a");
  EXPECT_FALSE(access.check("secret"));
}

TEST(Access, HashIsHmacSha256OfTheTokenUnderTheSalt) {
  // RFC 4231 §4.3: key "Jefe". The salt is used as it stands in the file.
  EXPECT_EQ(Access::hash("what do ya want for nothing?", "Jefe"),
            "hmac-sha256:Jefe:5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Access, RefusesHashesItDoesNotUnderstand) {
  Access access;
  const auto good = Access::hash("secret", salt);
  EXPECT_FALSE(access.add("a", "secret", {}));
  EXPECT_FALSE(access.add("a", good.substr(0, good.size() - 2), {}));
  EXPECT_FALSE(access.add("a", Access::hash("secret", "short"), {}));
  EXPECT_FALSE(access.add("a", "hmac-sha256:", {}));
}

const UpgradePolicy policy{.port = 4567, .allowed_origins = {"http://panel.test"}};
const UpgradeRequest good{.host = "localhost:4567", .subprotocols = "offhook.jsonrpc.v1"};

unsigned refused_with(const UpgradeRequest& request) {
  const auto verdict = check_upgrade(request, policy);
  const auto* refusal = std::get_if<UpgradeRefusal>(&verdict);
  return refusal ? refusal->http_status : 0;
}
std::optional<std::string> token_in(const UpgradeRequest& request) {
  const auto verdict = check_upgrade(request, policy);
  EXPECT_TRUE(std::holds_alternative<UpgradeAccepted>(verdict));
  return std::get<UpgradeAccepted>(verdict).token;
}

TEST(Upgrade, WantsOurNameInHost) {
  for (const auto* host : {"localhost:4567", "LOCALHOST:4567", "127.0.0.1:4567", "[::1]:4567"}) {
    auto request = good;
    request.host = host;
    EXPECT_EQ(refused_with(request), 0u) << host;
  }
  for (const auto* host :
       {"evil.test:4567", "localhost", "localhost:4568", "127.0.0.1.evil:4567"}) {
    auto request = good;
    request.host = host;
    EXPECT_EQ(refused_with(request), 403u) << host;
  }
  auto request = good;
  request.host.reset();
  EXPECT_EQ(refused_with(request), 400u);
}

TEST(Upgrade, WantsAnOriginOnTheListOrNone) {
  auto request = good;
  request.origin = "http://panel.test";
  EXPECT_EQ(refused_with(request), 0u);
  for (const auto* origin : {"http://evil.test", "null", "", "http://panel.test.evil"}) {
    request.origin = origin;
    EXPECT_EQ(refused_with(request), 403u) << origin;
  }
}

TEST(Upgrade, WantsOurSubprotocol) {
  auto request = good;
  for (const auto* offered : {"", "offhook.jsonrpc.v2", "bearer.YQ"}) {
    request.subprotocols = offered;
    EXPECT_EQ(refused_with(request), 400u) << offered;
  }
  request.subprotocols.reset();
  EXPECT_EQ(refused_with(request), 400u);
}

TEST(Upgrade, FindsTheTokenInHeaderOrSubprotocol) {
  EXPECT_EQ(token_in(good), std::nullopt);
  auto request = good;
  request.authorization = "bearer  open sesame ";
  EXPECT_EQ(token_in(request), "open sesame");
  request.authorization = "Basic b3BlbiBzZXNhbWU=";
  EXPECT_EQ(refused_with(request), 401u);
  request.authorization.reset();
  request.subprotocols = "offhook.jsonrpc.v1 , bearer.b3BlbiBzZXNhbWU";
  EXPECT_EQ(token_in(request), "open sesame");
  request.subprotocols = "offhook.jsonrpc.v1, bearer.***";
  EXPECT_EQ(refused_with(request), 400u);
}

TEST(RateLimit, AllowsASecondsWorthAtOnceAndThenTheRate) {
  RateLimit rate(200);
  for (int i = 0; i < 200; ++i) ASSERT_EQ(rate.take(10s), 0ns) << i;
  EXPECT_EQ(rate.take(10s), 5ms);
  EXPECT_EQ(rate.take(10s + 4ms), 1ms);
  EXPECT_EQ(rate.take(10s + 5ms), 0ns);
  EXPECT_EQ(rate.take(10s + 5ms), 5ms);
  int after_a_pause = 0;
  while (rate.take(60s) == 0ns) ++after_a_pause;
  EXPECT_EQ(after_a_pause, 200);
}

TEST(OperationMemory, RemembersAnOutcomeForTenMinutes) {
  using enum OperationMemory::Found;
  OperationMemory memory;
  EXPECT_EQ(memory.begin("a", "hold c1", 1, 0s).found, fresh);
  EXPECT_EQ(memory.begin("a", "hold c1", 2, 1s).found, running);
  EXPECT_EQ(memory.begin("a", "hold c1", 2, 1s).operation, 1u);
  EXPECT_EQ(memory.begin("a", "hold c2", 2, 1s).found, conflict);

  memory.finish("a", std::string("5"), 10s);

  EXPECT_EQ(std::get<std::string>(*memory.begin("a", "hold c1", 2, 600s).result), "5");
  EXPECT_EQ(memory.begin("a", "hold c2", 2, 600s).found, conflict);
  EXPECT_EQ(memory.begin("a", "hold c2", 2, 610s).found, fresh);
}

TEST(OperationMemory, ForgetsTheOldestWhenThereAreTooMany) {
  OperationMemory memory;
  for (std::size_t i = 0; i <= limits::remembered_operations; ++i) {
    memory.begin(std::to_string(i), "x", i, 0s);
    memory.finish(std::to_string(i), std::monostate{}, 0s);
  }
  EXPECT_EQ(memory.begin("0", "x", 9, 0s).found, OperationMemory::Found::fresh);
  EXPECT_EQ(memory.begin("1", "x", 9, 0s).found, OperationMemory::Found::done);
}

}  // namespace
}  // namespace offhook::control
