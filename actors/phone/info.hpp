// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace offhook::phone {

// What the phone shows of itself to programs: plain values, names as in the control API. Times are
// milliseconds or nanoseconds of phone time, with the unit in the name.

struct SipResult {
  int code = 0;
  std::string reason;
};

/// What waits in the mailbox of an account (RFC 3842).
struct MailboxInfo {
  bool waiting = false;
  std::uint32_t new_messages = 0;
  std::uint32_t old_messages = 0;
  std::uint32_t new_urgent = 0;
  std::uint32_t old_urgent = 0;
};

struct AccountInfo {
  std::string account_id;
  std::string aor;
  std::string display_name;
  std::string state;  ///< unregistered, registering, registered, failed
  std::string server;
  std::int64_t expires_s = 0;
  std::optional<SipResult> sip;
  std::optional<std::int64_t> retry_in_ms;
  std::optional<MailboxInfo> mailbox;  ///< absent until a server has told
};

struct PendingOperation {
  std::string op;  ///< answer, hold, resume, hangup, transfer
};

struct CallQuality {
  std::uint64_t rtp_sent = 0;
  std::uint64_t rtp_received = 0;
  std::uint64_t rtp_lost = 0;
  double jitter_ms = 0;
  double mos = 0;
};

struct CallInfo {
  std::string call_id;
  std::string account_id;
  std::string direction;  ///< outgoing, incoming
  std::string state;      ///< call::CallState
  std::string local_uri;
  std::string remote_uri;
  std::string remote_display;
  std::string sip_call_id;
  std::string referred_by;  ///< Referred-By of whoever had us place the call; else empty
  std::string diverted_by;  ///< who sent the caller on to us, a URI; else empty
  std::string codec;
  std::optional<PendingOperation> pending;
  std::uint64_t rev = 0;  ///< +1 at every change
  std::int64_t started_ms = 0;
  std::optional<std::int64_t> connected_ms;
};

/// How a call ended; kept with `call.ended`.
struct CallEndInfo {
  std::string by;     ///< local, remote, failed
  std::string cause;  ///< call::EndCause
  std::optional<SipResult> sip;
  std::int64_t duration_ms = 0;
  CallQuality quality;
  std::optional<std::int64_t> retry_after_s;  ///< the peer asks not to be called before
  std::string warning;                        ///< what a refusal says of itself; may be empty
};

struct LedInfo {
  std::string led_id;   ///< power, line1, message, headset, speaker, mute
  std::string color;    ///< off, red, green
  std::string pattern;  ///< off, steady, fast_flash, slow_flash, slow_flash_1s, ring_flash
};

struct DisplayInfo {
  std::vector<std::string> lines;
  std::vector<std::string> soft_keys;
};

struct DeviceInfo {
  std::string device_id;  ///< hook, keypad, leds, ringer, display, audio, dsp
  std::string kind;
  std::string name;
  std::vector<std::string> capabilities;
};

struct ForwardInfo {
  std::string kind;  ///< always, busy, no_answer
  bool enabled = false;
  std::string target;
  std::optional<std::int64_t> ring_s;  ///< no_answer: how long it rings before
};

/// What an account does with calls, by itself or because the whole phone does.
struct FeaturesInfo {
  std::string account_id;  ///< "" is the whole phone
  bool do_not_disturb = false;
  std::vector<ForwardInfo> forwards;
  bool anonymous = false;  ///< calls withhold who we are
  bool reject_anonymous = false;
  bool call_waiting = true;
};

/// Some who hear each other: we and the peers of these calls. None once it is over.
struct ConferenceInfo {
  std::vector<std::string> call_ids;
};

/// Multicast pages: the group that is spoken to and the one that is heard, by label; "" for none.
struct PagingInfo {
  std::string speaking;
  std::string hearing;
  friend bool operator==(const PagingInfo&, const PagingInfo&) = default;
};

/// A call that is over. `started_unix_ms` is wall time, as it stays true over a restart.
struct CallLogInfo {
  std::uint64_t entry_id = 0;
  std::string kind;  ///< placed, received, missed, forwarded
  std::string account_id;
  std::string remote_uri;
  std::string remote_display;
  std::int64_t started_unix_ms = 0;
  std::int64_t duration_ms = 0;  ///< 0 if it was not answered
};

/// A call of somebody whom we watch.
struct WatchedCallInfo {
  std::string direction;  ///< outgoing, incoming; empty if the server does not say
  std::string state;      ///< trying, proceeding, early, confirmed
  bool held = false;
  std::string remote_uri;
  std::string remote_display;
};

/// Somebody whom we watch (RFC 4235).
struct WatchInfo {
  std::string account_id;
  std::string watched;            ///< as in the settings: a number or a URI
  std::string label;              ///< of its key
  std::vector<std::string> keys;  ///< "D1"
  std::string state;              ///< unknown, idle, ringing, dialling, talking, holding
  std::vector<WatchedCallInfo> calls;
};

/// How much the call log holds, and how many calls were missed since somebody looked.
struct CallLogStatus {
  std::uint64_t entries = 0;
  std::uint64_t missed = 0;
};

/// Somebody whom the phone knows.
struct ContactInfo {
  std::string contact_id;
  std::string name;
  std::vector<std::string> numbers;
  std::string group;
  std::string ring_tone;
  bool blocked = false;        ///< never rings
  bool from_settings = false;  ///< only the settings file can change it
};

