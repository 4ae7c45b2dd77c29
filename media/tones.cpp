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
// higher and softer pitch; how often it comes is the phone's to say; "message" is the stuttered
// dial tone, and the ring is the United States'.
constexpr ToneSegment hold_beep[] = {{{620}, 0, false, false, 120}};
constexpr ToneSegment held_beep[] = {{{520}, 0, false, false, 120}};
constexpr ToneSegment auto_answer_beep[] = {{{1000}, 0, false, false, 250}};
// As loud and restless as a tone may be: four frequencies that no other tone has together.
constexpr ToneSegment howler[] = {{{1400, 2060, 2450, 2600}, 0, true, false, 100},
                                  {{}, 0, true, false, 100}};
constexpr ToneSegment intercom_beep[] = {
    {{800}, 0, false, false, 120}, {{}, 0, false, false, 60}, {{1200}, 0, false, false, 120}};
constexpr ToneSegment confirmation_beeps[] = {
    {{1000}, 0, false, false, 80}, {{}, 0, false, false, 80}, {{1000}, 0, false, false, 80}};
constexpr ToneSegment error_beep[] = {{{400}, 0, false, false, 400}};
constexpr ToneSegment click[] = {{{1600}, 0, false, false, 12}};
constexpr ToneSegment plain_ring[] = {{{}, 0, true, true, 2000}, {{}, 0, true, false, 4000}};

constexpr std::string_view names[] = {
    "dial",        "secondary_dial", "ringback",     "busy",        "congestion", "call_waiting",
    "dial_recall", "record",         "info",         "stutter",     "ringer",     "hold",
    "held",        "auto_answer",    "message",      "howler",      "intercom",   "confirmation",
    "error",       "key_click",      "special_dial", "unobtainable"};
static_assert(std::size(names) == number_of_tones);

// Rings that can be told apart across a room: the warble of the plain telephone first, then by
// pitch, then by rhythm. Each is a loop of a second or less.
constexpr ToneSegment ring_1[] = {{{}, 0, true, true, 1000}};
constexpr ToneSegment ring_2[] = {{{880, 1760}, 0, true, false, 60},
                                  {{660, 1320}, 0, true, false, 60}};
constexpr ToneSegment ring_3[] = {{{523, 1046}, 0, true, false, 160},
                                  {{659, 1318}, 0, true, false, 160},
                                  {{784, 1568}, 0, true, false, 160}};
constexpr ToneSegment ring_4[] = {{{1000, 2000}, 30, true, false, 400}, {{}, 0, true, false, 100}};
constexpr ToneSegment ring_5[] = {{{1400}, 0, true, false, 80}, {{}, 0, true, false, 80}};
constexpr ToneSegment ring_6[] = {{{587, 1174}, 0, true, false, 250},
                                  {{440, 880}, 0, true, false, 250}};
constexpr ToneSegment ring_7[] = {{{1568}, 0, true, false, 60},
                                  {{1318}, 0, true, false, 60},
                                  {{1046}, 0, true, false, 60},
                                  {{}, 0, true, false, 320}};
constexpr ToneSegment ring_8[] = {{{450, 900, 1350}, 20, true, false, 1000}};
constexpr std::span<const ToneSegment> rings[] = {ring_1, ring_2, ring_3, ring_4,
                                                  ring_5, ring_6, ring_7, ring_8};
static_assert(std::size(rings) == most_rings);

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
    case Tone::auto_answer:
      return auto_answer_beep;
    case Tone::howler:
      return howler;
    case Tone::intercom:
      return intercom_beep;
    case Tone::confirmation:
      return confirmation_beeps;
    case Tone::error:
      return error_beep;
    case Tone::key_click:
      return click;
    case Tone::message:
      return tone_of(country, Tone::stutter);
    default:
      break;
  }
  if (const auto national = look_up(country, tone); !national.empty()) return national;
  if (tone == Tone::secondary_dial)
    if (const auto dial = look_up(country, Tone::dial); !dial.empty()) return dial;
  switch (tone) {
    case Tone::hold:
      return hold_beep;
    case Tone::held:
      return held_beep;
    case Tone::ringer:
      return plain_ring;
    case Tone::special_dial:
      return tone_of(country, Tone::stutter);
    case Tone::unobtainable:
      return tone_of(country, Tone::info);
    default:
      return look_up("custom", tone);
  }
}

std::span<const std::string_view> tone_countries() {
  static const std::vector<std::string_view> all = [] {
    std::vector<std::string_view> found;
    for (const Entry& entry : entries) found.push_back(entry.country);
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }();
  return all;
}

std::string_view name_of(Tone tone) { return names[static_cast<std::size_t>(tone)]; }

std::span<const ToneSegment> ring_of(std::uint32_t number) {
  return rings[number >= 1 && number <= most_rings ? number - 1 : 0];
}

std::span<const ToneSegment> dtmf_tone(char digit) {
  if (digit >= 'a' && digit <= 'd') digit = static_cast<char>(digit - 32);
  const auto at = keypad.find(digit);
  if (at == std::string_view::npos) return {};
  return std::span(dtmf_segments).subspan(at, 1);
}

}  // namespace offhook::media
