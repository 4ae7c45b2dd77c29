// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/memory_file.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace offhook::phone {
namespace {

/// What leads from one schema version to the next. Never changed once released; new ones follow.
constexpr auto migrations = std::to_array<const char*>({
    "CREATE TABLE call(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, account TEXT NOT NULL,"
    " uri TEXT NOT NULL, display TEXT NOT NULL, unix_ms INTEGER NOT NULL,"
    " duration_ms INTEGER NOT NULL);"
    "CREATE TABLE value(name TEXT PRIMARY KEY, text TEXT NOT NULL);",
    "CREATE TABLE contact(id TEXT PRIMARY KEY, name TEXT NOT NULL, numbers TEXT NOT NULL,"
    " grp TEXT NOT NULL, ring_tone TEXT NOT NULL, blocked INTEGER NOT NULL);",
});
static_assert(migrations.size() == MemoryFile::schema_version);

absl::Status failure(sqlite3* database, int code) {
  const std::string why = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  switch (code & 0xff) {  // the primary result code
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::DataLossError(to_absl(why));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return failed_precondition("another program has it open");
    default:
      return unavailable(why);
  }
}

/// A prepared statement; columns and parameters count from 0.
class Statement {
 public:
  Statement(sqlite3* database, const char* sql) : database_(database) {
    code_ = sqlite3_prepare_v2(database, sql, -1, &statement_, nullptr);
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  void bind(int at, std::int64_t number) { note(sqlite3_bind_int64(statement_, at + 1, number)); }
  void bind(int at, const std::string& text) {
    note(sqlite3_bind_text(statement_, at + 1, text.data(), static_cast<int>(text.size()),
                           SQLITE_TRANSIENT));
  }
  /// Whether there is a row; false at the end and after a failure.
  bool next() {
    if (code_ != SQLITE_OK) return false;
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) code_ = code;
    return false;
  }
  absl::Status run() {
    next();
    const auto result = status();
    if (statement_ != nullptr) sqlite3_reset(statement_);
    return result;
  }
  [[nodiscard]] std::int64_t number(int at) const { return sqlite3_column_int64(statement_, at); }
  [[nodiscard]] std::string text(int at) const {
    const auto* octets = static_cast<const char*>(sqlite3_column_blob(statement_, at));
    const int size = sqlite3_column_bytes(statement_, at);
    return octets == nullptr ? std::string() : std::string(octets, static_cast<std::size_t>(size));
  }
  [[nodiscard]] absl::Status status() const {
    return code_ == SQLITE_OK ? absl::OkStatus() : failure(database_, code_);
  }

 private:
  void note(int code) {
    if (code_ == SQLITE_OK) code_ = code;
  }
  sqlite3* database_;
  sqlite3_stmt* statement_ = nullptr;
  int code_ = SQLITE_OK;
};

std::string joined(const std::vector<std::string>& numbers) {
  std::string text;
  for (const auto& number : numbers) text += (text.empty() ? "" : "\n") + number;
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> numbers;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    numbers.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return numbers;
}

/// Writes one change through a connection.
struct Write {
  sqlite3* database;

  absl::Status operator()(const KeepCall& change) const {
    const auto& entry = change.entry;
    Statement insert(database, "INSERT OR REPLACE INTO call VALUES(?,?,?,?,?,?,?)");
    insert.bind(0, static_cast<std::int64_t>(entry.id));
    insert.bind(1, std::string(to_string(entry.kind)));
    insert.bind(2, entry.account_id);
    insert.bind(3, entry.remote_uri);
    insert.bind(4, entry.remote_display);
    insert.bind(5, entry.unix_ms);
    insert.bind(6, entry.duration_ms);
    return insert.run();
  }
  absl::Status operator()(const ForgetCalls& change) const {
    Statement remove(database, "DELETE FROM call WHERE id=?");
    for (const auto id : change.ids) {
      remove.bind(0, static_cast<std::int64_t>(id));
      if (auto status = remove.run(); !status.ok()) return status;
    }
    return absl::OkStatus();
  }
  absl::Status operator()(const KeepContact& change) const {
    const auto& contact = change.contact;
    Statement insert(database, "INSERT OR REPLACE INTO contact VALUES(?,?,?,?,?,?)");
    insert.bind(0, contact.contact_id);
    insert.bind(1, contact.name);
    insert.bind(2, joined(contact.numbers));
    insert.bind(3, contact.group);
    insert.bind(4, contact.ring_tone);
    insert.bind(5, contact.blocked ? 1 : 0);
    return insert.run();
  }
  absl::Status operator()(const ForgetContact& change) const {
    Statement remove(database, "DELETE FROM contact WHERE id=?");
    remove.bind(0, change.contact_id);
    return remove.run();
  }
  absl::Status operator()(const KeepValue& change) const {
    Statement insert(database, "INSERT OR REPLACE INTO value VALUES(?,?)");
    insert.bind(0, change.name);
    insert.bind(1, change.text);
    return insert.run();
  }
};

std::vector<Change> changes_that_make(const Remembered& everything) {
  std::vector<Change> changes;
  for (const auto& [id, entry] : everything.calls) changes.emplace_back(KeepCall{entry});
  for (const auto& [id, contact] : everything.contacts) changes.emplace_back(KeepContact{contact});
  for (const auto& [name, text] : everything.values) changes.emplace_back(KeepValue{name, text});
  return changes;
}

}  // namespace

