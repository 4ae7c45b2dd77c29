// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/clock.hpp"
#include "sim/scenario/words.hpp"

namespace offhook::sim::scenario {

/// The words of one line, taken from the left. What is missing or wrong becomes a fault at its
/// place; after the first one everything reads as empty, so a reader need not ask after each word.
class Arguments {
 public:
  Arguments(const Line& line, std::vector<Word> words, Faults& faults)
      : line_(line), words_(std::move(words)), faults_(faults) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return next_ >= words_.size(); }
  [[nodiscard]] std::size_t left() const { return words_.size() - next_; }
  [[nodiscard]] Place place() const;
  /// The next word, "" at the end.
  [[nodiscard]] std::string_view peek() const {
    return at_end() ? std::string_view() : std::string_view(words_[next_].text);
  }
  [[nodiscard]] bool next_is_quoted() const { return !at_end() && words_[next_].quoted; }

  /// Takes the next word if it is that one.
  bool take(std::string_view word);
  std::string text(std::string_view expected);
  Instant span(std::string_view expected);
  double share(std::string_view expected);
  std::size_t whole(std::string_view expected, std::size_t low, std::size_t high);
  /// Takes "within 3s" off the end of the line.
  std::optional<Instant> within();
  /// Nothing may follow.
  void finish();

  void fault(std::string_view what) { fault(place(), what); }
  void fault(Place at, std::string_view what);

 private:
  const Word* take_word(std::string_view expected);

  const Line& line_;
  std::vector<Word> words_;
  Faults& faults_;
  std::size_t next_ = 0;
  bool ok_ = true;
};

}  // namespace offhook::sim::scenario
