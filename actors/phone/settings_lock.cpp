// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_reader.hpp"

namespace offhook::phone {
namespace {

SettingsReader::Handler pin(SettingsReader& reader, std::string& into) {
  return [&reader, &into](const toml::node& node) {
    reader.text(into)(node);
    if (into.empty() || into.size() > longest_pin ||
        into.find_first_not_of("0123456789") != std::string::npos)
      reader.fault(node, "a PIN has 1 to 16 digits, in quotes");
  };
}

}  // namespace

SettingsReader::Handler lock_settings(SettingsReader& reader, PhoneSettings& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    using enum LockedKeys;
    reader.read(
        table, "lock",
        {{"keys", reader.choice<LockedKeys>(
                      into.lock.keys,
                      {{"none", none}, {"menu", menu}, {"function", function}, {"all", all}})},
         {"pin", pin(reader, into.lock.pin)},
         {"idle_s", reader.span<std::chrono::seconds>(into.lock.idle, 0, 86'400)}});
    into.desk.lock = into.lock.keys;
  });
}

}  // namespace offhook::phone
