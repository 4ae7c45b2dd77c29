// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "actors/sip/octets.hpp"

namespace offhook::sip {

/// Finds line ends, 64 octets at a time: each octet is looked at once, and no branch depends on how
/// long a line is. It reads `padding` octets beyond the text.
class LineScanner {
 public:
  static constexpr std::size_t padding = 64;

  LineScanner() = default;
  explicit LineScanner(std::string_view text) : text_(text) { load(); }

  /// Offset of the next CR or LF that `skip` was not told of; npos at the end of the text.
  std::size_t next() {
    while (ends_ == 0) {
      if (block_ + width >= text_.size()) return std::string_view::npos;
      block_ += width;
      load();
    }
    return block_ + static_cast<std::size_t>(std::countr_zero(ends_));
  }

  /// The next two, which stand side by side, end a line.
  void skip_both() {
    ends_ &= ends_ - 1;
    if (ends_ == 0) next();  // the LF is in the block behind
    ends_ &= ends_ - 1;
  }

  /// Goes on at `at`, where a line begins.
  void restart(std::size_t at) {
    block_ = at;
    ends_ = 0;
    if (at < text_.size()) load();
  }

 private:
  static constexpr std::size_t width = 64;

  void load() {
    const char* const octets = text_.data() + block_;
    const auto ends_in = [octets](std::size_t at) {
      return std::uint64_t{grammar::Octets(octets + at).any_of('\r', '\n')} << at;
    };
    ends_ = ends_in(0) | ends_in(16) | ends_in(32) | ends_in(48);
  }

  std::string_view text_;
  std::size_t block_ = 0;   // where the octets of `ends_` begin
  std::uint64_t ends_ = 0;  // those not yet told
};

}  // namespace offhook::sip
