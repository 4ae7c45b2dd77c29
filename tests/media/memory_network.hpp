// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "media/packet_port.hpp"

namespace offhook::media::testing {

/// A network inside the test: ports that deliver to each other when told that time passes. Sending
/// and receiving take no memory, so it can carry packets for a media tick under the trap.
class MemoryNetwork final : public PacketPorts {
 public:
  /// What becomes of a datagram: the ticks until it arrives, or `lost`. Null: all arrive at once.
  static constexpr int lost = -1;
  using Fate = std::function<int(const Endpoint& from, std::span<const std::byte>)>;

  Fate rtp_fate;
  Fate rtcp_fate;
  /// Sees every datagram that is sent, with the tick.
  std::function<void(int tick, const Endpoint& from, std::span<const std::byte>)> witness;

  void pass_tick() { ++now_; }

  absl::StatusOr<PortPair> open_pair(const IpAddress& local) override {
    const Endpoint rtp{local, next_port_};
    const Endpoint rtcp{local, static_cast<std::uint16_t>(next_port_ + 1)};
    next_port_ = static_cast<std::uint16_t>(next_port_ + 2);
    return PortPair{std::make_unique<Port>(*this, rtp), std::make_unique<Port>(*this, rtcp)};
  }

  absl::StatusOr<PortPair> join_group(const IpAddress& local, const Endpoint& group) override {
    if (const auto status = check_group(local, group); !status.ok()) return status;
    return PortPair{std::make_unique<Port>(*this, group), null_port(group)};
  }

  /// A datagram from anywhere, as a stranger would send it.
  void inject(const Endpoint& from, const Endpoint& to, std::span<const std::byte> datagram) {
    if (Port* port = find(to)) port->store(from, datagram, now_);
  }

 private:
  struct Datagram {
    bool used = false;
    int due = 0;
    std::uint64_t order = 0;
    Endpoint from;
    std::size_t length = 0;
    std::array<std::byte, 1500> octets;
  };

  class Port final : public PacketPort {
   public:
    Port(MemoryNetwork& network, const Endpoint& local)
        : network_(network), local_(local), queue_(128) {
      network_.ports_.push_back(this);
    }
    ~Port() override { std::erase(network_.ports_, this); }

    bool send(const Endpoint& to, std::span<const std::byte> datagram) noexcept override {
      if (network_.witness) network_.witness(network_.now_, local_, datagram);
      const Fate& fate = to.port % 2 == 0 ? network_.rtp_fate : network_.rtcp_fate;
      const int delay = fate ? fate(local_, datagram) : 0;
      Port* const port = network_.find(to);
      if (port != nullptr && delay != lost) port->store(local_, datagram, network_.now_ + delay);
      return true;
    }

    std::size_t receive(std::span<std::byte> into, Arrival& arrival) noexcept override {
      Datagram* first = nullptr;
      for (Datagram& d : queue_)
        if (d.used && d.due <= network_.now_ &&
            (first == nullptr || std::pair(d.due, d.order) < std::pair(first->due, first->order)))
          first = &d;
      if (first == nullptr) return 0;
      first->used = false;
      arrival.from = first->from;
      std::copy_n(first->octets.begin(), first->length, into.begin());
      return first->length;
    }

    [[nodiscard]] Endpoint local() const noexcept override { return local_; }

    void store(const Endpoint& from, std::span<const std::byte> datagram, int due) {
      for (Datagram& d : queue_) {
        if (d.used) continue;
        d.used = true;
        d.due = due;
        d.order = network_.order_++;
        d.from = from;
        d.length = datagram.size();
        std::ranges::copy(datagram, d.octets.begin());
        return;
      }
    }

   private:
    MemoryNetwork& network_;
    Endpoint local_;
    std::vector<Datagram> queue_;
  };

  Port* find(const Endpoint& to) {
    const auto found = std::ranges::find_if(ports_, [&](Port* p) { return p->local() == to; });
    return found == ports_.end() ? nullptr : *found;
  }

  std::vector<Port*> ports_;
  std::uint16_t next_port_ = 10000;
  std::uint64_t order_ = 0;
  int now_ = 0;
};

}  // namespace offhook::media::testing
