// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_sound.hpp"

#include <algorithm>
#include <string>

#include "actors/phone/dial_plan.hpp"
#include "actors/phone/sound_file.hpp"
#include "media/packet_port.hpp"
#include "media/tone_language.hpp"

namespace offhook::phone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Handler = SettingsReader::Handler;

Handler sound_file(SettingsReader& reader, SoundFile& into) {
  return [&reader, &into](const toml::node& node) {
    std::string name;
    reader.text(name)(node);
    into.reset();
    if (!reader.status().ok() || name.empty()) return;
    auto sound = load_sound(name);
    if (!sound.ok()) return reader.fault(node, message_of(sound.status()));
    into = *std::move(sound);
  };
}

/// A ring by its number, or a file.
Handler ring_sound(SettingsReader& reader, RingSound& into) {
  return [&reader, &into](const toml::node& node) {
    into = {};
    if (node.is_string()) return sound_file(reader, into.file)(node);
    reader.number(into.number, 1, device::splash_ring)(node);
  };
}

/// { "1005" = 3, "1006" = "bell.wav" }
Handler rings(SettingsReader& reader, std::map<std::string, RingSound, std::less<>>& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    constexpr std::size_t most = 1000;
    if (table.size() > most) return reader.fault(table, "too many rings");
    for (const auto& [key, node] : table) ring_sound(reader, into[std::string(key.str())])(node);
  });
}

Handler alert_texts(SettingsReader& reader, std::vector<device::AlertText>& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    constexpr std::size_t most = 100;
    if (table.size() > most) return reader.fault(table, "too many texts");
    into.clear();
    for (const auto& [key, node] : table) {
      auto& text = into.emplace_back();
      text.text = std::string(key.str());
      reader.number(text.ring, 1, device::splash_ring)(node);
    }
  });
}

Handler group_address(SettingsReader& reader, Endpoint& into) {
  return [&reader, &into](const toml::node& node) {
    reader.endpoint([&](Endpoint endpoint) { into = endpoint; })(node);
    if (reader.status().ok() && (!media::is_multicast(into.address) || into.port == 0))
      reader.fault(node, "expected a multicast address such as \"224.0.1.75:5004\"");
  };
}

Handler page_groups(SettingsReader& reader, std::vector<PageGroup>& into, std::size_t most) {
  return reader.tables("expected [[paging.listen]] or [[paging.group]]",
                       [&reader, &into, most](const toml::table& table) {
                         if (into.size() >= most) return reader.fault(table, "too many groups");
                         auto& group = into.emplace_back();
                         reader.read(table, "paging",
                                     {{"address", group_address(reader, group.address)},
                                      {"label", reader.text(group.label)}});
                         if (group.address.port == 0)
                           return reader.fault(table, "a group needs an address");
                         if (group.label.empty()) group.label = group.address.to_string();
                       });
}

Handler uri_text(SettingsReader& reader, std::string& into) {
  return [&reader, &into](const toml::node& node) {
    reader.text(into)(node);
    if (into.empty()) return;
    if (const auto uri = target_uri(into, "sip:a@b.invalid"); !uri.ok())
      reader.fault(node, message_of(uri.status()));
  };
}

}  // namespace

Handler country(SettingsReader& reader, media::ToneSet& into) {
  return [&reader, &into](const toml::node& node) {
    reader.text(into.country)(node);
    std::transform(into.country.begin(), into.country.end(), into.country.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto known = media::tone_countries();
    if (std::find(known.begin(), known.end(), into.country) == known.end())
      reader.fault(node, "no tones of '" + into.country +
                             "'; expected a country such as \"us\" or \"de\", or \"custom\"");
  };
}

Handler hold_settings(SettingsReader& reader, PhoneSettings& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    auto& hold = into.hold;
    const auto span = [&](seconds& value) { return reader.span<seconds>(value, 3, 3600); };
    reader.read(table, "hold",
                {{"reminder", reader.flag(hold.ours.enabled)},
                 {"reminder_delay_s", span(hold.ours.delay)},
                 {"reminder_interval_s", span(hold.ours.interval)},
                 {"held_reminder", reader.flag(hold.theirs.enabled)},
                 {"held_reminder_delay_s", span(hold.theirs.delay)},
                 {"held_reminder_interval_s", span(hold.theirs.interval)},
                 {"end_tone", reader.flag(into.desk.held_end_tone)},
                 {"music", sound_file(reader, hold.music)},
                 {"music_server", uri_text(reader, hold.music_server)}});
    if (hold.music && !hold.music_server.empty())
      reader.fault(table, "[hold] has music or a music_server, not both");
  });
}

