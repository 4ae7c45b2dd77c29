// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "actors/base/status.hpp"

namespace offhook::sim::record {

/// phone.toml with every value of `password` and `token` replaced, and files of passwords not
/// named. FailedPrecondition if one of `secrets` is left in it, written in a way that we do not
/// know.
[[nodiscard]] absl::StatusOr<std::string> without_secrets(std::string_view toml,
                                                          const std::vector<std::string>& secrets);

/// A SIP message whose credentials have no response (RFC 7616 §3.4): with it and the challenge a
/// password can be guessed at leisure. The length stays.
[[nodiscard]] std::string without_digests(std::string_view octets);

}  // namespace offhook::sim::record
