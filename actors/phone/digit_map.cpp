// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/digit_map.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "actors/phone/digit_set.hpp"

namespace offhook::phone {
namespace {

struct Place {
  DigitSet keys;
  bool repeats = false;
};
struct Alternative {
  std::vector<Place> places;
  bool timed = false;  ///< ends in T
};

std::optional<Alternative> read_alternative(std::string_view text) {
  Alternative alternative;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == 'T' || text[at] == 't') {
      if (at + 1 != text.size()) return std::nullopt;  // a timer ends the number
      alternative.timed = true;
      break;
    }
    if (text[at] == '.') {
      if (alternative.places.empty()) return std::nullopt;
      alternative.places.back().repeats = true;
      ++at;
      continue;
    }
    const auto keys = digit_set_at(text, at);
    if (!keys) return std::nullopt;
    alternative.places.push_back({*keys});
    at += keys->length;
  }
  if (alternative.places.empty()) return std::nullopt;
  return alternative;
}

std::string_view without_parentheses(std::string_view map) {
  if (map.size() >= 2 && map.front() == '(' && map.back() == ')')
    return map.substr(1, map.size() - 2);
  return map;
}

/// Calls `take` with each alternative until it returns false.
template <class Take>
void for_each_alternative(std::string_view map, Take take) {
  map = without_parentheses(map);
  while (true) {
    const auto end = std::min(map.find('|'), map.size());
    if (!take(read_alternative(map.substr(0, end))) || end == map.size()) return;
    map.remove_prefix(end + 1);
  }
}

/// The places that the next digit may fall on; the last index means that all are passed.
using Places = std::vector<bool>;

void pass_optional(const Alternative& alternative, Places& at) {
  for (std::size_t i = 0; i < alternative.places.size(); ++i)
    if (at[i] && alternative.places[i].repeats) at[i + 1] = true;
}

MapMatch match(const Alternative& alternative, std::string_view digits) {
  Places at(alternative.places.size() + 1, false);
  at[0] = true;
  pass_optional(alternative, at);
  for (const char digit : digits) {
    Places next(at.size(), false);
    for (std::size_t i = 0; i < alternative.places.size(); ++i) {
      if (!at[i] || !alternative.places[i].keys.has(digit)) continue;
      next[alternative.places[i].repeats ? i : i + 1] = true;
    }
    at = std::move(next);
    pass_optional(alternative, at);
  }
  if (at.back()) return alternative.timed ? MapMatch::when_due : MapMatch::complete;
  return std::find(at.begin(), at.end(), true) != at.end() ? MapMatch::partial : MapMatch::none;
}

}  // namespace

MapMatch match_digit_map(std::string_view map, std::string_view digits) {
  auto best = MapMatch::none;
  for_each_alternative(map, [&](const std::optional<Alternative>& alternative) {
    if (alternative) best = std::max(best, match(*alternative, digits));
    return best != MapMatch::complete;
  });
  return best;
}

absl::Status check_digit_map(std::string_view map) {
  if (map.size() > longest_digit_map)
    return invalid_argument("a digit map has 1024 characters at most");
  auto status = absl::OkStatus();
  for_each_alternative(map, [&](const std::optional<Alternative>& alternative) {
    if (!alternative) status = invalid_argument("an alternative of the digit map cannot be read");
    return status.ok();
  });
  return status;
}

}  // namespace offhook::phone
