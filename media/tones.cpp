// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tones.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace offhook::media {
namespace {

struct Entry {
  std::string_view country;
  Tone tone;
  std::size_t first;
  std::size_t count;
};

#include "media/tones_table.inc"

// What no national plan defines. A hold reminder must not be mistaken for call waiting, hence the
// higher and softer pitch; "message" is the stuttered dial tone, and the ring is the United
// States'.
constexpr ToneSegment hold_beep[] = {{{620}, 0, true, false, 120}, {{}, 0, true, false, 9880}};
constexpr ToneSegment held_beep[] = {{{520}, 0, true, false, 120}, {{}, 0, true, false, 9880}};
constexpr ToneSegment auto_answer_beep[] = {{{1000}, 0, false, false, 250}};
constexpr ToneSegment plain_ring[] = {{{}, 0, true, true, 2000}, {{}, 0, true, false, 4000}};

constexpr std::string_view names[] = {"dial",       "secondary_dial", "ringback",    "busy",
                                      "congestion", "call_waiting",   "dial_recall", "record",
                                      "info",       "stutter",        "ringer",      "hold",
                                      "held",       "auto_answer",    "message"};
static_assert(std::size(names) == static_cast<std::size_t>(Tone::message) + 1);

constexpr std::uint16_t rows[] = {697, 770, 852, 941};
constexpr std::uint16_t columns[] = {1209, 1336, 1477, 1633};
constexpr std::string_view keypad = "123A456B789C*0#D";

constexpr auto dtmf_segments = [] {
  std::array<ToneSegment, 16> all{};
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i] = {{rows[i / 4], columns[i % 4]}, 0, false, false, 100};
  return all;
}();

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_country(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::span<const ToneSegment> look_up(std::string_view country, Tone tone) {
  for (const Entry& entry : entries)
    if (entry.tone == tone && same_country(entry.country, country))
      return std::span(segments).subspan(entry.first, entry.count);
  return {};
}

}  // namespace

std::span<const ToneSegment> tone_of(std::string_view country, Tone tone) {
  switch (tone) {
    case Tone::hold:
      return hold_beep;
    case Tone::held:
      return held_beep;
    case Tone::auto_answer:
      return auto_answer_beep;
    case Tone::message:
      return tone_of(country, Tone::stutter);
    default:
      break;
  }
  if (const auto national = look_up(country, tone); !national.empty()) return national;
  if (tone == Tone::secondary_dial)
    if (const auto dial = look_up(country, Tone::dial); !dial.empty()) return dial;
  if (tone == Tone::ringer) return plain_ring;
  return look_up("custom", tone);
}

std::span<const std::string_view> tone_countries() {
  static const std::vector<std::string_view> all = [] {
    std::vector<std::string_view> found;
    for (const Entry& entry : entries) found.push_back(entry.country);
    std::ranges::sort(found);
    const auto repeated = std::ranges::unique(found);
    found.erase(repeated.begin(), repeated.end());
    return found;
  }();
  return all;
}

std::string_view name_of(Tone tone) { return names[static_cast<std::size_t>(tone)]; }

std::span<const ToneSegment> dtmf_tone(char digit) {
  if (digit >= 'a' && digit <= 'd') digit = static_cast<char>(digit - 32);
  const auto at = keypad.find(digit);
  if (at == std::string_view::npos) return {};
  return std::span(dtmf_segments).subspan(at, 1);
}

}  // namespace offhook::media
