// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/corpus.hpp"

#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "actors/sip/draft.hpp"
#include "tests/sip/sample.hpp"

namespace offhook::sip {
namespace {

using corpus::Row;

/// Invalid, but to be taken: the index leaves the choice, and a phone that takes the call is
/// better.
bool is_liberal(const Row& row) { return row.at("file") == "baddate.dat"; }

TEST(Corpus, IsAllThere) { EXPECT_EQ(corpus::rows().size(), 51U + 16U); }

TEST(Corpus, AcceptsWhatIsValid) {
  for (const Row& row : corpus::rows()) {
    if (!row.at("validity").starts_with("valid")) continue;
    // Their Content-Length is below the body's; the rest is cut, and the message holds.
    const ParseFailure failure = sample::refuse(sample::read_file(row.at("path")));
    EXPECT_EQ(failure.text, "") << row.at("path");
  }
}

TEST(Corpus, RefusesWhatIsInvalid) {
  for (const Row& row : corpus::rows()) {
    if (!row.at("validity").starts_with("invalid") || is_liberal(row)) continue;
    EXPECT_FALSE(sample::parse(sample::read_file(row.at("path")))) << row.at("path");
  }
}

TEST(Corpus, AnswersRefusedRequestsAsTheIndexSays) {
  for (const Row& row : corpus::rows()) {
    const ParseFailure failure = sample::refuse(sample::read_file(row.at("path")));
    if (failure.text.empty()) continue;
    const std::string& expected = row.at("expected_desk_phone");
    const int status = failure.status_to_answer;
    const bool dropped = expected == "discard" || expected.find("drop") != std::string::npos;
    EXPECT_TRUE(status == 0 ? dropped : expected.find(std::to_string(status)) != std::string::npos)
        << row.at("path") << ": " << status << ", " << failure.text;
  }
}

TEST(Corpus, EchoesWhatARefusedRequestHad) {  // RFC 4475 §3.3.1: From, To, Call-ID are missing
  const auto text = refusal(sample::refuse(sample::read_file("rfc4475/insuf.dat")), "tag1");

  ASSERT_TRUE(text.has_value());
  EXPECT_TRUE(text->starts_with("SIP/2.0 400 Bad Request\r\nVia: SIP/2.0/UDP 192.0.2.95;"));
  EXPECT_EQ(text->find("\r\nTo:"), std::string::npos);
}

TEST(Corpus, EveryPrefixIsHandled) {
  for (const Row& row : corpus::rows()) {
    const std::string text = sample::read_file(row.at("path"));
    for (std::size_t length = 0; length < text.size(); ++length) {
      const ParseResult result = parse_datagram(text.substr(0, length));
      if (const auto* failure = std::get_if<ParseFailure>(&result)) {
        EXPECT_LE(failure->offset, length) << row.at("path");
        (void)refusal(*failure, "tag");
      }
    }
  }
}

TEST(Corpus, ReadsTheTortuousInvite) {  // RFC 4475 §3.1.1.1
  const MessagePtr message = sample::parse(sample::read_file("rfc4475/wsinv.dat"));

  ASSERT_TRUE(message);
  EXPECT_EQ(message->to_tag(), "1918181833n");
  EXPECT_EQ(message->from().display_name, "J Rosenberg \\\"");
  EXPECT_EQ(message->max_forwards(), 68U);
  EXPECT_EQ(message->cseq().number, 9U);
  EXPECT_EQ(message->vias().size(), 3U);
  EXPECT_EQ(message->vias().at(1).branch, "z9hG4bK9ikj8");
  EXPECT_FALSE(message->top_via().has_magic_cookie());
  EXPECT_EQ(message->header(HeaderId::subject), "");
  EXPECT_EQ(message->contact()->q(), 330);
  EXPECT_EQ(message->body().size(), 150U);
}

TEST(Corpus, KeepsOctetsThatCStringsWouldCut) {  // §3.1.1.2, §3.1.1.4, §3.1.1.11
  const MessagePtr odd = sample::parse(sample::read_file("rfc4475/intmeth.dat"));
  const MessagePtr nul = sample::parse(sample::read_file("rfc4475/escnull.dat"));
  const MessagePtr parts = sample::parse(sample::read_file("rfc4475/mpart01.dat"));

  ASSERT_TRUE(odd && nul && parts);
  EXPECT_EQ(odd->method_text(), "!interesting-Method0123456789_*+`.%indeed'~");
  EXPECT_NE(odd->to().display_name.find('\0'), std::string::npos);
  EXPECT_EQ(nul->contacts().size(), 2U);
  EXPECT_EQ(parts->body().size(), 553U);
}

TEST(Corpus, TellsContactParametersFromThoseOfTheUri) {  // §3.3.12, §3.3.13
  const MessagePtr outside = sample::parse(sample::read_file("rfc4475/cparam01.dat"));
  const MessagePtr inside = sample::parse(sample::read_file("rfc4475/cparam02.dat"));

  ASSERT_TRUE(outside && inside);
  EXPECT_TRUE(outside->contact()->address.uri.params.empty());
  EXPECT_EQ(inside->contact()->address.uri.params.size(), 1U);
}

TEST(Corpus, ReadsUnknownSchemes) {  // §3.3.2: the user agent answers 416
  const MessagePtr message = sample::parse(sample::read_file("rfc4475/unkscm.dat"));

  ASSERT_TRUE(message);
  EXPECT_EQ(message->request_uri().scheme, Scheme::other);
}

TEST(Corpus, SurvivesBeingCopied) {
  for (const Row& row : corpus::rows()) {
    const MessagePtr message = sample::parse(sample::read_file(row.at("path")));
    if (!message) continue;
    const MessagePtr copy = Draft::copy(*message).build();
    EXPECT_EQ(copy->body(), message->body()) << row.at("path");
    for (std::size_t i = 1; i < header_id_count; ++i) {
      const auto id = static_cast<HeaderId>(i);
      if (id == HeaderId::content_length) continue;
      EXPECT_EQ(copy->headers(id), message->headers(id)) << row.at("path");
    }
  }
}

}  // namespace
}  // namespace offhook::sip
