// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <memory>

#include "actors/base/clock.hpp"
#include "media/packet_port.hpp"
#include "media/spsc_ring.hpp"
#include "sim/trace.hpp"

namespace offhook::sim {

/// Ports that write down each datagram as it is sent, without making the media thread wait: a copy
/// goes into a ring, and `drain` moves it to the trace. Ports, clock and trace are borrowed.
class TappedPorts final : public media::PacketPorts {
 public:
  TappedPorts(media::PacketPorts& below, const Clock& clock);
  ~TappedPorts() override;

  [[nodiscard]] absl::StatusOr<media::PortPair> open_pair(const IpAddress& local) override;
  /// Listens only, so there is nothing to write down.
  [[nodiscard]] absl::StatusOr<media::PortPair> join_group(const IpAddress& local,
                                                           const Endpoint& group) override;

  /// What was sent since the last call, in the order of each sender. Control side only.
  void drain(Trace& trace);
  /// Packets that found the ring full.
  [[nodiscard]] std::uint64_t missed() const;

 private:
  struct Tap;
  media::PacketPorts& below_;
  const Clock& clock_;
  std::shared_ptr<Tap> tap_;
};

}  // namespace offhook::sim
