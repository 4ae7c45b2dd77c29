// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/alert_info.hpp"

#include <absl/strings/ascii.h>
#include <absl/strings/match.h>
#include <absl/strings/numbers.h>

namespace offhook::device {
namespace {

bool starts(std::string_view text, std::string_view word) {
  return absl::StartsWithIgnoreCase(absl::string_view(text.data(), text.size()),
                                    absl::string_view(word.data(), word.size()));
}

bool same(std::string_view a, std::string_view b) { return a.size() == b.size() && starts(a, b); }

/// Servers write the address of no sound at all beside a text: a host alone is none.
bool names_a_sound(std::string_view word) {
  if (!starts(word, "http://") && !starts(word, "https://")) return false;
  const auto path = word.find('/', word.find("//") + 2);
  return path != std::string_view::npos && path + 1 < word.size();
}

bool ends_word(char c) { return c == ';' || c == ',' || c == '>' || c == ' ' || c == '"'; }

/// The words of the value, with the brackets, quotes and separators that people put around them
/// gone. URLs keep their own.
std::vector<std::string_view> words_of(std::string_view value) {
  std::vector<std::string_view> words;
  while (!value.empty()) {
    if (ends_word(value.front()) || value.front() == '<') {
      value.remove_prefix(1);
      continue;
    }
    std::size_t end = 0;
    while (end < value.size() && !ends_word(value[end])) ++end;
    words.push_back(value.substr(0, end));
    value.remove_prefix(end);
  }
  return words;
}

/// The number behind `keyword`, 1 if out of range; nullopt if the word is another.
std::optional<std::uint32_t> numbered(std::string_view word, std::string_view keyword) {
  if (!starts(word, keyword)) return std::nullopt;
  const std::string_view digits = word.substr(keyword.size());
  std::uint32_t number = 0;
  if (digits.empty() || !absl::ascii_isdigit(static_cast<unsigned char>(digits.front())))
    return std::nullopt;
  if (!absl::SimpleAtoi(absl::string_view(digits.data(), digits.size()), &number)) return 1;
  return number >= 1 && number <= splash_ring ? number : 1;
}

std::string_view info_of(std::string_view word) {
  return starts(word, "info=") ? word.substr(5) : word;
}

std::optional<RingChoice> keyword_choice(std::string_view word) {
  if (const auto n = numbered(word, "Bellcore-dr"))
    return RingChoice{.ring = *n, .cadence = bellcore_cadence(*n), .url = {}};
  if (const auto n = numbered(word, "ringtone-"))
    return RingChoice{.ring = *n, .cadence = {}, .url = {}};
  return std::nullopt;
}

std::optional<RingChoice> named_choice(const std::vector<std::string_view>& words,
                                       const std::vector<AlertText>& texts) {
  for (const std::string_view word : words) {
    for (const AlertText& text : texts)
      if (same(info_of(word), text.text))
        return RingChoice{.ring = text.ring, .cadence = {}, .url = {}};
    if (auto chosen = keyword_choice(info_of(word))) return chosen;
  }
  for (const std::string_view word : words)
    if (const auto n = numbered(info_of(word), "MyMelody"))
      return RingChoice{.ring = *n, .cadence = {}, .url = {}};
  return std::nullopt;
}

}  // namespace

std::optional<RingChoice> ring_choice(std::string_view alert_info,
                                      const std::vector<AlertText>& texts, bool take_urls) {
  const auto words = words_of(alert_info);
  std::string_view url;
  for (const std::string_view word : words)
    if (url.empty() && names_a_sound(word)) url = word;
  // Servers write keywords into a URI of their own address: <http://pbx/Bellcore-dr2>.
  std::vector<std::string_view> named;
  for (const std::string_view word : words) {
    const auto slash = starts(word, "http") ? word.rfind('/') : std::string_view::npos;
    named.push_back(slash == std::string_view::npos ? word : word.substr(slash + 1));
  }
  auto chosen = named_choice(named, texts);
  const bool is_keyword = !url.empty() && keyword_choice(url.substr(url.rfind('/') + 1));
  if (!take_urls || url.empty() || is_keyword) return chosen;
  if (!chosen) chosen.emplace();
  chosen->url = std::string(url);
  return chosen;
}

}  // namespace offhook::device
