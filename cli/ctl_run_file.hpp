// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <absl/status/statusor.h>

namespace offhook::cli {

/// Where a running engine can be reached: `offhook run` writes it, `offhook ctl` reads it.
struct RunFile {
  std::string url;         ///< "ws://127.0.0.1:4567/"
  std::string token_file;  ///< holds the token, readable by its owner alone
};

/// "$XDG_RUNTIME_DIR/offhook/control.json", or "/tmp/offhook-UID/control.json" without that.
std::string run_file_path();

/// Makes the folder if need be (0700) and replaces the file (0600) in one step. FailedPrecondition
/// if the folder belongs to somebody else: in /tmp anyone may have made it.
absl::Status write_run_file(const std::string& path, const RunFile& file);

/// NotFound if there is none, FailedPrecondition if it lies in a folder that is not ours alone,
/// InvalidArgument if it is damaged.
absl::StatusOr<RunFile> read_run_file(const std::string& path);

/// A file that its owner alone can read, in a folder that is his alone (made if need be).
absl::Status write_private_file(const std::string& path, const std::string& text);

/// The first line of a file: a token.
absl::StatusOr<std::string> read_token_file(const std::string& path);

}  // namespace offhook::cli
