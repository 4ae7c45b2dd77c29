// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "actors/phone/address_book.hpp"

namespace offhook::phone {

inline constexpr std::size_t most_csv_octets = std::size_t{1} << 20U;

/// Contacts as spreadsheets write them (RFC 4180): UTF-8, one a line, the first line names the
/// columns. `name` and `number` must be there; `number` may be there five times; `group`,
/// `ring_tone`, `blocked` (yes or no) and `contact_id` may be. Commas or, if the first line has
/// some, semicolons. A contact without contact_id comes back without one.
/// InvalidArgument "people.csv:3:7: …" with line and column (in octets) of the first fault;
/// ResourceExhausted for more than the phone keeps.
[[nodiscard]] absl::StatusOr<std::vector<Contact>> parse_contacts_csv(std::string_view text,
                                                                      const std::string& file);

/// What `parse_contacts_csv` reads, with as many columns for numbers as are needed.
[[nodiscard]] std::string contacts_csv(const std::vector<Contact>& contacts);

}  // namespace offhook::phone
