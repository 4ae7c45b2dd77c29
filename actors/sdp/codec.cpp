// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sdp/codec.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace offhook::sdp {
namespace {

struct Static {
  std::uint8_t payload_type;
  std::string_view name;
  std::uint32_t clock_rate;
  std::uint8_t channels;
};

// RFC 3551 §6, table 4.
constexpr auto statics = std::to_array<Static>({{0, "PCMU", 8000, 1},
                                                {3, "GSM", 8000, 1},
                                                {4, "G723", 8000, 1},
                                                {5, "DVI4", 8000, 1},
                                                {6, "DVI4", 16000, 1},
                                                {7, "LPC", 8000, 1},
                                                {8, "PCMA", 8000, 1},
                                                {9, "G722", 8000, 1},
                                                {10, "L16", 44100, 2},
                                                {11, "L16", 44100, 1},
                                                {12, "QCELP", 8000, 1},
                                                {13, "CN", 8000, 1},
                                                {14, "MPA", 90000, 1},
                                                {15, "G728", 8000, 1},
                                                {16, "DVI4", 11025, 1},
                                                {17, "DVI4", 22050, 1},
                                                {18, "G729", 8000, 1}});

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// The value behind "<format> " in the first attribute of that name, or nullopt.
std::optional<std::string_view> for_format(const Media& media, std::string_view attribute,
                                           std::string_view format) {
  for (const Attribute& a : media.attributes) {
    const std::string_view value = a.value;
    if (a.name != attribute || value.substr(0, value.find(' ')) != format) continue;
    const std::size_t begin = value.find_first_not_of(' ', format.size());
    return begin == std::string_view::npos ? std::string_view{} : value.substr(begin);
  }
  return std::nullopt;
}

/// "PCMU/8000" or "L16/44100/2".
bool read_rtpmap(std::string_view text, Codec& codec) {
  const std::size_t slash = text.find('/');
  if (slash == 0 || slash == std::string_view::npos) return false;
  codec.name = text.substr(0, slash);
  text.remove_prefix(slash + 1);
  const std::size_t second = text.find('/');
  const auto rate = number<std::uint32_t>(text.substr(0, second));
  if (!rate || *rate == 0) return false;
  codec.clock_rate = *rate;
  if (second == std::string_view::npos) return true;
  const auto channels = number<std::uint8_t>(text.substr(second + 1));
  codec.channels = channels.value_or(0);
  return codec.channels != 0;
}

std::optional<Codec> codec_of(const Media& media, std::string_view format) {
  const auto payload_type = number<std::uint8_t>(format);
  if (!payload_type || *payload_type > 127) return std::nullopt;
  Codec codec;
  codec.payload_type = *payload_type;
  codec.parameters = for_format(media, "fmtp", format).value_or("");
  if (const auto map = for_format(media, "rtpmap", format); map && read_rtpmap(*map, codec))
    return codec;
  const auto known = std::ranges::find(statics, *payload_type, &Static::payload_type);
  if (known == statics.end()) return std::nullopt;
  codec.name = known->name;
  codec.clock_rate = known->clock_rate;
  codec.channels = known->channels;
  return codec;
}

}  // namespace

bool same_format(const Codec& a, const Codec& b) {
  return a.clock_rate == b.clock_rate && a.channels == b.channels &&
         std::ranges::equal(a.name, b.name, {}, lower, lower);
}

std::vector<Codec> codecs_of(const Media& media) {
  std::vector<Codec> codecs;
  for (const std::string& format : media.formats)
    if (auto codec = codec_of(media, format)) codecs.push_back(*std::move(codec));
  return codecs;
}

}  // namespace offhook::sdp
