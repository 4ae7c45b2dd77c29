// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "actors/base/status.hpp"
#include "actors/sip/headers.hpp"
#include "actors/sip/message.hpp"
#include "actors/sip/replaces.hpp"

namespace offhook::sip {

/// Refer-To (RFC 3515 §2.1): whom to send what request.
struct ReferTo {
  std::string display_name;
  Uri target;  ///< fit for a Request-URI: without method and headers
  Method method = Method::invite;
  std::optional<Replaces> replaces;  ///< attended transfer (RFC 5589 §7)
};

/// Of the headers inside the URI only Replaces is taken: the referrer may not write our requests
/// (RFC 3261 §19.1.5). InvalidArgument: no address, or a malformed Replaces; Unimplemented: an
/// unknown method.
[[nodiscard]] absl::StatusOr<ReferTo> parse_refer_to(std::string_view text);
/// Names the method unless it is INVITE.
[[nodiscard]] std::string to_string(const ReferTo& refer_to);

/// That of a REFER. InvalidArgument, which asks for 400: malformed, or not exactly one (§2.4.2).
[[nodiscard]] absl::StatusOr<ReferTo> refer_to_of(const Message& request);

/// Referred-By (RFC 3892): who wants it.
struct ReferredBy {
  NameAddr referrer;
  std::string cid;  ///< Content-ID of a signed token in the body, unquoted; empty if there is none
};
[[nodiscard]] absl::StatusOr<ReferredBy> parse_referred_by(std::string_view text);
[[nodiscard]] std::string to_string(const ReferredBy& referred_by);

/// Refer-Sub (RFC 4488): false asks for, or grants, a REFER without subscription. Whatever is not
/// "false" is the default, true.
[[nodiscard]] bool parse_refer_sub(std::string_view text);

}  // namespace offhook::sip
