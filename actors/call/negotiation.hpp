// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/status.hpp"
#include "actors/call/hold.hpp"
#include "actors/sdp/offer_answer.hpp"

namespace offhook::call {

/// What we bring to every offer and answer of a leg.
struct LocalTerms {
  IpAddress address;
  std::vector<sdp::Codec> codecs;               ///< in preference
  std::optional<std::uint8_t> telephone_event;  ///< payload type we offer for DTMF
  std::uint64_t session_id = 0;
  std::chrono::milliseconds ptime{20};
  bool own_order = false;  ///< see sdp::LocalAudio
  sip::HoldForm hold_form = sip::HoldForm::sendonly;
  bool sound = true;  ///< false: every offer and answer is a=inactive
};

/// The offers and answers of one leg (RFC 3264): one offer at a time, the session in force, and who
/// holds. Until an offer is answered nothing changes.
class Negotiation {
 public:
  explicit Negotiation(LocalTerms terms) : terms_(std::move(terms)) {}

  /// The port that sound arrives at; before the first offer or answer.
  void set_port(std::uint16_t port) { port_ = port; }

  /// Offers a session in which `holds.local` is as given. `holds.remote` is not ours to change.
  [[nodiscard]] std::string offer_hold(bool local);
  /// Offers what is in force once more, word for word: a session refresh (RFC 4028 §7.4).
  [[nodiscard]] std::string offer_again();
  /// For an INVITE that brought no offer: everything we would like, our own hold apart.
  [[nodiscard]] std::string offer_all();
  [[nodiscard]] bool has_offer() const { return offered_.has_value(); }

  /// An answer that a 18x brought: usable, but the 2xx may still bring another. InvalidArgument for
  /// nonsense, FailedPrecondition if nothing in it can be used; likewise below.
  [[nodiscard]] absl::StatusOr<sdp::MediaPlan> preview(std::string_view answer) const;
  /// The answer to our offer; the session changes.
  absl::StatusOr<sdp::MediaPlan> accept(std::string_view answer);
  /// The offer was refused: the session stays as it was.
  void drop_offer() { offered_.reset(); }

  /// Whether `offer` can be answered; OK, or InvalidArgument (400), or FailedPrecondition (488).
  [[nodiscard]] absl::Status check(std::string_view offer) const;
  /// Answers the peer's offer; the session changes. Drop our own offer first.
  absl::StatusOr<std::string> answer(std::string_view offer);

  [[nodiscard]] const std::optional<sdp::MediaPlan>& plan() const { return plan_; }
  [[nodiscard]] Holds holds() const { return holds_; }

 private:
  struct Offered {
    sdp::Session session;
    sdp::Direction direction;
    bool local_hold;
  };

  [[nodiscard]] sdp::LocalAudio local_audio(sdp::Direction direction) const;
  std::string keep_offer(sdp::Direction direction, bool local_hold);
  /// Numbers `session`: the version rises when anything else changed (RFC 3264 §8).
  void number(sdp::Session& session);
  [[nodiscard]] sdp::Session numbered(sdp::Session session);

  LocalTerms terms_;
  std::uint16_t port_ = 0;
  std::uint64_t version_ = 0;
  std::optional<sdp::Session> current_;  ///< our description in force
  std::optional<Offered> offered_;
  std::optional<sdp::MediaPlan> plan_;
  Holds holds_;
};

}  // namespace offhook::call
