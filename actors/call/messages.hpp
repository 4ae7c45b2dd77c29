// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/call/call_end.hpp"
#include "actors/call/call_state.hpp"
#include "actors/sip/replaces.hpp"
#include "actors/transaction/messages.hpp"
#include "media/messages.hpp"

namespace offhook::call {

enum class CallDirection : std::uint8_t { outgoing, incoming };

/// All that others may know of a call leg at one moment.
struct CallSnapshot {
  std::string call_id;  ///< ours, as in the control API; not the SIP Call-ID
  std::string account_id;
  CallDirection direction = CallDirection::outgoing;
  CallState state = CallState::dialing;
  std::optional<Operation> pending;
  std::string local_uri;
  std::string remote_uri;
  std::string remote_display;
  std::string sip_call_id;
  std::string local_tag;
  std::string remote_tag;     ///< empty before a dialog; of the newest early one before an answer
  std::string remote_target;  ///< the peer's Contact; empty before a dialog
  bool remote_is_focus = false;  ///< its Contact says that it is a conference (RFC 4579 §5.1)
  std::string referred_by;       ///< who had us place the call: value of Referred-By
  std::string diverted_by;       ///< who sent the caller on to us: a URI
  std::string alert_info;        ///< of the INVITE; empty when absent
  std::string codec;             ///< "PCMU"; empty before an answer
  bool early_media = false;      ///< sound came before the answer: no local ring-back
  int sip_status = 0;            ///< the last one that told something
  std::uint32_t appearance = 0;  ///< of a shared line, from 1; 0 for a line of one phone
  std::optional<media::StreamId> stream;
  Instant started{};
  std::optional<Instant> connected;
  friend bool operator==(const CallSnapshot&, const CallSnapshot&) = default;
};

// What a leg tells its owner.
struct CallChanged {
  CallSnapshot call;
};
struct CallEnded {
  CallSnapshot call;  ///< state is `ended`
  CallEnd end;
  media::StreamReport report;
};
struct CallDtmfReceived {
  std::string call_id;
  char digit = 0;
  std::chrono::milliseconds duration{};
};
struct CallDigitsSent {
  std::string call_id;
  std::string digits;
};
/// A text that came inside the call (RFC 3428).
struct CallTextReceived {
  std::string call_id;
  std::string content_type;
  std::string text;
};
struct CallMediaTimedOut {
  std::string call_id;
  std::chrono::milliseconds silent{};
};

/// How a transfer of ours goes on: the provisional status lines the peer tells (RFC 3515 §2.4.4).
struct CallTransferProgressed {
  std::string call_id;
  int sip_status = 100;
  std::string reason;
};
/// The peer wants us to call somebody else (RFC 3515 §2.4.2), which has its 202 already. `decided`:
/// place the call; else ask with DecideTransfer. Either way ReportReferral tells the outcome.
struct CallTransferRequested {
  std::string call_id;
  std::string target;
  std::optional<sip::Replaces> replaces;
  std::string referred_by;  ///< value of Referred-By; never empty: the peer itself if it named none
  bool decided = true;
};

/// The phone, seen from a leg.
using LegOwner =
    act::ref<act::result<void>(CallChanged), act::result<void>(CallEnded),
             act::result<void>(CallDtmfReceived), act::result<void>(CallDigitsSent),
             act::result<void>(CallMediaTimedOut), act::result<void>(CallTransferProgressed),
             act::result<void>(CallTransferRequested), act::result<void>(CallTextReceived)>;

/// How an operation went: it is `done` only when the peer agreed.
enum class OperationResult : std::uint8_t { done, wrong_state, busy, refused, call_ended };
struct OperationDone {
  OperationResult result = OperationResult::done;
  int sip_status = 0;
  std::string reason;
  CallSnapshot call;
};

// Orders to a leg. Those with an answer complete when the peer agreed, or say why not.
struct Answer {};
struct Reject {
  int sip_status = 486;  ///< 300 to 699
  /// Name and value of more headers: the Contact of a 302, Diversion, Retry-After.
  std::vector<std::pair<std::string, std::string>> headers{};
};
/// CANCEL, BYE or a refusal, whichever the state asks for.
struct Hangup {
  EndCause cause = EndCause::hung_up_here;  ///< of a call that stood
};
struct Hold {
  bool is_private = false;  ///< no other phone of a shared line may take the call
};
struct Resume {};
struct SendDtmf {
  std::string digits;
  std::chrono::milliseconds tone{100};
  std::chrono::milliseconds gap{100};
};
/// Sends the peer to somebody else: REFER, done with the NOTIFY of a 2xx. The call itself stays
/// until somebody hangs up; refused, it is ours as before.
struct Transfer {
  std::string target;                                    ///< SIP URI for Refer-To
  std::optional<sip::Replaces> replaces = std::nullopt;  ///< the call to take the place of
  bool follow = true;  ///< false asks for Refer-Sub: false, done with the 2xx if it is granted
};
/// The person's word on a CallTransferRequested that was not decided; `accept` false is a 603.
struct DecideTransfer {
  bool accept = false;
};
/// How the call that the peer asked for goes: final from 200 on.
struct ReportReferral {
  int sip_status = 100;
  std::string reason{};
};
/// Whether the person hears this call; the phone gives it to one call at a time.
struct SetAudible {
  bool audible = true;
};

/// One call leg, RFC 3261 §13-15: also a transaction user and the owner of its stream.
using CallLeg = act::join<
    transaction::User, media::StreamOwner,
    act::ref<act::result<OperationDone>(Answer), act::result<OperationDone>(Reject),
             act::result<OperationDone>(Hangup), act::result<OperationDone>(Hold),
             act::result<OperationDone>(Resume), act::result<OperationDone>(SendDtmf),
             act::result<OperationDone>(Transfer), act::result<OperationDone>(DecideTransfer),
             act::result<void>(ReportReferral), act::result<void>(SetAudible)>>;

}  // namespace offhook::call

#include "actors/call/type_ids.hpp"
