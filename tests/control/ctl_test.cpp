// SPDX-License-Identifier: GPL-3.0-or-later
// `offhook ctl` against an engine in another thread, over a real socket.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "actors/control/backend.hpp"
#include "actors/control/websocket_server.hpp"
#include "cli/ctl_command.hpp"
#include "cli/ctl_run_file.hpp"
#include "tests/control/fake_phone.hpp"

namespace offhook::cli {
namespace {

using namespace offhook::control;
using Words = std::vector<std::string>;

struct Said {
  int status = 0;
  std::string out, err;
};

struct TemporaryFolder {
  TemporaryFolder() { path = ::mkdtemp(path.data()); }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::string path = testing::TempDir() + "offhook-ctl-XXXXXX";
};

class CtlTest : public testing::Test {
 protected:
  ~CtlTest() override { stop(); }

  /// From here on the script belongs to the engine's thread, until stop().
  void start() {
    Engine engine;
    engine.epoch = "e1";
    engine.version = "1.2.3";
    engine.access.add("t", Access::hash("open sesame", std::string(32, 'a')), Scopes::all());
    phone_ = spawn_fake_phone(*loop_, script_);
    backend_ = start_backend(*loop_, phone_, std::move(engine));
    server_.emplace(io_, *loop_, backend_, ServerOptions{});
    const auto at = server_->start(Endpoint{IpAddress::v4(127, 0, 0, 1), 0});
    ASSERT_TRUE(at.ok()) << at.status();
    url_ = "ws://" + at->to_string() + "/";
    thread_ = std::thread([this] { io_.run(); });
  }
  void stop() {
    if (!thread_.joinable()) return;
    loop_->post([this] {
      again_.cancel();
      server_.reset();
      stop_backend(backend_);
      act::stop(phone_);
      phone_ = nullptr;
      guard_.reset();
      ending_ = loop_->timers()->call_after(20ms, [this] { io_.stop(); });
    });
    thread_.join();
    ending_.cancel();
    loop_.reset();
  }

  Said ctl(const Words& words, CtlOptions options = {}) {
    options.verb = words.front();
    options.arguments.assign(words.begin() + 1, words.end());
    if (options.url.empty()) options.url = url_;
    if (options.token.empty()) options.token = "open sesame";
    std::ostringstream out, err;
    const int status = run_ctl(options, out, err);
    return {status, out.str(), err.str()};
  }

  void repeat(const phone::Event& event) {
    act::tell_anon(backend_.hub, phone::EventHappened{event, 0s, "again"});
    again_ = loop_->timers()->call_after(5ms, [this, event] { repeat(event); });
  }

