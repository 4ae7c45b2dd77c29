// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "actors/phone/settings_reader.hpp"

namespace offhook::phone {

/// [[account]]: user and domain, from which the URIs follow, and how its calls and registrations
/// go. What each does with calls is kept in `features` by its id, what it does about others in
/// `desk.watch`.
[[nodiscard]] SettingsReader::Handler accounts(SettingsReader& reader, PhoneSettings& into);

/// Nullopt if there is no such line.
[[nodiscard]] std::optional<std::string> first_line_of(const std::string& path);

}  // namespace offhook::phone
