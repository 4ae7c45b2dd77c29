// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/swarm/step.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace offhook::sim::swarm {
namespace {

struct VerbRow {
  Verb verb;
  std::string_view name;
  std::size_t least_words, most_words;
};
constexpr auto verbs = std::to_array<VerbRow>({
    {Verb::lift, "lift", 0, 0},
    {Verb::replace, "replace", 0, 0},
    {Verb::press, "press", 1, 2},
    {Verb::type, "type", 1, 1},
    {Verb::soft, "soft", 1, 1},
    {Verb::api, "api", 1, 3},
    {Verb::kill, "kill", 0, 0},
    {Verb::start, "start", 0, 1},
    {Verb::link, "link", 2, 12},
    {Verb::cut, "cut", 1, 1},
    {Verb::block, "block", 2, 2},
    {Verb::heal, "heal", 0, 0},
    {Verb::sleep, "sleep", 1, 1},
    {Verb::doom, "doom", 2, 2},
});

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : line) {
    if (c != ' ' && c != '\t' && c != '\r') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

/// "12.345" in milliseconds.
std::optional<Instant> time_in(std::string_view word) {
  const std::size_t dot = word.find('.');
  const auto seconds = number_in(word.substr(0, dot));
  if (!seconds || dot == std::string_view::npos || word.size() - dot != 4) return std::nullopt;
  const auto milliseconds = number_in(word.substr(dot + 1));
  if (!milliseconds) return std::nullopt;
  return std::chrono::seconds(*seconds) + std::chrono::milliseconds(*milliseconds);
}

}  // namespace

std::optional<std::uint32_t> number_in(std::string_view word) {
  constexpr std::uint32_t most = 1'000'000;
  std::uint32_t value = 0;
  const char* end = word.data() + word.size();
  const auto [rest, failed] = std::from_chars(word.data(), end, value);
  if (failed != std::errc{} || rest != end || value > most) return std::nullopt;
  return value;
}

std::string to_line(const Step& step) {
  const auto at = std::chrono::duration_cast<std::chrono::milliseconds>(step.at).count();
  char time[32];
  std::snprintf(time, sizeof time, "%lld.%03lld", static_cast<long long>(at / 1000),
                static_cast<long long>(at % 1000));
  std::string line = std::string(time) + " " + step.who + " " +
                     std::string(verbs[static_cast<std::size_t>(step.verb)].name);
  for (const auto& word : step.words) line += " " + word;
  return line;
}

absl::StatusOr<Step> read_step(std::string_view line) {
  auto words = words_of(line);
  if (words.size() < 3) return invalid_argument("expected SECONDS WHO VERB");
  Step step;
  const auto at = time_in(words[0]);
  if (!at) return invalid_argument("expected a time such as 12.345, not '" + words[0] + "'");
  step.at = *at;
  step.who = words[1];
  for (const auto& row : verbs) {
    if (row.name != words[2]) continue;
    step.verb = row.verb;
    step.words.assign(words.begin() + 3, words.end());
    if (step.words.size() < row.least_words || step.words.size() > row.most_words)
      return invalid_argument(words[2] + " has " + std::to_string(row.least_words) + " to " +
                              std::to_string(row.most_words) + " words behind it");
    return step;
  }
  return invalid_argument("nobody can '" + words[2] + "'");
}

}  // namespace offhook::sim::swarm
