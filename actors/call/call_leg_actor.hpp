// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/base/random_source.hpp"
#include "actors/call/answer_timing.hpp"
#include "actors/call/call_leg.hpp"
#include "actors/call/early_dialogs.hpp"
#include "actors/call/leg_signaling.hpp"
#include "actors/call/messages.hpp"
#include "actors/call/negotiation.hpp"
#include "actors/call/redirection.hpp"
#include "actors/call/referral.hpp"
#include "actors/call/transfer.hpp"
#include "actors/dialog/notify_sequence.hpp"
#include "actors/dialog/reliable_provisional.hpp"
#include "actors/sdp/codec.hpp"
#include "actors/sip/account.hpp"

namespace offhook::call {

/// What a leg needs of the world. `random` outlives the leg.
struct LegContext {
  transaction::Dispatcher dispatcher;
  media::Media media;
  LegOwner owner;
  RandomSource& random;
  sip::Account account;
  std::string contact_uri;           ///< "sip:1001@192.0.2.7:5060"
  IpAddress media_address;           ///< where sound is received, in the SDP
  std::vector<sdp::Codec> codecs{};  ///< in preference; those the engine has
  LegTimers timers{};
  std::string user_agent{};                           ///< "" sends none
  std::optional<std::uint8_t> telephone_event = 101;  ///< payload type for DTMF
  std::chrono::milliseconds silence_limit{0};         ///< CallMediaTimedOut after that; 0 = never
  TransferPolicy transfers = TransferPolicy::accept;  ///< of REFERs of the peer
  bool sound = true;                                  ///< false: sessions are a=inactive
  std::uint32_t appearance = 0;  ///< of a shared line, which the server hears of; 0 for none
};

/// Calls `target`, a SIP URI.
struct PlaceCall {
  std::string call_id;  ///< the owner's name for the call
  std::string target;
  InviteExtras extras{};
};

/// An INVITE outside any dialog, not answered yet.
struct IncomingCall {
  std::string call_id;
  transaction::RequestArrived invite;
  /// Answered as soon as there is a stream, without ringing: it replaces a call that stood.
  bool at_once = false;
  std::optional<sip::NameAddr> caller = std::nullopt;  ///< to show instead of From: asserted
  std::string diverted_by{};
};

/// What a leg says to itself.
struct LegTimerFired {
  LegInput input;
};
struct LegLeaves {};
struct TransferOverdue {};
struct ReferralOverdue {};
struct SessionRefreshDue {};

/// Carries one call leg: the table of call_leg.hpp decides, this performs. Tells its owner every
/// change of the snapshot, and CallEnded once. It lives on until its BYE has an answer, and while a
/// 2xx to an INVITE of its own may still come and must be acknowledged.
class CallLegActor final
    : public act::actor<act::join<
          CallLeg,
          act::ref<act::result<void>(LegTimerFired), act::result<void>(LegLeaves),
                   act::result<void>(SessionRefreshDue), act::result<void>(TransferOverdue),
                   act::result<void>(ReferralOverdue)>>> {
 public:
  CallLegActor(caf::actor_config& config, LegContext context, PlaceCall order);
  CallLegActor(caf::actor_config& config, LegContext context, IncomingCall call);

  const char* name() const override { return "call leg"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  using Promise = act::promise<OperationDone>;
  /// An INVITE of ours.
  struct Invite {
    sip::MessagePtr request;
    transaction::Branch branch;
    int challenges = 0;
  };
  /// The ACK of a 2xx, sent again for every copy of it.
  struct Acknowledged {
    std::uint32_t cseq;
    std::string remote_tag;
    sip::MessagePtr ack;  ///< null for a fork too many
    transaction::Branch branch;
    sip::Uri next_hop;
  };
  struct Wanted {
    Operation kind;
    Promise promise;
  };
  /// The final response to a request inside the dialog: status 408 or 503 without a response when
  /// none came.
  struct Outcome {
    int status = 0;
    const sip::Message* response = nullptr;
  };
  /// An offer of ours in an early dialog, until it is answered: then its session holds.
  struct EarlyOffer {
    std::string remote_tag;
    Negotiation negotiation;  ///< with the offer out
  };
  /// A request of ours inside a dialog, neither INVITE nor BYE: PRACK, UPDATE, INFO, REFER, …
  struct Asking {
    std::function<sip::MessagePtr(dialog::Dialog&)> write;  ///< again after a challenge
    std::function<void(const Outcome&)> done;
    std::string remote_tag;  ///< names the dialog
    sip::MessagePtr request;
    transaction::Branch branch;
    int challenges = 0;
  };

  // The table.
  void begin();
  void begin_incoming();
  bool step(LegInput input, int status = 0, std::string_view reason = {});
  void timer_fired(LegInput timer);
  void perform(LegAction action);
  void report();
  [[nodiscard]] CallSnapshot snapshot() const;
  void confirm_dialog();
  [[nodiscard]] Reply wait_and_retry();
  [[nodiscard]] std::string end_reason() const;

  // Responses.
  void receive(const transaction::ResponseArrived& m);
  void receive(const transaction::RequestFailed& m);
  void invite_answered(const sip::Message& response);
  void re_invite_answered(const sip::Message& response);
  void bye_answered(const sip::Message& response);
  bool acknowledged_before(const sip::Message& success);
  void acknowledge(const Invite& invite, const sip::Message& success, std::string_view answer = {});
  void reject_fork(const sip::Message& success);
  bool try_credentials(Invite& invite, const sip::Message& response);
  void take_accepted(const sip::Message& success);
  bool try_another_invite(const sip::Message& response);
  bool heal_invite(const sip::Message& response);
  void invite_refused(const sip::Message& response);
  void take_re_invite_failure(const sip::Message& response);
  void learn_party(const sip::Message& message, bool by_server);

  // Requests inside the dialog (call_leg_asking.cpp).
  /// Sends what `write` makes in the dialog with that tag; a challenge is answered, and a failure
  /// that ends the call does so after `on_final` (RFC 5057). False with too many under way.
  bool ask_peer(std::string remote_tag, std::function<sip::MessagePtr(dialog::Dialog&)> write,
                std::function<void(const Outcome&)> on_final);
  void send_asking(Asking& asking);
  bool asking_answered(const transaction::Branch& branch, const Outcome& outcome);
  [[nodiscard]] dialog::Dialog* dialog_with(std::string_view remote_tag);
  void send_key_by_info(const SendDtmf& order, std::size_t index);

  // While the far phone rings (call_leg_early_offer.cpp).
  [[nodiscard]] EarlyDialog* early_to_re_negotiate();
  act::result<OperationDone> re_negotiate_early(Operation kind);
  void send_early_offer();
  void early_offer_answered(const Outcome& outcome);
  void end_fork(EarlyDialog& early, std::string why);

  // Reliable provisional responses (call_leg_reliable.cpp).
  [[nodiscard]] std::optional<Reply> refuse_by_reliability(const sip::Message& invite);
  void send_ringing();
  void repeat_ringing();
  void stop_provisional();
  void receive_prack(const transaction::RequestArrived& m);
  [[nodiscard]] bool must_wait_for_prack() const;
  bool take_provisional(const sip::Message& response);
  void acknowledge_provisional(EarlyDialog& early, const sip::Message& response);
  void take_re_invite_progress(const sip::Message& response);

  // Session timer (call_leg_session_timer.cpp).
  [[nodiscard]] std::optional<Reply> refuse_session_timer(const sip::Message& request);
  void arm_session_timer();
  void refresh_session();
  void update_answered(const Outcome& outcome);
  void start_refresh_re_invite();

  // Requests.
  void receive(const transaction::RequestArrived& m);
  void receive(const transaction::AckArrived& m);
  void receive(const transaction::InviteCancelled& m);
  void receive_re_invite(const transaction::RequestArrived& m);
  void receive_update(const transaction::RequestArrived& m, dialog::Dialog& dialog,
                      Negotiation& negotiation);
  void receive_early(const transaction::RequestArrived& m);
  void receive_other(const transaction::RequestArrived& m);
  [[nodiscard]] std::optional<Reply> refuse_session(const sip::Message& request,
                                                    const Negotiation& negotiation);
  void reply(const transaction::RequestArrived& m, const Reply& reply,
             std::string_view session = {});

  // Orders.
  act::result<OperationDone> answer();
  act::result<OperationDone> reject(const Reject& order);
  act::result<OperationDone> hangup(EndCause cause);
  act::result<OperationDone> re_negotiate(Operation kind, bool is_private = false);
  act::result<OperationDone> send_dtmf(const SendDtmf& order);
  void digits_sent(const media::DtmfSent& m);
  void set_audible(bool audible);
  [[nodiscard]] OperationDone outcome(OperationResult result) const;
  void finish_operation(OperationResult result);
  void finish_re_invite(OperationResult result);

  // Transfer: ours and the peer's (call_leg_refer.cpp, call_leg_referral.cpp).
  act::result<OperationDone> transfer(const Transfer& order);
  void step(TransferInput input, int status, std::string reason);
  void perform(TransferAction action);
  void send_refer();
  void refer_answered(const sip::Message& response);
  void receive_notify(const transaction::RequestArrived& m);
  void finish_transfer(OperationResult result, int status, std::string reason);
  void receive_refer(const transaction::RequestArrived& m);
  act::result<OperationDone> decide(const DecideTransfer& order);
  void report_referral(const ReportReferral& m);
  void referral_overdue();
  void tell_referrer(ReferralState state);
  void send_notify(std::optional<ReferralState> state);
  void notify_answered(const sip::Message& response);
  void notify_failed();

  // Actions.
  void open_stream();
  void stream_opened(const media::StreamOpened& opened);
  void media_down();
  void use_session();
  void take_early_media();
  void end_early_media();
  void send_invite();
  void send_re_invite();
  void send_request(const sip::MessagePtr& request, const transaction::Branch& branch);
  void send_bye();
  void answer_invite(const transaction::RequestArrived& invite);
  void repeat_answer();
  void stop_ack_timers();
  [[nodiscard]] CallEnd end_now() const;
  void end_call();
  void announce_end(const media::StreamReport& report);
  void try_to_leave();
  [[nodiscard]] transaction::Branch new_branch();

  LegContext context_;
  LegSignaling signaling_;
  Negotiation negotiation_;
  LegState state_;
  CallSnapshot facts_;  ///< without state and pending, which follow from the rest
  std::optional<CallSnapshot> reported_;

  // What the present step is about.
  LegInput input_{};
  LegState before_{};
  int status_ = 0;
  std::string reason_;
  std::optional<transaction::RequestArrived> request_;
  sip::MessagePtr response_;
  Reply refusal_;

  std::optional<transaction::RequestArrived> incoming_;  ///< the INVITE that began the leg
  Invite invite_, re_invite_;
  TargetSet targets_;
  int healed_ = 0;  ///< refusals that a changed INVITE answered
  EarlyDialogs early_;
  std::optional<EarlyOffer> early_offer_;
  std::string unusable_fork_;  ///< why we ended one that rang
  std::string ack_session_;    ///< our answer to the offer of a 2xx
  std::vector<Acknowledged> acknowledged_;
  Instant acks_until_{};  ///< when no further copy of a 2xx can come
  bool re_invite_open_ = false;
  bool refreshing_ = false;       ///< the re-INVITE is the session timer's, nobody waits for it
  std::optional<bool> put_back_;  ///< or undoes a hold (true) or resume that was half agreed on
  bool re_invite_progressed_ = false;
  std::optional<Negotiation> before_re_invite_;  ///< while a reliable 1xx changed the session
  dialog::ReliableReceiver re_invite_provisionals_;
  transaction::Branch bye_branch_;
  sip::MessagePtr bye_;
  int bye_challenges_ = 0;
  int glare_retries_ = 0;
  std::vector<Asking> asking_;
  std::optional<sip::Uri> party_from_;  ///< of the newest request that told whom we talk to
  bool peer_allows_update_ = false;
  int refresh_retries_ = 0;

  bool reliable_ = false;  ///< our provisional responses are
  dialog::ReliableSender provisionals_;
  Instant pracks_until_{};  ///< when none can come any more after our refusal
  dialog::ProvisionalTiming provisional_timing_;
  sip::MessagePtr provisional_;  ///< the last one, sent again until its PRACK

  std::optional<transaction::RequestArrived> answered_;  ///< the INVITE whose 200 has no ACK yet
  sip::MessagePtr answer_;
  AnswerTiming answer_timing_;

  std::optional<media::StreamId> stream_;
  bool opening_ = false;
  bool audible_ = false;
  std::optional<sdp::MediaPlan> early_plan_;

  std::optional<Wanted> operation_;
  std::vector<Promise> hangups_;
  std::optional<Promise> dtmf_;
  std::optional<CallEnd> end_;
  bool announced_ = false;

  /// A REFER of ours. `promise` is there while it is under way.
  struct Referring {
    TransferState state = TransferState::idle;
    Transfer order;
    std::optional<Promise> promise;
    Invite refer;  ///< the newest one, answered or not
    Timer overdue;
    int status = 0;
    std::string reason;
  };
  Referring referring_;
  /// The newest REFER of the peer that was accepted.
  struct Referred {
    // Not a defaulted one: std::optional asks for it before the class around is complete.
    Referred() {}
    CallTransferRequested request;
    std::string event_id;
    bool waits_for_person = false;
    dialog::NotifySequence<ReferralState> notifies;
    ReferralState told, sent;
    Instant expires{};
    Invite notify;
    Timer overdue;
  };
  std::optional<Referred> referred_;
  int referrals_ = 0;  ///< accepted in this dialog
  bool at_once_ = false;
  EndCause hangup_cause_ = EndCause::hung_up_here;

  Timer retransmit_, overdue_, cancel_limit_, glare_, linger_, ring_again_, re_invite_limit_,
      refresh_, session_end_, invite_expiry_;
};

}  // namespace offhook::call

OFFHOOK_MESSAGES(call, (offhook::call::LegTimerFired)(offhook::call::LegLeaves)(
                           offhook::call::SessionRefreshDue)(offhook::call::TransferOverdue)(
                           offhook::call::ReferralOverdue))
