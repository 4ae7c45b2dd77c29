// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/phone/messages.hpp"
#include "media/messages.hpp"
#include "sim/record/media_form.hpp"

namespace offhook::sim::record {

/// What was put off has been written down: go on with it.
struct Released {
  std::uint64_t ticket = 0;
};
/// To the engine of a replay: say this now.
struct SayAsThen {
  MediaWord word;
};

using RecordedPhone = act::join<phone::Phone, act::ref<act::result<void>(Released)>>;
using RecordedMedia =
    act::join<media::Media, media::StreamOwner, act::ref<act::result<void>(Released)>>;
using ReplayedMedia = act::join<media::Media, act::ref<act::result<void>(SayAsThen)>>;

}  // namespace offhook::sim::record

OFFHOOK_MESSAGES(sim, (offhook::sim::record::Released)(offhook::sim::record::SayAsThen))
