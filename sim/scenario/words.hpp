// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/place.hpp"

namespace offhook::sim::scenario {

/// A piece of a line between white space, or between double quotes.
struct Word {
  std::string text;
  std::uint32_t column = 1;
  bool quoted = false;  ///< begins with a quote, or has a quoted part: b="two words"
};

/// A line of a block, and where it stands in the file.
struct Line {
  std::uint32_t number = 1;
  std::string text;
};

/// The words of a line. '#' begins a comment at the start and after white space, so "1002#" is one
/// word. In quotes, \" and \\ stand for themselves. A quote that does not end is a fault.
[[nodiscard]] std::vector<Word> split_words(const Line& line, Faults& faults);

/// The column after the last word: where something is missing.
[[nodiscard]] Place end_of(const Line& line, const std::vector<Word>& words);

/// "expected one of a, b, c" with what was probably meant first.
[[nodiscard]] std::string expected_one_of(std::string_view what, std::string_view given,
                                          const std::vector<std::string_view>& known);

}  // namespace offhook::sim::scenario
