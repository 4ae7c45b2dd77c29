// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "actors/base/act.hpp"
#include "actors/sip/message.hpp"
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

enum class Failure : std::uint8_t { timeout, transport, unresolvable };

/// No final response will come. A user treats `timeout` as 408 and the others as 503 (§8.1.3.1).
struct RequestFailed {
  Branch branch;
  Failure failure = Failure::timeout;
  std::string why;
};

/// Answers the request of one server transaction. Provisional responses first, if any; then one
/// final. A 2xx to INVITE may be sent again: its retransmission is the user's duty (§13.3.1.4).
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

/// From now on `user` hears of this server transaction, instead of the core.
struct Adopt {
  User user;
};

/// Starts a client transaction. The dispatcher puts the Via on top and finds the next hop from the
/// first Route or the Request-URI (§8.1.2).
struct SendRequest {
  sip::MessagePtr request;  ///< without a Via of ours
  Branch branch;
  User user;
};

/// Cancels the INVITE sent under `branch`. Only after a provisional response (§9.1): the user waits.
struct CancelInvite {
  Branch branch;
};

/// Sends the ACK of a 2xx: no transaction, its own branch (§13.2.2.4).
struct SendAck {
  sip::MessagePtr ack;  ///< without a Via of ours
  Branch branch;
};

/// In-dialog requests with this Call-ID and To tag go to `user`. Others are answered 481 (§12.2.2).
struct ClaimDialog {
  std::string call_id;
  std::string local_tag;
  User user;
};

struct ReleaseDialog {
  std::string call_id;
  std::string local_tag;
};

/// Requests outside a dialog go to `core`; for a proxy, `every_request` sends in-dialog ones too.
struct SetCore {
  User core;
  bool every_request = false;
};

/// The transaction layer: finds or makes the transaction for each message.
using Dispatcher =
    act::ref<act::result<void>(SendRequest), act::result<void>(CancelInvite),
             act::result<void>(SendAck), act::result<void>(ClaimDialog),
             act::result<void>(ReleaseDialog), act::result<void>(SetCore),
             act::result<void>(transport::MessageArrived), act::result<void>(transport::SendFailed)>;

}  // namespace offhook::transaction

#include "actors/transaction/type_ids.hpp"
