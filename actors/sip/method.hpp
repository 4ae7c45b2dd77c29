// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace offhook::sip {

/// RFC 3261 §7.1, 3262, 3311, 6086, 3515, 6665, 3428, 3903. `other`: a valid token we do not know.
enum class Method : std::uint8_t {
  invite,
  ack,
  bye,
  cancel,
  options,
  register_,
  prack,
  update,
  info,
  refer,
  subscribe,
  notify,
  message,
  publish,
  other,
};

/// Methods are case-sensitive (RFC 3261 §7.1): "invite" is `other`.
[[nodiscard]] Method parse_method(std::string_view text);

/// "INVITE"; empty for `other`, whose text only the message knows.
[[nodiscard]] std::string_view to_string(Method method);

/// A success response to it creates a dialog (RFC 3261 §12.1, 6665 §4.4.1, 3515).
[[nodiscard]] constexpr bool creates_dialog(Method method) {
  return method == Method::invite || method == Method::subscribe || method == Method::refer;
}

}  // namespace offhook::sip