void MemoryFile::Close::operator()(sqlite3* database) const { sqlite3_close(database); }

absl::StatusOr<MemoryFile> MemoryFile::open(const std::string& path) {
  std::error_code failed;
  if (const auto folder = std::filesystem::path(path).parent_path(); !folder.empty())
    std::filesystem::create_directories(folder, failed);
  // SQLite would make it readable for everybody: who calls whom is nobody's business.
  const int made = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made < 0) return unavailable("cannot be opened for writing");
  ::close(made);
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  MemoryFile file(raw);
  if (code != SQLITE_OK) return failure(raw, code);
  sqlite3_extended_result_codes(raw, 1);
  if (auto status = file.prepare_tables(); !status.ok()) return status;
  return file;
}

absl::Status MemoryFile::execute(const std::string& sql) {
  const int code = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : failure(database_.get(), code);
}

absl::StatusOr<int> MemoryFile::version() {
  Statement query(database_.get(), "PRAGMA user_version");
  const int found = query.next() ? static_cast<int>(query.number(0)) : 0;
  if (auto status = query.status(); !status.ok()) return status;
  return found;
}

absl::Status MemoryFile::prepare_tables() {
  // Exclusive: a second phone with the same file is told, rather than both writing into it.
  for (const char* sql :
       {"PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
        "PRAGMA journal_size_limit=1048576", "BEGIN EXCLUSIVE; COMMIT"})
    if (auto status = execute(sql); !status.ok()) return status;
  {
    Statement check(database_.get(), "PRAGMA quick_check(1)");
    const std::string verdict = check.next() ? check.text(0) : "";
    if (auto status = check.status(); !status.ok()) return status;
    if (verdict != "ok") return absl::DataLossError(to_absl(verdict));
  }
  const auto found = version();
  if (!found.ok()) return found.status();
  if (*found < 0 || *found > schema_version)
    return failed_precondition("a newer version of offhook made it (schema " +
                               std::to_string(*found) +
                               ", known here: " + std::to_string(schema_version) + ")");
  for (int step = *found; step < schema_version; ++step)
    if (auto status =
            execute("BEGIN;" + std::string(migrations.at(static_cast<std::size_t>(step))) +
                    "PRAGMA user_version=" + std::to_string(step + 1) + ";COMMIT");
        !status.ok()) {
      static_cast<void>(execute("ROLLBACK"));
      return status;
    }
  return absl::OkStatus();
}

absl::StatusOr<Remembered> MemoryFile::read() {
  Remembered all;
  Statement calls(database_.get(),
                  "SELECT id,kind,account,uri,display,unix_ms,duration_ms FROM call WHERE id>0");
  while (calls.next()) {
    const auto kind = log_kind_named(calls.text(1));
    if (!kind) continue;
    const auto id = static_cast<std::uint64_t>(calls.number(0));
    all.calls[id] = {
        id, *kind, calls.text(2), calls.text(3), calls.text(4), calls.number(5), calls.number(6)};
  }
  Statement contacts(database_.get(), "SELECT id,name,numbers,grp,ring_tone,blocked FROM contact");
  while (contacts.next())
    all.contacts[contacts.text(0)] = {contacts.text(0),
                                      contacts.text(1),
                                      split(contacts.text(2)),
                                      contacts.text(3),
                                      contacts.text(4),
                                      contacts.number(5) != 0,
                                      false};
  Statement values(database_.get(), "SELECT name,text FROM value");
  while (values.next()) all.values[values.text(0)] = values.text(1);
  for (const auto* each : {&calls, &contacts, &values})
    if (auto status = each->status(); !status.ok()) return status;
  return all;
}

absl::Status MemoryFile::in_transaction(std::span<const Change> changes) {
  for (const auto& change : changes)
    if (auto status = std::visit(Write{database_.get()}, change); !status.ok()) return status;
  return execute("COMMIT");
}

absl::Status MemoryFile::write(std::span<const Change> changes) {
  if (auto status = execute("BEGIN IMMEDIATE"); !status.ok()) return status;
  auto status = in_transaction(changes);
  if (!status.ok()) static_cast<void>(execute("ROLLBACK"));
  return status;
}

absl::Status MemoryFile::replace(const Remembered& everything) {
  if (auto status =
          execute("BEGIN IMMEDIATE;DELETE FROM call;DELETE FROM contact;DELETE FROM value");
      !status.ok()) {
    static_cast<void>(execute("ROLLBACK"));
    return status;
  }
  auto status = in_transaction(changes_that_make(everything));
  if (!status.ok()) static_cast<void>(execute("ROLLBACK"));
  return status;
}

absl::Status move_aside(const std::string& path) {
  std::error_code failed;
  std::filesystem::rename(path, path + ".damaged", failed);
  if (failed) return unavailable(path + " cannot be moved aside: " + failed.message());
  for (const char* journal : {"-wal", "-shm", "-journal"})
    std::filesystem::remove(path + journal, failed);
  return absl::OkStatus();
}

}  // namespace offhook::phone
