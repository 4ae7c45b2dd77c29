// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace offhook::sim {

/// One client connection to the control API of a phone: JSON-RPC 2.0 requests out, answers and
/// events in. How texts travel is a subclass's: through a WebSocket, or straight to a session.
class ApiLink {
 public:
  /// The params of an event, and when it was received is now.
  using OnEvent = std::function<void(const boost::json::object& event)>;
  /// `result` of the answer, or `error` with `failed`.
  using OnAnswer = std::function<void(const boost::json::object& answer, bool failed)>;

  explicit ApiLink(OnEvent on_event) : on_event_(std::move(on_event)) {}
  virtual ~ApiLink() = default;

  void request(std::string_view method, boost::json::object params, OnAnswer on_answer = {});

  /// Authenticated and subscribed to everything.
  [[nodiscard]] bool ready() const { return ready_; }
  /// The connection is gone, or was refused; why.
  [[nodiscard]] const std::string& closed() const { return closed_; }
  /// Requests that were not answered yet.
  [[nodiscard]] std::size_t unanswered() const { return waiting_.size(); }
  /// The first answer that was an error, for a script that expects none.
  [[nodiscard]] const std::string& first_error() const { return first_error_; }

 protected:
  virtual void send(std::string text) = 0;
  void received(std::string_view text);
  /// Shows `token`, then subscribes to all events since the engine's start.
  void introduce(std::string_view token);
  void lost(std::string_view why) { closed_ = why; }

 private:
  OnEvent on_event_;
  std::map<std::int64_t, OnAnswer> waiting_;
  std::int64_t last_id_ = 0;
  bool ready_ = false;
  std::string closed_, first_error_;
};

}  // namespace offhook::sim
