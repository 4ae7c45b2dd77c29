// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/scenario/expected_row.hpp"
#include "sim/scenario/observed.hpp"

namespace offhook::sim::scenario {

/// What of a ladder holds at any proxy: who must prove who he is, and with which request, is each
/// one's own choice. The challenged attempt goes (the request, its 401 or 407, its ACK), and so do
/// matchers of `auth`.
[[nodiscard]] ExpectedLadder without_challenges(const ExpectedLadder& ladder);
/// The same of what was sent. Calls keep their numbers.
[[nodiscard]] Observed without_challenges(Observed observed);

/// Rows for 100 Trying go: at a proxy of ours it is known when one comes.
[[nodiscard]] ExpectedLadder without_trying(const ExpectedLadder& ladder);

}  // namespace offhook::sim::scenario
