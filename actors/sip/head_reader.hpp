// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "actors/sip/line_scanner.hpp"
#include "actors/sip/parse_failure.hpp"

namespace offhook::sip {

/// The lines of a message one after the other, folded ones joined in place. Small enough to live in
/// registers while the fields are read.
class HeadReader {
 public:
  /// A line without its CRLF.
  struct Line {
    std::size_t begin;
    std::size_t end;
    bool found;  ///< else the text has ended
    [[nodiscard]] bool empty() const { return begin == end; }
  };

  HeadReader() = default;
  /// `octets` are padded with `LineScanner::padding` zeros.
  HeadReader(char* octets, std::size_t size)
      : octets_(octets), size_(size), lines_(std::string_view(octets, size)) {}

  [[nodiscard]] std::size_t at() const { return at_; }  ///< the next octet to read
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::string_view text_of(const Line& line) const {
    return {octets_ + line.begin, line.end - line.begin};
  }

  [[gnu::always_inline]] Line next(FirstFault& fault) {
    const std::size_t begin = at_;
    const std::size_t end = lines_.next();
    if (end == std::string_view::npos || !is_line_end(end)) [[unlikely]]
      return next_odd(fault);
    lines_.skip_both();
    at_ = end + 2;
    return {begin, end, true};
  }

  [[nodiscard]] bool is_folded() const { return octets_[at_] == ' ' || octets_[at_] == '\t'; }
  /// Adds the lines that go on with it (RFC 3261 §7.3.1). False if the text ends before.
  [[gnu::noinline]] bool unfold(Line& line, FirstFault& fault) {
    while (is_folded()) {
      octets_[at_ - 1] = octets_[at_ - 2] = ' ';
      const Line more = next(fault);
      if (!more.found) return false;
      line.end = more.end;
    }
    return true;
  }

 private:
  [[nodiscard]] bool is_line_end(std::size_t at) const {  // beyond the text there are zeros
    return octets_[at] == '\r' && octets_[at + 1] == '\n';
  }

  // A CR or LF alone must not end a line for us that goes on for the next element, or the reverse.
  [[gnu::noinline]] Line next_odd(FirstFault& fault) {
    const std::string_view text(octets_, size_);
    const std::size_t begin = at_;
    const std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) return {begin, begin, false};
    at_ = end + 1;
    lines_.restart(at_);
    fault.note(ParseError::bad_line_end, begin);
    return {begin, std::min(end, text.find('\r', begin)), true};
  }

  char* octets_ = nullptr;
  std::size_t size_ = 0;
  std::size_t at_ = 0;
  LineScanner lines_;
};

}  // namespace offhook::sip
