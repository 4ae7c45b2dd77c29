// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/headers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/sip/status_code.hpp"

namespace offhook::sip {
namespace {

using testing::ElementsAre;

TEST(Method, IsCaseSensitive) {
  EXPECT_EQ(parse_method("INVITE"), Method::invite);
  EXPECT_EQ(parse_method("PUBLISH"), Method::publish);
  EXPECT_EQ(parse_method("invite"), Method::other);
  EXPECT_EQ(parse_method("RE%47ISTER"), Method::other);
  EXPECT_EQ(to_string(Method::register_), "REGISTER");
}

TEST(StatusCode, HasTheRegisteredPhraseOrThatOfItsClass) {
  EXPECT_EQ(reason_phrase(486), "Busy Here");
  EXPECT_EQ(reason_phrase(608), "Rejected");
  EXPECT_EQ(reason_phrase(499), "Request Failure");
  EXPECT_TRUE(is_provisional(199) && is_success(200) && is_failure(699) && !is_final(199));
}

TEST(HeaderName, IsKnownInEveryCaseAndCompact) {
  for (std::size_t i = 1; i < header_id_count; ++i) {
    const auto id = static_cast<HeaderId>(i);
    std::string upper(to_string(id));
    for (char& c : upper) c = static_cast<char>(std::toupper(c));
    EXPECT_EQ(parse_header_name(to_string(id)), id) << to_string(id);
    EXPECT_EQ(parse_header_name(upper), id) << upper;
  }
  EXPECT_EQ(parse_header_name("v"), HeaderId::via);
  EXPECT_EQ(parse_header_name("X"), HeaderId::session_expires);
  EXPECT_EQ(parse_header_name("C%6Fntact"), HeaderId::other);
  EXPECT_EQ(parse_header_name(""), HeaderId::other);
}

TEST(NameAddr, HasDisplayNameUriAndParameters) {
  const auto address =
      parse_name_addr(R"("Quoted \"A\", B" <sip:a@example.com;x=1> ; tag = t1 ;q)");

  ASSERT_TRUE(address.ok());
  EXPECT_EQ(address->display_name, R"(Quoted "A", B)");
  EXPECT_EQ(address->uri.param("x"), "1");
  EXPECT_EQ(address->tag(), "t1");
  EXPECT_EQ(address->param("q"), "");
}

TEST(NameAddr, WithoutBracketsGivesParametersToTheHeader) {  // RFC 3261 §20.10
  const auto address = parse_name_addr("sip:a@example.com;tag=88");

  ASSERT_TRUE(address.ok());
  EXPECT_EQ(address->tag(), "88");
  EXPECT_TRUE(address->uri.params.empty());
}

TEST(NameAddr, NeedsNoSpaceBeforeTheBracket) {
  EXPECT_EQ(parse_name_addr("caller<sip:caller@example.com>;tag=323")->display_name, "caller");
}

TEST(NameAddr, IsWrittenSoThatItReadsBack) {
  NameAddr address;
  address.display_name = "Bell, \"Al\" \\";
  address.uri = *parse_uri("sip:al@example.com");
  set_param(address.params, "tag", "1");

  const std::string text = to_string(address);

  EXPECT_EQ(text, R"("Bell, \"Al\" \\" <sip:al@example.com>;tag=1)");
  EXPECT_EQ(parse_name_addr(text)->display_name, address.display_name);
}

TEST(NameAddr, RefusesWhatCouldHideAnotherValue) {
  for (std::string_view text :
       {"", "\"open <sip:a@example.com>", "Bell, Alexander <sip:a@example.com>",
        "< sip:a@example.org >", "<sip:a@example.com", "\"a\" sip:a@example.com",
        "sip:a@example.com?Route=%3Csip:b%3E", "<sip:a@example.com>;;;;", "<sip:a@example.com> x",
        "<>", "\"\""})
    EXPECT_FALSE(parse_name_addr(text).ok()) << text;
}

TEST(Contact, KnowsStarExpiresAndQ) {
  EXPECT_TRUE(parse_contact(" * ")->is_star);
  EXPECT_EQ(parse_contact("<sip:a@b.example>;expires=60;q=0.25")->expires(), 60U);
  EXPECT_EQ(parse_contact("<sip:a@b.example>;q=0.25")->q(), 250);
  EXPECT_EQ(parse_contact("<sip:a@b.example>")->q(), 1000);
  EXPECT_EQ(parse_contact("<sip:a@b.example>")->expires(), std::nullopt);
  EXPECT_EQ(parse_contact("<sip:a@b.example>;expires=280297596632815")->expires(), UINT32_MAX);
  EXPECT_EQ(parse_contact("<sip:a@b.example>;expires=soon")->expires(), 3600U);
}

TEST(CSeq, IsBelowTwoToThe31) {
  EXPECT_EQ(parse_cseq("0009   INVITE")->number, 9U);
  EXPECT_EQ(parse_cseq("2147483647 ACK")->method, Method::ack);
  EXPECT_EQ(parse_cseq("1 FOO")->method_text, "FOO");
  for (std::string_view text :
       {"2147483648 ACK", "36893488147419103232 REGISTER", "-1 ACK", "1", "1 ", "ACK", "", "1 A B"})
    EXPECT_FALSE(parse_cseq(text).ok()) << text;
}

TEST(RAck, HasBothNumbers) {
  const auto rack = parse_rack("776656 1 INVITE");

  ASSERT_TRUE(rack.ok());
  EXPECT_EQ(rack->response_number, 776656U);
  EXPECT_EQ(rack->cseq.number, 1U);
  EXPECT_EQ(rack->cseq.method, Method::invite);
  EXPECT_FALSE(parse_rack("1 INVITE").ok());
}

TEST(Numbers, SaturateAndRefuseSigns) {
  EXPECT_EQ(parse_number(" 0068 "), 68U);
  EXPECT_EQ(parse_number("1000000000000000000000000000000000"), UINT32_MAX);
  EXPECT_EQ(parse_number("-999"), std::nullopt);
  EXPECT_EQ(parse_number(""), std::nullopt);
  EXPECT_EQ(parse_retry_after("120 (I'm in a meeting);duration=3600"), 120U);
}

TEST(Lists, SplitAtCommasThatSeparate) {
  EXPECT_THAT(split_list(R"(<sip:a,b@c>, "x,y" <sip:d> ,, e)"),
              ElementsAre("<sip:a,b@c>", R"("x,y" <sip:d>)", "e"));
  EXPECT_TRUE(list_contains("timer, Replaces", "replaces"));
  EXPECT_FALSE(list_contains("timers", "timer"));
}

TEST(ValueWithParams, SplitsOutsideQuotesAndBrackets) {
  const auto parts = split_params("<http://a;b>;info=alert-internal;x=\"a;b\"");

  EXPECT_EQ(parts.value, "<http://a;b>");
  EXPECT_EQ(parts.param("info"), "alert-internal");
  EXPECT_EQ(parts.param("X"), "\"a;b\"");
}

TEST(Reason, ReadsBack) {
  const auto reason = parse_reason("Q.850 ;cause=16 ;text=\"Terminated; \\\"ok\\\"\"");

  ASSERT_TRUE(reason.ok());
  EXPECT_EQ(reason->protocol, "Q.850");
  EXPECT_EQ(reason->cause, 16);
  EXPECT_EQ(reason->text, "Terminated; \"ok\"");
  EXPECT_EQ(parse_reason(to_string(*reason))->text, reason->text);
}

TEST(Challenge, KeepsQuotesAndGivesPlainValues) {
  const auto challenge = parse_challenge(
      "Digest realm=\"a \\\"b\\\", c\", qop=\"auth,auth-int\",nonce=\"n\" , stale=TRUE, "
      "algorithm=MD5");

  ASSERT_TRUE(challenge.ok());
  EXPECT_EQ(challenge->get("realm"), "a \"b\", c");
  EXPECT_EQ(challenge->get("QOP"), "auth,auth-int");
  EXPECT_TRUE(challenge->is_stale());
  EXPECT_EQ(parse_challenge(to_string(*challenge))->params, challenge->params);
}

TEST(Challenge, RefusesWhatItCannotRead) {
  for (std::string_view text :
       {"", "Digest realm", "Digest realm=\"open", "Digest =x", "Digest a=b c=d"})
    EXPECT_FALSE(parse_challenge(text).ok()) << text;
}

}  // namespace
}  // namespace offhook::sip
