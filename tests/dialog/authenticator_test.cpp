// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/dialog/authenticator.hpp"

#include <gtest/gtest.h>

#include "actors/sip/digest.hpp"
#include "tests/support/messages.hpp"

namespace offhook::dialog {
namespace {

using testing::Headers;
using testing::response;

sip::Account account() {
  sip::Account account;
  account.aor = "sip:alice@example.net";
  account.password = "secret";
  account.registrar = "sip:Registrar.example.net";
  return account;
}

std::string challenge(std::string_view nonce, std::string_view more = "",
                      std::string_view realm = "example.net") {
  return "Digest realm=\"" + std::string(realm) + "\", nonce=\"" + std::string(nonce) +
         "\", algorithm=MD5, qop=\"auth\"" + std::string(more);
}

class AuthenticatorTest : public ::testing::Test {
 protected:
  /// The next request, with credentials for what was challenged so far.
  sip::MessagePtr request(std::string_view uri = "sip:bob@example.net") {
    auto draft = sip::Draft::request(sip::Method::invite, uri);
    draft.append("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1")
        .append("Max-Forwards", "70")
        .append("From", "<sip:alice@example.net>;tag=a")
        .append("To", "<sip:bob@example.net>")
        .append("Call-ID", "call")
        .append("CSeq", "1 INVITE");
    authenticator.authorize(draft, sip::Method::invite, uri, *sip::parse_uri(uri));
    return draft.build();
  }
  ChallengeOutcome refuse(const sip::MessagePtr& sent, int status, std::string_view text) {
    const Headers header = {
        {status == 401 ? "WWW-Authenticate" : "Proxy-Authenticate", std::string(text)}};
    return authenticator.receive(*sent, *response(*sent, status, "t", header), next_hop_of(*sent));
  }
  static sip::Credentials credentials(const sip::Message& m, sip::HeaderId id) {
    const auto text = m.header(id);
    auto parsed = sip::parse_credentials(text.value_or(""));
    return parsed.ok() ? *parsed : sip::Credentials{"", {}};
  }

