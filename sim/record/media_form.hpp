// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "media/messages.hpp"

namespace offhook::sim::record {

/// All that a sound engine tells a phone: the answer to its question of that number, counted over
/// all kinds, or something that happened. The place in this list is its number in the file.
using MediaSaid = std::variant<media::StreamOpened, media::ConferenceJoined, media::StreamReport,
                               media::DtmfReceived, media::DtmfSent, media::MediaSilent>;

struct MediaWord {
  std::uint32_t question = 0;  ///< of the first three
  MediaSaid said;
};
[[nodiscard]] std::string pack_media(MediaWord word);
[[nodiscard]] std::optional<MediaWord> unpack_media(std::string_view packed);

}  // namespace offhook::sim::record
