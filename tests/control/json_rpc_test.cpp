// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/json_rpc.hpp"

#include <gtest/gtest.h>

#include "actors/control/limits.hpp"
#include "tests/control/fake_phone.hpp"

namespace offhook::control {
namespace {

Refusal refusal_of(const std::string& text) {
  auto parsed = parse_request(text);
  EXPECT_TRUE(std::holds_alternative<Refusal>(parsed)) << text;
  return std::holds_alternative<Refusal>(parsed) ? std::get<Refusal>(parsed) : Refusal{};
}
int code_of(const std::string& text) { return static_cast<int>(refusal_of(text).error.code); }
std::string kind_of(const std::string& text) {
  return std::string(error_object(refusal_of(text).error).at("data").at("kind").as_string());
}

TEST(JsonRpc, ReadsARequest) {
  const auto parsed =
      parse_request(R"({"jsonrpc":"2.0","id":"a","method":"call.get","params":{"call_id":"c1"}})");
  const auto& request = std::get<Request>(parsed);
  EXPECT_EQ(request.id, "a");
  EXPECT_EQ(request.method, "call.get");
  EXPECT_EQ(request.params.at("call_id"), "c1");
}

TEST(JsonRpc, TakesARequestWithoutParams) {
  EXPECT_TRUE(
      std::get<Request>(parse_request(R"({"jsonrpc":"2.0","id":1,"method":"a"})")).params.empty());
}

TEST(JsonRpc, RefusesWhatIsNotJson) {
  EXPECT_EQ(code_of(""), -32700);
  EXPECT_EQ(code_of("{\"jsonrpc\":\"2.0\","), -32700);
  EXPECT_EQ(code_of("{}x"), -32700);
  EXPECT_EQ(code_of("\"\xff\xfe\""), -32700);  // not UTF-8
}

TEST(JsonRpc, RefusesABatch) {
  EXPECT_EQ(code_of("[]"), -32600);
  EXPECT_EQ(kind_of(R"([{"jsonrpc":"2.0","id":1,"method":"a"}])"), "batch_unsupported");
}

TEST(JsonRpc, RefusesBadIds) {
  for (const std::string id : {"null", "1.5", "true", "[]", "{}"})
    EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","method":"a","id":)" + id + "}"), -32600) << id;
}

TEST(JsonRpc, RefusesWrongEnvelopesAndKeepsTheId) {
  EXPECT_EQ(refusal_of(R"({"id":7,"method":"a"})").id, 7);
  EXPECT_EQ(code_of(R"({"jsonrpc":"1.0","id":7,"method":"a"})"), -32600);
  EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":7,"method":3})"), -32600);
  EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":7,"method":"a","parms":{}})"), -32600);
  EXPECT_EQ(code_of("7"), -32600);
}

TEST(JsonRpc, TakesParamsByNameOnly) {
  EXPECT_EQ(code_of(R"({"jsonrpc":"2.0","id":7,"method":"a","params":[1]})"), -32602);
}

TEST(JsonRpc, RefusesTooDeepAndTooLong) {
  std::string deep = R"({"jsonrpc":"2.0","id":1,"method":"a","params":)";
  for (int i = 0; i < 40; ++i) deep += "{\"a\":";
  EXPECT_EQ(kind_of(deep), "too_deep");
  EXPECT_EQ(kind_of(std::string(limits::message_octets + 1, ' ')), "message_too_large");
}

TEST(ApiErrors, HaveOneShape) {
  ApiError error{ErrorCode::sip_failure, "refused", {{"sip", {{"code", 486}}}}};
  EXPECT_EQ(error_text(3, error),
            R"({"jsonrpc":"2.0","id":3,"error":{"code":1007,"message":"refused","data":)"
            R"({"kind":"sip_failure","message":"refused","retryable":false,"sip":{"code":486}}}})");
}

TEST(ApiErrors, ThePhonesKindsAreTheProtocolsNumbers) {
  for (int code = 1001; code <= 1012; ++code) {
    const auto error = from_phone(phone_error(static_cast<phone::ErrorKind>(code), "x"));
    EXPECT_EQ(static_cast<int>(row_of(error.code).code), code);
  }
  const auto busy = from_phone(phone_error(phone::ErrorKind::sip_failure, "Busy Here", 486));
  EXPECT_EQ(error_object(busy).at("data").at("retryable"), true);
}

}  // namespace
}  // namespace offhook::control
