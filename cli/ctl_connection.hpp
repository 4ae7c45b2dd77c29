// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include <absl/status/status.h>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include "actors/control/websocket_client.hpp"

namespace offhook::cli {

/// The error object of an answer, or none where the connection broke.
struct CallFailure {
  std::string message;
  boost::json::object error{};
  [[nodiscard]] bool is_lost() const { return error.empty(); }
  /// error.code; 0 for a lost connection.
  [[nodiscard]] std::int64_t code() const;
};

/// A connection to an engine for a program that does one thing after another: every function waits.
class CtlConnection {
 public:
  using Milliseconds = std::chrono::milliseconds;

  /// Unavailable if nobody answers there, Unauthenticated if the token is refused.
  absl::Status open(const std::string& url, const std::string& token);

  /// Sends a request and waits for its answer; events that come meanwhile are kept.
  std::variant<boost::json::value, CallFailure> call(const std::string& method,
                                                     boost::json::object params,
                                                     Milliseconds patience);

  /// The params of the next event; nullopt once `patience` has passed or the connection is lost.
  std::optional<boost::json::object> next_event(Milliseconds patience);

  [[nodiscard]] bool is_lost() const { return end_.has_value(); }
  [[nodiscard]] std::string why_lost() const;

 private:
  bool run_until(const std::function<bool()>& done, Milliseconds patience);
  void take(const std::string& text);

  boost::asio::io_context io_;
  std::optional<control::ConnectionEnd> end_;
  bool open_ = false;
  std::int64_t last_id_ = 0;
  std::optional<boost::json::object> answer_;  ///< to last_id_
  std::deque<boost::json::object> events_;
  control::WebSocketClient client_{io_};
};

}  // namespace offhook::cli
