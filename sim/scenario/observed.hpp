// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actors/sip/message.hpp"
#include "sim/ladder.hpp"

namespace offhook::sim::scenario {

/// A message that was sent.
struct ObservedRow {
  LadderRow row;
  sip::MessagePtr message;  ///< never null
  std::size_t call = 0;     ///< its Call-ID, in the order in which calls began, from 1; 0: no call
};

/// What a written ladder is compared with: messages in their order, and streams beside them.
struct Observed {
  std::vector<ObservedRow> rows;
  std::vector<LadderRow> media;  ///< from `at` to `last` each
  Instant end{};                 ///< of the run
};

[[nodiscard]] Observed observe(const Trace& trace, std::span<const Participant> participants,
                               const LadderOptions& options, Instant end);

/// A field that matchers name: method, status, reason, uri, target, call, auth, sdp (and .dir,
/// .codec, .codecs, .address, .port), contact.expires, contact.user, contact.uri, from.user,
/// to.user, body, or a header by its name. Nullopt if the message has none.
[[nodiscard]] std::optional<std::string> field_of(const ObservedRow& observed,
                                                  std::string_view field);

}  // namespace offhook::sim::scenario
