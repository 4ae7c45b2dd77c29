// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "actors/base/status.hpp"
#include "actors/sip/auth_header.hpp"

namespace offhook::sip {

/// Digest algorithms (RFC 7616 §3.3, RFC 8760), weakest first.
enum class DigestAlgorithm : std::uint8_t {
  md5,
  md5_sess,
  sha256,
  sha256_sess,
  sha512_256,
  sha512_256_sess,
};

/// "MD5", "SHA-256-sess", without case; an absent algorithm ("") is MD5. Nullopt if we have it not.
[[nodiscard]] std::optional<DigestAlgorithm> parse_digest_algorithm(std::string_view text);

/// Lower-case hexadecimal digest of `text`, by the hash of `algorithm`.
[[nodiscard]] std::string hash_hex(DigestAlgorithm algorithm, std::string_view text);

/// Who answers, and for which request.
struct DigestIdentity {
  std::string_view user;
  std::string_view password;
};
struct DigestRequest {
  std::string_view method;     ///< "REGISTER"
  std::string_view uri;        ///< the Request-URI, or what the uri parameter says
  std::string_view body = {};  ///< for qop=auth-int alone
};

/// The credentials for a challenge (RFC 7616 §3.4). `cnonce` is used with qop or a -sess algorithm;
/// `nonce_count` counts requests with this nonce, from 1. InvalidArgument if we cannot answer: not
/// Digest, unknown algorithm or qop, no realm or nonce.
[[nodiscard]] absl::StatusOr<Credentials> answer(const Challenge& challenge,
                                                 const DigestRequest& request,
                                                 const DigestIdentity& identity,
                                                 std::string_view cnonce,
                                                 std::uint32_t nonce_count);

/// The server's side: the response in `credentials` proves the password for this request. Realm,
/// nonce and nonce count are the caller's to check; so is that `uri` names this server.
[[nodiscard]] bool verify(const Credentials& credentials, const DigestRequest& request,
                          std::string_view password);

/// A challenge to send: algorithm and qop="auth" included.
[[nodiscard]] Challenge make_challenge(DigestAlgorithm algorithm, std::string_view realm,
                                       std::string_view nonce);

/// The strongest challenge that we can answer, the topmost of equals (RFC 8760 §2.4); or null.
[[nodiscard]] const Challenge* strongest(std::span<const Challenge> challenges);

}  // namespace offhook::sip
