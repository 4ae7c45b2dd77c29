// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <iosfwd>
#include <optional>
#include <string>
#include <utility>

#include <absl/status/statusor.h>
#include <boost/json.hpp>

#include "cli/ctl_command.hpp"
#include "cli/ctl_connection.hpp"

namespace offhook::cli {

/// Exit statuses of `offhook ctl`.
enum CtlExit : int { done = 0, failed = 1, usage = 2, unreachable = 5 };

/// What every verb needs: finds the engine, asks it, prints results to one stream and troubles to
/// the other, and remembers the exit status.
class CtlClient {
 public:
  CtlClient(const CtlOptions& options, std::ostream& out, std::ostream& err)
      : options_(options), out_(out), err_(err) {}

 protected:
  using Milliseconds = std::chrono::milliseconds;
  using Render = std::string (*)(const boost::json::value&);
  static constexpr Milliseconds answers_within{10'000};

  /// The exit status: `done` with a connection, `unreachable` without.
  int connect();
  /// The result of a request. Without one, the failure has been told and `status_` is set.
  std::optional<boost::json::value> ask(const std::string& method, boost::json::object params,
                                        Milliseconds patience = answers_within);
  /// Asks and prints.
  int show(const std::string& method, Render render);
  void print(const boost::json::value& result, const std::string& text);
  void print_event(const boost::json::object& event);
  void tell_failure(const std::string& method, const CallFailure& failure);
  int fail(CtlExit status, const std::string& message);

  const CtlOptions& options_;
  std::ostream& out_;
  std::ostream& err_;
  CtlConnection connection_;
  int status_ = done;

 private:
  /// URL and token.
  [[nodiscard]] absl::StatusOr<std::pair<std::string, std::string>> find_engine() const;
};

}  // namespace offhook::cli
