// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/digest.hpp"

#include <gtest/gtest.h>

namespace offhook::sip {
namespace {

Challenge challenge(std::string_view text) { return *parse_challenge(text); }

TEST(Digest, AnswersTheExampleOfRfc2617) {  // §3.5
  const auto credentials =
      answer(challenge("Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", "
                       "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
                       "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\""),
             {.method = "GET", .uri = "/dir/index.html"},
             {.user = "Mufasa", .password = "Circle Of Life"}, "0a4f113b", 1);

  ASSERT_TRUE(credentials.ok());
  EXPECT_EQ(credentials->get("response"), "6629fae49393a05397450978507c4ef1");
  EXPECT_EQ(credentials->get("opaque"), "5ccc069c403ebaf9f0171e9517f40e41");
  EXPECT_EQ(credentials->get("nc"), "00000001");
}

// RFC 7616 §3.9.1: the same request with both algorithms.
constexpr std::string_view rfc7616_realm =
    "realm=\"http-auth@example.org\", qop=\"auth, auth-int\", "
    "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
    "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
constexpr DigestRequest rfc7616_request{.method = "GET", .uri = "/dir/index.html"};
constexpr DigestIdentity rfc7616_identity{.user = "Mufasa", .password = "Circle of Life"};
constexpr std::string_view rfc7616_cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

TEST(Digest, AnswersTheExamplesOfRfc7616) {
  const std::string tail(rfc7616_realm);
  const auto md5 = answer(challenge("Digest algorithm=MD5, " + tail), rfc7616_request,
                          rfc7616_identity, rfc7616_cnonce, 1);
  const auto sha = answer(challenge("Digest algorithm=SHA-256, " + tail), rfc7616_request,
                          rfc7616_identity, rfc7616_cnonce, 1);

  ASSERT_TRUE(md5.ok() && sha.ok());
  EXPECT_EQ(md5->get("response"), "8ca523f5e9506fed4657c9700eebdbec");
  EXPECT_EQ(sha->get("response"),
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
}

TEST(Digest, AnswersTheExampleOfRfc7616WithSha512) {  // §3.9.2 as corrected by erratum 4897
  const auto credentials =
      answer(challenge("Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256, "
                       "nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", "
                       "opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8"),
             {.method = "GET", .uri = "/doe.json"},
             {.user = "J\xC3\xA4s\xC3\xB8n Doe", .password = "Secret, or not?"},
             "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", 1);

  ASSERT_TRUE(credentials.ok());
  EXPECT_EQ(credentials->get("response"),
            "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
}

TEST(Digest, VerifiesWhatItAnswers) {
  for (std::string_view algorithm :
       {"MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"})
    for (std::string_view qop : {"", ", qop=\"auth\"", ", qop=auth-int", ", qop=\"x, auth-int\""}) {
      const auto asked = challenge("Digest realm=\"a \\\"b\\\"\", nonce=\"n\", algorithm=" +
                                   std::string(algorithm) + std::string(qop));
      const DigestRequest request{.method = "REGISTER", .uri = "sip:a.example", .body = "hello"};
      const auto made = answer(asked, request, {.user = "u", .password = "p"}, "c", 7);
      ASSERT_TRUE(made.ok());

      const auto received = parse_credentials(to_string(*made));

      ASSERT_TRUE(received.ok());
      EXPECT_TRUE(verify(*received, request, "p")) << algorithm << qop;
      EXPECT_FALSE(verify(*received, request, "q")) << algorithm << qop;
      EXPECT_FALSE(verify(*received, {.method = "INVITE", .uri = "sip:a.example"}, "p"));
    }
}

TEST(Digest, RefusesWhatItCannotAnswer) {
  for (std::string_view text :
       {"Basic realm=\"a\"", "Digest realm=\"a\", nonce=\"n\", algorithm=SHA-3",
        "Digest realm=\"a\", nonce=\"n\", qop=\"other\"", "Digest nonce=\"n\"",
        "Digest realm=\"a\""})
    EXPECT_FALSE(answer(challenge(text), {.method = "A", .uri = "b"}, {}, "c", 1).ok()) << text;
}

TEST(Digest, ChoosesTheStrongestItKnows) {
  const std::array<Challenge, 4> offered = {
      challenge("Digest realm=\"a\", nonce=\"1\", algorithm=MD5"),
      challenge("Digest realm=\"a\", nonce=\"2\", algorithm=SHA-3"),
      challenge("Digest realm=\"a\", nonce=\"3\", algorithm=SHA-256"),
      challenge("Digest realm=\"a\", nonce=\"4\", algorithm=SHA-256-sess")};

  EXPECT_EQ(strongest(offered), &offered[2]);
  EXPECT_EQ(strongest(std::span(offered).first(2)), &offered[0]);
  EXPECT_EQ(strongest({}), nullptr);

  const std::array<Challenge, 2> longer = {
      offered[2], challenge("Digest realm=\"a\", nonce=\"5\", algorithm=SHA-512-256")};
  EXPECT_EQ(strongest(longer), &longer[1]);
}

TEST(Digest, MakesChallengesThatItCanAnswer) {
  const Challenge made = make_challenge(DigestAlgorithm::sha256, "exa\"mple", "n1");

  const Challenge read = challenge(to_string(made));

  EXPECT_EQ(read.get("realm"), "exa\"mple");
  EXPECT_EQ(read.get("algorithm"), "SHA-256");
  EXPECT_EQ(strongest(std::span(&read, 1)), &read);
}

}  // namespace
}  // namespace offhook::sip
