// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/multipart.hpp"

#include <gtest/gtest.h>

#include "actors/sip/limits.hpp"
#include "tests/sip/sample.hpp"

namespace offhook::sip {
namespace {

constexpr std::string_view mixed = "multipart/mixed;boundary=b1";

constexpr std::string_view two_parts =
    "preamble, ignored\r\n"
    "--b1\r\n"
    "Content-Type: application/sdp ;charset=utf-8\r\n"
    "Content-Disposition: session;\r\n handling=required\r\n"
    "\r\n"
    "v=0\r\n"
    "\r\n"
    "--b1 \t\r\n"
    "c: text/html\r\n"
    "Content-Disposition: render;handling=OPTIONAL\r\n"
    "\r\n"
    "<p>\r\n"
    "--b1--\r\n"
    "epilogue";

std::vector<BodyPart> parts_of(std::string_view content_type, std::string_view body) {
  auto parts = parse_multipart(content_type, body);
  return parts.ok() ? *std::move(parts) : std::vector<BodyPart>();
}

TEST(Multipart, HasPartsWithTheirHeaders) {
  const auto parts = parts_of(mixed, two_parts);

  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].body, "v=0\r\n");  // the last CRLF is the delimiter's
  EXPECT_TRUE(parts[0].is("Application/SDP"));
  EXPECT_TRUE(parts[0].must_be_understood());
  EXPECT_EQ(parts[1].body, "<p>");
  EXPECT_EQ(parts[1].content_type(), "text/html");
  EXPECT_FALSE(parts[1].must_be_understood());
}

TEST(Multipart, ReadsTheTortureMessage) {  // RFC 4475 §3.1.1.11
  const MessagePtr message = sample::parse(sample::read_file("rfc4475/mpart01.dat"));
  ASSERT_TRUE(message);

  const auto parts = parts_of(message->content_type(), message->body());

  ASSERT_EQ(parts.size(), 2U);
  EXPECT_TRUE(parts[0].is("text/plain"));
  EXPECT_EQ(parts[0].body, "Hello");
  EXPECT_TRUE(parts[1].is("application/octet-stream"));
  EXPECT_EQ(parts[1].header("content-transfer-encoding"), "binary");
  EXPECT_EQ(parts[1].body.size(), 342U);
}

TEST(Multipart, UnquotesTheBoundary) {
  const std::string_view body = "--a b:c\r\n\r\nx\r\n--a b:c--";

  EXPECT_EQ(parts_of("Multipart/Related ; type=\"a/b\";boundary=\"a b:c\"", body).size(), 1U);
}

TEST(Multipart, LetsPartsLackHeadersAndBodies) {
  const auto parts = parts_of(mixed, "--b1\r\n\r\nonly a body\r\n--b1\r\n\r\n\r\n--b1\r\n--b1--");

  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].body, "only a body");
  EXPECT_TRUE(parts[0].is("text/plain"));
  EXPECT_EQ(parts[1].body, "");
  EXPECT_EQ(parts[2].body, "");
}

TEST(Multipart, KeepsInAPartWhatOnlyLooksLikeTheBoundary) {
  const auto parts = parts_of(mixed, "--b1\r\n\r\n--b12\r\nx --b1\r\n--b1x--\r\n--b1-\r\n--b1--");

  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts[0].body, "--b12\r\nx --b1\r\n--b1x--\r\n--b1-");
}

TEST(Multipart, RefusesBodiesItCannotTakeApart) {
  for (std::string_view type :
       {"multipart/mixed", "multipart/mixed;boundary=\"\"", "multipart/mixed;boundary=\"a \"",
        "multipart/mixed;boundary=\"@\"", "application/sdp;boundary=b1", ""})
    EXPECT_FALSE(parse_multipart(type, two_parts).ok()) << type;
  EXPECT_FALSE(parse_multipart("multipart/mixed;boundary=" + std::string(71, 'b'), two_parts).ok());
  for (std::string_view body :
       {"", "text", "--b1", "--b1\r\n", "--b1--", "--b1\r\n\r\nx", "--b1\r\n\r\nx\r\n--b1\r\n",
        "--b1\r\nno colon\r\n\r\nx\r\n--b1--", "--b1\r\n: v\r\n\r\nx\r\n--b1--",
        "--b2\r\n\r\nx\r\n--b2--", "--b1\n\nx\n--b1--\n"})
    EXPECT_FALSE(parse_multipart(mixed, body).ok()) << body;
}

