// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "actors/sip/session_expires.hpp"

namespace offhook::sip {

/// How far we go in for an extension.
enum class Use : std::uint8_t {
  off,        ///< not asked for
  supported,  ///< used where the peer wants it
  required,   ///< asked of every peer
};

/// How the keys of a call reach the peer.
enum class DigitWay : std::uint8_t {
  events,     ///< telephone-event (RFC 4733)
  info,       ///< application/dtmf-relay
  inband,     ///< as sound in the stream
  automatic,  ///< events where the peer takes them, else INFO
};

/// How we ask a peer to be quiet (RFC 3264 §8.4).
enum class HoldForm : std::uint8_t {
  sendonly,      ///< we may still send, music for example
  inactive,      ///< nothing flows either way
  zero_address,  ///< c= 0.0.0.0 and no direction, for peers of RFC 2543
};

/// What one account wants of its calls.
struct CallOptions {
  /// 100rel (RFC 3262). `off`: not even understood; `supported`: reliable where the peer requires
  /// it; `required`: calls need it, 421 without.
  Use reliable = Use::supported;
  /// Session timer (RFC 4028). A peer that asks for one always gets it; `supported`: we ask too;
  /// `required`: our calls need it.
  Use session_timer = Use::off;
  std::chrono::seconds session_expires = usual_session;
  std::chrono::seconds min_se = shortest_session;
  /// Who is to refresh the sessions that we time: `uac` is us in our calls; nullopt: the peer's
  /// choice in our calls, the peer in its own.
  std::optional<Refresher> refresher = std::nullopt;
  bool follow_redirects = true;  ///< 300, 301, 302 (RFC 3261 §8.1.3.4)
  bool late_offer = false;       ///< INVITE without a session description
  DigitWay dtmf = DigitWay::events;
  std::uint8_t digit_ends = 3;  ///< how often the end of an event is sent (RFC 4733 §2.5.1.4)
  std::chrono::milliseconds packet_time{20};  ///< that we ask for (a=ptime)
  /// In answers: of the codecs that both have, our first instead of the peer's.
  bool own_codec_order = false;
  HoldForm hold_form = HoldForm::sendonly;
  bool user_phone = false;  ///< numbers are marked as such: user=phone (RFC 3261 §19.1.1)
};

}  // namespace offhook::sip
