// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/base/status.hpp"
#include "actors/sip/message.hpp"
#include "actors/transaction/admission.hpp"
#include "actors/transaction/failure.hpp"
#include "actors/transport/messages.hpp"

namespace offhook::transaction {

/// Names a client transaction, and the server transaction at the other end: RFC 3261 §8.1.1.7.
/// Made by the transaction user, with the magic cookie in front.
struct Branch {
  std::string text;
  friend auto operator<=>(const Branch&, const Branch&) = default;
};

/// A response to a request sent earlier: every provisional one, the final one, and for an INVITE
/// each copy of a 2xx (RFC 6026 §7.2).
struct ResponseArrived {
  Branch branch;
  sip::MessagePtr response;
};

/// No final response will come. A user treats `timeout` as 408 and the others as 503 (§8.1.3.1).
struct RequestFailed {
  Branch branch;
  Failure failure = Failure::timeout;
  std::string why;
};

/// Answers the request of one server transaction, found by what the response says (RFC 3261
/// §17.2.3). Provisional responses first, if any; then one final. A 2xx to INVITE may be sent
/// again: its retransmission is the user's duty (§13.3.1.4).
struct SendResponse {
  sip::MessagePtr response;
};

struct Adopt;
using ServerTransaction = act::ref<act::result<void>(SendResponse), act::result<void>(Adopt)>;

/// A new request, its retransmissions absorbed. ACK and CANCEL do not come this way.
struct RequestArrived {
  sip::MessagePtr request;
  transport::Hop from;
  ServerTransaction transaction;
  bool from_server = false;  ///< its source is one of our own servers (admission.hpp)
};

/// The ACK of a 2xx (§13.3.1.4); the ACK of a failure ends in its transaction.
struct AckArrived {
  sip::MessagePtr ack;
  transport::Hop from;
};

/// The peer cancels `invite`, which has no final response yet. The CANCEL itself is answered; the
/// user now answers the INVITE with 487 (§9.2).
struct InviteCancelled {
  sip::MessagePtr invite;
  sip::MessagePtr cancel = nullptr;  ///< the CANCEL, whose Reason may say why
};

/// The final response of `invite` was never acknowledged (timer H), or could not be sent.
struct ResponseFailed {
  sip::MessagePtr request;
  Failure failure = Failure::timeout;
};

/// Whoever sends requests and answers them: call leg, registration, the phone's core, a proxy.
using User = act::ref<act::result<void>(ResponseArrived), act::result<void>(RequestFailed),
                      act::result<void>(RequestArrived), act::result<void>(AckArrived),
                      act::result<void>(InviteCancelled), act::result<void>(ResponseFailed)>;

/// From now on `user` hears of the server transaction of `request`, instead of the core; also of a
/// CANCEL that came before this did. A user that ends without a final response has 500 sent for it.
struct Adopt {
  User user;
  sip::MessagePtr request;  ///< of the transaction
};

/// Starts a client transaction. The dispatcher puts the Via on top and finds the next hop from the
/// first Route or the Request-URI (§8.1.2).
struct SendRequest {
  sip::MessagePtr request;  ///< without a Via of ours
  Branch branch;            ///< of no other request under way
  User user;
  /// Where to send it whatever its Route says: an outbound proxy outside the route set, or a strict
  /// router in front of a loose one, which the message cannot show (§12.2.1.1).
  std::optional<sip::Uri> next_hop = std::nullopt;
  /// How long each hop may be without any response, if that is less than 64*T1.
  std::optional<Instant> patience = std::nullopt;
};

/// Cancels the INVITE sent under `branch`. Only after a provisional response (§9.1): the user
/// waits, and an order that comes before is ignored, as is one after the final response. The user
/// still hears the final response, or a timeout 64*T1 later.
struct CancelInvite {
  Branch branch;
  std::string reason = {};  ///< Reason of the CANCEL (RFC 3326); "" for none
};

/// Sends the ACK of a 2xx: no transaction, its own branch (§13.2.2.4).
struct SendAck {
  sip::MessagePtr ack;  ///< without a Via of ours
  Branch branch;
  std::optional<sip::Uri> next_hop = std::nullopt;  ///< as in SendRequest
};

/// In-dialog requests with this Call-ID and To tag go to `user`. Others are answered 481 (§12.2.2).
/// Ends with ReleaseDialog, or with the user.
struct ClaimDialog {
  std::string call_id;
  std::string local_tag;
  User user;
};

struct ReleaseDialog {
  std::string call_id;
  std::string local_tag;
};

/// Requests outside a dialog go to `core`, and each 2xx to an INVITE whose user no longer waits for
/// it, which is then the core's to acknowledge and to end; for a proxy, `every_request` sends
/// in-dialog ones too.
struct SetCore {
  User core;
  bool every_request = false;
};

/// The transaction layer: finds or makes the transaction for each message.
using Dispatcher = act::ref<
    act::result<void>(SendRequest), act::result<void>(CancelInvite), act::result<void>(SendAck),
    act::result<void>(ClaimDialog), act::result<void>(ReleaseDialog), act::result<void>(SetCore),
    act::result<void>(transport::MessageArrived), act::result<void>(transport::SendFailed)>;

/// Who may begin something with us, and how often that was denied. The dispatcher is the gatekeeper
/// as well.
struct SetAdmission {
  AdmissionRules rules;
};
struct QueryAdmission {};
using Gatekeeper =
    act::ref<act::result<void>(SetAdmission), act::result<AdmissionCounters>(QueryAdmission)>;

// Between the actors of this room.

/// The timers of client transactions: RFC 3261 table 4, RFC 6026.
enum class TimerName : std::uint8_t { a, b, d, e, f, k, m };
struct TimerFired {
  TimerName timer;
};

/// The client transaction may send its request.
struct Begin {};
/// Starts a CANCEL for the INVITE of this transaction.
struct Cancel {
  std::string reason = {};
};
/// What this transaction sent did not leave, or came back (§18.4).
struct TransportFailed {
  std::string why;
};

using ClientTransaction = act::ref<act::result<void>(Begin), act::result<void>(ResponseArrived),
                                   act::result<void>(Cancel), act::result<void>(TransportFailed),
                                   act::result<void>(TimerFired)>;

/// A client transaction for a request that has its Via and its hop already: the CANCEL's way.
struct StartClient {
  sip::MessagePtr request;
  transport::Hop hop;
};
/// A hop of several was silent, out of reach, or answered 503. With `move_on` the user has not been
/// told, and the request may go to the next one.
struct HopFailed {
  std::string key;  ///< client_key of the request
  bool move_on = false;
  std::optional<std::chrono::seconds> retry_after = std::nullopt;  ///< of a 503
};
/// A 2xx to an INVITE whose user has gone, or has a refusal already. It makes a call all the same,
/// which the core ends (§13.2.2.4).
struct AnsweredTooLate {
  ResponseArrived answer;
};
using ClientStarter = act::ref<act::result<void>(StartClient), act::result<void>(HopFailed),
                               act::result<void>(AnsweredTooLate)>;

/// The resolver's answer to the dispatcher's question of that number.
struct TargetResolved {
  std::uint64_t number = 0;
  absl::StatusOr<std::vector<transport::Hop>> hops;
};
/// A timer of a server transaction is due.
struct ServerTimerDue {};
using WholeDispatcher =
    act::join<Dispatcher, ServerTransaction, Gatekeeper, ClientStarter,
              act::ref<act::result<void>(TargetResolved), act::result<void>(ServerTimerDue)>>;

}  // namespace offhook::transaction

#include "actors/transaction/type_ids.hpp"
