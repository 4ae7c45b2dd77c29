// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_watch.hpp"

namespace offhook::phone {

using Handler = SettingsReader::Handler;
using std::chrono::seconds;

Handler watch_settings(SettingsReader& reader, WatchRules& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    reader.read(
        table, "watch",
        {{"lamps", reader.number(into.lamps, 0, 3)},
         {"expires", reader.span<seconds>(into.expires, 30, 86400)},
         {"unsolicited", reader.flag(into.unsolicited)},
         {"fills_keys", reader.flag(into.fills_keys)},
         {"at_busy", reader.choice<KeyAtBusy>(into.at_busy, {{"call", KeyAtBusy::call},
                                                             {"intercom", KeyAtBusy::intercom},
                                                             {"barge", KeyAtBusy::barge}})},
         {"barge_code", reader.text(into.barge_code)},
         {"intercom_code", reader.text(into.intercom_code)},
         {"call_completion", reader.flag(into.completion)}});
    if (into.at_busy == KeyAtBusy::barge && into.barge_code.empty())
      reader.fault(table, "at_busy = \"barge\" needs a barge_code");
  });
}

Handler pickup_settings(SettingsReader& reader, WatchRules& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    reader.read(table, "pickup",
                {{"code", reader.text(into.pickup_code)},
                 {"group_code", reader.text(into.group_pickup_code)},
                 {"replaces", reader.flag(into.replaces)},
                 {"shows", reader.flag(into.alert_shows)},
                 {"sounds", reader.flag(into.alert_sounds)}});
  });
}

Handler park_settings(SettingsReader& reader, WatchRules& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    reader.read(table, "park",
                {{"mode", reader.choice<ParkMode>(into.park_mode, {{"transfer", ParkMode::transfer},
                                                                   {"code", ParkMode::code}})},
                 {"code", reader.text(into.park_code)},
                 {"retrieve_code", reader.text(into.retrieve_code)}});
  });
}

Handler key_in_call(SettingsReader& reader, WatchRules& into) {
  return reader.choice<KeyInCall>(into.in_call, {{"new_call", KeyInCall::new_call},
                                                 {"attended", KeyInCall::attended},
                                                 {"blind", KeyInCall::blind}});
}

}  // namespace offhook::phone
