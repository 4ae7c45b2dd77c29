// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_memory.hpp"

#include "actors/phone/settings_reader.hpp"

namespace offhook::phone {

SettingsReader::Handler memory_settings(SettingsReader& reader, MemorySettings& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    reader.read(table, "memory",
                {{"file", reader.text(into.file)},
                 {"calls_per_list", reader.number(into.calls_per_list, 0, most_calls_per_list)}});
  });
}

}  // namespace offhook::phone
