// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/rtp_series.hpp"

#include <cmath>
#include <cstdint>
#include <optional>

namespace offhook::sim {
namespace {

constexpr Instant span = 200ms;
constexpr double samples_per_second = 8000;

struct RtpStart {
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
};

std::optional<RtpStart> read_rtp(std::string_view octets) {
  if (octets.size() < 12) return std::nullopt;
  const auto at = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(octets[i]));
  };
  return RtpStart{static_cast<std::uint16_t>(at(2) << 8 | at(3)),
                  at(4) << 24 | at(5) << 16 | at(6) << 8 | at(7)};
}

}  // namespace

std::vector<RtpPoint> rtp_series(const Trace& trace, const IpAddress& from, const IpAddress& to) {
  std::vector<RtpPoint> points;
  std::optional<RtpStart> last;
  Instant last_at{}, span_end{};
  double jitter = 0;  // in samples
  std::uint32_t received = 0, missing = 0;
  const auto close_span = [&] {
    const double expected = received + missing;
    points.push_back({span_end, expected > 0 ? 100 * missing / expected : 0,
                      jitter * 1000 / samples_per_second});
    received = missing = 0;
  };
  for (const auto& packet : trace.packets()) {
    if (packet.kind != PacketKind::rtp || packet.from.address != from || packet.to.address != to)
      continue;
    const auto rtp = read_rtp(packet.octets);
    if (!rtp) continue;
    if (!last) span_end = packet.at + span;
    if (packet.at >= span_end) {
      close_span();
      while (packet.at >= span_end) span_end += span;
    }
    ++received;
    if (last) {
      const auto step = static_cast<std::uint16_t>(rtp->sequence - last->sequence);
      if (step > 1 && step < 1000) missing += step - 1u;
      const double apart =
          std::chrono::duration<double>(packet.at - last_at).count() * samples_per_second;
      const double nominal = static_cast<std::int32_t>(rtp->timestamp - last->timestamp);
      // A pause (hold) is not jitter.
      if (apart < samples_per_second / 4) jitter += (std::abs(apart - nominal) - jitter) / 16;
    }
    last = rtp;
    last_at = packet.at;
  }
  if (received > 0) close_span();
  return points;
}

}  // namespace offhook::sim
