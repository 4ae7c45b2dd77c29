// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_timers.hpp"

namespace offhook::phone {

SettingsReader::Handler timer_settings(SettingsReader& reader, transaction::TimerValues& into) {
  return reader.table([&](const toml::table& table) {
    using std::chrono::milliseconds;
    // Below a tenth of a second copies leave before an answer can be there; 64 times ten seconds
    // is more than anybody waits.
    reader.read(table, "timers",
                {{"t1_ms", reader.span<milliseconds>(into.t1, 100, 10'000)},
                 {"t2_ms", reader.span<milliseconds>(into.t2, 100, 60'000)},
                 {"t4_ms", reader.span<milliseconds>(into.t4, 100, 60'000)}});
    if (reader.status().ok() && into.t2 < into.t1)
      reader.fault(table, "t2_ms is the longest interval and no shorter than t1_ms");
  });
}

}  // namespace offhook::phone
