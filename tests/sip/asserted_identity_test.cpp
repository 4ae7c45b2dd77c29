// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/asserted_identity.hpp"

#include <gtest/gtest.h>

#include "tests/sip/sample.hpp"

namespace offhook::sip {
namespace {

MessagePtr invite_with(std::string_view fields) {
  return sample::parse(sample::invite_with("k: 100rel\r\n", fields));
}

TEST(Privacy, IsASetOfValues) {  // RFC 3323 §4.2
  const Privacy privacy = parse_privacy("Header; id ;critical;whatever");

  EXPECT_EQ(privacy, (Privacy{.header = true, .id = true, .critical = true}));
  EXPECT_EQ(to_string(privacy), "header;id;critical");
  EXPECT_EQ(parse_privacy("user,id"), (Privacy{.user = true, .id = true}));
  EXPECT_EQ(parse_privacy(""), Privacy{});
  EXPECT_EQ(to_string(Privacy{}), "");
}

TEST(Privacy, HidesTheCallerUnlessNoneIsAsked) {
  EXPECT_TRUE(parse_privacy("id").hides_caller());
  EXPECT_TRUE(parse_privacy("user").hides_caller());
  EXPECT_FALSE(parse_privacy("session;header").hides_caller());
  EXPECT_FALSE(parse_privacy("none;id").hides_caller());
}

TEST(Privacy, IsCollectedFromAllFields) {
  EXPECT_EQ(privacy_of(*invite_with("Privacy: id\r\nPrivacy: user\r\n")),
            (Privacy{.user = true, .id = true}));
  EXPECT_EQ(privacy_of(*invite_with("")), Privacy{});
}

TEST(AssertedIdentity, IsASipAndATelUri) {  // RFC 3325 §9.1
  const auto identity = asserted_identity(
      *invite_with("P-Asserted-Identity: \"Cullen, J.\" <sip:fluffy@cisco.example>,"
                   " tel:+14085264000\r\n"));

  ASSERT_TRUE(identity.sip && identity.tel);
  EXPECT_EQ(identity.sip->display_name, "Cullen, J.");
  EXPECT_EQ(identity.tel->uri.user, "+14085264000");
  EXPECT_EQ(identity.best(), &*identity.sip);
}

TEST(AssertedIdentity, PrefersTheOneWithAName) {
  const auto identity = asserted_identity(
      *invite_with("P-Asserted-Identity: <sip:a@b>\r\nP-Asserted-Identity: Al <tel:+1>\r\n"));

  EXPECT_EQ(identity.best(), &*identity.tel);
}

TEST(AssertedIdentity, LeavesOutWhatItCannotUse) {
  const auto identity = asserted_identity(
      *invite_with("P-Asserted-Identity: junk, <http://a>, <sips:a@b>, <sip:c@d>\r\n"));

  ASSERT_TRUE(identity.sip);
  EXPECT_EQ(identity.sip->uri.user, "a");
  EXPECT_FALSE(identity.tel);
  EXPECT_EQ(asserted_identity(*invite_with("")).best(), nullptr);
}

TEST(AssertedIdentity, ReadsThePreferredOneAlike) {
  const auto message = invite_with("P-Preferred-Identity: <tel:+1>\r\n");

  EXPECT_TRUE(asserted_identity(*message, HeaderId::p_preferred_identity).tel);
  EXPECT_FALSE(asserted_identity(*message).tel);
}

}  // namespace
}  // namespace offhook::sip
