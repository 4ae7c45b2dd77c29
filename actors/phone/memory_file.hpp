// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>

#include "actors/base/status.hpp"
#include "actors/phone/store.hpp"

struct sqlite3;

namespace offhook::phone {

/// One SQLite file with what a phone remembers, readable by its user alone. Every write is one
/// transaction that is on the disk when the call returns: a phone that loses power loses at most
/// the one being written. For one thread at a time; blocks.
class MemoryFile {
 public:
  /// Of the tables; an older file is brought to it step by step.
  static constexpr int schema_version = 2;

  /// Opens or makes it. DataLoss: no database, or a damaged one. FailedPrecondition: another phone
  /// has it open, or a newer version of this program made it. Unavailable: the system refuses.
  static absl::StatusOr<MemoryFile> open(const std::string& path);

  [[nodiscard]] absl::StatusOr<Remembered> read();
  /// DataLoss or Unavailable; nothing of it is kept then.
  [[nodiscard]] absl::Status write(std::span<const Change> changes);
  /// All there is now is `everything`.
  [[nodiscard]] absl::Status replace(const Remembered& everything);

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit MemoryFile(sqlite3* database) : database_(database) {}
  absl::Status execute(const std::string& sql);
  absl::Status prepare_tables();
  absl::StatusOr<int> version();
  absl::Status in_transaction(std::span<const Change> changes);

  std::unique_ptr<sqlite3, Close> database_;
};

/// Renames a damaged file to `path`.damaged and takes its journal away, so that a new one can
/// begin. An older damaged one is lost.
[[nodiscard]] absl::Status move_aside(const std::string& path);

}  // namespace offhook::phone
