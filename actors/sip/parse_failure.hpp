// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "actors/sip/message.hpp"
#include "actors/sip/parser.hpp"

namespace offhook::sip {

/// The first thing found wrong in a message: it is the one to tell.
class FirstFault {
 public:
  void note(ParseError error, std::size_t offset) {
    if (found_) return;
    found_ = true;
    error_ = error;
    offset_ = offset;
  }
  [[nodiscard]] bool found() const { return found_; }
  [[nodiscard]] ParseError error() const { return error_; }
  [[nodiscard]] std::size_t offset() const { return offset_; }

 private:
  bool found_ = false;
  ParseError error_ = ParseError::empty;
  std::size_t offset_ = 0;
};

/// What is told of a message that was read as far as it went; `skipped` octets stood before it.
[[nodiscard]] ParseFailure make_failure(const Message& message, const FirstFault& fault,
                                        std::size_t skipped);

}  // namespace offhook::sip
