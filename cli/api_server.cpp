// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/api_server.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

#include "cli/ctl_run_file.hpp"

namespace offhook::cli {
namespace {

/// Writes a file that only its owner can read, replacing what was there.
absl::Status write_private(const std::string& path, std::string_view text) {
  ::unlink(path.c_str());
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return unavailable(path + ": " + std::strerror(errno));
  const bool whole = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(fd);
  return whole ? absl::OkStatus() : unavailable(path + ": cannot be written");
}

}  // namespace

absl::StatusOr<std::unique_ptr<ApiServer>> ApiServer::start(boost::asio::io_context& io,
                                                            act::Loop& loop,
                                                            const phone::Phone& phone,
                                                            const phone::PhoneSettings& settings,
                                                            RandomSource& random) {
  auto api = std::unique_ptr<ApiServer>(new ApiServer);
  const std::string run_file = run_file_path();
  api->token_file_ = settings.api.token_file;
  if (api->token_file_.empty())
    api->token_file_ = std::filesystem::path(run_file).replace_filename("token");

  control::Engine engine;
  engine.version = OFFHOOK_VERSION;
  engine.epoch = random.token();
  engine.phone_id = settings.phone_id;
  engine.inject_allowed = settings.board == "sim";
  const std::string token = settings.api.token.empty() ? random.token(24) : settings.api.token;
  engine.access.add("run", control::Access::hash(token, random.token(16)),
                    control::Scopes::everyday());
  api->backend_ = control::start_backend(loop, phone, std::move(engine));
  api->server_ =
      std::make_unique<control::WebSocketServer>(io, loop, api->backend_, control::ServerOptions{});
  const auto at = api->server_->start(*settings.api.listen);
  if (!at.ok()) {
    api->stop();
    return at.status();
  }
  api->url_ = "ws://" + at->to_string() + "/";
  // The folder is made private before the token goes into it.
  if (auto status = write_run_file(run_file, {api->url_, api->token_file_}); !status.ok())
    return status;
  api->run_file_ = run_file;
  if (auto status = write_private(api->token_file_, token + "\n"); !status.ok()) return status;
  return api;
}

void ApiServer::stop() {
  server_.reset();
  if (backend_.hub) control::stop_backend(backend_);
}

ApiServer::~ApiServer() {
  if (!run_file_.empty()) ::unlink(run_file_.c_str());
  if (!token_file_.empty()) ::unlink(token_file_.c_str());
}

}  // namespace offhook::cli
