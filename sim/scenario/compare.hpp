// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/expected_row.hpp"
#include "sim/scenario/observed.hpp"

namespace offhook::sim::scenario {

/// How a message differs from what is expected: "sdp.dir: expected sendonly, is recvonly". Empty if
/// it does not. Not for media rows.
[[nodiscard]] std::vector<std::string> differences(const ExpectedRow& expected,
                                                   const ObservedRow& observed);

/// One line of both ladders beside each other.
struct Alignment {
  std::size_t item = 0;                   ///< of the expected ladder
  const ExpectedRow* expected = nullptr;  ///< null: `...`
  std::optional<std::size_t> observed;    ///< index of a row; nullopt: none, or media
  std::size_t skipped = 0;                ///< of `...`: how many rows it covers, `observed` first
};

/// The first row in which they differ.
struct Mismatch {
  const ExpectedRow* expected = nullptr;  ///< null: the ladder ends, and more was sent
  std::optional<std::size_t> observed;    ///< what was sent at that place; nullopt: nothing more
  std::optional<std::size_t> nearest;     ///< the message most like the expected one, if any
  std::vector<std::string> differences;   ///< of the nearest; of media, what is wrong
  std::size_t item = 0;  ///< of the expected ladder, where it stands; its size at the end
  std::size_t row = 0;   ///< how many messages were matched before it
};

struct Comparison {
  std::vector<Alignment> aligned;  ///< up to the first difference
  std::optional<Mismatch> mismatch;
  [[nodiscard]] bool holds() const { return !mismatch; }
};

/// Compares a written ladder with what was sent. Pure. Points into `expected`.
///
/// Rows stand for one message each, in order; `...` for any number; a group for its rows in any
/// order. A media row says that RTP flows at some time between the messages around it, a `none` row
/// that none does.
[[nodiscard]] Comparison compare(const ExpectedLadder& expected, const Observed& observed);

}  // namespace offhook::sim::scenario