/// Requests outside our calls that were turned away because of where they came from.
struct TrafficInfo {
  std::uint64_t untrusted_dropped = 0;  ///< accept_from = "servers": met silence
  std::uint64_t flood_refused = 0;      ///< above source_rate: 503
  std::uint64_t flood_dropped = 0;      ///< far above it: silence
};

struct PhoneInfo {
  std::string phone_id;
  bool off_hook = false;
  std::string audio_path;  ///< none, handset, headset, speaker
  std::string tone;        ///< what plays in the ear: none, dial, ringback, busy, congestion …
  bool ringing = false;
  bool muted = false;
  std::vector<AccountInfo> accounts;
  std::vector<CallInfo> calls;
  std::vector<LedInfo> leds;
  DisplayInfo display;
  TrafficInfo traffic;
  ConferenceInfo conference;
  PagingInfo paging;
  std::vector<WatchInfo> watches;
  std::uint64_t missed_calls = 0;  ///< since somebody looked
};

// Events. `type` of the API in the comment.
struct RegistrationEvent {  // account.registration_changed
  AccountInfo account;
};
struct CallEvent {  // call.incoming, call.dialing, call.ringing, call.progress, call.connected,
                    // call.held, call.resumed, call.updated
  std::string type;
  CallInfo call;
  std::string by;  ///< held, resumed: local or remote; else empty
};
struct CallEndedEvent {  // call.ended
  CallInfo call;
  CallEndInfo end;
};
struct DtmfEvent {  // call.dtmf_received, call.dtmf_sent
  std::string type;
  std::string call_id;
  std::string digits;
  std::int64_t duration_ms = 0;
};
struct MediaTimeoutEvent {  // call.media_timeout
  std::string call_id;
  std::int64_t silent_ms = 0;
};
struct TransferRequestedEvent {  // call.transfer_requested
  std::string call_id;
  std::string target;
  std::string referred_by;
  std::string replaces;   ///< value of the Replaces header the new call will carry; else empty
  bool accepted = false;  ///< the settings accept it; else call.accept_transfer may
};
struct TransferEvent {  // call.transfer_progress, call.transfer_completed, call.transfer_failed
  std::string type;
  std::string call_id;
  SipResult sip;
};
struct MessageEvent {  // message.received
  std::string account_id;
  std::string from;  ///< a URI
  std::string content_type;
  std::string body;
};
struct MailboxEvent {  // mwi.changed
  std::string account_id;
  MailboxInfo mailbox;
};
struct CheckSyncEvent {  // system.check_sync
  std::string account_id;
  bool reboot = false;  ///< also if nothing has changed
};
struct HookEvent {  // hook.changed
  std::string device_id;
  bool off_hook = false;
};
struct KeyEvent {  // key.pressed, key.released
  std::string type;
  std::string device_id;
  std::string key;
  std::int64_t held_ms = 0;
};
struct LedEvent {  // led.changed
  LedInfo led;
};
struct DisplayEvent {  // display.changed
  DisplayInfo display;
};
struct RingerEvent {  // ringer.changed
  bool ringing = false;
};
struct ToneEvent {  // tone.changed
  std::string tone;
};
struct ToneBurstEvent {  // tone.played
  std::string tone;
};
struct VolumeEvent {       // audio.volume_changed
  std::string kind;        ///< ring, handset, headset, speaker, or one of these three with _tone
  std::int64_t level = 0;  ///< 0 to 15
};
struct PagingEvent {  // paging.changed
  PagingInfo paging;
};
struct RouteEvent {  // audio.route_changed
  std::string route;
};
struct FeaturesEvent {  // feature.changed
  FeaturesInfo features;
};
struct ForwardedEvent {  // call.forwarded
  std::string account_id;
  std::string from;    ///< a URI
  std::string target;  ///< a URI
  std::string reason;  ///< unconditional, user-busy, no-answer, deflection
};
struct ConferenceEvent {  // conference.changed
  ConferenceInfo conference;
};
struct WatchEvent {  // watch.changed
  WatchInfo watch;
};
struct CallLoggedEvent {  // call.logged
  CallLogInfo entry;
};
struct CallLogEvent {  // call.log_changed
  CallLogStatus status;
};
struct ContactEvent {  // contacts.changed
  ContactInfo contact;
  bool removed = false;
};
struct WarningEvent {  // engine.warning
  std::string code;
  std::string text;
  std::string resource;
};

using Event =
    std::variant<RegistrationEvent, CallEvent, CallEndedEvent, DtmfEvent, MediaTimeoutEvent,
                 TransferRequestedEvent, TransferEvent, MessageEvent, MailboxEvent, CheckSyncEvent,
                 HookEvent, KeyEvent, LedEvent, DisplayEvent, RingerEvent, ToneEvent, RouteEvent,
                 FeaturesEvent, ForwardedEvent, ConferenceEvent, WarningEvent, ToneBurstEvent,
                 VolumeEvent, PagingEvent, WatchEvent, CallLoggedEvent, CallLogEvent, ContactEvent>;

/// Kinds of the control API's errors; the numbers are the protocol's.
enum class ErrorKind : std::int16_t {
  not_found = 1001,
  wrong_state = 1002,
  conflict = 1003,
  busy = 1004,
  not_registered = 1005,
  invalid_target = 1006,
  sip_failure = 1007,
  timeout = 1008,
  canceled = 1009,
  not_supported = 1010,
  device_error = 1011,
  media_error = 1012,
};

struct Error {
  ErrorKind kind = ErrorKind::not_found;
  std::string message;
  std::optional<SipResult> sip;
  std::string state;  ///< wrong_state: the state the call is in
};

}  // namespace offhook::phone
