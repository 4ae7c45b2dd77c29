// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/rtp_tap.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>

namespace offhook::sim {
namespace {

/// Longer datagrams are cut in the trace: sound packets are far below this.
constexpr std::size_t longest = 512;
/// Ten seconds of two calls between two drains.
constexpr std::size_t ring_size = 4096;

struct Copy {
  Instant at{};
  Endpoint from, to;
  std::uint16_t length = 0;
  std::array<char, longest> octets;
};

}  // namespace

/// One ring: all taps of one phone send from one media thread.
struct TappedPorts::Tap {
  media::SpscRing<Copy> ring{ring_size};
  std::atomic<std::uint64_t> missed{0};
};

namespace {

template <class Tap>
class TappedPort final : public media::PacketPort {
 public:
  TappedPort(std::unique_ptr<media::PacketPort> below, const Clock& clock, std::shared_ptr<Tap> tap)
      : below_(std::move(below)), clock_(clock), tap_(std::move(tap)) {}

  bool send(const Endpoint& to, std::span<const std::byte> datagram) noexcept override {
    Copy copy;
    copy.at = clock_.now();
    copy.from = below_->local();
    copy.to = to;
    copy.length = static_cast<std::uint16_t>(std::min(datagram.size(), longest));
    std::memcpy(copy.octets.data(), datagram.data(), copy.length);
    if (!tap_->ring.push(copy)) tap_->missed.fetch_add(1, std::memory_order_relaxed);
    return below_->send(to, datagram);
  }
  std::size_t receive(std::span<std::byte> into, media::Arrival& arrival) noexcept override {
    return below_->receive(into, arrival);
  }
  [[nodiscard]] Endpoint local() const noexcept override { return below_->local(); }

 private:
  std::unique_ptr<media::PacketPort> below_;
  const Clock& clock_;
  std::shared_ptr<Tap> tap_;
};

}  // namespace

TappedPorts::TappedPorts(media::PacketPorts& below, const Clock& clock)
    : below_(below), clock_(clock), tap_(std::make_shared<Tap>()) {}
TappedPorts::~TappedPorts() = default;

absl::StatusOr<media::PortPair> TappedPorts::open_pair(const IpAddress& local) {
  auto pair = below_.open_pair(local);
  if (!pair.ok()) return pair.status();
  pair->rtp = std::make_unique<TappedPort<Tap>>(std::move(pair->rtp), clock_, tap_);
  pair->rtcp = std::make_unique<TappedPort<Tap>>(std::move(pair->rtcp), clock_, tap_);
  return pair;
}

absl::StatusOr<media::PortPair> TappedPorts::join_group(const IpAddress& local,
                                                        const Endpoint& group) {
  return below_.join_group(local, group);
}

void TappedPorts::drain(Trace& trace) {
  Copy copy;
  while (tap_->ring.pop(copy))
    trace.add(copy.at, copy.from, copy.to, {copy.octets.data(), copy.length});
}

std::uint64_t TappedPorts::missed() const { return tap_->missed.load(); }

}  // namespace offhook::sim
