// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "actors/phone/sqlite_store.hpp"

namespace offhook::phone {
namespace {

namespace fs = std::filesystem;

LogEntry entry(std::uint64_t id) {
  return {id, LogKind::missed, "1", "sip:1002@example.net", "Zoë; DROP TABLE call", 1'000, 0};
}

/// A folder of its own for each test.
struct Stored : testing::Test {
  fs::path folder = fs::path(testing::TempDir()) /
                    ("offhook_store_" + std::to_string(::getpid()) + "_" +
                     testing::UnitTest::GetInstance()->current_test_info()->name());
  std::string path = folder / "deep" / "memory.db";
  std::vector<std::string> warnings;

  ~Stored() override { fs::remove_all(folder); }
  std::unique_ptr<SqliteStore> open() {
    auto store =
        SqliteStore::open(path, [this](const std::string& text) { warnings.push_back(text); });
    EXPECT_TRUE(store.ok()) << store.status().ToString();
    return store.ok() ? *std::move(store) : nullptr;
  }
  void damage(std::streamoff at, const std::string& octets) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(at);
    file << octets;
  }
  void execute(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sql;
    sqlite3_close(database);
  }
};

/// One of each kind of change, with something taken back.
std::vector<Change> some_changes() {
  return {KeepCall{entry(1)},
          KeepCall{entry(2)},
          ForgetCalls{{1}},
          KeepContact{{"b", "Bob", {"1002", "+49 30 1"}, "work", "Ring2", true, false}},
          KeepContact{{"c", "Carol", {"1003"}}},
          ForgetContact{"c"},
          KeepValue{"last_dialled", "1"},
          KeepValue{"last_dialled", "1002#"}};
}

void expect_some_changes(const Remembered& known) {
  EXPECT_EQ(known.calls, (std::map<std::uint64_t, LogEntry>{{2, entry(2)}}));
  ASSERT_EQ(known.contacts.size(), 1u);
  EXPECT_EQ(known.contacts.at("b"),
            (Contact{"b", "Bob", {"1002", "+49 30 1"}, "work", "Ring2", true, false}));
  EXPECT_EQ(known.values, (std::map<std::string, std::string>{{"last_dialled", "1002#"}}));
}

TEST(VolatileStore, RemembersWhileItLives) {
  VolatileStore store;
  store.keep(some_changes());
  expect_some_changes(store.recall());
}

TEST_F(Stored, RemembersOverARestart) {
  {
    const auto store = open();
    store->keep(some_changes());
    expect_some_changes(store->recall());
  }
  expect_some_changes(open()->recall());
  EXPECT_TRUE(warnings.empty());
}

TEST_F(Stored, IsNobodyElsesBusiness) {
  open()->keep(some_changes());
  EXPECT_EQ(fs::status(path).permissions() & (fs::perms::group_all | fs::perms::others_all),
            fs::perms::none);
}

TEST_F(Stored, ASecondPhoneIsToldThatTheFileIsInUse) {
  const auto first = open();
  first->keep(some_changes());
  first->flush();
  const auto second = SqliteStore::open(path, {});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(message_of(second.status()), path + ": another program has it open");
  expect_some_changes(first->recall());
}

TEST_F(Stored, WhatIsNoDatabaseIsMovedAside) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path) << "call log of the office, please keep\n" << std::string(5000, 'x');
  {
    const auto store = open();
    store->keep(some_changes());
  }
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].find(".damaged"), std::string::npos);
  EXPECT_TRUE(fs::exists(path + ".damaged"));
  expect_some_changes(open()->recall());
}

TEST_F(Stored, ADamagedPageIsFoundAtTheStart) {
  {
    const auto store = open();
    std::vector<Change> many;
    for (std::uint64_t id = 1; id <= 500; ++id) many.emplace_back(KeepCall{entry(id)});
    store->keep(std::move(many));
  }
  for (std::streamoff page = 1; page < 6; ++page) damage(4096 * page, std::string(64, '\xee'));
  EXPECT_TRUE(open()->recall().calls.empty());
  ASSERT_EQ(warnings.size(), 1u);
}

TEST_F(Stored, AnOlderSchemaIsBroughtUp) {
  open();
  execute(
      "DROP TABLE contact; PRAGMA user_version=1;"
      "INSERT INTO call VALUES(7,'placed','1','sip:1@x','',5,6)");
  {
    const auto store = open();
    EXPECT_EQ(store->recall().calls.at(7).duration_ms, 6);
    store->keep(some_changes());
  }
  EXPECT_EQ(open()->recall().contacts.size(), 1u);
}

TEST_F(Stored, ANewerSchemaIsLeftAlone) {
  open();
  execute("PRAGMA user_version=99");
  const auto store = SqliteStore::open(path, {});
  ASSERT_FALSE(store.ok());
  EXPECT_NE(message_of(store.status()).find("newer version of offhook"), std::string::npos);
  EXPECT_FALSE(fs::exists(path + ".damaged"));
}

TEST_F(Stored, RowsThatSomebodyElseWroteDoNoHarm) {
  open();
  execute(
      "INSERT INTO call VALUES(-3,'placed','','','',0,0),(4,'stolen','','','',0,0),"
      "(5,'missed',x'ff00','','',0,0)");
  const auto known = open()->recall();
  EXPECT_EQ(known.calls.size(), 1u);
  EXPECT_EQ(known.calls.at(5).account_id, std::string("\xff\0", 2));
}

TEST_F(Stored, AFolderThatCannotBeIsAnError) {
  fs::create_directories(folder);
  std::ofstream(folder / "deep") << "a file";
  EXPECT_FALSE(SqliteStore::open(path, {}).ok());
}

/// Writes entry after entry and says so on the pipe once each is on the disk; never returns.
[[noreturn]] void write_for_ever(const std::string& path, int pipe) {
  auto store = SqliteStore::open(path, {});
  if (!store.ok()) ::_exit(2);
  for (std::uint64_t id = 1;; ++id) {
    (*store)->keep({KeepCall{entry(id)}, KeepValue{"last", std::to_string(id)}});
    (*store)->flush();
    if (::write(pipe, "+", 1) != 1) ::_exit(3);
  }
}

TEST_F(Stored, AKillLosesAtMostWhatIsBeingWritten) {
  for (int round = 1; round <= 8; ++round) {
    fs::remove_all(folder);
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) write_for_ever(path, pipe[1]);
    ::close(pipe[1]);
    char each = 0;
    std::uint64_t written = 0;
    while (written < static_cast<std::uint64_t>(round * 3) && ::read(pipe[0], &each, 1) == 1)
      ++written;
    ::kill(child, SIGKILL);  // in the midst of a later one
    ::waitpid(child, nullptr, 0);
    while (::read(pipe[0], &each, 1) == 1) ++written;
    ::close(pipe[0]);
    const auto known = open()->recall();
    ASSERT_GE(known.calls.size(), written);
    ASSERT_LE(known.calls.size(), written + 1);
    for (std::uint64_t id = 1; id <= known.calls.size(); ++id)
      ASSERT_TRUE(known.calls.contains(id));
    EXPECT_EQ(known.values.at("last"), std::to_string(known.calls.size()));  // both or none
  }
  EXPECT_TRUE(warnings.empty());
}

}  // namespace
}  // namespace offhook::phone
