// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "actors/phone/memory_file.hpp"
#include "actors/phone/store.hpp"

namespace offhook::phone {

/// Keeps in a file, by a thread of its own, so that no disk can hold up the phone. If the file
/// turns out to be damaged it is moved aside, and a new one begins with all that is known; if it
/// cannot be written, the next change tries again with everything.
class SqliteStore final : public Store {
 public:
  /// Told by either thread what a person should know of the file.
  using Warn = std::function<void(const std::string&)>;

  /// Reads the file, which blocks. FailedPrecondition or Unavailable, with the path, if it cannot
  /// be used at all.
  static absl::StatusOr<std::unique_ptr<SqliteStore>> open(const std::string& path, Warn warn);
  /// Waits until all is written.
  ~SqliteStore() override;
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  [[nodiscard]] Remembered recall() override;
  void keep(std::vector<Change> changes) override;
  /// Blocks until everything so far is written, or has been tried.
  void flush();

 private:
  SqliteStore(std::string path, MemoryFile file, Remembered known, Warn warn);
  void work();
  absl::Status write(const std::vector<Change>& changes, bool whole);
  absl::Status begin_anew(const absl::Status& damage);

  std::string path_;
  std::unique_ptr<MemoryFile> file_;  ///< of the worker; null if a new one could not be made
  Warn warn_;
  bool failing_ = false;  ///< of the worker: told already

  std::mutex mutex_;  ///< guards what follows, for moments
  std::condition_variable wake_, idle_;
  Remembered known_;
  std::vector<Change> waiting_;
  bool write_whole_ = false;  ///< `waiting_` does not tell all that is to be written
  bool busy_ = false;
  bool ending_ = false;
  std::thread worker_;  ///< last: it uses the others
};

}  // namespace offhook::phone
