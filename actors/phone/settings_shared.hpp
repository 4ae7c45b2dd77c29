// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/phone/settings_reader.hpp"
#include "actors/phone/shared_line.hpp"

namespace offhook::phone {

/// What an account says of its line: the rules hold if it shares it at all.
struct SharedLineChoice {
  bool shares = false;
  SharedLineRules rules{};
};

/// shared_line = "sca"
[[nodiscard]] SettingsReader::Handler shared_line(SettingsReader& reader, SharedLineChoice& into);
/// line_seize_s = 15
[[nodiscard]] SettingsReader::Handler line_seize(SettingsReader& reader, SharedLineChoice& into);

}  // namespace offhook::phone
