// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/random_source.hpp"
#include "actors/sip/account.hpp"
#include "actors/sip/message.hpp"

namespace offhook::registration {

/// When to refresh a binding that was granted for `expires`: after nine tenths, and at least 32 s
/// (64*T1, the time a REGISTER may take to fail) before it is over; a short one after its half.
[[nodiscard]] std::chrono::seconds refresh_after(std::chrono::seconds expires);

/// For how long a 2xx keeps our binding (§10.2.4): expires of our Contact, else the Expires header,
/// else what we asked for. Zero if it lists Contacts and ours is not among them, or says 0.
[[nodiscard]] std::chrono::seconds granted_expires(const sip::Message& response,
                                                   std::string_view contact_uri,
                                                   std::chrono::seconds asked);

/// The time to ask for after a 423 (§10.2.8); nullopt if Min-Expires is missing or no longer than
/// what we asked for, so that asking again would be refused again.
[[nodiscard]] std::optional<std::chrono::seconds> longer_expires(const sip::Message& response,
                                                                 std::chrono::seconds asked);

/// Whether a 2xx lists our Contact with time left; nullopt if it lists none at all.
[[nodiscard]] std::optional<bool> lists_binding(const sip::Message& response,
                                                std::string_view contact_uri);

/// Another server may do better: 408, 430 and 5xx but for 501, 505 and 513, which say that the
/// request itself is wrong.
[[nodiscard]] bool may_try_elsewhere(int status);

/// How we look from there: host and port of our top Via as the peer saw them (RFC 3581), in a
/// Contact. Nullopt if the peer says nothing of it.
[[nodiscard]] std::optional<std::string> contact_as_seen(const sip::Message& response,
                                                         std::string_view contact_uri);

/// The URIs of Service-Route (RFC 3608 §5); a loose router each, or none at all.
[[nodiscard]] std::vector<std::string> service_route(const sip::Message& response);

/// A server itself as a loose router: "sip:example.net;lr".
[[nodiscard]] std::string route_to(const sip::RegistrarServer& server);

/// Seconds of Flow-Timer (RFC 5626 §4.4); nullopt if there is none.
[[nodiscard]] std::optional<std::chrono::seconds> flow_timer(const sip::Message& response);

/// The waits between failed tries, RFC 5626 §4.5: the upper bound is 30 s doubled with each failure
/// in a row, at most 30 minutes; the wait is between half of it and all of it, so that the phones
/// of a house do not come back in one moment.
class BackOff {
 public:
  static constexpr std::chrono::seconds base{30};
  static constexpr std::chrono::seconds limit{1800};
  static constexpr std::chrono::seconds after_refusal{300};
  static constexpr std::chrono::hours longest_retry_after{24};

  /// One more failure. `retry_after`, what the server asked for, counts if there is one.
  std::chrono::milliseconds next(RandomSource& random,
                                 std::optional<std::chrono::seconds> retry_after = {});
  /// The same after 403 or 404, which no haste will change.
  std::chrono::milliseconds next_after_refusal(RandomSource& random);
  void reset() { failures_ = 0; }
  [[nodiscard]] int failures() const { return failures_; }

 private:
  int failures_ = 0;
};

}  // namespace offhook::registration
