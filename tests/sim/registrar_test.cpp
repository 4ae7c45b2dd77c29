// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/registrar.hpp"

#include <gtest/gtest.h>

#include "actors/sip/digest.hpp"
#include "tests/sim/request_builder.hpp"

namespace offhook::sim {
namespace {

constexpr const char* phone = "<sip:1001@10.0.0.1:5060>";

RequestBuilder register_1001(int cseq = 1) {
  RequestBuilder request("REGISTER", "sip:sim.test");
  request.to("1001").cseq(cseq);
  return request;
}

class RegistrarTest : public testing::Test {
 protected:
  explicit RegistrarTest(bool challenge = true)
      : registrar_({.challenge = challenge}, guard_, random_) {}
  sip::MessagePtr send(const RequestBuilder& request) {
    return registrar_.answer(*request.build(), now_);
  }
  /// The same request with the answer to the challenge of `refused`.
  sip::MessagePtr send_signed(RequestBuilder request, const sip::Message& refused,
                              const std::string& password = "secret",
                              const std::string& user = "1001", std::uint32_t count = 1) {
    const auto challenge = sip::parse_challenge(*refused.header(sip::HeaderId::www_authenticate));
    const auto credentials = sip::answer(*challenge, {.method = "REGISTER", .uri = "sip:sim.test"},
                                         {.user = user, .password = password}, "0a4f113b", count);
    return send(request.set("Authorization", sip::to_string(*credentials)));
  }
  [[nodiscard]] std::size_t count(std::string_view user = "1001") const {
    return registrar_.bindings(user, now_).size();
  }

