// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "actors/base/endpoint.hpp"
#include "sim/trace.hpp"

namespace offhook::sim {

/// One fifth of a second of a stream, as it left the sender.
struct RtpPoint {
  Instant at{};
  double loss_percent = 0;  ///< sequence numbers missing in this span
  double jitter_ms = 0;     ///< RFC 3550 §6.4.1, at its end
};

/// Loss and jitter over time of what `from` sent to `to` at 8 kHz. Empty without RTP.
[[nodiscard]] std::vector<RtpPoint> rtp_series(const Trace& trace, const IpAddress& from,
                                               const IpAddress& to);

}  // namespace offhook::sim
