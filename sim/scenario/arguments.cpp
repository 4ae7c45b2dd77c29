// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/arguments.hpp"

#include <charconv>

#include "sim/scenario/quantities.hpp"

namespace offhook::sim::scenario {

Place Arguments::place() const {
  return at_end() ? end_of(line_, words_) : Place{line_.number, words_[next_].column};
}

void Arguments::fault(Place at, std::string_view what) {
  if (ok_) faults_.push_back({at, std::string(what)});
  ok_ = false;
}

const Word* Arguments::take_word(std::string_view expected) {
  if (at_end()) fault("the line ends; expected " + std::string(expected));
  return ok_ ? &words_[next_++] : nullptr;
}

bool Arguments::take(std::string_view word) {
  if (at_end() || words_[next_].quoted || words_[next_].text != word) return false;
  ++next_;
  return true;
}

std::string Arguments::text(std::string_view expected) {
  const auto* word = take_word(expected);
  return word == nullptr ? std::string() : word->text;
}

Instant Arguments::span(std::string_view expected) {
  const Place at = place();
  const auto* word = take_word(expected);
  if (word == nullptr) return {};
  const auto span = parse_span(word->text);
  if (!span)
    fault(at, "'" + word->text + "' is no time; expected " + std::string(expected) +
                  ", such as 500ms, 2s, 5min or 1h");
  return span.value_or(Instant{});
}

double Arguments::share(std::string_view expected) {
  const Place at = place();
  const auto* word = take_word(expected);
  if (word == nullptr) return 0;
  const auto share = parse_share(word->text);
  if (!share)
    fault(at, "'" + word->text + "' is no share; expected " + std::string(expected) +
                  ", from 0% to 100%");
  return share.value_or(0);
}

std::size_t Arguments::whole(std::string_view expected, std::size_t low, std::size_t high) {
  const Place at = place();
  const auto* word = take_word(expected);
  if (word == nullptr) return low;
  std::size_t number = 0;
  const char* end = word->text.data() + word->text.size();
  const auto [rest, error] = std::from_chars(word->text.data(), end, number);
  if (error == std::errc{} && rest == end && number >= low && number <= high) return number;
  fault(at, "'" + word->text + "': expected " + std::string(expected) + " from " +
                std::to_string(low) + " to " + std::to_string(high));
  return low;
}

std::optional<Instant> Arguments::within() {
  if (left() < 2 || words_[words_.size() - 2].text != "within") return std::nullopt;
  const Word last = words_.back();
  const auto span = parse_span(last.text);
  if (!span)
    fault({line_.number, last.column},
          "'" + last.text + "' is no time; expected how long to wait, such as 500ms, 2s or 1min");
  words_.resize(words_.size() - 2);
  return span;
}

void Arguments::finish() {
  if (ok_ && !at_end())
    fault("'" + std::string(peek()) + "' is too much; expected the end of the line");
}

}  // namespace offhook::sim::scenario
