// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/sqlite_store.hpp"

#include <csignal>
#include <iterator>
#include <utility>

namespace offhook::phone {
namespace {

/// Changes that wait for a slow disk; of more, the whole is written instead.
constexpr std::size_t most_waiting = 4096;

absl::Status with_path(const std::string& path, const absl::Status& status) {
  return {status.code(), to_absl(path + ": " + message_of(status))};
}

std::string moved_aside_text(const std::string& path, const absl::Status& damage) {
  return path + " is damaged (" + message_of(damage) + "); it is now " + path +
         ".damaged, and a new one begins";
}

absl::StatusOr<MemoryFile> open_or_begin_anew(const std::string& path,
                                              const SqliteStore::Warn& warn, Remembered& known) {
  auto file = MemoryFile::open(path);
  auto read = file.ok() ? file->read() : absl::StatusOr<Remembered>(file.status());
  if (read.ok()) {
    known = *std::move(read);
    return file;
  }
  if (!absl::IsDataLoss(read.status())) return read.status();
  file = absl::UnknownError("");  // closes it
  if (auto moved = move_aside(path); !moved.ok()) return moved;
  if (warn) warn(moved_aside_text(path, read.status()));
  return MemoryFile::open(path);
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& path, Warn warn) {
  Remembered known;
  auto file = open_or_begin_anew(path, warn, known);
  if (!file.ok()) return with_path(path, file.status());
  return std::unique_ptr<SqliteStore>(
      new SqliteStore(path, *std::move(file), std::move(known), std::move(warn)));
}

SqliteStore::SqliteStore(std::string path, MemoryFile file, Remembered known, Warn warn)
    : path_(std::move(path)),
      file_(std::make_unique<MemoryFile>(std::move(file))),
      warn_(std::move(warn)),
      known_(std::move(known)) {
  // Signals are for the thread that waits for them.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  worker_ = std::thread([this] { work(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

SqliteStore::~SqliteStore() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_one();
  worker_.join();
}

Remembered SqliteStore::recall() {
  const std::lock_guard lock(mutex_);
  return known_;
}

void SqliteStore::keep(std::vector<Change> changes) {
  if (changes.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& change : changes) apply(known_, change);
    if (waiting_.size() + changes.size() > most_waiting) {
      write_whole_ = true;
      waiting_.clear();
    }
    waiting_.insert(waiting_.end(), std::make_move_iterator(changes.begin()),
                    std::make_move_iterator(changes.end()));
  }
  wake_.notify_one();
}

void SqliteStore::flush() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return waiting_.empty() && !busy_; });
}

void SqliteStore::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const auto changes = std::exchange(waiting_, {});
    const bool whole = std::exchange(write_whole_, false);
    busy_ = true;
    lock.unlock();
    const auto status = write(changes, whole);
    if (!status.ok() && !std::exchange(failing_, true) && warn_)
      warn_(path_ + " cannot be written (" + message_of(status) +
            "): what the phone learns now is "
            "lost at its end unless this gets better");
    failing_ = failing_ && !status.ok();
    lock.lock();
    busy_ = false;
    write_whole_ = write_whole_ || !status.ok();
    idle_.notify_all();
  }
}

absl::Status SqliteStore::write(const std::vector<Change>& changes, bool whole) {
  if (file_ == nullptr) return begin_anew(absl::UnavailableError("no file"));
  auto status = whole ? file_->replace(recall()) : file_->write(changes);
  return absl::IsDataLoss(status) ? begin_anew(status) : status;
}

absl::Status SqliteStore::begin_anew(const absl::Status& damage) {
  const bool had_one = file_ != nullptr;
  file_.reset();
  if (had_one) {
    if (auto moved = move_aside(path_); !moved.ok()) return moved;
    if (warn_) warn_(moved_aside_text(path_, damage));
  }
  auto file = MemoryFile::open(path_);
  if (!file.ok()) return file.status();
  file_ = std::make_unique<MemoryFile>(*std::move(file));
  return file_->replace(recall());
}

}  // namespace offhook::phone
