// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "actors/base/random_source.hpp"
#include "actors/control/backend.hpp"
#include "actors/control/websocket_server.hpp"
#include "actors/phone/settings.hpp"

namespace offhook::cli {

/// The control API of a running phone, and the run file by which `offhook ctl` finds it.
class ApiServer {
 public:
  static absl::StatusOr<std::unique_ptr<ApiServer>> start(boost::asio::io_context& io,
                                                          act::Loop& loop,
                                                          const phone::Phone& phone,
                                                          const phone::PhoneSettings& settings,
                                                          RandomSource& random);
  /// Removes the files; the server's actors end with stop().
  ~ApiServer();
  void stop();

  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] const std::string& token_file() const { return token_file_; }

 private:
  ApiServer() = default;

  control::Backend backend_;
  std::unique_ptr<control::WebSocketServer> server_;
  std::string url_, token_file_, run_file_;
};

}  // namespace offhook::cli
