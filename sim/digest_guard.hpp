// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include "actors/base/clock.hpp"
#include "actors/base/random_source.hpp"
#include "actors/sip/digest.hpp"
#include "actors/sip/message.hpp"

namespace offhook::sim {

/// User name to password: who a simulated server knows.
using Users = std::map<std::string, std::string>;

/// The server's side of digest access authentication (RFC 3261 §22, RFC 7616): hands out nonces and
/// checks what comes back. One realm.
class DigestGuard {
 public:
  struct Options {
    std::string realm = "sim.test";
    sip::DigestAlgorithm algorithm = sip::DigestAlgorithm::md5;
    std::chrono::seconds nonce_life{300};  ///< an older nonce is stale
  };

  /// `random` makes the nonces and is borrowed.
  DigestGuard(Options options, Users users, RandomSource& random);

  enum class Verdict : std::uint8_t {
    accepted,
    missing,   ///< no credentials for our realm
    stale,     ///< the password is right, the nonce is old, unknown or used up: ask again
    rejected,  ///< unknown user, wrong password, or made for another request
  };
  struct Result {
    Verdict verdict = Verdict::missing;
    std::string user;  ///< who proved to be who they are; only with `accepted`
  };

  /// Reads `header`, which is authorization or proxy_authorization. Each nonce count is accepted
  /// once (RFC 7616 §3.4), so the same message twice is `stale` the second time.
  [[nodiscard]] Result check(const sip::Message& request, sip::HeaderId header, Instant now);

  /// The value of a WWW-Authenticate or Proxy-Authenticate with a new nonce.
  [[nodiscard]] std::string challenge(Instant now, bool stale);

  [[nodiscard]] const Users& users() const { return users_; }
  [[nodiscard]] const std::string& realm() const { return options_.realm; }

 private:
  struct Nonce {
    Instant issued{};
    std::uint32_t last_count = 0;
  };
  [[nodiscard]] Verdict spend(const std::string& nonce, std::uint32_t count, Instant now);
  void make_room(Instant now);

  Options options_;
  Users users_;
  RandomSource& random_;
  std::map<std::string, Nonce> nonces_;
  std::deque<std::string> by_age_;  ///< keys of nonces_, oldest first
};

}  // namespace offhook::sim
