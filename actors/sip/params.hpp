// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace offhook::sip {

/// Parameters in their order: name and value as written. A quoted value keeps its quotes (see
/// `unquote`); a flag such as `lr` has an empty value.
using Params = std::vector<std::pair<std::string, std::string>>;

/// The value of `name` (compared without case), empty for a flag; nullopt if it is not there.
[[nodiscard]] std::optional<std::string_view> find_param(const Params& params,
                                                         std::string_view name);
/// Replaces `name`, or appends it.
void set_param(Params& params, std::string_view name, std::string_view value);
/// Removes every `name`.
void remove_param(Params& params, std::string_view name);

/// The same without copying: `text` is what follows a value, ";a=b;lr". Empty for a flag.
[[nodiscard]] std::optional<std::string_view> find_param(std::string_view text,
                                                         std::string_view name);

/// `"a \"b\""` to `a "b"`; text without quotes comes back as it is (RFC 3261 §25.1, quoted-string).
[[nodiscard]] std::string unquote(std::string_view text);
/// `a "b"` to `"a \"b\""`.
[[nodiscard]] std::string quote(std::string_view text);

}  // namespace offhook::sip
