// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/sip/message.hpp"

namespace offhook::sip {

/// What goes on at one appearance of a line that several phones share, as servers write it in
/// Call-Info: `<sip:example.net>;appearance-index=1;appearance-state=held`.
enum class AppearanceState : std::uint8_t {
  idle,
  seized,       ///< somebody dials
  progressing,  ///< the far phone rings
  alerting,     ///< the line is called
  active,       ///< also every state that we do not know: somebody is there
  held,         ///< any phone of the line may take the call
  held_private  ///< only the phone that holds it
};
[[nodiscard]] std::string_view to_string(AppearanceState state);

struct Appearance {
  std::uint32_t index = 0;                              ///< from 1; 0, written `*`, is every other
  std::optional<AppearanceState> state = std::nullopt;  ///< requests may leave it out
  std::string uri = {};                                 ///< the party at the far end, as written
  friend bool operator==(const Appearance&, const Appearance&) = default;
};
/// More of them than any phone has keys for are not read.
inline constexpr std::uint32_t most_appearances = 64;

/// One value of Call-Info; nullopt for one about something else, or with no index that counts.
[[nodiscard]] std::optional<Appearance> parse_appearance(std::string_view value);
/// All that the Call-Info headers of a message tell, in their order.
[[nodiscard]] std::vector<Appearance> appearances_of(const Message& message);
/// A value of Call-Info; `host` is that of the line's address of record.
[[nodiscard]] std::string write_appearance(std::string_view host, const Appearance& appearance);
/// The same for all of them: one value after the other, with commas.
[[nodiscard]] std::string write_appearances(std::string_view host,
                                            const std::vector<Appearance>& appearances);

}  // namespace offhook::sip
