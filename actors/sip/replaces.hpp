// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "actors/base/status.hpp"
#include "actors/sip/message.hpp"
#include "actors/sip/uri.hpp"

namespace offhook::sip {

/// Replaces (RFC 3891): the new call takes the place of this dialog. The tags are named as the side
/// sees them that receives the header: its own is the to-tag.
struct Replaces {
  std::string call_id;
  std::string to_tag;
  std::string from_tag;
  bool early_only = false;  ///< not once the dialog is confirmed: 486 then (§3)

  friend bool operator==(const Replaces&, const Replaces&) = default;
};

/// InvalidArgument without a Call-ID, or without exactly one of each tag (§6.1).
[[nodiscard]] absl::StatusOr<Replaces> parse_replaces(std::string_view text);
[[nodiscard]] std::string to_string(const Replaces& replaces);

/// That of an INVITE, if it has one. InvalidArgument, which asks for 400: malformed, repeated, or
/// in another request (§3).
[[nodiscard]] absl::StatusOr<std::optional<Replaces>> replaces_of(const Message& request);

/// A dialog as its user agent knows it.
struct DialogTags {
  std::string_view call_id;
  std::string_view local_tag;
  std::string_view remote_tag;  ///< empty for an RFC 2543 peer
};
/// It names this dialog: octet for octet, but a tag "0" is also that of a peer without one (§4).
[[nodiscard]] bool names(const Replaces& replaces, const DialogTags& dialog);

/// Puts it into a URI for Refer-To, escaped: `?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2`.
void set_replaces(Uri& uri, const Replaces& replaces);
/// Out of such a URI; nullopt if there is none. InvalidArgument as above.
[[nodiscard]] absl::StatusOr<std::optional<Replaces>> replaces_of(const Uri& uri);

}  // namespace offhook::sip