Handler ring_settings(SettingsReader& reader, RingSettings& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    using enum device::RingOutput;
    reader.read(table, "ring",
                {{"sound", ring_sound(reader, into.usual)},
                 {"accounts", rings(reader, into.accounts)},
                 {"callers", rings(reader, into.callers)},
                 {"alert_info", reader.flag(into.alert_info)},
                 {"texts", alert_texts(reader, into.texts)},
                 {"output",
                  reader.choice<device::RingOutput>(
                      into.output, {{"speaker", speaker}, {"headset", headset}, {"both", both}})}});
  });
}

Handler tone_settings(SettingsReader& reader, media::ToneSet& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    for (const auto& [key, node] : table) {
      const auto tone = media::tone_named(key.str());
      if (!tone || *tone == media::Tone::ringer)
        return reader.fault(node, "no tone '" + std::string(key.str()) +
                                      "'; there are dial, busy, congestion, call_waiting, …");
      std::string text;
      reader.text(text)(node);
      if (!reader.status().ok()) return;
      auto segments = media::parse_tone(text);
      if (!segments.ok()) return reader.fault(node, message_of(segments.status()));
      into.own[*tone] = *std::move(segments);
    }
  });
}

Handler audio_settings(SettingsReader& reader, PhoneSettings& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    auto& desk = into.desk;
    auto& volumes = desk.volumes;
    const auto step = [&](device::VolumeStep& value) {
      return reader.number(value, 0, device::most_volume);
    };
    std::int32_t side_tone = 1;
    reader.read(table, "audio",
                {{"source", reader.text(into.audio.source)},
                 {"record", reader.text(into.audio.record)},
                 {"handset", step(volumes.handset.speech)},
                 {"headset", step(volumes.headset.speech)},
                 {"speaker", step(volumes.speaker.speech)},
                 {"handset_tone", step(volumes.handset.tone)},
                 {"headset_tone", step(volumes.headset.tone)},
                 {"speaker_tone", step(volumes.speaker.tone)},
                 {"ring", step(volumes.ring)},
                 {"side_tone_db", reader.number(side_tone, -60, 0)},
                 {"headset_preferred", reader.flag(desk.headset_preferred)},
                 {"keep_mute", reader.flag(desk.keep_mute)},
                 {"allow_mute", reader.flag(desk.allow_mute)},
                 {"group_listening", reader.flag(desk.allow_group_listening)},
                 {"digit_tone", reader.flag(into.digit_tone)},
                 {"jitter_ms", reader.span<milliseconds>(into.jitter, 10, 300)},
                 {"jitter_max_ms", reader.span<milliseconds>(into.longest_jitter, 10, 300)}});
    if (side_tone <= 0) volumes.side_tone_centibel = side_tone * 100;
  });
}

Handler paging_settings(SettingsReader& reader, PagingSettings& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    constexpr std::int64_t lowest = media::PagePriority::lowest;
    auto& rules = into.rules;
    reader.read(table, "paging",
                {{"codec", reader.choice<media::Codec>(into.codec, {{"PCMU", media::Codec::pcmu},
                                                                    {"PCMA", media::Codec::pcma}})},
                 {"barge", reader.number(rules.during_call, 0, lowest)},
                 {"above_page", reader.flag(rules.above_page)},
                 {"during_dnd", reader.number(rules.during_do_not_disturb, 0, lowest)},
                 {"volume", reader.number(into.volume, 0, device::most_volume)},
                 {"listen", page_groups(reader, into.listen, media::PagePriority::lowest)},
                 {"group", page_groups(reader, into.groups, most_page_groups)}});
  });
}

}  // namespace offhook::phone
