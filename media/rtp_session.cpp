// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/rtp_session.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>

#include <bctoolbox/logging.h>
#include <ortp/ortp.h>
#include <ortp/rtcp.h>

#include "actors/base/status.hpp"
#include "media/rtp_memory.hpp"

namespace offhook::media {
namespace {

/// Largest datagram sent or received.
constexpr std::size_t longest_packet = 1500;
/// Datagrams looked at in one period on one port: twenty times what a sender of 10 ms packets needs
/// to catch up after half a second, and still bounded work when somebody floods the port.
constexpr std::size_t most_per_period = 64;

std::atomic<std::uint64_t> logged{0};

void count_log(const char*, BctbxLogLevel, const char*, va_list) {
  logged.fetch_add(1, std::memory_order_relaxed);
}

/// Payload types as oRTP needs to know them: it wants the clock rate for jitter, and keeps
/// telephone-events out of the audio clock. Decoding is ours. One profile for each session, because
/// a number of the dynamic range means what its own offer and answer say.
RtpProfile* new_profile() {
  RtpProfile* made = rtp_profile_new("offhook");
  rtp_profile_set_payload(made, 0, &payload_type_pcmu8000);
  rtp_profile_set_payload(made, 8, &payload_type_pcma8000);
  return made;
}

void initialise_ortp() {
  static const bool done = [] {
    install_rtp_memory();
    ortp_init();
    ortp_set_log_handler(count_log);
    return true;
  }();
  static_cast<void>(done);
}

std::span<std::byte> room_of(mblk_t* message) {
  return {reinterpret_cast<std::byte*>(message->b_wptr),
          static_cast<std::size_t>(dblk_lim(message->b_datap) - message->b_wptr)};
}

/// A message may come in pieces: RTCP compounds do.
std::size_t gather(const mblk_t* message, std::span<std::byte> into) {
  std::size_t length = 0;
  for (; message != nullptr; message = message->b_cont) {
    const auto piece = static_cast<std::size_t>(message->b_wptr - message->b_rptr);
    if (length + piece > into.size()) return 0;
    std::memcpy(into.data() + length, message->b_rptr, piece);
    length += piece;
  }
  return length;
}

template <class T>
T* new_zeroed() {
  return static_cast<T*>(ortp_malloc0(sizeof(T)));
}

}  // namespace

/// The functions oRTP calls back. `data` is the session.
struct RtpSession::Transport {
  static RtpSession& self(void* data) { return *static_cast<RtpSession*>(data); }

  static ortp_socket_t no_socket(RtpTransport*) { return -1; }

  // oRTP's idea of the destination is ignored: one forged report is enough to change it.
  static int send_rtp(RtpTransport* t, mblk_t* message, int, const sockaddr*, socklen_t) {
    RtpSession& session = self(t->data);
    return session.transmit(*session.ports_.rtp, session.lock_.destination(), message);
  }
  static int send_rtcp(RtpTransport* t, mblk_t* message, int, const sockaddr*, socklen_t) {
    RtpSession& session = self(t->data);
    ++session.rtcp_sent_;
    return session.transmit(*session.ports_.rtcp, session.rtcp_remote_, message);
  }
  static int receive_rtp(RtpTransport* t, mblk_t* message, int, sockaddr*, socklen_t* length) {
    if (length != nullptr) *length = 0;
    return static_cast<int>(self(t->data).take_rtp(room_of(message)));
  }
  static int receive_rtcp(RtpTransport* t, mblk_t* message, int, sockaddr*, socklen_t* length) {
    if (length != nullptr) *length = 0;
    return static_cast<int>(self(t->data).take_rtcp(room_of(message)));
  }
  static void close(RtpTransport*) {}
  static void destroy(RtpTransport* t) { ortp_free(t); }

