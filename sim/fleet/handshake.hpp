// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace offhook::sim::fleet {

/// How coordinator and worker show each other that they have the same token without sending it:
/// each has thrown a number, and both are answered with an HMAC-SHA-256 of them under the token.
enum class Side : bool { coordinator, worker };

/// What `side` has to say; hexadecimal.
[[nodiscard]] std::string proof(std::string_view token, Side side,
                                std::string_view coordinator_number,
                                std::string_view worker_number);

/// In a time that does not depend on where they differ.
[[nodiscard]] bool same_proof(std::string_view one, std::string_view other);

}  // namespace offhook::sim::fleet
