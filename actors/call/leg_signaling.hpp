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
#include "actors/dialog/request_writer.hpp"
#include "actors/dialog/session_timer.hpp"
#include "actors/sip/account.hpp"
#include "actors/sip/draft.hpp"
#include "actors/sip/message.hpp"

namespace offhook::call {

/// What is the same in every message of a leg.
struct LegProfile {
  sip::Account account;
  std::string contact_uri;       ///< where the peer reaches us: "sip:1001@192.0.2.7:5060"
  std::string user_agent;        ///< "" sends none
  InviteExtras extras{};         ///< of the INVITE that begins the call
  std::uint32_t appearance = 0;  ///< of a shared line: Call-Info names it; 0 for none
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

  /// Ours, if the peer has that tag in it.
  [[nodiscard]] dialog::Dialog* dialog_with(std::string_view remote_tag) {
    return dialog_ && dialog_->id().remote_tag == remote_tag ? &*dialog_ : nullptr;
  }

  /// The outbound proxy, if what belongs to a call is to go there as well.
  [[nodiscard]] std::optional<sip::Uri> proxy_in_dialog() const;

  /// Where a request in our dialog goes, whatever its Route says; nullopt before there is one.
  [[nodiscard]] std::optional<sip::Uri> next_hop() const;

  /// INVITE outside a dialog (§13.2.1); each call has the next CSeq and answers the challenges so
  /// far. An empty `offer` leaves the offer to the peer.
  sip::MessagePtr invite(std::string_view offer);
  /// The next INVITE goes there (§8.1.3.4); To stays.
  void retarget(std::string request_uri) { request_uri_ = std::move(request_uri); }
  /// The next INVITEs say who sent them on: what the redirection told (RFC 5806 §5.2).
  void carry_diversions(const sip::Message& redirection);
  /// The next INVITE requires no, or one more, extension (§8.1.3.5, 421).
  void require(std::string option_tags) { required_ = std::move(option_tags); }
  [[nodiscard]] const std::string& required() const { return required_; }
  /// The next INVITE has its offer inside a multipart body: the peer reads no other (415).
  void wrap_sessions() { wraps_sessions_ = true; }

  /// From now on a held call is for no other phone of the shared line, or is again.
  void hold_privately(bool privately) { held_privately_ = privately; }

  /// Whether `request`, one of ours, goes to a server of the account, whose word on the peer
  /// counts.
  [[nodiscard]] bool goes_to_server(const sip::Message& request) const;

  /// A 401 or 407 to a request of ours, in a dialog or not; `moved` as in Authenticator::receive.
  dialog::ChallengeOutcome receive_challenge(const sip::Message& request,
                                             const sip::Message& response, bool moved);
  dialog::ChallengeOutcome receive_challenge(const sip::Message& request,
                                             const sip::Message& response, const sip::Uri& hop,
                                             bool moved);
  /// A 2xx to a request of ours.
  void accepted(const sip::Message& request, const sip::Message& response);
  void accepted(const sip::Message& request, const sip::Message& response, const sip::Uri& hop);

  /// The first 2xx to our INVITE makes the dialog, from the early one if there was one.
  void confirm(const sip::Message& invite, const sip::Message& success,
               const dialog::Dialog* early = nullptr);
  /// The called side makes it from the INVITE; InvalidArgument if it cannot: 400.
  absl::Status accept_dialog();
  /// Our 2xx went out.
  void confirm();
  /// Judges a request of the peer and keeps its CSeq.
  dialog::RequestOrder receive(const sip::Message& request);
  /// A target refresh request that was accepted, or the 2xx to ours.
  void refresh_target(const sip::Message& message);

  /// ACK of a 2xx to `invite` (§13.2.2.4). Of another fork than ours too. `answer`: to the offer
  /// that the 2xx brought.
  [[nodiscard]] sip::MessagePtr ack(const sip::Message& invite, const sip::Message& success,
                                    std::string_view answer = {});
  [[nodiscard]] sip::Uri next_hop_of_ack(const sip::Message& invite,
                                         const sip::Message& success) const;
  /// BYE to a fork that we do not keep; `early` if it had an early dialog.
  [[nodiscard]] sip::MessagePtr bye_to_fork(const sip::Message& invite, const sip::Message& success,
                                            const dialog::Dialog* early);
  sip::MessagePtr re_invite(std::string_view offer);
  /// `reason` is a Reason value, "" for none.
  sip::MessagePtr bye(std::string_view reason = {});
  /// Any other request in `dialog`, which may be an early one. A target refresh request (UPDATE)
  /// says all that an INVITE says of us.
  sip::MessagePtr request(dialog::Dialog& dialog, sip::Method method, const HeaderLines& more = {},
                          std::string_view content_type = {}, std::string_view body = {});
  /// REFER in our dialog (RFC 3515 §2.4.1). `refer_to` is the header's value; without `follow` it
  /// asks for no subscription (RFC 4488).
  sip::MessagePtr refer(std::string_view refer_to, bool follow);
  /// NOTIFY of the implicit subscription that a REFER made; `event_id` is empty or its CSeq number.
  sip::MessagePtr notify(const ReferralState& state, std::string_view event_id);
  /// PRACK of a reliable provisional response to our INVITE (RFC 3262 §4).
  sip::MessagePtr prack(dialog::Dialog& dialog, const sip::Message& provisional,
                        std::string_view session);

  /// The session timer of the dialog: our INVITEs, UPDATEs and 2xx speak of it.
  [[nodiscard]] dialog::SessionTimer& session_timer() { return session_timer_; }

  /// A response to a request of the peer. With `session`, as SDP body; 1xx and 2xx of INVITE and
  /// UPDATE carry our Contact, and 2xx what we allow and support.
  [[nodiscard]] sip::MessagePtr respond(const sip::Message& request, const Reply& reply,
                                        std::string_view session = {}) const;

 private:
  sip::MessagePtr finish(sip::Draft draft, const sip::Uri* next_hop);
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
  std::string request_uri_;  ///< of the next INVITE
  std::string required_;     ///< its Require
  bool wraps_sessions_ = false;
  bool held_privately_ = false;
  std::vector<std::string> diversions_;  ///< its Diversion headers, the newest first
  dialog::SessionTimer session_timer_;
  sip::MessagePtr received_invite_;  ///< null on the calling side
  std::uint32_t last_cseq_ = 0;      ///< the highest that any request of ours had
  std::optional<dialog::Dialog> dialog_;
};

}  // namespace offhook::call