  // A modifier's answer is the new length.
  static int let_pass(RtpTransportModifier*, mblk_t* message) {
    return static_cast<int>(msgdsize(message));
  }
  static int tap(RtpTransportModifier* m, mblk_t* message) {
    const auto length = static_cast<std::size_t>(message->b_wptr - message->b_rptr);
    const std::span datagram(reinterpret_cast<const std::byte*>(message->b_rptr), length);
    self(m->data).tap(datagram);
    return static_cast<int>(length);
  }
  static void destroy_tap(RtpTransportModifier* m) { ortp_free(m); }
};

RtpSession::RtpSession(PortPair ports, const Identity& identity,
                       std::chrono::milliseconds rtcp_interval, RtpReceiver& receiver)
    : ports_(std::move(ports)), receiver_(receiver), ssrc_(identity.ssrc.value) {
  initialise_ortp();
  session_ = rtp_session_new(RTP_SESSION_SENDRECV);
  rtp_session_set_scheduling_mode(session_, 0);
  rtp_session_set_blocking_mode(session_, 0);
  rtp_session_set_symmetric_rtp(session_, 0);
  profile_ = new_profile();
  rtp_session_set_profile(session_, profile_);
  rtp_session_set_payload_type(session_, 0);
  rtp_session_enable_jitter_buffer(session_, 0);  // packets are ours from the tap on
  rtp_session_set_ssrc(session_, identity.ssrc.value);
  rtp_session_set_seq_number(session_, identity.first_sequence);
  rtp_session_set_ssrc_changed_threshold(session_, 1);
  rtp_session_set_source_description(session_, identity.cname.c_str(), nullptr, nullptr, nullptr,
                                     nullptr, "offhook", nullptr);
  rtp_session_set_rtcp_report_interval(session_, static_cast<int>(rtcp_interval.count()));
  rtp_session_enable_rtcp(session_, 0);  // until there is somebody to report to
  plug_in(false);
  plug_in(true);
  plug_in_tap();
}

RtpSession::~RtpSession() {
  rtp_session_destroy(session_);
  rtp_profile_clear_all(profile_);  // the payload types are oRTP's own and stay
  rtp_profile_destroy(profile_);
}

void RtpSession::plug_in(bool rtcp) {
  auto* endpoint = new_zeroed<RtpTransport>();
  endpoint->data = this;
  endpoint->t_getsocket = Transport::no_socket;
  endpoint->t_sendto = rtcp ? Transport::send_rtcp : Transport::send_rtp;
  endpoint->t_recvfrom = rtcp ? Transport::receive_rtcp : Transport::receive_rtp;
  endpoint->t_close = Transport::close;
  endpoint->t_destroy = Transport::destroy;
  RtpTransport* transports[2];
  rtp_session_get_transports(session_, &transports[0], &transports[1]);
  meta_rtp_transport_set_endpoint(transports[rtcp ? 1 : 0], endpoint);
}

void RtpSession::plug_in_tap() {
  auto* modifier = new_zeroed<RtpTransportModifier>();
  modifier->data = this;
  modifier->t_process_on_send = Transport::let_pass;
  modifier->t_process_on_receive = Transport::tap;
  modifier->t_destroy = Transport::destroy_tap;
  RtpTransport* rtp = nullptr;
  RtpTransport* rtcp = nullptr;
  rtp_session_get_transports(session_, &rtp, &rtcp);
  meta_rtp_transport_append_modifier(rtp, modifier);
}

void RtpSession::configure(const Endpoint& rtp, const Endpoint& rtcp,
                           const std::bitset<128>& accepted,
                           std::optional<PayloadType> telephone_event) noexcept {
  lock_.expect(rtp);
  rtcp_remote_ = rtcp;
  accepted_ = accepted;
  for (int type = 96; type < 128; ++type) {
    const bool is_event = telephone_event && telephone_event->value == type;
    const bool is_audio = accepted.test(static_cast<std::size_t>(type)) && !is_event;
    OrtpPayloadType* const means = is_event   ? &payload_type_telephone_event
                                   : is_audio ? &payload_type_pcmu8000
                                              : nullptr;
    rtp_profile_set_payload(profile_, type, means);
  }
  if (!configured_) rtp_session_enable_rtcp(session_, 1);
  configured_ = true;
}

void RtpSession::send(PayloadType type, bool marker, std::uint32_t timestamp,
                      std::span<const std::byte> payload) noexcept {
  mblk_t* const packet = rtp_session_create_packet(
      session_, RTP_FIXED_HEADER_SIZE, reinterpret_cast<const std::uint8_t*>(payload.data()),
      payload.size());
  rtp_set_payload_type(packet, type.value & 0x7F);
  rtp_set_markbit(packet, marker ? 1 : 0);
  rtp_session_sendm_with_ts(session_, packet, timestamp);
}

void RtpSession::receive(std::uint32_t now) noexcept {
  rtp_budget_ = most_per_period;
  rtcp_budget_ = most_per_period;
  // The tap has already handed the payload on; this only feeds oRTP's statistics.
  while (mblk_t* message = rtp_session_recvm_with_ts(session_, now)) freemsg(message);
}

void RtpSession::bye() noexcept {
  if (configured_) rtp_session_bye(session_, nullptr);
}

int RtpSession::transmit(PacketPort& port, const Endpoint& to, mblk_t* message) noexcept {
  std::array<std::byte, longest_packet> datagram;
  const std::size_t length = gather(message, datagram);
  // A failure is told to nobody below: to RTP it is a lost packet, and oRTP would log it.
  if (length == 0 || to.port == 0 || !port.send(to, std::span(datagram).first(length)))
    ++counts_.send_failures;
  return static_cast<int>(msgdsize(message));
}

std::size_t RtpSession::take_rtp(std::span<std::byte> into) noexcept {
  // A refused datagram must not look like an empty port, or a flood would hide what lies behind it.
  while (rtp_budget_ > 0) {
    --rtp_budget_;
    const std::size_t length = ports_.rtp->receive(into, arrival_);
    if (length == 0 || admit_rtp(into.first(length))) return length;
    ++counts_.refused;
  }
  return 0;
}

bool RtpSession::admit_rtp(std::span<const std::byte> datagram) noexcept {
  if (!configured_) return false;
  const auto packet = parse_rtp(datagram);
  // Our own SSRC coming back is a loop or a collision (RFC 3550 §8.2): either way not the far side.
  return packet && accepted_.test(packet->type.value) && packet->ssrc.value != ssrc_ &&
         lock_.admit(arrival_.from);
}

void RtpSession::tap(std::span<const std::byte> datagram) noexcept {
  if (const auto packet = parse_rtp(datagram)) receiver_.packet_arrived(*packet, arrival_);
}

std::size_t RtpSession::take_rtcp(std::span<std::byte> into) noexcept {
  while (rtcp_budget_ > 0) {
    --rtcp_budget_;
    Arrival arrival;
    const std::size_t length = ports_.rtcp->receive(into, arrival);
    if (length == 0) return 0;
    if (admit_rtcp(arrival.from)) {
      ++rtcp_received_;
      return length;
    }
    ++counts_.refused;
  }
  return 0;
}

bool RtpSession::admit_rtcp(const Endpoint& from) noexcept {
  if (!configured_) return false;
  if (from == rtcp_remote_) return true;
  // Behind a NAT the reports come from a port of its choosing, but from where the media comes.
  if (!lock_.locked() || from.address != lock_.destination().address) return false;
  rtcp_remote_ = from;
  return true;
}

Endpoint RtpSession::local_rtp() const { return ports_.rtp->local(); }
Endpoint RtpSession::local_rtcp() const { return ports_.rtcp->local(); }
const Endpoint& RtpSession::destination() const noexcept { return lock_.destination(); }

std::chrono::microseconds RtpSession::round_trip() const noexcept {
  const double seconds = rtp_session_get_round_trip_propagation(session_);
  return std::chrono::microseconds(static_cast<std::int64_t>(std::max(seconds, 0.0) * 1e6));
}

std::uint64_t RtpSession::log_messages() { return logged.load(std::memory_order_relaxed); }

}  // namespace offhook::media