  SeededRandom random_{1};
  DigestGuard guard_{{}, {{"1001", "secret"}, {"1002", "word"}}, random_};
  Registrar registrar_;
  Instant now_ = 10s;
};

class OpenRegistrarTest : public RegistrarTest {
 protected:
  OpenRegistrarTest() : RegistrarTest(false) {}
};

TEST_F(RegistrarTest, ChallengesThenBinds) {
  const auto refused = send(register_1001(1).add("Contact", phone));
  ASSERT_EQ(refused->status(), 401);
  EXPECT_EQ(count(), 0u);

  const auto accepted = send_signed(register_1001(2).add("Contact", phone), *refused);

  EXPECT_EQ(accepted->status(), 200);
  ASSERT_EQ(accepted->contacts().size(), 1u);
  EXPECT_EQ(accepted->contacts()[0].expires(), 3600u);
  EXPECT_FALSE(accepted->to_tag().empty());
  EXPECT_EQ(count(), 1u);
}

TEST_F(RegistrarTest, ChallengesAgainForAWrongPassword) {
  const auto refused = send(register_1001(1).add("Contact", phone));

  const auto again = send_signed(register_1001(2).add("Contact", phone), *refused, "wrong");

  EXPECT_EQ(again->status(), 401);
  const auto challenge = sip::parse_challenge(*again->header(sip::HeaderId::www_authenticate));
  EXPECT_FALSE(challenge->is_stale());
  EXPECT_EQ(count(), 0u);
}

TEST_F(RegistrarTest, SaysStaleWhenOnlyTheNonceIsOld) {
  const auto refused = send(register_1001(1));
  now_ += 301s;

  const auto again = send_signed(register_1001(2), *refused);

  ASSERT_EQ(again->status(), 401);
  const auto challenge = sip::parse_challenge(*again->header(sip::HeaderId::www_authenticate));
  EXPECT_TRUE(challenge->is_stale());
  EXPECT_EQ(send_signed(register_1001(3), *again)->status(), 200);
}

TEST_F(RegistrarTest, AcceptsEachNonceCountOnce) {
  const auto refused = send(register_1001(1));

  EXPECT_EQ(send_signed(register_1001(2), *refused, "secret", "1001", 1)->status(), 200);
  EXPECT_EQ(send_signed(register_1001(3), *refused, "secret", "1001", 1)->status(), 401);
  EXPECT_EQ(send_signed(register_1001(4), *refused, "secret", "1001", 2)->status(), 200);
}

TEST_F(RegistrarTest, RefusesCredentialsMadeForAnotherRequest) {
  const auto refused = send(register_1001(1));
  const auto challenge = sip::parse_challenge(*refused->header(sip::HeaderId::www_authenticate));
  const auto credentials =
      sip::answer(*challenge, {.method = "REGISTER", .uri = "sip:elsewhere.test"},
                  {.user = "1001", .password = "secret"}, "0a4f113b", 1);

  const auto again = send(register_1001(2).set("Authorization", sip::to_string(*credentials)));

  EXPECT_EQ(again->status(), 401);
}

TEST_F(RegistrarTest, LetsNobodyRegisterForAnother) {
  const auto refused = send(register_1001(1).add("Contact", phone));

  const auto answer = send_signed(register_1001(2).add("Contact", phone), *refused, "word", "1002");

  EXPECT_EQ(answer->status(), 403);
  EXPECT_EQ(count(), 0u);
}

TEST_F(OpenRegistrarTest, ForgetsABindingWhenItsTimeIsOver) {
  send(register_1001().add("Contact", phone).set("Expires", "60"));

  now_ += 60s - 1ns;
  EXPECT_EQ(count(), 1u);
  now_ += 1ns;
  EXPECT_EQ(count(), 0u);
  EXPECT_TRUE(send(register_1001(2))->contacts().empty());
}

TEST_F(OpenRegistrarTest, NamesTheSecondsThatAreLeft) {
  send(register_1001().add("Contact", phone).set("Expires", "120"));
  now_ += 100500ms;

  const auto answer = send(register_1001(2));

  ASSERT_EQ(answer->contacts().size(), 1u);
  EXPECT_EQ(answer->contacts()[0].expires(), 20u);
}

// RFC 3261 §10.3 step 7: less than the minimum, but more than 0 and less than an hour.
TEST_F(OpenRegistrarTest, FindsABriefIntervalTooBrief) {
  const auto answer = send(register_1001().add("Contact", phone).set("Expires", "59"));

  EXPECT_EQ(answer->status(), 423);
  EXPECT_EQ(answer->header(sip::HeaderId::min_expires), "60");
  EXPECT_EQ(count(), 0u);
  EXPECT_EQ(send(register_1001(2).add("Contact", phone).set("Expires", "60"))->status(), 200);
}

TEST_F(OpenRegistrarTest, GrantsNoMoreThanItsMaximum) {
  const auto answer = send(register_1001().add("Contact", phone).set("Expires", "999999"));

  EXPECT_EQ(answer->contacts()[0].expires(), 7200u);
}

TEST_F(OpenRegistrarTest, PrefersTheExpiresOfTheContact) {
  const auto answer =
      send(register_1001()
               .add("Contact", std::string(phone) + ";expires=90, <sip:1001@10.0.0.7>")
               .set("Expires", "600"));

  ASSERT_EQ(answer->contacts().size(), 2u);
  EXPECT_EQ(answer->contacts()[0].expires(), 600u);  // newest first
  EXPECT_EQ(answer->contacts()[1].expires(), 90u);
}

TEST_F(OpenRegistrarTest, RemovesOneBindingWithZeroAndAllWithAStar) {
  send(register_1001(1).add("Contact", phone).add("Contact", "<sip:1001@10.0.0.7>"));
  send(register_1001(2).add("Contact", std::string(phone) + ";expires=0"));
  ASSERT_EQ(count(), 1u);

  EXPECT_EQ(send(register_1001(3).add("Contact", "*"))->status(), 400);
  EXPECT_EQ(send(register_1001(3).add("Contact", "*").set("Expires", "60"))->status(), 400);
  EXPECT_EQ(count(), 1u);
  EXPECT_EQ(send(register_1001(3).add("Contact", "*").set("Expires", "0"))->status(), 200);
  EXPECT_EQ(count(), 0u);
}

TEST_F(OpenRegistrarTest, IgnoresWhatCameLateInTheSameCall) {
  send(register_1001(5).add("Contact", phone).set("Expires", "600"));

  const auto late = send(register_1001(4).add("Contact", std::string(phone) + ";expires=0"));
  const auto late_star = send(register_1001(5).add("Contact", "*").set("Expires", "0"));
  EXPECT_EQ(late->status(), 500);
  EXPECT_EQ(late_star->status(), 500);
  EXPECT_EQ(count(), 1u);

  // Another Call-ID is another boot of the phone: it may replace the binding.
  const auto other =
      send(register_1001(1).call_id("other").add("Contact", std::string(phone) + ";expires=0"));
  EXPECT_EQ(other->status(), 200);
  EXPECT_EQ(count(), 0u);
}

TEST_F(OpenRegistrarTest, ChangesNothingWhenOneContactIsRefused) {
  const auto answer = send(register_1001()
                               .add("Contact", "<sip:1001@10.0.0.7>;expires=600")
                               .add("Contact", std::string(phone) + ";expires=5"));

  EXPECT_EQ(answer->status(), 423);
  EXPECT_EQ(count(), 0u);
}

TEST_F(OpenRegistrarTest, OrdersByQThenNewestFirst) {
  send(register_1001(1).add("Contact", "<sip:low@10.0.0.1>;q=0.2"));
  send(register_1001(2).add("Contact", "<sip:old@10.0.0.1>"));
  send(register_1001(3).add("Contact", "<sip:new@10.0.0.1>"));

  const auto bindings = registrar_.bindings("1001", now_);

  ASSERT_EQ(bindings.size(), 3u);
  EXPECT_EQ(bindings[0].contact.user, "new");
  EXPECT_EQ(bindings[1].contact.user, "old");
  EXPECT_EQ(bindings[2].contact.user, "low");
  const auto listed = send(register_1001(4))->contacts();
  EXPECT_EQ(listed[2].q(), 200);
}

TEST_F(OpenRegistrarTest, RefreshesTheSameContactInsteadOfAddingIt) {
  send(register_1001(1).add("Contact", phone).set("Expires", "60"));
  now_ += 50s;
  send(register_1001(2).add("Contact", "<SIP:1001@10.0.0.1:5060>").set("Expires", "60"));

  now_ += 50s;
  EXPECT_EQ(count(), 1u);
}

TEST_F(OpenRegistrarTest, IsFoundByItsDomainInAnyCaseAndByItsAddress) {
  auto by_address = RequestBuilder("REGISTER", "sip:10.0.0.9:5060");
  by_address.set("To", "<sip:1001@10.0.0.9:5060>").add("Contact", phone);
  auto by_domain = register_1001().call_id("other").set("To", "<sip:1001@SIM.Test>");
  auto elsewhere = register_1001().call_id("third").set("To", "<sip:1001@example.net>");

  EXPECT_EQ(send(by_address)->status(), 200);
  EXPECT_EQ(send(by_domain)->contacts().size(), 1u);
  EXPECT_EQ(send(elsewhere)->status(), 404);
}

TEST_F(OpenRegistrarTest, RefusesStrangersRequirementsAndFloods) {
  EXPECT_EQ(send(register_1001().to("9999").add("Contact", phone))->status(), 404);
  const auto required = send(register_1001().add("Require", "gruu"));
  EXPECT_EQ(required->status(), 420);
  EXPECT_EQ(required->header(sip::HeaderId::unsupported), "gruu");

  RequestBuilder many = register_1001();
  for (int i = 0; i < 17; ++i) many.add("Contact", "<sip:p" + std::to_string(i) + "@10.0.0.1>");
  EXPECT_EQ(send(many)->status(), 403);
  EXPECT_EQ(count(), 0u);
}

TEST(DigestGuard, ForgetsNoncesOfAFlood) {
  SeededRandom random(1);
  DigestGuard guard({}, {{"1001", "secret"}}, random);
  const auto challenge = sip::parse_challenge(guard.challenge(0s, false));

  for (int i = 0; i < 5000; ++i) (void)guard.challenge(1s, false);

  const auto credentials = sip::answer(*challenge, {.method = "REGISTER", .uri = "sip:sim.test"},
                                       {.user = "1001", .password = "secret"}, "0a4f113b", 1);
  const auto request =
      RequestBuilder("REGISTER", "sip:sim.test").set("Authorization", sip::to_string(*credentials));
  EXPECT_EQ(guard.check(*request.build(), sip::HeaderId::authorization, 1s).verdict,
            DigestGuard::Verdict::stale);
}

TEST(DigestGuard, RefusesAWeakerFormThanItAskedFor) {
  SeededRandom random(1);
  DigestGuard guard({}, {{"1001", "secret"}}, random);
  auto challenge = *sip::parse_challenge(guard.challenge(0s, false));
  sip::remove_param(challenge.params, "qop");

  const auto credentials = sip::answer(challenge, {.method = "REGISTER", .uri = "sip:sim.test"},
                                       {.user = "1001", .password = "secret"}, "0a4f113b", 1);
  const auto request =
      RequestBuilder("REGISTER", "sip:sim.test").set("Authorization", sip::to_string(*credentials));

  EXPECT_EQ(guard.check(*request.build(), sip::HeaderId::authorization, 0s).verdict,
            DigestGuard::Verdict::rejected);
}

}  // namespace
}  // namespace offhook::sim