  SeededRandom random{1};
  Authenticator authenticator{account(), random};
};

TEST_F(AuthenticatorTest, AnswersAChallengeWithAProofOfThePassword) {
  const auto first = request();
  ASSERT_FALSE(first->has(sip::HeaderId::authorization));

  ASSERT_EQ(refuse(first, 401, challenge("n1")), ChallengeOutcome::answer);

  const auto proof = credentials(*request(), sip::HeaderId::authorization);
  EXPECT_EQ(proof.get("username"), "alice");
  EXPECT_EQ(proof.get("nc"), "00000001");
  EXPECT_TRUE(sip::verify(proof, {"INVITE", "sip:bob@example.net", ""}, "secret"));
}

TEST_F(AuthenticatorTest, CountsTheUsesOfANonce) {
  (void)refuse(request(), 401, challenge("n1"));
  (void)request();
  EXPECT_EQ(credentials(*request(), sip::HeaderId::authorization).get("nc"), "00000002");
}

TEST_F(AuthenticatorTest, AnswersUserAgentAndProxyAtOnce) {
  (void)refuse(request(), 407, challenge("p1", "", "proxy"));
  ASSERT_EQ(refuse(request(), 401, challenge("n1")), ChallengeOutcome::answer);

  const auto both = request();

  EXPECT_EQ(credentials(*both, sip::HeaderId::proxy_authorization).get("realm"), "proxy");
  EXPECT_EQ(credentials(*both, sip::HeaderId::authorization).get("realm"), "example.net");
}

TEST_F(AuthenticatorTest, ASecondChallengeThatIsNotStaleMeansAWrongPassword) {
  (void)refuse(request(), 401, challenge("n1"));
  EXPECT_EQ(refuse(request(), 401, challenge("n2")), ChallengeOutcome::wrong);
}

TEST_F(AuthenticatorTest, AStaleNonceIsReplacedByTheNewOne) {
  (void)refuse(request(), 401, challenge("n1"));

  EXPECT_EQ(refuse(request(), 401, challenge("n2", ", stale=true")), ChallengeOutcome::answer);

  const auto proof = credentials(*request(), sip::HeaderId::authorization);
  EXPECT_EQ(proof.get("nonce"), "n2");
  EXPECT_EQ(proof.get("nc"), "00000001");
}

TEST_F(AuthenticatorTest, ANonceThatHadWorkedMayRunOutWithoutAWord) {
  (void)refuse(request(), 401, challenge("n1"));
  (void)request();
  const auto later = request();

  EXPECT_EQ(refuse(later, 401, challenge("n2")), ChallengeOutcome::answer);
  EXPECT_EQ(refuse(request(), 401, challenge("n3")), ChallengeOutcome::wrong);
}

TEST_F(AuthenticatorTest, TheSameStaleNonceAgainIsALoop) {
  (void)refuse(request(), 401, challenge("n1"));
  EXPECT_EQ(refuse(request(), 401, challenge("n1", ", stale=true")), ChallengeOutcome::wrong);
}

TEST_F(AuthenticatorTest, TakesTheStrongestAlgorithmOfARealm) {
  const auto sent = request();
  const auto both = response(*sent, 401, "t",
                             {{"WWW-Authenticate", challenge("m")},
                              {"WWW-Authenticate",
                               "Digest realm=\"example.net\", nonce=\"s\", algorithm=SHA-256, "
                               "qop=\"auth\""}});

  ASSERT_EQ(authenticator.receive(*sent, *both, next_hop_of(*sent)), ChallengeOutcome::answer);

  EXPECT_EQ(credentials(*request(), sip::HeaderId::authorization).get("algorithm"), "SHA-256");
}

// A far phone that challenges our BYE with our own realm would learn a digest of the password.
TEST_F(AuthenticatorTest, TellsNothingToAServerThatIsNotOurs) {
  const auto to_peer = request("sip:bob@203.0.113.66");
  EXPECT_EQ(refuse(to_peer, 401, challenge("n1")), ChallengeOutcome::unanswerable);

  (void)refuse(request(), 401, challenge("n1"));
  EXPECT_FALSE(request("sip:bob@203.0.113.66")->has(sip::HeaderId::authorization));
  EXPECT_TRUE(request("sip:bob@registrar.example.net")->has(sip::HeaderId::authorization));
}

TEST_F(AuthenticatorTest, CannotAnswerWhatIsNoDigest) {
  EXPECT_EQ(refuse(request(), 401, "Basic realm=\"example.net\""), ChallengeOutcome::unanswerable);
}

TEST_F(AuthenticatorTest, AdmitsARedirectionWithinTheDomainAlone) {
  EXPECT_FALSE(authenticator.admit(*sip::parse_uri("sip:evil.example")));
  EXPECT_FALSE(authenticator.admit(*sip::parse_uri("sip:evilexample.net")));
  EXPECT_FALSE(authenticator.serves(*sip::parse_uri("sip:two.example.net")));
  EXPECT_TRUE(authenticator.admit(*sip::parse_uri("sip:two.Example.net")));
  EXPECT_TRUE(authenticator.serves(*sip::parse_uri("sip:two.example.net")));
}

TEST_F(AuthenticatorTest, ServesEveryServerOfTheAccount) {
  auto several = account();
  several.servers.resize(2);
  several.servers[1].uri = "sip:backup.example.org";
  several.servers[1].outbound_proxy = "sip:192.0.2.7;lr";
  const Authenticator both(several, random);
  EXPECT_TRUE(both.serves(*sip::parse_uri("sip:backup.example.org")));
  EXPECT_TRUE(both.serves(*sip::parse_uri("sip:192.0.2.7")));
}

TEST_F(AuthenticatorTest, AnswersTheConfiguredRealmAlone) {
  auto strict = account();
  strict.realm = "example.net";
  Authenticator careful(strict, random);
  const auto outcome = [&](std::string_view realm) {
    const auto sent = request();
    const auto refusal =
        response(*sent, 401, "t", {{"WWW-Authenticate", challenge("n", "", realm)}});
    return careful.receive(*sent, *refusal, next_hop_of(*sent));
  };
  EXPECT_EQ(outcome("evil.example"), ChallengeOutcome::unanswerable);
  EXPECT_EQ(outcome("example.net"), ChallengeOutcome::answer);
}

TEST_F(AuthenticatorTest, ProtectsTheBodyWhereOnlyThatIsAsked) {  // RFC 7616 §3.4.3
  const std::string uri = "sip:bob@example.net";
  const auto qop_of = [&](std::string_view offered) {
    Authenticator fresh{account(), random};
    const auto asked = request();
    const std::string text =
        "Digest realm=\"example.net\", nonce=\"n\", algorithm=SHA-256, qop=\"" +
        std::string(offered) + "\"";
    EXPECT_EQ(fresh.receive(*asked, *response(*asked, 401, "t", {{"WWW-Authenticate", text}}),
                            next_hop_of(*asked)),
              ChallengeOutcome::answer);
    auto draft = sip::Draft::copy(*asked);
    fresh.authorize(draft, sip::Method::invite, uri, *sip::parse_uri(uri), "v=0\r\n");
    const auto proof = credentials(*draft.build(), sip::HeaderId::authorization);
    EXPECT_TRUE(sip::verify(proof, {"INVITE", uri, "v=0\r\n"}, "secret")) << offered;
    EXPECT_EQ(sip::verify(proof, {"INVITE", uri, "v=1\r\n"}, "secret"), proof.get("qop") == "auth");
    return proof.get("qop");
  };
  EXPECT_EQ(qop_of("auth-int"), "auth-int");
  EXPECT_EQ(qop_of("auth,auth-int"), "auth");
  EXPECT_EQ(qop_of("auth-int, auth"), "auth");
}

TEST_F(AuthenticatorTest, AnotherServerOfADomainDoesNotKnowTheNonceOfTheFirst) {  // RFC 3263 §4.3
  (void)refuse(request(), 401, challenge("of-the-first"));
  const auto sent = request();
  const auto refusal =
      response(*sent, 401, "t", {{"WWW-Authenticate", challenge("of-the-second")}});
  EXPECT_EQ(authenticator.receive(*sent, *refusal, next_hop_of(*sent), true),
            ChallengeOutcome::answer);
  const auto again = request();
  EXPECT_EQ(credentials(*again, sip::HeaderId::authorization).get("nonce"), "of-the-second");
  // Its own nonce it does know.
  EXPECT_EQ(refuse(again, 401, challenge("a-third")), ChallengeOutcome::wrong);
}

TEST_F(AuthenticatorTest, TakesTheNextNonceOfAnAcceptedRequest) {  // RFC 7616 §3.5
  (void)refuse(request(), 401, challenge("n1"));
  const auto sent = request();
  const auto success = [&](const char* info) {
    return response(*sent, 200, "t", {{"Authentication-Info", info}});
  };
  authenticator.accepted(*sent, *success("qop=auth, nextnonce=\"n2\", nc=00000001"),
                         next_hop_of(*sent));
  const auto proof = credentials(*request(), sip::HeaderId::authorization);
  EXPECT_EQ(proof.get("nonce"), "n2");
  EXPECT_EQ(proof.get("nc"), "00000001");
  authenticator.accepted(*sent, *success("nextnonce=\"n3\""), next_hop_of(*sent));  // a late copy
  EXPECT_EQ(credentials(*request(), sip::HeaderId::authorization).get("nonce"), "n2");
}

TEST_F(AuthenticatorTest, APasswordThatWasGoodOnceIsNotWrongLater) {
  (void)refuse(request(), 401, challenge("n1"));
  const auto sent = request();
  authenticator.accepted(*sent, *response(*sent, 200, "t", {}), next_hop_of(*sent));
  EXPECT_EQ(refuse(sent, 401, challenge("n2")), ChallengeOutcome::answer);
  EXPECT_EQ(refuse(request(), 401, challenge("n3")), ChallengeOutcome::wrong);
}

}  // namespace
}  // namespace offhook::dialog
