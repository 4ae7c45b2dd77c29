// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

namespace offhook {

/// The packaged Abseil has its own string_view; this is the one place where it meets the
/// standard's.
inline absl::string_view to_absl(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view to_std(absl::string_view text) { return {text.data(), text.size()}; }

inline absl::Status invalid_argument(std::string_view what) {
  return absl::InvalidArgumentError(to_absl(what));
}
inline absl::Status not_found(std::string_view what) { return absl::NotFoundError(to_absl(what)); }
inline absl::Status unavailable(std::string_view what) {
  return absl::UnavailableError(to_absl(what));
}
inline absl::Status failed_precondition(std::string_view what) {
  return absl::FailedPreconditionError(to_absl(what));
}

/// Text of a status for people.
inline std::string message_of(const absl::Status& status) { return std::string(status.message()); }

[[noreturn]] void check_failed(const char* expression, const char* file, int line);

}  // namespace offhook

/// What we ourselves guarantee. Never on what a peer, a file or a client sent.
#define OFFHOOK_CHECK(expression) \
  ((expression) ? void(0) : ::offhook::check_failed(#expression, __FILE__, __LINE__))
