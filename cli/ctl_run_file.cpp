// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/ctl_run_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/json.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "actors/base/status.hpp"

namespace offhook::cli {
namespace {

/// A folder that others can write to could hold a file that sends us, and our token, elsewhere.
absl::Status check_folder(const std::string& folder) {
  struct stat found {};
  if (::lstat(folder.c_str(), &found) != 0) return not_found(folder + " does not exist");
  if (!S_ISDIR(found.st_mode) || found.st_uid != ::getuid() ||
      (found.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return failed_precondition(folder + " is not a folder that only you can write to");
  return absl::OkStatus();
}

absl::Status write_private(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                          S_IRUSR | S_IWUSR);
  if (file < 0) return unavailable("cannot write " + path);
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  return ::close(file) == 0 && written ? absl::OkStatus() : unavailable("cannot write " + path);
}

}  // namespace

std::string run_file_path() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  if (runtime != nullptr && *runtime != '\0') return std::string(runtime) + "/offhook/control.json";
  return "/tmp/offhook-" + std::to_string(::getuid()) + "/control.json";
}

absl::Status write_private_file(const std::string& path, const std::string& text) {
  const auto folder = std::filesystem::path(path).parent_path().string();
  ::mkdir(folder.c_str(), S_IRWXU);  // it may be there already: then check_folder decides
  if (auto status = check_folder(folder); !status.ok()) return status;
  const auto fresh = path + ".new";
  if (auto status = write_private(fresh, text); !status.ok()) return status;
  if (std::rename(fresh.c_str(), path.c_str()) != 0) return unavailable("cannot write " + path);
  return absl::OkStatus();
}

absl::Status write_run_file(const std::string& path, const RunFile& file) {
  return write_private_file(path, boost::json::serialize(boost::json::object{
                                      {"url", file.url}, {"token_file", file.token_file}}) +
                                      "\n");
}

absl::StatusOr<RunFile> read_run_file(const std::string& path) {
  std::ifstream in(path);
  if (!in) return not_found("no " + path);
  if (auto status = check_folder(std::filesystem::path(path).parent_path().string()); !status.ok())
    return status;
  std::ostringstream text;
  text << in.rdbuf();
  boost::json::error_code failed;
  const auto value = boost::json::parse(text.str(), failed);
  const auto* object = failed ? nullptr : value.if_object();
  const auto* url = object ? object->if_contains("url") : nullptr;
  const auto* token_file = object ? object->if_contains("token_file") : nullptr;
  if (!url || !url->is_string() || !token_file || !token_file->is_string())
    return invalid_argument(path + " must hold {\"url\", \"token_file\"}");
  return RunFile{std::string(url->get_string()), std::string(token_file->get_string())};
}

absl::StatusOr<std::string> read_token_file(const std::string& path) {
  std::ifstream in(path);
  std::string token;
  if (!in || !std::getline(in, token)) return not_found("cannot read a token from " + path);
  while (!token.empty() && (token.back() == '\r' || token.back() == ' ')) token.pop_back();
  return token;
}

}  // namespace offhook::cli
