// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/dial_pattern.hpp"

#include <algorithm>

#include "actors/phone/digit_set.hpp"

namespace offhook::phone {
namespace {

struct Group {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// One walk over pattern and number. Only `.` has a choice to come back to.
class Matcher {
 public:
  Matcher(std::string_view pattern, std::string_view number) : pattern_(pattern), number_(number) {}

  bool match(std::size_t at, std::size_t taken) {
    if (at == pattern_.size()) return taken == number_.size();
    switch (pattern_[at]) {
      case '(':
        return open(at, taken);
      case ')':
        return close(at, taken);
      case '.':
        for (std::size_t end = number_.size() + 1; end-- > taken;)  // the longest first
          if (match(at + 1, end)) return true;
        return false;
      default:
        break;
    }
    const auto set = digit_set_at(pattern_, at);
    if (!set || taken == number_.size() || !set->has(number_[taken])) return false;
    return match(at + set->length, taken + 1);
  }

  [[nodiscard]] std::vector<std::string> groups() const {
    std::vector<std::string> texts;
    for (const auto& [begin, end] : groups_) texts.emplace_back(number_.substr(begin, end - begin));
    return texts;
  }

 private:
  bool open(std::size_t at, std::size_t taken) {
    groups_.push_back({taken, taken});
    open_.push_back(groups_.size() - 1);
    if (match(at + 1, taken)) return true;
    groups_.pop_back();
    open_.pop_back();
    return false;
  }
  bool close(std::size_t at, std::size_t taken) {
    const auto group = open_.back();
    open_.pop_back();
    groups_[group].end = taken;
    if (match(at + 1, taken)) return true;
    open_.push_back(group);
    return false;
  }

  std::string_view pattern_, number_;
  std::vector<Group> groups_;
  std::vector<std::size_t> open_;
};

}  // namespace

absl::Status check_pattern(std::string_view pattern) {
  if (pattern.empty() || pattern.size() > longest_pattern)
    return invalid_argument("a pattern has 1 to 64 characters");
  std::size_t open = 0, groups = 0, dots = 0;
  for (std::size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (c == ')' && open == 0) return invalid_argument("a ) without its (");
    if (c == '(') ++open, ++groups;
    if (c == ')') --open;
    if (c == '.') ++dots;
    if (c == '(' || c == ')' || c == '.') {
      ++at;
      continue;
    }
    const auto set = digit_set_at(pattern, at);
    if (!set) return invalid_argument("a [ without ], or with nothing in it");
    at += set->length;
  }
  if (open != 0) return invalid_argument("a ( without its )");
  if (groups > most_groups) return invalid_argument("more than 9 groups");
  if (dots > most_dots) return invalid_argument("more than 3 dots");
  return absl::OkStatus();
}

std::optional<std::vector<std::string>> match_pattern(std::string_view pattern,
                                                      std::string_view number) {
  if (!check_pattern(pattern).ok()) return std::nullopt;
  Matcher matcher(pattern, number);
  if (!matcher.match(0, 0)) return std::nullopt;
  return matcher.groups();
}

std::string fill_in(std::string_view replacement, const std::vector<std::string>& groups) {
  std::string text;
  for (std::size_t at = 0; at < replacement.size(); ++at) {
    const bool names = replacement[at] == '$' && at + 1 < replacement.size() &&
                       replacement[at + 1] >= '1' && replacement[at + 1] <= '9';
    if (!names) {
      text.push_back(replacement[at]);
      continue;
    }
    const auto group = static_cast<std::size_t>(replacement[++at] - '1');
    if (group < groups.size()) text += groups[group];
  }
  return text;
}

}  // namespace offhook::phone
