// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "actors/control/backend.hpp"
#include "tests/control/fake_phone.hpp"

namespace offhook::control {

/// A client's end of a session without a socket: keeps what was sent. A stalled one takes one text
/// and no more, like a reader that went away with the socket open.
class RecordingOutlet final : public Outlet {
 public:
  void send(std::string text, std::function<void()> written) override {
    texts.push_back(std::move(text));
    if (stalled)
      written_ = std::move(written);
    else
      written();
  }
  void close(CloseCode code, std::string_view why) override {
    closed = code;
    reason = why;
    written_ = nullptr;
  }
  void go_on() {
    stalled = false;
    if (auto written = std::exchange(written_, nullptr)) written();
  }

  std::deque<std::string> texts;
  bool stalled = false;
  std::optional<CloseCode> closed;
  std::string reason;

 private:
  std::function<void()> written_;
};

class ControlWorld;

/// One client. Dropping it closes its connection.
class TestClient {
 public:
  TestClient(ControlWorld& world, std::optional<Grant> grant);
  ~TestClient();

  void send(const std::string& text) { act::tell_anon(session, ClientMessage{text}); }
  /// Sends a request with a fresh id; returns the id.
  int request(const std::string& method, json::object params = {});
  /// The whole answer to a request, within virtual `limit`.
  json::object call(const std::string& method, json::object params = {}, Instant limit = 1s);
  /// Its result; fails the test if it is an error.
  json::value result(const std::string& method, json::object params = {});
  /// error.data.kind; "" for a result.
  std::string error_kind(const std::string& method, json::object params = {});
  /// The answer to `id` if it has come.
  std::optional<json::object> answer_to(int id);
  /// Takes the events that have come so far: their params.
  std::vector<json::object> take_events();

  ControlWorld& world;
  std::shared_ptr<RecordingOutlet> outlet = std::make_shared<RecordingOutlet>();
  Session session;

 private:
  void sort_texts();
  int last_id_ = 0;
  std::vector<json::object> answers_, events_;
};

/// A fake phone with a control API, in virtual time.
class ControlWorld {
 public:
  explicit ControlWorld(std::uint64_t seed = 0) : loop(act::Loop::Virtual{seed}) {
    Engine engine;
    engine.version = "1.2.3";
    engine.epoch = "e1";
    engine.phone_id = "desk";
    const std::string salt(32, 'a');
    engine.access.add("laptop", Access::hash("open sesame", salt), Scopes::everyday());
    phone = spawn_fake_phone(loop, script);
    backend = start_backend(loop, phone, std::move(engine));
    loop.run_for(0s);
  }
  ~ControlWorld() {
    stop_backend(backend);
    act::stop(phone);
    loop.run_for(0s);
    EXPECT_EQ(loop.running_actors(), 0u);
  }
  /// As if the phone had told it.
  void happen(phone::Event event, const std::string& cause = "test") {
    for (const auto& sink : script.sinks)
      act::tell_anon(sink, phone::EventHappened{event, loop.now(), cause});
    loop.run_for(0s);
  }

  FakePhoneScript script = typical_phone();
  act::Loop loop;
  phone::Phone phone;
  Backend backend;
};

inline Grant everything() { return {"test", Scopes::all()}; }

inline TestClient::TestClient(ControlWorld& in, std::optional<Grant> grant) : world(in) {
  session = open_session(world.loop, world.backend, outlet, std::move(grant));
  world.loop.run_for(0s);
}
inline TestClient::~TestClient() {
  act::tell_anon(session, ClientGone{});
  session = nullptr;
  world.loop.run_for(0s);
}
inline int TestClient::request(const std::string& method, json::object params) {
  send(json::serialize(json::object{
      {"jsonrpc", "2.0"}, {"id", ++last_id_}, {"method", method}, {"params", params}}));
  return last_id_;
}
inline json::object TestClient::call(const std::string& method, json::object params,
                                     Instant limit) {
  const int id = request(method, std::move(params));
  std::optional<json::object> answer;
  world.loop.run_until(
      [&] {
        answer = answer_to(id);
        return answer.has_value();
      },
      limit);
  EXPECT_TRUE(answer) << method << " has no answer";
  return answer.value_or(json::object{});
}
inline json::value TestClient::result(const std::string& method, json::object params) {
  const auto answer = call(method, std::move(params));
  EXPECT_TRUE(answer.contains("result")) << json::serialize(answer);
  return answer.contains("result") ? answer.at("result") : json::value();
}
inline std::string TestClient::error_kind(const std::string& method, json::object params) {
  const auto answer = call(method, std::move(params));
  if (!answer.contains("error")) return "";
  return std::string(answer.at("error").at("data").at("kind").as_string());
}
inline void TestClient::sort_texts() {
  for (; !outlet->texts.empty(); outlet->texts.pop_front()) {
    auto message = json::parse(outlet->texts.front()).as_object();
    if (message.contains("method"))
      events_.push_back(message.at("params").as_object());
    else
      answers_.push_back(std::move(message));
  }
}
inline std::optional<json::object> TestClient::answer_to(int id) {
  sort_texts();
  for (auto answer = answers_.begin(); answer != answers_.end(); ++answer) {
    if (answer->at("id") != id) continue;
    auto found = std::move(*answer);
    answers_.erase(answer);
    return found;
  }
  return std::nullopt;
}
inline std::vector<json::object> TestClient::take_events() {
  sort_texts();
  return std::exchange(events_, {});
}

}  // namespace offhook::control
