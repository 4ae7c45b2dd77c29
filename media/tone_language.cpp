// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/tone_language.hpp"

#include <charconv>
#include <optional>
#include <string>

namespace offhook::media {
namespace {

constexpr std::uint32_t lowest_hz = 200;
/// What a rate of 8 kHz can carry.
constexpr std::uint32_t highest_hz = 4000;
constexpr std::uint32_t longest_ms = 30'000;

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::optional<std::uint32_t> number_in(std::string_view text) {
  text = trimmed(text);
  std::uint32_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// What stands before the next `separator`; `text` is what comes behind it.
std::string_view take_part(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

std::optional<ToneSegment> element_of(std::string_view text) {
  ToneSegment segment;
  text = trimmed(text);
  if (text.starts_with('!')) {
    segment.repeats = false;
    text.remove_prefix(1);
  }
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto duration = number_in(text.substr(slash + 1));
  if (!duration || *duration > longest_ms) return std::nullopt;
  segment.milliseconds = *duration;
  std::string_view frequencies = text.substr(0, slash);
  if (trimmed(frequencies).ends_with('+')) return std::nullopt;
  std::size_t count = 0;
  do {
    const auto hz = number_in(take_part(frequencies, '+'));
    const bool silence = hz == 0u && count == 0 && frequencies.empty();
    const bool heard = hz && *hz >= lowest_hz && *hz <= highest_hz;
    if (count == segment.frequencies.size() || !(silence || heard)) return std::nullopt;
    segment.frequencies.at(count++) = static_cast<std::uint16_t>(*hz);
  } while (!frequencies.empty());
  return segment;
}

}  // namespace

absl::StatusOr<std::vector<ToneSegment>> parse_tone(std::string_view text) {
  std::vector<ToneSegment> segments;
  if (trimmed(text) == "0") {
    segments.push_back({});
    return segments;
  }
  if (trimmed(text).ends_with(',')) return invalid_argument("a tone ends with an element, not ','");
  while (!text.empty()) {
    const auto part = take_part(text, ',');
    const auto element = element_of(part);
    if (!element)
      return invalid_argument("'" + std::string(part) +
                              "' is no element of a tone; expected \"350+440/1000\": up to four "
                              "frequencies of 200 to 4000 Hz, or 0, and up to 30000 ms");
    if (segments.size() == most_tone_elements)
      return invalid_argument("a tone has at most " + std::to_string(most_tone_elements) +
                              " elements");
    segments.push_back(*element);
  }
  if (segments.empty()) return invalid_argument("expected a tone such as \"440/300,0/10000\"");
  return segments;
}

}  // namespace offhook::media
