// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include <absl/status/statusor.h>

#include "media/units.hpp"

namespace offhook::media {

/// Reads a mono file of any format libsndfile knows. InvalidArgument if it is not mono or not at
/// `rate`; NotFound if it cannot be opened. Control side only.
[[nodiscard]] absl::StatusOr<std::vector<Sample>> load_wav(const std::filesystem::path& path,
                                                           SampleRate rate = narrowband);

/// Writes a mono 16-bit WAV file. Control side only.
[[nodiscard]] absl::Status save_wav(const std::filesystem::path& path,
                                    std::span<const Sample> samples, SampleRate rate = narrowband);

}  // namespace offhook::media
