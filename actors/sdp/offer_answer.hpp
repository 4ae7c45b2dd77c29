// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "actors/base/endpoint.hpp"
#include "actors/base/status.hpp"
#include "actors/sdp/codec.hpp"
#include "actors/sdp/session.hpp"

namespace offhook::sdp {

/// Our side of one audio stream.
struct LocalAudio {
  IpAddress address;
  std::uint16_t port = 0;
  std::vector<Codec> codecs;                    ///< in preference
  std::optional<std::uint8_t> telephone_event;  ///< payload type we offer for DTMF (RFC 4733)
  Direction direction = Direction::sendrecv;    ///< what we want; sendonly or inactive to hold
  std::chrono::milliseconds ptime{20};          ///< of the packets we would like to receive
  bool own_order = false;  ///< answers name the codecs in our order, not in that of the offer
  std::uint64_t session_id = 0;
  std::uint64_t session_version = 0;  ///< one more than last time if anything changed
};

/// What the media room must run.
struct MediaPlan {
  Endpoint remote;                              ///< where RTP goes
  std::optional<Endpoint> rtcp = std::nullopt;  ///< a=rtcp (RFC 3605); else the port above `remote`
  Codec codec;
  std::uint8_t payload_type = 0;  ///< on the wire towards them
  std::optional<std::uint8_t> telephone_event;
  Direction direction = Direction::sendrecv;  ///< as WE may do
  bool remote_holds = false;                  ///< they do not want our audio
  std::chrono::milliseconds ptime{20};  ///< length of the packets we send, at most their a=maxptime
  friend bool operator==(const MediaPlan&, const MediaPlan&) = default;
};

/// An answer to send, and what it makes run.
struct Negotiated {
  Session answer;
  MediaPlan plan;
};

/// An offer with one audio stream (RFC 3264 §5).
[[nodiscard]] Session make_offer(const LocalAudio& local);

/// An offer inside a session: as `make_offer`, but with every medium of `current` in its place, all
/// but the audio refused with port 0 (RFC 3264 §8: media lines are never removed).
[[nodiscard]] Session make_offer(const LocalAudio& local, const Session& current);

/// Answers an offer (RFC 3264 §6): the first RTP audio stream (AVP, or AVPF as far as it is the
/// same) with a format of ours is taken, all other media are refused with port 0. Formats keep the
/// offerer's numbers, and its order unless `own_order` is set. FailedPrecondition, saying why, if
/// nothing can be taken: answer 488. InvalidArgument if the offer makes no sense: 400.
[[nodiscard]] absl::StatusOr<Negotiated> make_answer(const Session& offer, const LocalAudio& local);

/// Every audio stream of the offer has port 0: in a session it takes the sound away (RFC 3264
/// §8.2).
[[nodiscard]] bool removes_audio(const Session& offer);
/// The answer that refuses every medium.
[[nodiscard]] Session refuse_all(const Session& offer, const LocalAudio& local);

/// Reads the answer to an offer of ours (RFC 3264 §7). FailedPrecondition if the audio was refused
/// or no format of the offer is left; InvalidArgument if the answer does not fit the offer.
[[nodiscard]] absl::StatusOr<MediaPlan> accept_answer(const Session& offer, const Session& answer);

/// The direction of an answer: what we want within what the offer allows (RFC 3264 §6.1). `offered`
/// is as they wrote it, `wanted` and the result are as we write it. Both sides holding: inactive.
[[nodiscard]] constexpr Direction answer_direction(Direction offered, Direction wanted) {
  return make_direction(receives(offered) && sends(wanted), sends(offered) && receives(wanted));
}

}  // namespace offhook::sdp
