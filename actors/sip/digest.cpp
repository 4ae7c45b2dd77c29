// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/digest.hpp"

#include <array>

#include <bctoolbox/crypto.h>
#include <openssl/evp.h>

#include "actors/sip/grammar.hpp"
#include "actors/sip/headers.hpp"

namespace offhook::sip {
namespace {

struct Name {
  std::string_view text;
  DigestAlgorithm algorithm;
};
constexpr auto names =
    std::to_array<Name>({{"MD5", DigestAlgorithm::md5},
                         {"MD5-sess", DigestAlgorithm::md5_sess},
                         {"SHA-256", DigestAlgorithm::sha256},
                         {"SHA-256-sess", DigestAlgorithm::sha256_sess},
                         {"SHA-512-256", DigestAlgorithm::sha512_256},
                         {"SHA-512-256-sess", DigestAlgorithm::sha512_256_sess}});

/// The hash under an algorithm, weakest first: -sess hashes no better.
enum class Hash : std::uint8_t { md5, sha256, sha512_256 };
constexpr Hash hash_of(DigestAlgorithm algorithm) {
  return static_cast<Hash>(static_cast<unsigned>(algorithm) / 2);
}
constexpr bool is_session(DigestAlgorithm algorithm) {
  return static_cast<unsigned>(algorithm) % 2 == 1;
}
static_assert(hash_of(DigestAlgorithm::sha512_256_sess) == Hash::sha512_256);
static_assert(is_session(DigestAlgorithm::md5_sess) && !is_session(DigestAlgorithm::sha256));

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (std::string_view part : parts) {
    if (!text.empty()) text += ':';
    text += part;
  }
  return text;
}

/// What goes into the hash, whichever side computes it.
struct Inputs {
  DigestAlgorithm algorithm;
  std::string user, realm, nonce, cnonce, nonce_count, qop;
};

/// RFC 7616 §3.4.1 to §3.4.3; without qop it is the older form of RFC 2617 §3.2.2.1.
std::string response_of(const Inputs& in, const DigestRequest& request, std::string_view password) {
  const auto hash = [&](std::string_view text) { return hash_hex(in.algorithm, text); };
  std::string secret = hash(joined({in.user, in.realm, password}));
  if (is_session(in.algorithm)) secret = hash(joined({secret, in.nonce, in.cnonce}));
  const std::string action = in.qop == "auth-int"
                                 ? hash(joined({request.method, request.uri, hash(request.body)}))
                                 : hash(joined({request.method, request.uri}));
  if (in.qop.empty()) return hash(joined({secret, in.nonce, action}));
  return hash(joined({secret, in.nonce, in.nonce_count, in.cnonce, in.qop, action}));
}

/// "auth" if offered, else "auth-int"; empty if the challenge has no qop; nullopt if it has others.
std::optional<std::string> choose_qop(const Challenge& challenge) {
  const std::string offered = challenge.get("qop");
  if (offered.empty()) return "";
  for (std::string_view known : {"auth", "auth-int"})
    if (list_contains(offered, known)) return std::string(known);
  return std::nullopt;
}

std::string eight_digits(std::uint32_t count) {
  std::string text(8, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, count >>= 4)
    *digit = "0123456789abcdef"[count & 15];
  return text;
}

absl::Status check(const Challenge& challenge) {
  if (!grammar::equal_ignoring_case(challenge.scheme, "Digest"))
    return invalid_argument("authentication scheme is not Digest");
  if (!parse_digest_algorithm(challenge.get("algorithm")))
    return invalid_argument("digest algorithm is unknown");
  if (!choose_qop(challenge)) return invalid_argument("digest qop is unknown");
  if (!find_param(challenge.params, "realm") || challenge.get("nonce").empty())
    return invalid_argument("digest challenge lacks realm or nonce");
  return absl::OkStatus();
}

/// In a time that does not depend on where they differ.
bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned>(grammar::lower(a[i]) ^ grammar::lower(b[i]));
  return difference == 0;
}

}  // namespace

std::optional<DigestAlgorithm> parse_digest_algorithm(std::string_view text) {
  if (text.empty()) return DigestAlgorithm::md5;
  for (const Name& name : names)
    if (grammar::equal_ignoring_case(name.text, text)) return name.algorithm;
  return std::nullopt;
}

