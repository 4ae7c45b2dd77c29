// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bitset>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "actors/base/endpoint.hpp"
#include "media/packet_port.hpp"
#include "media/realtime.hpp"
#include "media/rtp_header.hpp"
#include "media/source_lock.hpp"

struct _RtpSession;  // oRTP's, by their tags: its headers stay in one source file
struct msgb;
struct _RtpProfile;

namespace offhook::media {

/// Receives every packet that passed the filters, in order of arrival, on the media thread.
class RtpReceiver {
 public:
  OFFHOOK_REALTIME virtual void packet_arrived(const RtpPacket& packet,
                                               const Arrival& arrival) noexcept = 0;

 protected:
  ~RtpReceiver() = default;
};

/// One oRTP session on two packet ports. oRTP numbers what we send, keeps the RTCP schedule and
/// builds and reads the reports; what it must not do is done here: sockets, memory, choosing whom
/// to listen to, refusing unknown payload types, the playout buffer. Made and destroyed on the
/// control side; between the two only the media thread touches it.
class RtpSession {
 public:
  struct Identity {
    Ssrc ssrc;
    std::uint16_t first_sequence;
    std::string cname;  ///< RFC 7022: random, says nothing about the user
  };
  struct Counts {
    std::uint32_t refused = 0;  ///< malformed, wrong source, unknown payload type, own SSRC
    std::uint32_t send_failures = 0;
  };

  /// `receiver` is borrowed.
  RtpSession(PortPair ports, const Identity& identity, std::chrono::milliseconds rtcp_interval,
             RtpReceiver& receiver);
  ~RtpSession();
  RtpSession(const RtpSession&) = delete;
  RtpSession& operator=(const RtpSession&) = delete;

  /// Where packets go, whom to hear, the payload types to let through, and which of them is
  /// telephone-event.
  OFFHOOK_REALTIME void configure(const Endpoint& rtp, const Endpoint& rtcp,
                                  const std::bitset<128>& accepted,
                                  std::optional<PayloadType> telephone_event) noexcept;

  /// Sends one packet. The sequence number is the session's.
  OFFHOOK_REALTIME void send(PayloadType type, bool marker, std::uint32_t timestamp,
                             std::span<const std::byte> payload) noexcept;

  /// Takes what waits on both ports and sends RTCP that is due. `now` is the media clock in
  /// timestamp units and must differ from call to call. At most `most_per_period` packets.
  OFFHOOK_REALTIME void receive(std::uint32_t now) noexcept;

  /// RTCP BYE (RFC 3550 §6.6), if there is a far side.
  OFFHOOK_REALTIME void bye() noexcept;

  [[nodiscard]] Endpoint local_rtp() const;
  [[nodiscard]] Endpoint local_rtcp() const;
  [[nodiscard]] OFFHOOK_REALTIME const Endpoint& destination() const noexcept;
  [[nodiscard]] OFFHOOK_REALTIME const Counts& counts() const noexcept { return counts_; }
  /// From the last receiver report; 0 = not known.
  [[nodiscard]] OFFHOOK_REALTIME std::chrono::microseconds round_trip() const noexcept;
  [[nodiscard]] OFFHOOK_REALTIME std::uint32_t rtcp_sent() const noexcept { return rtcp_sent_; }
  [[nodiscard]] OFFHOOK_REALTIME std::uint32_t rtcp_received() const noexcept {
    return rtcp_received_;
  }

  /// Messages oRTP wanted to log since the program began. They are counted, never printed: a peer
  /// can cause one for each packet.
  [[nodiscard]] static std::uint64_t log_messages();

 private:
  struct Transport;  // oRTP's callbacks

  OFFHOOK_REALTIME int transmit(PacketPort& port, const Endpoint& to, msgb* message) noexcept;
  OFFHOOK_REALTIME std::size_t take_rtp(std::span<std::byte> into) noexcept;
  OFFHOOK_REALTIME std::size_t take_rtcp(std::span<std::byte> into) noexcept;
  OFFHOOK_REALTIME void tap(std::span<const std::byte> datagram) noexcept;
  OFFHOOK_REALTIME bool admit_rtp(std::span<const std::byte> datagram) noexcept;
  OFFHOOK_REALTIME bool admit_rtcp(const Endpoint& from) noexcept;
  void plug_in(bool rtcp);
  void plug_in_tap();

  PortPair ports_;
  RtpReceiver& receiver_;
  _RtpSession* session_;
  _RtpProfile* profile_ = nullptr;
  std::uint32_t ssrc_;
  SourceLock lock_;
  Endpoint rtcp_remote_;
  std::bitset<128> accepted_;
  bool configured_ = false;
  Arrival arrival_;             ///< of the datagram oRTP is being given
  std::size_t rtp_budget_ = 0;  ///< datagrams that may still be looked at in this period
  std::size_t rtcp_budget_ = 0;
  Counts counts_;
  std::uint32_t rtcp_sent_ = 0;
  std::uint32_t rtcp_received_ = 0;
};

}  // namespace offhook::media
