// SPDX-License-Identifier: GPL-3.0-or-later
#include "hal/device_status.hpp"

#include <cstring>
#include <string>

#include <absl/strings/str_cat.h>

namespace offhook::hal {

absl::Status device_status(int answer, std::string_view what) {
  if (answer >= 0) return absl::OkStatus();
  const int error = -answer;
  const char* name = strerrorname_np(error);  // null for a number that is no errno
  const char* text = strerrordesc_np(error);
  return {absl::ErrnoToStatusCode(error),
          absl::StrCat(to_absl(what), ": ", name != nullptr ? name : std::to_string(answer), " (",
                       text != nullptr ? text : "not an errno", ")")};
}

absl::Status not_offered(std::string_view what) {
  return absl::UnimplementedError(absl::StrCat(to_absl(what), ": the board does not offer it"));
}

}  // namespace offhook::hal
