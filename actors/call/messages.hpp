// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "actors/base/act.hpp"
#include "actors/call/call_end.hpp"
#include "actors/call/call_state.hpp"
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
  std::string alert_info;    ///< of the INVITE; empty when absent
  std::string codec;         ///< "PCMU"; empty before an answer
  bool early_media = false;  ///< sound came before the answer: no local ring-back
  int sip_status = 0;        ///< the last one that told something
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
struct CallMediaTimedOut {
  std::string call_id;
  std::chrono::milliseconds silent{};
};

/// The phone, seen from a leg.
using LegOwner = act::ref<act::result<void>(CallChanged), act::result<void>(CallEnded),
                          act::result<void>(CallDtmfReceived), act::result<void>(CallDigitsSent),
                          act::result<void>(CallMediaTimedOut)>;

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
  int sip_status = 486;
};
struct Hangup {};  ///< CANCEL, BYE or a refusal, whichever the state asks for
struct Hold {};
struct Resume {};
struct SendDtmf {
  std::string digits;
  std::chrono::milliseconds tone{100};
  std::chrono::milliseconds gap{100};
};
/// Whether the person hears this call; the phone gives it to one call at a time.
struct SetAudible {
  bool audible = true;
};

/// One call leg, RFC 3261 §13-15: also a transaction user and the owner of its stream.
using CallLeg =
    act::join<transaction::User, media::StreamOwner,
              act::ref<act::result<OperationDone>(Answer), act::result<OperationDone>(Reject),
                       act::result<OperationDone>(Hangup), act::result<OperationDone>(Hold),
                       act::result<OperationDone>(Resume), act::result<OperationDone>(SendDtmf),
                       act::result<void>(SetAudible)>>;

}  // namespace offhook::call

#include "actors/call/type_ids.hpp"
