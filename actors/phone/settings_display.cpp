// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_display.hpp"

#include "actors/phone/settings_codes.hpp"

namespace offhook::phone {

using Handler = SettingsReader::Handler;

namespace {

Handler language(SettingsReader& reader, DeskRules& into) {
  return [&reader, &into](const toml::node& node) {
    const auto* words = dictionary_of(node.value_exact<std::string>().value_or(""));
    if (words == nullptr) return reader.fault(node, "known languages are \"en\"");
    into.words = words;
  };
}

Handler hidden_digits(SettingsReader& reader, HiddenDigits& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    reader.read(table, "display.hide_digits",
                {{"after", dialled_digits(reader, into.after)},
                 {"count", reader.number(into.count, 1, most_hidden_digits)}});
    if (reader.status().ok() && (into.after.empty() || into.count == 0))
      reader.fault(table, "hide_digits needs after, the digits before, and count");
  });
}

std::string known_soft_keys() {
  std::string known;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(SoftKey::menu); ++i)
    known.append(known.empty() ? "" : ", ").append(name_of(static_cast<SoftKey>(i)));
  return known;
}

Handler soft_keys_of(SettingsReader& reader, SoftKeys& into) {
  return [&reader, &into](const toml::node& node) {
    std::vector<std::string> names;
    reader.texts(names)(node);
    if (names.size() > into.size()) return reader.fault(node, "there are four soft keys");
    into.fill(SoftKey::none);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto key = soft_key_named(names[i]);
      if (!key)
        return reader.fault(node, "no soft key '" + names[i] + "'; there are " + known_soft_keys());
      into.at(i) = *key;
    }
  };
}

}  // namespace

Handler display_settings(SettingsReader& reader, PhoneSettings& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    reader.read(table, "display",
                {{"language", language(reader, into.desk)},
                 {"missed_calls", reader.flag(into.missed_popup)},
                 {"hide_digits", hidden_digits(reader, into.desk.hidden)}});
  });
}

Handler lamp_settings(SettingsReader& reader, device::PowerLedSettings& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    reader.read(table, "lamps",
                {{"power_idle", reader.flag(into.idle)},
                 {"power_ringing", reader.flag(into.ringing)},
                 {"power_muted", reader.flag(into.muted)},
                 {"power_hold", reader.flag(into.hold)},
                 {"power_talking", reader.flag(into.talking)},
                 {"power_messages", reader.flag(into.messages)},
                 {"power_missed", reader.flag(into.missed_calls)}});
  });
}

Handler soft_key_settings(SettingsReader& reader, DeskRules& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    std::map<std::string, Handler, std::less<>> handlers;
    for (std::size_t mode = 0; mode < mode_count; ++mode)
      handlers.emplace(name_of(static_cast<DeskMode>(mode)),
                       soft_keys_of(reader, into.soft_keys.at(mode)));
    reader.read(table, "softkeys", handlers);
  });
}

}  // namespace offhook::phone