std::string hash_hex(DigestAlgorithm algorithm, std::string_view text) {
  std::array<std::uint8_t, 32> hash{};
  const auto* octets = reinterpret_cast<const std::uint8_t*>(text.data());
  std::size_t length = hash.size();
  switch (hash_of(algorithm)) {
    case Hash::md5:
      length = 16;
      bctbx_md5(octets, text.size(), hash.data());
      break;
    case Hash::sha256:
      bctbx_sha256(octets, text.size(), 32, hash.data());
      break;
    case Hash::sha512_256:  // not cut from SHA-512: it begins from values of its own
      OFFHOOK_CHECK(
          EVP_Digest(octets, text.size(), hash.data(), nullptr, EVP_sha512_256(), nullptr) == 1);
      break;
  }
  std::string hex;
  for (std::size_t i = 0; i < length; ++i) {
    hex.push_back("0123456789abcdef"[hash[i] >> 4]);
    hex.push_back("0123456789abcdef"[hash[i] & 15]);
  }
  return hex;
}

absl::StatusOr<Credentials> answer(const Challenge& challenge, const DigestRequest& request,
                                   const DigestIdentity& identity, std::string_view cnonce,
                                   std::uint32_t nonce_count) {
  if (auto status = check(challenge); !status.ok()) return status;
  const Inputs in{*parse_digest_algorithm(challenge.get("algorithm")),
                  std::string(identity.user),
                  challenge.get("realm"),
                  challenge.get("nonce"),
                  std::string(cnonce),
                  eight_digits(nonce_count),
                  *choose_qop(challenge)};
  Credentials credentials;
  const auto add = [&](std::string_view name, std::string value) {
    credentials.params.emplace_back(name, std::move(value));
  };
  add("username", quote(in.user));
  add("realm", quote(in.realm));
  add("nonce", quote(in.nonce));
  add("uri", quote(request.uri));
  add("response", quote(response_of(in, request, identity.password)));
  // Written back as it came: some servers compare the text.
  if (const auto algorithm = find_param(challenge.params, "algorithm"))
    add("algorithm", unquote(*algorithm));
  if (!in.qop.empty() || is_session(in.algorithm)) add("cnonce", quote(cnonce));
  if (!in.qop.empty()) {
    add("qop", in.qop);
    add("nc", in.nonce_count);
  }
  if (find_param(challenge.params, "opaque")) add("opaque", quote(challenge.get("opaque")));
  return credentials;
}

bool verify(const Credentials& credentials, const DigestRequest& request,
            std::string_view password) {
  const auto algorithm = parse_digest_algorithm(credentials.get("algorithm"));
  if (!algorithm || !grammar::equal_ignoring_case(credentials.scheme, "Digest")) return false;
  const Inputs in{*algorithm,
                  credentials.get("username"),
                  credentials.get("realm"),
                  credentials.get("nonce"),
                  credentials.get("cnonce"),
                  credentials.get("nc"),
                  credentials.get("qop")};
  if (!in.qop.empty() && in.qop != "auth" && in.qop != "auth-int") return false;
  return same_secret(credentials.get("response"), response_of(in, request, password));
}

Challenge make_challenge(DigestAlgorithm algorithm, std::string_view realm,
                         std::string_view nonce) {
  Challenge challenge;
  challenge.params.emplace_back("realm", quote(realm));
  challenge.params.emplace_back("nonce", quote(nonce));
  for (const Name& name : names)
    if (name.algorithm == algorithm) challenge.params.emplace_back("algorithm", name.text);
  challenge.params.emplace_back("qop", "\"auth\"");
  return challenge;
}

const Challenge* strongest(std::span<const Challenge> challenges) {
  const Challenge* best = nullptr;
  for (const Challenge& challenge : challenges) {
    if (!check(challenge).ok()) continue;
    const auto strength = [](const Challenge& c) {
      return hash_of(*parse_digest_algorithm(c.get("algorithm")));
    };
    if (best == nullptr || strength(challenge) > strength(*best)) best = &challenge;
  }
  return best;
}

}  // namespace offhook::sip
