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

/// Nullopt for keys whose lamps show something else.
std::optional<device::LedPattern> pattern_of(const KeyFunction& key, const Features& features,
                                             const DeskState& state) {
  const auto lit = [](bool on, device::LedColour colour) {
    return on ? device::steady(colour) : device::led_off;
  };
  switch (key.type) {
    case KeyType::do_not_disturb:
      return lit(features.do_not_disturb_at(key.account_id), device::LedColour::red);
    case KeyType::forward:
      return lit(features.forwards_of(key.account_id).of(ForwardKind::always).works(),
                 device::LedColour::red);
    case KeyType::group_listening:
      return lit(state.group_listening, device::LedColour::green);
    case KeyType::page:
      return lit(state.paging == key.value, device::LedColour::green);
    default:
      return std::nullopt;
  }
}

/// Something in the mailbox of that account, or of any.
bool waits(const DeskState& state, const std::string& account_id) {
  if (account_id.empty()) return state.has_messages();
  const auto mailbox = state.mailboxes.find(account_id);
  return mailbox != state.mailboxes.end() && mailbox->second.waiting;
}

}  // namespace

std::map<device::LedId, device::LedPattern> key_lamps(const DeskRules& rules,
                                                      const Features& features,
                                                      const DeskState& state) {
  std::map<device::LedId, device::LedPattern> lamps;
  for (const auto& [name, key] : rules.keys)
    if (const auto pattern = pattern_of(key, features, state))
      if (const auto lamp = lamp_of(name)) lamps[*lamp] = *pattern;
  return lamps;
}

std::map<device::LedId, device::LedPattern> watch_lamps(const DeskRules& rules,
                                                        const DeskState& state) {
  std::map<device::LedId, device::LedPattern> lamps;
  for (const auto& [name, key] : rules.keys) {
    const auto lamp = lamp_of(name);
    if (!lamp) continue;
    if (key.type == KeyType::voice_mail) {
      lamps[*lamp] = waits(state, key.account_id) ? device::slow_flash_1s(device::LedColour::red)
                                                  : device::led_off;
    } else if (const auto watch = watch_id(key); !watch.empty()) {
      const auto party = state.watched.find(watch);
      const auto known =
          party == state.watched.end() ? subscription::PartyState::unknown : party->second.state;
      lamps[*lamp] = device::watched_pattern(lamp_state(key.type, known), rules.watch.lamps);
    }
  }
  return lamps;
}

}  // namespace offhook::phone
