// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/trace.hpp"

#include <algorithm>
#include <utility>

namespace offhook::sim {
namespace {

class TracingSocket final : public transport::DatagramSocket {
 public:
  TracingSocket(std::unique_ptr<transport::DatagramSocket> below, Trace& trace, const Clock& clock)
      : below_(std::move(below)), trace_(trace), clock_(clock) {}

  [[nodiscard]] Endpoint local() const override { return below_->local(); }

  absl::Status send(const Endpoint& to, std::string_view octets) override {
    // Written down only once it was taken, but timed before: delivery may already answer it.
    const Instant at = clock_.now();
    absl::Status status = below_->send(to, octets);
    if (status.ok()) trace_.add(at, below_->local(), to, octets);
    return status;
  }

  void on_unreachable(UnreachableHandler told) override { below_->on_unreachable(std::move(told)); }

 private:
  std::unique_ptr<transport::DatagramSocket> below_;
  Trace& trace_;
  const Clock& clock_;
};

}  // namespace

PacketKind classify(std::string_view octets) {
  if (octets.size() < 8) return PacketKind::sip;
  const auto first = static_cast<unsigned char>(octets[0]);
  const auto second = static_cast<unsigned char>(octets[1]);
  if ((first & 0xC0) != 0x80) return PacketKind::sip;
  return second >= 192 && second <= 223 ? PacketKind::rtcp : PacketKind::rtp;
}

void Trace::add(Instant at, const Endpoint& from, const Endpoint& to, std::string_view octets) {
  packets_.push_back({at, from, to, classify(octets), std::string(octets)});
}

void Trace::note(Instant at, std::string_view who, std::string_view text, NoteKind kind) {
  notes_.push_back({at, std::string(who), std::string(text), kind, packets_.size()});
}

void Trace::sort_by_time() {
  const auto earlier = [](const auto& a, const auto& b) { return a.at < b.at; };
  std::stable_sort(packets_.begin(), packets_.end(), earlier);
  std::stable_sort(notes_.begin(), notes_.end(), earlier);
}

void Trace::clear() {
  packets_.clear();
  notes_.clear();
}

absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> TracingNetwork::bind(
    const Endpoint& local, DatagramHandler arrived) {
  if (!strangers_.empty())
    arrived = [this, local, below = std::move(arrived)](std::string octets, const Endpoint& from) {
      if (std::find(strangers_.begin(), strangers_.end(), from) != strangers_.end())
        trace_.add(clock_.now(), from, local, octets);
      below(std::move(octets), from);
    };
  auto socket = below_.bind(local, std::move(arrived));
  if (!socket.ok()) return socket.status();
  return std::make_unique<TracingSocket>(*std::move(socket), trace_, clock_);
}

}  // namespace offhook::sim
