// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/sdp/session.hpp"

namespace offhook::sdp {

/// An RTP payload format as a=rtpmap says it (RFC 8866 §6.6).
struct Codec {
  std::string name;  ///< "PCMU"; compared without case
  std::uint32_t clock_rate = 8000;
  std::uint8_t channels = 1;
  std::uint8_t payload_type = 0;  ///< the static one (RFC 3551 §6), or the dynamic one we offer
  std::string parameters = {};    ///< a=fmtp, or empty
  friend bool operator==(const Codec&, const Codec&) = default;
};

/// The same format whatever its number: name without case, rate and channels.
[[nodiscard]] bool same_format(const Codec& a, const Codec& b);

inline const Codec pcmu{"PCMU", 8000, 1, 0};
inline const Codec pcma{"PCMA", 8000, 1, 8};
inline const Codec g722{"G722", 8000, 1, 9};  ///< 16 kHz audio, 8000 by an old error (RFC 3551)

/// Formats of a medium in its order, each with its number there: a=rtpmap, or the static table of
/// RFC 3551. Formats that are neither are left out. telephone-event is among them.
[[nodiscard]] std::vector<Codec> codecs_of(const Media& media);

}  // namespace offhook::sdp
