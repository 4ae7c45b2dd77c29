// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/call_log.hpp"

#include "actors/phone/call_events.hpp"

namespace offhook::phone {
namespace {

std::string_view kind_of(const call::CallSnapshot& call, const call::CallEnd& end) {
  if (call.direction == call::CallDirection::outgoing) return "placed";
  if (call.connected) return "received";
  switch (end.cause) {
    case call::EndCause::answered_elsewhere:
      return "received";
    case call::EndCause::forwarded_here:
      return "forwarded";
    case call::EndCause::refused_here:
      return end.sip_status == 480 ? "missed" : "received";
    default:
      return "missed";
  }
}

}  // namespace

void CallLog::add(CallLogInfo entry) {
  if (entry.kind == "missed") ++missed_;
  entries_.push_front(std::move(entry));
  if (entries_.size() > most_entries) entries_.pop_back();
}

CallLogInfo logged(const call::CallSnapshot& call, const call::CallEnd& end, Instant now) {
  const auto info = call_info(call, 0);
  const auto summary = call_end_info(call, end, {}, now);
  return {std::string(kind_of(call, end)),
          info.account_id,
          info.remote_uri,
          info.remote_display,
          info.started_ms,
          summary.duration_ms};
}

}  // namespace offhook::phone
