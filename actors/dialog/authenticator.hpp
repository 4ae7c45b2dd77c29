// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/random_source.hpp"
#include "actors/sip/account.hpp"
#include "actors/sip/draft.hpp"
#include "actors/sip/message.hpp"

namespace offhook::dialog {

/// What to do about a 401 or 407.
enum class ChallengeOutcome : std::uint8_t {
  answer,        ///< write the request again, `authorize` it and send it as a new transaction
  wrong,         ///< our answer was refused: user or password are wrong
  unanswerable,  ///< nothing we can or may answer
};

/// Challenges answered for one request: user and proxy realms, each once stale.
inline constexpr int max_challenges = 4;

/// Answers digest challenges for one account (RFC 3261 §22, RFC 7616), and keeps each nonce in use
/// with its count. It answers servers of the account alone: a far phone that challenges a BYE would
/// otherwise collect digests to guess the password from. Ours are the hosts of the address of
/// record, the registrar and the outbound proxy; the next hop of the request decides.
class Authenticator {
 public:
  /// `account` is copied, `random` borrowed.
  Authenticator(const sip::Account& account, RandomSource& random);

  /// Reads the challenges of a 401 or 407 to `request`. Each is answered once, and again only if it
  /// has a new nonce and either says `stale` or refuses one that had worked before.
  /// `next_hop` is where the request went. `moved`: another of its servers answered than the one
  /// that the credentials were for (RFC 3263 §4.3), which cannot know their nonce; its challenge
  /// says nothing about the password.
  ChallengeOutcome receive(const sip::Message& request, const sip::Message& response,
                           const sip::Uri& next_hop, bool moved = false);
  /// A 2xx to `request`: its credentials were good, and the server may name the nonce to use from
  /// now on (Authentication-Info with nextnonce, RFC 7616 §3.5).
  void accepted(const sip::Message& request, const sip::Message& response,
                const sip::Uri& next_hop);

  /// Adds credentials for every challenge so far, if the request goes to a server of ours.
  void authorize(sip::Draft& request, sip::Method method, std::string_view request_uri,
                 const sip::Uri& next_hop, std::string_view body = {});

  /// A server of the account sent us on to `uri`. It counts as ours if its host is the domain of
  /// the address of record or below it; a redirection proves nothing. False if not.
  bool admit(const sip::Uri& uri);
  /// Another server is asked from now on, which does not know the nonces of the last one.
  void forget_nonces() { spaces_.clear(); }

  /// Whether requests to `next_hop` may carry our credentials.
  [[nodiscard]] bool serves(const sip::Uri& next_hop) const;

 private:
  /// A protection space: RFC 3261 §22.1 names it by realm, apart for user agents and proxies.
  struct Space {
    bool proxy = false;
    std::string realm;
    sip::Challenge challenge;
    std::uint32_t nonce_count = 0;
    bool proven = false;  ///< the password was good for it once
  };

  ChallengeOutcome receive_all(const sip::Message& request, const sip::Message& response,
                               bool proxy, bool moved);
  Space* find(bool proxy, std::string_view realm);

  sip::Account account_;
  RandomSource& random_;
  std::string user_;
  std::vector<std::string> own_hosts_;
  std::vector<Space> spaces_;
};

/// Where `request`, one of ours outside a dialog, goes first: its top Route, or its Request-URI.
[[nodiscard]] sip::Uri next_hop_of(const sip::Message& request);
/// The same of one that is not written yet.
[[nodiscard]] sip::Uri first_hop(const sip::Account& account, std::string_view request_uri);

}  // namespace offhook::dialog
