// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_media.hpp"

#include <charconv>

namespace offhook::phone {
namespace {

using Handler = SettingsReader::Handler;

/// The ports below are those of the system.
constexpr std::uint16_t first_user_port = 1024;

/// "16384-16482"; nullopt for anything else.
std::optional<media::PortRange> range_of(std::string_view text) {
  media::PortRange range;
  const auto* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, range.first);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '-') return std::nullopt;
  const auto last = std::from_chars(first.ptr + 1, end, range.last);
  if (last.ec != std::errc{} || last.ptr != end) return std::nullopt;
  return range;
}

Handler port_range(SettingsReader& reader, media::PortRange& into) {
  return [&reader, &into](const toml::node& node) {
    const auto range = range_of(node.value_exact<std::string>().value_or(""));
    if (!range || range->first < first_user_port)
      return reader.fault(node, "expected ports from 1024 to 65535, such as \"16384-16482\"");
    if (range->pairs() == 0)
      return reader.fault(node, "no even port with the next one lies in it, as a call needs");
    into = *range;
  };
}

}  // namespace

Handler media_settings(SettingsReader& reader, PhoneSettings& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    reader.read(table, "media", {{"rtp_ports", port_range(reader, into.rtp_ports)}});
  });
}

}  // namespace offhook::phone
