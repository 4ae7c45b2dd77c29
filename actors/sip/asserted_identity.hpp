// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "actors/sip/header_id.hpp"
#include "actors/sip/headers.hpp"
#include "actors/sip/message.hpp"

namespace offhook::sip {

/// Privacy (RFC 3323 §4.2, RFC 3325 §9.3, RFC 7044 §10.1): what is asked to be withheld.
struct Privacy {
  bool header = false, session = false, user = false, id = false, history = false;
  bool none = false;      ///< asks that nothing be withheld, whatever the default
  bool critical = false;  ///< fail rather than go without

  /// The caller is not to be shown to the user called.
  [[nodiscard]] bool hides_caller() const { return !none && (id || user); }

  friend bool operator==(const Privacy&, const Privacy&) = default;
};
/// Values separated by ';', or by ',' as some write. Unknown ones are left out; never fails.
[[nodiscard]] Privacy parse_privacy(std::string_view text);
/// Of all Privacy fields of the message; all false if there is none.
[[nodiscard]] Privacy privacy_of(const Message& message);
/// Empty if nothing is set.
[[nodiscard]] std::string to_string(const Privacy& privacy);

/// The address of somebody who is not to be known (RFC 3323 §4.1.1.3).
[[nodiscard]] NameAddr anonymous_address();

/// P-Asserted-Identity, or P-Preferred-Identity, which has the same form (RFC 3325 §9): a SIP or
/// SIPS URI, a tel URI, or both. Worth no more than the proxy it came from: whether that is
/// trusted is the caller's to know (§8).
struct AssertedIdentity {
  std::optional<NameAddr> sip;
  std::optional<NameAddr> tel;

  /// What to show: that with a display name, else SIP before tel. Null if there is neither.
  [[nodiscard]] const NameAddr* best() const;
};
/// The first of each kind; values that cannot be read or are of no such scheme are left out.
[[nodiscard]] AssertedIdentity asserted_identity(const Message& message,
                                                 HeaderId header = HeaderId::p_asserted_identity);

}  // namespace offhook::sip
