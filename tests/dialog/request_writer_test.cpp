// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/dialog/request_writer.hpp"

#include <gtest/gtest.h>

#include "tests/support/messages.hpp"

namespace offhook::dialog {
namespace {

using testing::Headers;
using testing::response;

sip::Account account() {
  sip::Account account;
  account.aor = "sip:alice@example.net";
  account.display_name = "Alice";
  account.password = "secret";
  account.outbound_proxy = "sip:proxy.example.net;lr";
  account.service_route = {"sip:service.example.net;lr"};
  return account;
}

sip::MessagePtr write(RequestWriter& writer, std::uint32_t cseq) {
  auto draft = writer.begin(sip::Method::message, "sip:bob@example.org", {"call", "a", cseq});
  auto message = writer.finish(std::move(draft));
  return message.ok() ? *message : nullptr;
}

sip::MessagePtr with_via(const sip::Message& message) {
  auto draft = sip::Draft::copy(message);
  draft.prepend("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1");
  return draft.build();
}

Headers challenge(std::string_view nonce, std::string_view more = "") {
  return {{"Proxy-Authenticate", "Digest realm=\"example.net\", nonce=\"" + std::string(nonce) +
                                     "\", algorithm=MD5, qop=\"auth\"" + std::string(more)}};
}

TEST(RequestWriter, WritesTheHeadOfARequestOutsideADialog) {
  SeededRandom random{1};
  RequestWriter writer(account(), "offhook", random);

  const auto message = write(writer, 3);

  ASSERT_NE(message, nullptr);
  EXPECT_EQ(message->request_uri_text(), "sip:bob@example.org");
  EXPECT_EQ(message->from().display_name, "Alice");
  EXPECT_EQ(message->from_tag(), "a");
  EXPECT_EQ(message->to_tag(), "");
  EXPECT_EQ(message->cseq().number, 3u);
  EXPECT_EQ(message->header("User-Agent"), "offhook");
  ASSERT_EQ(message->routes().size(), 2u);  // RFC 3608 §6.1
  EXPECT_EQ(message->routes()[1].uri.host, "service.example.net");
}

TEST(RequestWriter, HidesAnAnonymousAccountInFrom) {
  SeededRandom random{1};
  auto hidden = account();
  hidden.anonymous = true;
  RequestWriter writer(hidden, "", random);
  EXPECT_EQ(write(writer, 1)->from().uri.host, "anonymous.invalid");
}

TEST(RequestWriter, HasARequestRepeatedWithCredentialsUntilTheyAreWrong) {
  SeededRandom random{1};
  RequestWriter writer(account(), "", random);
  auto sent = with_via(*write(writer, 1));

  EXPECT_TRUE(writer.must_repeat(*response(*sent, 407, "t", challenge("one"))));
  sent = with_via(*write(writer, 2));
  EXPECT_TRUE(sent->has(sip::HeaderId::proxy_authorization));
  EXPECT_TRUE(writer.must_repeat(*response(*sent, 407, "t", challenge("two", ", stale=true"))));
  sent = with_via(*write(writer, 3));
  EXPECT_FALSE(writer.must_repeat(*response(*sent, 407, "t", challenge("three"))));
}

TEST(RequestWriter, DoesNotRunInCirclesWithAServerThatAlwaysAsks) {
  SeededRandom random{1};
  RequestWriter writer(account(), "", random);
  int repeated = 0;
  for (std::uint32_t cseq = 1; cseq < 20; ++cseq) {
    const auto sent = with_via(*write(writer, cseq));
    if (!writer.must_repeat(
            *response(*sent, 407, "t", challenge("n" + std::to_string(cseq), ", stale=true"))))
      break;
    ++repeated;
  }
  EXPECT_EQ(repeated, max_challenges);
}

TEST(RequestWriter, TellsWhetherAServerOfTheAccountIsAsked) {
  SeededRandom random{1};
  EXPECT_TRUE(RequestWriter(account(), "", random).goes_to_server("sip:bob@example.org"));
  auto direct = account();
  direct.outbound_proxy.clear();
  direct.service_route.clear();
  EXPECT_FALSE(RequestWriter(direct, "", random).goes_to_server("sip:bob@192.0.2.9"));
  EXPECT_TRUE(RequestWriter(direct, "", random).goes_to_server("sip:bob@example.net"));
}

}  // namespace
}  // namespace offhook::dialog
