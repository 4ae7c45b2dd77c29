// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "actors/base/random_source.hpp"
#include "actors/call/in_dialog.hpp"
#include "actors/call/invite_extras.hpp"
#include "actors/call/referral.hpp"
#include "actors/dialog/authenticator.hpp"
#include "actors/dialog/dialog.hpp"
#include "actors/sip/account.hpp"
#include "actors/sip/draft.hpp"
#include "actors/sip/message.hpp"

namespace offhook::call {

/// What is the same in every message of a leg.
struct LegProfile {
  sip::Account account;
  std::string contact_uri;  ///< where the peer reaches us: "sip:1001@192.0.2.7:5060"
  std::string user_agent;   ///< "" sends none
  InviteExtras extras{};    ///< of the INVITE that begins the call
};

/// Writes every message of one leg and keeps its dialog, tags, CSeq and credentials. A message is
/// null if what the peer made us carry (routes, tags) does not fit into one.
class LegSignaling {
 public:
  /// The calling side; `target` is a SIP URI. `random` is borrowed.
  LegSignaling(LegProfile profile, RandomSource& random, std::string target);
  /// The called side.
  LegSignaling(LegProfile profile, RandomSource& random, sip::MessagePtr invite);

  [[nodiscard]] const std::string& call_id() const { return call_id_; }
  [[nodiscard]] const std::string& local_tag() const { return local_tag_; }
  [[nodiscard]] bool owns_call_id() const { return !received_invite_; }
  [[nodiscard]] const std::optional<dialog::Dialog>& dialog() const { return dialog_; }

  /// Where a request in our dialog goes, whatever its Route says; nullopt before there is one.
  [[nodiscard]] std::optional<sip::Uri> next_hop() const;

  /// INVITE outside a dialog (§13.2.1); each call has the next CSeq and answers the challenges so
  /// far.
  sip::MessagePtr invite(std::string_view offer);
  /// A 401 or 407 to a request of ours, in a dialog or not.
  dialog::ChallengeOutcome receive_challenge(const sip::Message& request,
                                             const sip::Message& response);

  /// The first 2xx to our INVITE makes the dialog.
  void confirm(const sip::Message& invite, const sip::Message& success);
  /// The called side makes it from the INVITE; InvalidArgument if it cannot: 400.
  absl::Status accept_dialog();
  /// Our 2xx went out.
  void confirm();
  /// Judges a request of the peer and keeps its CSeq.
  dialog::RequestOrder receive(const sip::Message& request);
  /// A target refresh request that was accepted, or the 2xx to ours.
  void refresh_target(const sip::Message& message);

  /// ACK of a 2xx to `invite` (§13.2.2.4). Of another fork than ours too.
  [[nodiscard]] sip::MessagePtr ack(const sip::Message& invite, const sip::Message& success);
  [[nodiscard]] sip::Uri next_hop_of_ack(const sip::Message& invite,
                                         const sip::Message& success) const;
  /// BYE to a fork that we do not keep.
  [[nodiscard]] sip::MessagePtr bye_to_fork(const sip::Message& invite,
                                            const sip::Message& success);
  sip::MessagePtr re_invite(std::string_view offer);
  sip::MessagePtr bye();
  /// REFER in our dialog (RFC 3515 §2.4.1). `refer_to` is the header's value; without `follow` it
  /// asks for no subscription (RFC 4488).
  sip::MessagePtr refer(std::string_view refer_to, bool follow);
  /// NOTIFY of the implicit subscription that a REFER made; `event_id` is empty or its CSeq number.
  sip::MessagePtr notify(const ReferralState& state, std::string_view event_id);

  /// A response to a request of the peer. With `session`, as SDP body; 1xx and 2xx of INVITE and
  /// UPDATE carry our Contact, and 2xx what we allow.
  [[nodiscard]] sip::MessagePtr respond(const sip::Message& request, const Reply& reply,
                                        std::string_view session = {}) const;

 private:
  sip::MessagePtr finish(sip::Draft draft, const sip::Uri* next_hop, std::string_view session = {});
  void add_ours(sip::Draft& draft) const;
  /// Our dialog, or the one of another fork, made for the occasion.
  [[nodiscard]] dialog::Dialog dialog_of(const sip::Message& invite,
                                         const sip::Message& success) const;

  LegProfile profile_;
  RandomSource& random_;
  dialog::Authenticator authenticator_;
  std::string call_id_;
  std::string local_tag_;
  std::string target_;
  sip::MessagePtr received_invite_;  ///< null on the calling side
  std::uint32_t invite_cseq_ = 0;
  std::optional<dialog::Dialog> dialog_;
};

}  // namespace offhook::call
