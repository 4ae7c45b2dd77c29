// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "actors/call/messages.hpp"
#include "actors/phone/info.hpp"

namespace offhook::phone {

/// The calls that are over, in memory, newest first; of too many the oldest are forgotten.
class CallLog {
 public:
  static constexpr std::size_t most_entries = 400;

  void add(CallLogInfo entry);
  [[nodiscard]] std::vector<CallLogInfo> entries() const {
    return {entries_.begin(), entries_.end()};
  }
  /// Missed since somebody looked.
  [[nodiscard]] std::size_t missed() const { return missed_; }
  void look() { missed_ = 0; }

 private:
  std::deque<CallLogInfo> entries_;
  std::size_t missed_ = 0;
};

/// What the log keeps of a call. One that another phone answered (RFC 3326, cause 200) is received,
/// not missed; neither is one that a person refused.
[[nodiscard]] CallLogInfo logged(const call::CallSnapshot& call, const call::CallEnd& end,
                                 Instant now);

}  // namespace offhook::phone
