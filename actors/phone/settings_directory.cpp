// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_directory.hpp"

#include "actors/phone/settings_reader.hpp"

namespace offhook::phone {

SettingsReader::Handler contact_settings(SettingsReader& reader, DirectorySettings& into) {
  return reader.tables("expected [[contact]]", [&reader, &into](const toml::table& table) {
    if (into.contacts.size() >= most_contacts) return reader.fault(table, "too many contacts");
    Contact contact;
    contact.contact_id = "settings" + std::to_string(into.contacts.size() + 1);
    contact.from_settings = true;
    reader.read(table, "contact",
                {{"name", reader.text(contact.name)},
                 {"numbers", reader.texts(contact.numbers)},
                 {"group", reader.text(contact.group)},
                 {"ring_tone", reader.text(contact.ring_tone)},
                 {"blocked", reader.flag(contact.blocked)}});
    if (auto status = check_contact(contact); !status.ok())
      return reader.fault(table, message_of(status));
    into.contacts.push_back(std::move(contact));
  });
}

SettingsReader::Handler directory_settings(SettingsReader& reader, DirectorySettings& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    using enum NameSource;
    reader.read(table, "directory",
                {{"names_from", reader.choice<NameSource>(into.names_from, {{"contacts", contacts},
                                                                            {"network", network}})},
                 {"block_code", reader.number(into.block_status, 400, 699)},
                 {"suggest", reader.flag(into.suggests)}});
  });
}

}  // namespace offhook::phone
