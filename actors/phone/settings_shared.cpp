// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_shared.hpp"

namespace offhook::phone {

SettingsReader::Handler shared_line(SettingsReader& reader, SharedLineChoice& into) {
  return reader.choice<bool>(into.shares, {{"off", false}, {"sca", true}});
}

SettingsReader::Handler line_seize(SettingsReader& reader, SharedLineChoice& into) {
  return reader.span<std::chrono::seconds>(into.rules.seize_expires, 5, 3600);
}

}  // namespace offhook::phone
