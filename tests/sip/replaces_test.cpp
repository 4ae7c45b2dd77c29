// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/replaces.hpp"

#include <gtest/gtest.h>

#include "tests/sip/sample.hpp"

namespace offhook::sip {
namespace {

TEST(Replaces, HasCallIdAndBothTags) {  // RFC 3891 §6.1
  const auto replaces =
      parse_replaces("98732@sip.example.com ;from-tag=r33th4x0r;TO-TAG=ff87ff ;x=\";\"");

  ASSERT_TRUE(replaces.ok());
  EXPECT_EQ(*replaces, (Replaces{"98732@sip.example.com", "ff87ff", "r33th4x0r", false}));
}

TEST(Replaces, ReadsBack) {
  const Replaces replaces{"a<b>\"c@d", "1", "2", true};

  EXPECT_EQ(to_string(replaces), "a<b>\"c@d;to-tag=1;from-tag=2;early-only");
  EXPECT_EQ(*parse_replaces(to_string(replaces)), replaces);
}

TEST(Replaces, RefusesWhatNamesNoDialog) {
  for (std::string_view text :
       {"", "a", ";to-tag=1;from-tag=2", "a;to-tag=1", "a;from-tag=1", "a;to-tag=;from-tag=2",
        "a;to-tag;from-tag=2", "a;to-tag=1;to-tag=1;from-tag=2", "a;to-tag=1;from-tag=2;",
        "a;to-tag=1;from-tag=2;;", "a b;to-tag=1;from-tag=2", "a;to-tag=\"1\";from-tag=2",
        "a;to-tag=1;from-tag=2, b;to-tag=1;from-tag=2"})
    EXPECT_FALSE(parse_replaces(text).ok()) << text;
}

TEST(Replaces, NamesADialogAsItsReceiverSeesIt) {
  const Replaces replaces{"c", "mine", "theirs", false};

  EXPECT_TRUE(names(replaces, {.call_id = "c", .local_tag = "mine", .remote_tag = "theirs"}));
  EXPECT_FALSE(names(replaces, {.call_id = "c", .local_tag = "theirs", .remote_tag = "mine"}));
  EXPECT_FALSE(names(replaces, {.call_id = "C", .local_tag = "mine", .remote_tag = "theirs"}));
}

TEST(Replaces, NamesPeersWithoutTagByZero) {  // RFC 3891 §4
  const Replaces replaces{"c", "mine", "0", false};

  EXPECT_TRUE(names(replaces, {.call_id = "c", .local_tag = "mine", .remote_tag = ""}));
  EXPECT_TRUE(names(replaces, {.call_id = "c", .local_tag = "mine", .remote_tag = "0"}));
  EXPECT_FALSE(names(replaces, {.call_id = "c", .local_tag = "mine", .remote_tag = "1"}));
}

TEST(Replaces, TravelsInsideAUri) {
  const Replaces replaces{"12345%600@192.168.118.3", "12345", "5FFE-3994", true};
  Uri uri = *parse_uri("sip:bob@example.com;gr=x?Subject=hi");

  set_replaces(uri, replaces);
  const auto read = replaces_of(*parse_uri(to_string(uri)));

  EXPECT_EQ(to_string(uri),
            "sip:bob@example.com;gr=x?Subject=hi&Replaces=12345%25600%40192.168.118.3%3Bto-tag%3D"
            "12345%3Bfrom-tag%3D5FFE-3994%3Bearly-only");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, replaces);
}

TEST(Replaces, IsReadFromAUriWithCare) {
  EXPECT_EQ(*replaces_of(*parse_uri("sip:a@b")), std::nullopt);
  EXPECT_TRUE(
      replaces_of(*parse_uri("sip:a@b?REPL%61CES=a%3bto-tag%3d1%3bfrom-tag%3d2"))->has_value());
  EXPECT_FALSE(replaces_of(*parse_uri("sip:a@b?Replaces=")).ok());
  EXPECT_FALSE(replaces_of(*parse_uri("sip:a@b?Replaces=a%00%3Bto-tag%3D1%3Bfrom-tag%3D2")).ok());
  EXPECT_FALSE(replaces_of(*parse_uri("sip:a@b?Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2&"
                                      "Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2"))
                   .ok());
}

MessagePtr invite_replacing(std::string_view fields) {
  return sample::parse(sample::invite_with("k: 100rel\r\n", fields));
}

TEST(Replaces, BelongsToInvitesAlone) {
  constexpr std::string_view field = "Replaces: a;to-tag=1;from-tag=2\r\n";

  EXPECT_EQ(replaces_of(*invite_replacing(field))->value().call_id, "a");
  EXPECT_EQ(*replaces_of(*invite_replacing("")), std::nullopt);
  EXPECT_FALSE(replaces_of(*invite_replacing(std::string(field) + std::string(field))).ok());
  const MessagePtr other = sample::parse(
      "BYE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP b;branch=z9hG4bK1\r\nFrom: <sip:a>;tag=1\r\nTo: "
      "<sip:b>;tag=2\r\nCall-ID: c\r\nCSeq: 1 BYE\r\n" +
      std::string(field) + "\r\n");
  ASSERT_TRUE(other);
  EXPECT_FALSE(replaces_of(*other).ok());
}

}  // namespace
}  // namespace offhook::sip
