// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/words.hpp"

#include <algorithm>

namespace offhook::sim::scenario {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/// Changes of single characters that make one text of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row.back();
}

}  // namespace

std::vector<Word> split_words(const Line& line, Faults& faults) {
  std::vector<Word> words;
  const std::string_view text = line.text;
  std::size_t at = 0;
  while (true) {
    while (at < text.size() && is_space(text[at])) ++at;
    if (at == text.size() || text[at] == '#') return words;
    Word word;
    word.column = static_cast<std::uint32_t>(at + 1);
    bool in_quotes = false;
    std::size_t quote = at;
    for (; at < text.size() && (in_quotes || !is_space(text[at])); ++at) {
      if (text[at] == '"') {
        in_quotes = !in_quotes;
        word.quoted = true;
        quote = at;
      } else if (in_quotes && text[at] == '\\' && at + 1 < text.size()) {
        word.text += text[++at];
      } else {
        word.text += text[at];
      }
    }
    if (in_quotes)
      faults.push_back({{line.number, static_cast<std::uint32_t>(quote + 1)},
                        "this quote does not end; expected \" before the end of the line"});
    words.push_back(std::move(word));
  }
}

Place end_of(const Line& line, const std::vector<Word>& words) {
  if (words.empty()) return {line.number, 1};
  const auto& last = words.back();
  return {line.number,
          last.column + static_cast<std::uint32_t>(last.text.size()) + (last.quoted ? 2U : 0U)};
}

std::string expected_one_of(std::string_view what, std::string_view given,
                            const std::vector<std::string_view>& known) {
  constexpr std::size_t typing_error = 2;
  constexpr std::size_t longest_word = 40;  // the comparison costs the product of both lengths
  std::string text = "unknown " + std::string(what) + " '" + std::string(given) + "'";
  const auto best =
      std::min_element(known.begin(), known.end(), [&](std::string_view a, std::string_view b) {
        return distance(given.substr(0, longest_word), a) <
               distance(given.substr(0, longest_word), b);
      });
  if (best != known.end() && given.size() <= longest_word && distance(given, *best) <= typing_error)
    text += ", did you mean '" + std::string(*best) + "'?";
  text += "; expected one of ";
  for (std::size_t i = 0; i < known.size(); ++i) text.append(i == 0 ? "" : ", ").append(known[i]);
  return text;
}

}  // namespace offhook::sim::scenario
