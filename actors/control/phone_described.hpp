// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/describe/class.hpp>

#include "actors/phone/info.hpp"

// The members of the phone's values, by name: what the API shows of them.
namespace offhook::phone {

// clang-format off
BOOST_DESCRIBE_STRUCT(SipResult, (), (code, reason))
BOOST_DESCRIBE_STRUCT(MailboxInfo, (), (waiting, new_messages, old_messages, new_urgent, old_urgent))
BOOST_DESCRIBE_STRUCT(AccountInfo, (), (account_id, aor, display_name, state, server, expires_s, sip,
                                        retry_in_ms, mailbox))
BOOST_DESCRIBE_STRUCT(PendingOperation, (), (op))
BOOST_DESCRIBE_STRUCT(CallQuality, (), (rtp_sent, rtp_received, rtp_lost, jitter_ms, mos))
BOOST_DESCRIBE_STRUCT(CallInfo, (), (call_id, account_id, direction, state, local_uri, remote_uri,
                                     remote_display, sip_call_id, referred_by, diverted_by, codec, pending, rev, started_ms,
                                     connected_ms))
BOOST_DESCRIBE_STRUCT(CallEndInfo, (), (by, cause, sip, duration_ms, quality, retry_after_s, warning))
BOOST_DESCRIBE_STRUCT(LedInfo, (), (led_id, color, pattern))
BOOST_DESCRIBE_STRUCT(DisplayInfo, (), (lines, soft_keys))
BOOST_DESCRIBE_STRUCT(DeviceInfo, (), (device_id, kind, name, capabilities))
BOOST_DESCRIBE_STRUCT(TrafficInfo, (), (untrusted_dropped, flood_refused, flood_dropped))
BOOST_DESCRIBE_STRUCT(ForwardInfo, (), (kind, enabled, target, ring_s))
BOOST_DESCRIBE_STRUCT(FeaturesInfo, (), (account_id, do_not_disturb, forwards, anonymous, reject_anonymous, call_waiting))
BOOST_DESCRIBE_STRUCT(ConferenceInfo, (), (call_ids))
BOOST_DESCRIBE_STRUCT(PagingInfo, (), (speaking, hearing))
BOOST_DESCRIBE_STRUCT(ToneBurstEvent, (), (tone))
BOOST_DESCRIBE_STRUCT(VolumeEvent, (), (kind, level))
BOOST_DESCRIBE_STRUCT(WatchedCallInfo, (), (direction, state, held, remote_uri, remote_display))
BOOST_DESCRIBE_STRUCT(WatchInfo, (), (account_id, watched, label, keys, state, calls))
BOOST_DESCRIBE_STRUCT(PhoneInfo, (), (phone_id, off_hook, audio_path, tone, ringing, muted, accounts,
                                      calls, leds, display, traffic, conference, paging, watches,
                                      missed_calls))
BOOST_DESCRIBE_STRUCT(ForwardedEvent, (), (account_id, from, target, reason))
BOOST_DESCRIBE_STRUCT(CallLogInfo, (), (entry_id, kind, account_id, remote_uri, remote_display, started_unix_ms, duration_ms))
BOOST_DESCRIBE_STRUCT(CallLogStatus, (), (entries, missed))
BOOST_DESCRIBE_STRUCT(ContactInfo, (), (contact_id, name, numbers, group, ring_tone, blocked, from_settings))
BOOST_DESCRIBE_STRUCT(ContactEvent, (), (contact, removed))
BOOST_DESCRIBE_STRUCT(MediaTimeoutEvent, (), (call_id, silent_ms))
BOOST_DESCRIBE_STRUCT(TransferRequestedEvent, (), (call_id, target, referred_by, replaces, accepted))
BOOST_DESCRIBE_STRUCT(MessageEvent, (), (account_id, from, content_type, body))
BOOST_DESCRIBE_STRUCT(CheckSyncEvent, (), (account_id, reboot))
BOOST_DESCRIBE_STRUCT(HookEvent, (), (device_id, off_hook))
BOOST_DESCRIBE_STRUCT(RingerEvent, (), (ringing))
BOOST_DESCRIBE_STRUCT(ToneEvent, (), (tone))
BOOST_DESCRIBE_STRUCT(RouteEvent, (), (route))
BOOST_DESCRIBE_STRUCT(WarningEvent, (), (code, text, resource))
// clang-format on

}  // namespace offhook::phone
