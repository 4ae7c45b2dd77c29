// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "actors/base/status.hpp"
#include "actors/sdp/offer_answer.hpp"
#include "media/command.hpp"

namespace offhook::call {

/// What offer and answer agreed on, in the words of the media room. `silence_limit`: see
/// media::StreamPlan. FailedPrecondition for a codec that the engine does not have.
[[nodiscard]] absl::StatusOr<media::StreamPlan> to_stream_plan(
    const sdp::MediaPlan& plan, std::chrono::milliseconds silence_limit);

}  // namespace offhook::call
