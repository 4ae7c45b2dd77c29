// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/phone/settings.hpp"
#include "actors/phone/settings_reader.hpp"

namespace offhook::phone {

// The tables of phone.toml about what is heard.

/// [hold]: reminders and music.
[[nodiscard]] SettingsReader::Handler hold_settings(SettingsReader& reader, PhoneSettings& into);
/// [ring]: which ring for whom, and where.
[[nodiscard]] SettingsReader::Handler ring_settings(SettingsReader& reader, RingSettings& into);
/// [tones]: tones of one's own by name.
[[nodiscard]] SettingsReader::Handler tone_settings(SettingsReader& reader, media::ToneSet& into);
/// [audio]: paths, volumes, mute, and a headless phone's mouth and ear.
[[nodiscard]] SettingsReader::Handler audio_settings(SettingsReader& reader, PhoneSettings& into);
/// [paging]: groups to speak to and to listen to.
[[nodiscard]] SettingsReader::Handler paging_settings(SettingsReader& reader, PagingSettings& into);
/// `country` of [phone].
[[nodiscard]] SettingsReader::Handler country(SettingsReader& reader, media::ToneSet& into);

}  // namespace offhook::phone