  FakePhoneScript script_ = typical_phone();
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{
      io_.get_executor()};
  std::optional<act::Loop> loop_{std::in_place, io_};
  phone::Phone phone_;
  Backend backend_;
  std::optional<WebSocketServer> server_;
  std::string url_;
  std::thread thread_;
  Timer ending_, again_;
};

TEST_F(CtlTest, GivesOrdersToTheOnlyCall) {
  script_.info.calls[0].state = "held_local";
  start();
  EXPECT_EQ(ctl({"resume"}).out, "c1  held_local  to sip:1002@example.com  PCMU\n");
  EXPECT_EQ(ctl({"hangup", "c1"}).status, 0);
  EXPECT_EQ(ctl({"hold"}).status, 1);
  EXPECT_EQ(ctl({"answer"}).err, "offhook ctl: no call to answer\n");
  EXPECT_EQ(ctl({"call", "1002"}).out, "c9  connected  to 1002\n");
  EXPECT_EQ(ctl({"key", "5"}).status, 0);
  EXPECT_EQ(ctl({"offhook"}).status, 0);
  stop();
  EXPECT_EQ(script_.orders,
            (Words{"resume c1", "hangup c1", "dial 1002", "key 5 down", "key 5 up", "hook up"}));
}

TEST_F(CtlTest, CarriesContactsInAndOut) {
  const TemporaryFolder folder;
  const auto path = folder.path + "/contacts.csv";
  std::ofstream(path) << "name,number\nBob,1002\nCarol,1003\n";
  const auto other = folder.path + "/other.csv";
  std::ofstream(other) << "name,number\nBob,1009\n";
  const auto bad = folder.path + "/bad.csv";
  std::ofstream(bad) << "name,number\nDora,1004\nEve\n";
  start();

  EXPECT_EQ(ctl({"contacts", "import", path}).out, "1 added, 0 changed, 1 left as they were\n");
  EXPECT_EQ(ctl({"contacts", "import", other}).out, "0 added, 1 changed, 0 left as they were\n");
  const auto refused = ctl({"contacts", "import", bad});
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(refused.err, "offhook ctl: " + bad + ":3:1: expected 2 fields, not 1\n");
  EXPECT_EQ(ctl({"contacts", "export"}).out,
            "name,number,group,ring_tone,blocked,contact_id\r\nBob,1002,,,no,b\r\n");
  EXPECT_EQ(ctl({"contacts", "sell"}).status, 2);
  EXPECT_EQ(ctl({"contacts", "import", "/nowhere.csv"}).status, 1);
  stop();
  EXPECT_EQ(script_.orders, (Words{"add Carol", "update bBob"}));
}

TEST_F(CtlTest, AsksWhichCallWhenThereAreSeveral) {
  auto second = script_.info.calls[0];
  second.call_id = "c2";
  script_.info.calls.push_back(second);
  start();

  const auto said = ctl({"hangup"});

  EXPECT_EQ(said.status, 2);
  EXPECT_NE(said.err.find("c1  connected"), std::string::npos) << said.err;
  EXPECT_NE(said.err.find("c2  connected"), std::string::npos);
  EXPECT_EQ(ctl({"dtmf", "12#", "c2"}).out, "sent 12#\n");
  stop();
  EXPECT_EQ(script_.orders, (Words{"dtmf 12# c2"}));
}

TEST_F(CtlTest, PrintsTheSipCodeOfARefusedCall) {
  script_.refusal = phone_error(phone::ErrorKind::sip_failure, "Busy Here", 486);
  start();
  const auto said = ctl({"call", "1002"});
  EXPECT_EQ(said.status, 1);
  EXPECT_EQ(said.err, "offhook ctl: call.dial: Busy Here (486 Busy Here)\n");
}

TEST_F(CtlTest, ShowsThePhoneIn80Columns) {
  script_.info.calls[0].remote_display = std::string(100, 'x') + "\x1b[2J";
  script_.info.accounts[0].server = "udp:proxy.example.com";
  start();

  EXPECT_EQ(
      ctl({"status"}).out.substr(0, 83),
      "desk  on hook  audio handset  tone none\n1001  registered  sip:1001@example.com\nc1  ");
  EXPECT_EQ(ctl({"accounts"}).out,
            "1001  registered  sip:1001@example.com  udp:proxy.example.com\n");
  EXPECT_EQ(ctl({"led"}).out, "line1  red  steady\n");
  EXPECT_NE(ctl({"screen"}).out.find("│ 00:12 "), std::string::npos);
  EXPECT_NE(ctl({"screen"}).out.find("│ Hold            End"), std::string::npos);
  EXPECT_NE(ctl({"devices"}).out.find("keypad  keypad  keys\n"), std::string::npos);
  EXPECT_NE(ctl({"info"}).out.find("version    1.2.3\n"), std::string::npos);
  const auto calls = ctl({"calls"}).out;
  EXPECT_EQ(calls.find('\x1b'), std::string::npos);
  EXPECT_EQ(calls.find('\n'), 79 + std::string("…").size());
}

TEST_F(CtlTest, PrintsOneJsonDocument) {
  start();
  const auto document = boost::json::parse(ctl({"calls"}, {.verb = {}, .json = true}).out);
  EXPECT_EQ(document.at("schema"), "offhook.ctl.calls");
  EXPECT_EQ(document.at("version"), 1);
  EXPECT_EQ(document.at("result").at("calls").at(0).at("call_id"), "c1");

  const auto failed = ctl({"hold", "c7"}, {.verb = {}, .json = true});
  EXPECT_EQ(failed.status, 1);
  EXPECT_EQ(boost::json::parse(failed.out).at("error").at("code"), 1001);
}

TEST_F(CtlTest, ListsWhatHappened) {
  start();
  ctl({"offhook"});
  ctl({"onhook"});
  const auto said = ctl({"events"});
  EXPECT_EQ(said.status, 0);
  EXPECT_NE(said.out.find("hook.changed"), std::string::npos) << said.out;
  EXPECT_NE(said.out.find("off_hook=true"), std::string::npos);
  EXPECT_EQ(std::ranges::count(said.out, '\n'), 2);
  EXPECT_EQ(ctl({"events", "key.*"}).out, "");
}

TEST_F(CtlTest, WaitsForAState) {
  script_.info.accounts[0].state = "registering";
  start();
  EXPECT_EQ(ctl({"wait", "call", "connected"}).status, 0);
  const auto late = ctl({"wait", "registered"}, {.verb = {}, .timeout = 20ms});
  EXPECT_EQ(late.status, 1);
  EXPECT_EQ(late.err, "offhook ctl: not in time: registered\n");

  phone::RegistrationEvent registered;
  registered.account = typical_phone().info.accounts[0];
  // Told again and again, because nobody here knows when ctl has begun to listen.
  loop_->post([this, registered] { repeat(registered); });
  EXPECT_EQ(ctl({"wait", "registered"}).status, 0);
}

TEST_F(CtlTest, SendsAnyMethod) {
  start();
  const auto said = ctl({"raw", "call.get", R"({"call_id":"c1"})"});
  EXPECT_EQ(boost::json::parse(said.out).at("codec"), "PCMU");
  EXPECT_EQ(ctl({"raw", "call.get", "c1"}).status, 2);
}

TEST_F(CtlTest, ExitsWith5WhenNobodyAnswersOrTheTokenIsRefused) {
  start();
  const auto refused = ctl({"status"}, {.verb = {}, .token = "open"});
  EXPECT_EQ(refused.status, 5);
  EXPECT_NE(refused.err.find("token refused"), std::string::npos);
  stop();
  const auto gone = ctl({"status"});
  EXPECT_EQ(gone.status, 5);
  EXPECT_NE(gone.err.find("no engine at " + url_), std::string::npos) << gone.err;
}

TEST(Ctl, ExitsWith2OnUsage) {
  const auto ctl = [](const Words& words) {
    CtlOptions options{.verb = words.front()};
    options.arguments.assign(words.begin() + 1, words.end());
    std::ostringstream out, err;
    const int status = run_ctl(options, out, err);
    return Said{status, out.str(), err.str()};
  };
  EXPECT_EQ(ctl({"hangpu"}).status, 2);
  EXPECT_EQ(ctl({"hangpu"}).err,
            "offhook ctl: unknown verb \"hangpu\", did you mean \"hangup\"?\n");
  EXPECT_EQ(ctl({"call"}).err, "offhook ctl: usage: offhook ctl call TARGET\n");
  EXPECT_EQ(ctl({"offhook", "now"}).status, 2);
}

TEST(Ctl, ReadsDurations) {
  EXPECT_EQ(parse_duration("5s"), 5s);
  EXPECT_EQ(parse_duration("250ms"), 250ms);
  EXPECT_EQ(parse_duration("2min"), 2min);
  for (const auto* bad : {"", "5", "s", "-1s", "5 s", "99999999999s", "5sec"})
    EXPECT_FALSE(parse_duration(bad)) << bad;
}

class RunFileTest : public testing::Test {
 protected:
  TemporaryFolder temporary_;
  const std::string& folder_ = temporary_.path;
};

TEST_F(RunFileTest, IsWrittenForItsOwnerAlone) {
  const auto path = folder_ + "/offhook/control.json";
  ASSERT_TRUE(write_run_file(path, {"ws://127.0.0.1:1/", folder_ + "/token"}).ok());
  ASSERT_TRUE(write_run_file(path, {"ws://127.0.0.1:2/", folder_ + "/token"}).ok());

  struct stat found {};
  ASSERT_EQ(::stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  EXPECT_EQ(read_run_file(path)->url, "ws://127.0.0.1:2/");
}

TEST_F(RunFileTest, IsNotTrustedInAFolderThatOthersCanWriteTo) {
  const auto path = folder_ + "/offhook/control.json";
  ASSERT_TRUE(write_run_file(path, {"ws://127.0.0.1:1/", ""}).ok());
  ASSERT_EQ(::chmod((folder_ + "/offhook").c_str(), 0777), 0);
  EXPECT_EQ(read_run_file(path).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(write_run_file(path, {"", ""}).code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(RunFileTest, SaysWhatIsWrong) {
  EXPECT_EQ(read_run_file(folder_ + "/none").status().code(), absl::StatusCode::kNotFound);
  const auto path = folder_ + "/control.json";
  std::ofstream(path) << "{\"url\":7}";
  EXPECT_EQ(read_run_file(path).status().code(), absl::StatusCode::kInvalidArgument);
  std::ofstream(folder_ + "/token") << "open sesame\r\nmore\n";
  EXPECT_EQ(*read_token_file(folder_ + "/token"), "open sesame");
}

}  // namespace
}  // namespace offhook::cli
