// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/key_lamps.hpp"

#include "actors/device/keypad_layout.hpp"

namespace offhook::phone {
namespace {

/// The lamp of a line key or programmable key; nullopt for keys that have none.
std::optional<device::LedId> lamp_of(std::string_view key) {
  for (unsigned n = 1; n <= most_lines; ++n) {
    if (device::key_named(key) == hal::line_key(n)) return hal::line_led(n);
    if (device::key_named(key) == hal::dss_key(n)) return hal::dss_led(n);
  }
  return std::nullopt;
}

}  // namespace

std::map<device::LedId, bool> key_lamps(const DeskRules& rules, const Features& features) {
  std::map<device::LedId, bool> lamps;
  for (const auto& [name, key] : rules.keys) {
    if (key.type != KeyType::do_not_disturb && key.type != KeyType::forward) continue;
    const auto lamp = lamp_of(name);
    if (!lamp) continue;
    const auto& always = features.forwards_of(key.account_id).of(ForwardKind::always);
    lamps[*lamp] =
        key.type == KeyType::forward ? always.works() : features.do_not_disturb_at(key.account_id);
  }
  return lamps;
}

}  // namespace offhook::phone
