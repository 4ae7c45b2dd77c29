// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/call/messages.hpp"
#include "actors/phone/info.hpp"
#include "actors/phone/log_kind.hpp"

namespace offhook::phone {

/// A call that is over.
struct LogEntry {
  std::uint64_t id = 0;  ///< grows with every call, over restarts too; 0 is none yet
  LogKind kind = LogKind::placed;
  std::string account_id{};
  std::string remote_uri{};
  std::string remote_display{};
  std::int64_t unix_ms = 0;      ///< when it began
  std::int64_t duration_ms = 0;  ///< from the answer; 0 without one
  friend bool operator==(const LogEntry&, const LogEntry&) = default;

  [[nodiscard]] CallLogInfo info() const;
};

/// What the log keeps of the calls that are asked for, newest first.
struct LogFilter {
  std::optional<LogKind> kind{};
  std::string account_id{};               ///< "" takes every account
  std::optional<std::uint64_t> before{};  ///< older than this entry: the next page
  std::size_t limit = 100;
};
struct LogPage {
  std::vector<LogEntry> entries;
  bool more = false;  ///< older ones are there
};

/// The calls that are over, in four lists; of too many in one list the oldest are forgotten. Pure:
/// who keeps it writes down what `add` and the others say (store.hpp).
class CallLog {
 public:
  CallLog() = default;
  explicit CallLog(std::size_t most) : most_(most) {}

  /// Takes up what was kept, in any order.
  void restore(std::vector<LogEntry> entries, std::size_t unseen);

  /// What a new entry has done: it has its number now, and others are forgotten for it.
  struct Added {
    std::optional<LogEntry> entry;  ///< nullopt: no log is kept
    std::vector<std::uint64_t> forgotten;
  };
  Added add(LogEntry entry);
  /// Whether it was there.
  bool remove(std::uint64_t id);
  /// Empties a list, or all of them. Returns what is gone.
  std::vector<std::uint64_t> clear(std::optional<LogKind> kind = std::nullopt);

  [[nodiscard]] LogPage page(const LogFilter& filter) const;
  [[nodiscard]] const LogEntry* find(std::uint64_t id) const;
  /// The newest of a list, or null.
  [[nodiscard]] const LogEntry* newest(LogKind kind) const;
  [[nodiscard]] std::size_t size() const;

  /// Missed since somebody looked.
  [[nodiscard]] std::size_t unseen() const { return unseen_; }
  void look() { unseen_ = 0; }

 private:
  using List = std::deque<LogEntry>;  ///< newest first
  [[nodiscard]] List& list(LogKind kind) { return lists_[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] const List& list(LogKind kind) const {
    return lists_[static_cast<std::size_t>(kind)];
  }
  void trim(List& list, std::vector<std::uint64_t>& forgotten);

  std::size_t most_ = 100;  ///< in each list
  std::array<List, every_log_kind.size()> lists_;
  std::uint64_t last_id_ = 0;
  std::size_t unseen_ = 0;
};

/// Which list a call belongs to: the one place where "missed" is decided, for the list, the lamp
/// and for call return. Missed is what nobody here heard or took: the caller gave up, or it rang
/// out
/// (`rang_out`: the phone refused it by itself, after its time). Not missed is what another phone
/// answered (RFC 3326, cause 200) and what a person refused.
[[nodiscard]] LogKind kind_of(const call::CallSnapshot& call, const call::CallEnd& end,
                              bool rang_out = false);

/// The entry of a call that ended at `now`; `unix_ms` is what the clock on the wall shows then.
[[nodiscard]] LogEntry logged(const call::CallSnapshot& call, LogKind kind, Instant now,
                              std::int64_t unix_ms);

}  // namespace offhook::phone
