// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/clock.hpp"
#include "actors/base/endpoint.hpp"
#include "actors/transport/network.hpp"

namespace offhook::sim {

enum class PacketKind : std::uint8_t { sip, rtp, rtcp };

/// What the octets look like: RTP and RTCP by version and payload type (RFC 5761 §4), SIP else.
[[nodiscard]] PacketKind classify(std::string_view octets);

/// One datagram as it left its sender, whether or not it arrived.
struct Packet {
  Instant at{};
  Endpoint from;
  Endpoint to;
  PacketKind kind = PacketKind::sip;
  std::string octets;
};

/// Whether a note tells what a message led to ("LINE1 fast green") or why the next one was sent
/// ("lifts the handset").
enum class NoteKind : std::uint8_t { effect, cause };

/// Something that happened beside the network: `who` "bob", `text` "LINE1 fast green".
struct Note {
  Instant at{};
  std::string who;
  std::string text;
  NoteKind kind = NoteKind::effect;
  std::size_t packet = 0;  ///< how many packets were sent before it
};

/// Everything that was sent, in the order of sending, and what the phones did meanwhile.
class Trace {
 public:
  void add(Instant at, const Endpoint& from, const Endpoint& to, std::string_view octets);
  void note(Instant at, std::string_view who, std::string_view text,
            NoteKind kind = NoteKind::effect);

  [[nodiscard]] std::span<const Packet> packets() const { return packets_; }
  [[nodiscard]] std::span<const Note> notes() const { return notes_; }
  /// Packets of several senders in the order of their times; those of one sender keep theirs.
  void sort_by_time();
  void clear();

 private:
  std::vector<Packet> packets_;
  std::vector<Note> notes_;
};

/// A network that writes down what is sent through it. Each datagram once, at its sender; what the
/// network below refuses is not written down. Everything is borrowed.
class TracingNetwork final : public transport::Network {
 public:
  TracingNetwork(transport::Network& below, Trace& trace, const Clock& clock)
      : below_(below), trace_(trace), clock_(clock) {}

  absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> bind(const Endpoint& local,
                                                                  DatagramHandler arrived) override;
  absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> join(
      const IpAddress& local, const Endpoint& group, DatagramHandler arrived) override {
    return below_.join(local, group, std::move(arrived));
  }

  /// Somebody whose socket is none of this network's: what comes from there is written down when
  /// it arrives. Before the sockets that it sends to are bound.
  void add_stranger(const Endpoint& stranger) { strangers_.push_back(stranger); }

 private:
  std::vector<Endpoint> strangers_;
  transport::Network& below_;
  Trace& trace_;
  const Clock& clock_;
};

}  // namespace offhook::sim
