// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/refer_to.hpp"

#include <gtest/gtest.h>

#include "tests/sip/sample.hpp"

namespace offhook::sip {
namespace {

TEST(ReferTo, NamesWhomToCall) {  // RFC 3515 §2.1
  const auto refer_to = parse_refer_to("Bob <sip:bob@example.com;user=phone?Subject=x>;p=q");

  ASSERT_TRUE(refer_to.ok());
  EXPECT_EQ(refer_to->display_name, "Bob");
  EXPECT_EQ(refer_to->method, Method::invite);
  EXPECT_EQ(refer_to->replaces, std::nullopt);
  EXPECT_EQ(to_string(refer_to->target), "sip:bob@example.com;user=phone");
}

TEST(ReferTo, NeedsNoBrackets) {
  EXPECT_EQ(to_string(parse_refer_to("sip:bob@example.com")->target), "sip:bob@example.com");
  EXPECT_EQ(to_string(parse_refer_to("tel:+15551234")->target), "tel:+15551234");
}

TEST(ReferTo, NamesTheMethod) {
  const auto refer_to = parse_refer_to("<sip:a@b.example;method=BYE;x=y>");

  ASSERT_TRUE(refer_to.ok());
  EXPECT_EQ(refer_to->method, Method::bye);
  EXPECT_EQ(to_string(refer_to->target), "sip:a@b.example;x=y");
  EXPECT_EQ(parse_refer_to(to_string(*refer_to))->method, Method::bye);
  EXPECT_EQ(parse_refer_to("<sip:a@b.example;method=JUMP>").status().code(),
            absl::StatusCode::kUnimplemented);
}

TEST(ReferTo, CarriesReplacesThereAndBack) {
  const ReferTo refer_to{"", *parse_uri("sip:c@192.0.2.3"), Method::invite,
                         Replaces{"x@y", "1", "2", true}};

  const std::string text = to_string(refer_to);

  EXPECT_EQ(text, "<sip:c@192.0.2.3?Replaces=x%40y%3Bto-tag%3D1%3Bfrom-tag%3D2%3Bearly-only>");
  EXPECT_EQ(parse_refer_to(text)->replaces, refer_to.replaces);
  EXPECT_EQ(to_string(parse_refer_to(text)->target), "sip:c@192.0.2.3");
}

TEST(ReferTo, RefusesWhatNamesNobody) {
  for (std::string_view text : {"", "<>", "bob", "<sip:a@b?Replaces=junk>", "sip:a@b?Replaces=a"})
    EXPECT_FALSE(parse_refer_to(text).ok()) << text;
}

TEST(ReferTo, ComesExactlyOnce) {  // RFC 3515 §2.4.2
  const auto with = [](std::string_view fields) {
    return refer_to_of(*sample::parse(sample::invite_with("k: 100rel\r\n", fields)));
  };

  EXPECT_EQ(with("r: <sip:c@d>\r\n")->target.user, "c");
  EXPECT_FALSE(with("").ok());
  EXPECT_FALSE(with("r: <sip:c@d>\r\nRefer-To: <sip:e@f>\r\n").ok());
}

TEST(ReferredBy, HasReferrerAndToken) {  // RFC 3892 §3
  const auto referred_by = parse_referred_by(
      "Al <sip:referrer@example>;cid=\"20398823.2UWQFN309shb3@referrer.example\"");

  ASSERT_TRUE(referred_by.ok());
  EXPECT_EQ(referred_by->referrer.uri.user, "referrer");
  EXPECT_EQ(referred_by->cid, "20398823.2UWQFN309shb3@referrer.example");
  EXPECT_EQ(parse_referred_by(to_string(*referred_by))->cid, referred_by->cid);
  EXPECT_EQ(to_string(*parse_referred_by("sip:r@example")), "<sip:r@example>");
  EXPECT_FALSE(parse_referred_by("nobody").ok());
}

TEST(ReferSub, IsTrueUnlessItSaysFalse) {  // RFC 4488 §4
  EXPECT_FALSE(parse_refer_sub("False;x=y"));
  EXPECT_TRUE(parse_refer_sub("true"));
  EXPECT_TRUE(parse_refer_sub("perhaps"));
}

}  // namespace
}  // namespace offhook::sip