TEST(Multipart, RefusesTooManyParts) {
  std::string body;
  for (std::size_t i = 0; i < limits::body_parts; ++i) body += "--b1\r\n\r\nx\r\n";

  EXPECT_EQ(parts_of(mixed, body + "--b1--").size(), limits::body_parts);
  EXPECT_FALSE(parse_multipart(mixed, body + "--b1\r\n\r\nx\r\n--b1--").ok());
}

TEST(Multipart, HandlesEveryPrefix) {
  for (std::size_t length = 0; length < two_parts.size() - 10; ++length)
    EXPECT_FALSE(parse_multipart(mixed, two_parts.substr(0, length)).ok()) << length;
}

std::string nested(std::size_t depth, const std::string& innermost) {
  if (depth == 0) return innermost;
  const std::string name = "n" + std::to_string(depth);
  const std::string type =
      depth == 1 ? "application/sdp" : "multipart/mixed;boundary=n" + std::to_string(depth - 1);
  return "--" + name + "\r\n\r\nfirst\r\n--" + name + "\r\nContent-Type: " + type + "\r\n\r\n" +
         nested(depth - 1, innermost) + "\r\n--" + name + "--";
}

TEST(FindPart, FindsNestedParts) {
  const std::string deepest = nested(limits::body_depth, "v=0");
  const std::string type = "multipart/mixed;boundary=n" + std::to_string(limits::body_depth);

  EXPECT_EQ(find_part(type, deepest, "application/sdp")->body, "v=0");
  EXPECT_EQ(find_part(type, deepest, "text/plain")->body, "first");
  EXPECT_EQ(find_part(type, deepest, "text/html").status().code(), absl::StatusCode::kNotFound);
}

TEST(FindPart, RefusesToDescendForEver) {
  const std::size_t depth = limits::body_depth + 1;
  const std::string type = "multipart/mixed;boundary=n" + std::to_string(depth);

  EXPECT_EQ(find_part(type, nested(depth, "v=0"), "application/sdp").status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(FindPart, TakesABodyOfThatTypeWhole) {
  EXPECT_EQ(find_part("application/SDP;x=y", "v=0", "application/sdp")->body, "v=0");
  EXPECT_EQ(find_part("text/plain", "v=0", "application/sdp").status().code(),
            absl::StatusCode::kNotFound);
}

BodyPart part(std::string_view type, std::string_view body) {
  return {{{HeaderId::content_type, "c", type}, {HeaderId::other, "Content-ID", "<1@a>"}}, body};
}

TEST(WriteMultipart, ReadsBack) {
  const std::vector<BodyPart> parts = {part("application/sdp", "v=0\r\n"), part("a/b", "")};

  const Multipart written = write_multipart("mixed", parts, "seed");

  EXPECT_EQ(written.content_type, "multipart/mixed;boundary=\"seed\"");
  const auto read = parts_of(written.content_type, written.body);
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].body, "v=0\r\n");
  EXPECT_EQ(read[0].header("Content-ID"), "<1@a>");
  EXPECT_TRUE(read[1].is("a/b"));
}

TEST(WriteMultipart, NestsUnderOneSeed) {
  const std::vector<BodyPart> leaf = {part("application/sdp", "v=0")};
  const Multipart inner = write_multipart("alternative", leaf, "seed");
  const std::vector<BodyPart> around = {part(inner.content_type, inner.body),
                                        part("a/b", "seedx0")};

  const Multipart outer = write_multipart("mixed", around, "seed");

  EXPECT_EQ(find_part(outer.content_type, outer.body, "application/sdp")->body, "v=0");
  EXPECT_EQ(find_part(outer.content_type, outer.body, "a/b")->body, "seedx0");
}

TEST(WriteMultipart, LetsNoHeaderAddALine) {
  const std::vector<BodyPart> parts = {part("a/b\r\nX: y\r\n\r\n", "body")};

  const Multipart written = write_multipart("mixed", parts, "seed");

  EXPECT_EQ(parts_of(written.content_type, written.body).at(0).headers.size(), 2U);
  EXPECT_EQ(parts_of(written.content_type, written.body).at(0).body, "body");
}

}  // namespace
}  // namespace offhook::sip
