// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "actors/call/messages.hpp"
#include "actors/device/audio_path.hpp"
#include "actors/device/volume.hpp"
#include "actors/phone/calls_in_order.hpp"
#include "actors/phone/conference_keys.hpp"
#include "actors/phone/shared_line.hpp"
#include "actors/phone/transfer_keys.hpp"
#include "actors/phone/watched_keys.hpp"
#include "media/tones.hpp"

namespace offhook::phone {

// What the desk asks the phone to do.
struct PlaceCall {
  std::string dialled;                      ///< as the dial plan made it
  std::string account_id{};                 ///< "" is the first account
  bool emergency = false;                   ///< by any account that works
  bool intercom = false;                    ///< the other phone is to answer by itself
  std::optional<sip::Replaces> replaces{};  ///< then `dialled` is the URI of a peer
};
struct AnswerCall {
  std::string call_id;
};
struct RejectCall {
  std::string call_id;
};
/// Sends the caller on: 302.
struct ForwardCall {
  std::string call_id;
  std::string target;
};
struct HangUpCall {
  std::string call_id;
};
struct HoldCall {
  std::string call_id;
  bool is_private = false;  ///< no other phone of a shared line may take it
};
struct ResumeCall {
  std::string call_id;
};
struct SendKey {
  std::string call_id;
  char digit = 0;
};
/// Several at once.
struct SendDigits {
  std::string call_id;
  std::string digits;
};
/// REFER: the peer of `call_id` to `target`, or into the place of the call `consult_call_id`. The
/// phone tells Desk::transfer_over how it went.
struct TransferCall {
  std::string call_id;
  std::string target{};
  std::string consult_call_id{};
};
/// These calls and we hear each other from now on; none of them stays on hold.
struct JoinCalls {
  std::vector<std::string> call_ids;
};
/// The conference is over; its calls are single ones again.
struct SplitCalls {
  std::vector<std::string> call_ids;
};
/// Sends the peers of these calls to a conference at a server: to the one that our call
/// `conference` is in or, if that is "", to a new one, which the phone calls.
struct MoveToConference {
  std::vector<std::string> call_ids;
  std::string conference{};
};
/// Do not disturb, or the forward of all calls, on or off.
struct ToggleDoNotDisturb {
  std::string account_id{};
};
struct ToggleForward {
  std::string account_id{};
  std::string target{};  ///< "" keeps the one there is
};
/// The person does not want to hear the page that plays.
struct DismissPage {};
/// Watches `number` until told StopWaiting, as the party `waited_for`.
struct WaitFor {
  std::string number;
  std::string account_id{};
};
struct StopWaiting {};
/// Takes the call that another phone of a shared line holds there.
struct RetrieveCall {
  std::string account_id;
  std::uint32_t appearance = 1;
};
using Act =
    std::variant<PlaceCall, AnswerCall, RejectCall, ForwardCall, HangUpCall, HoldCall, ResumeCall,
                 SendKey, TransferCall, JoinCalls, SplitCalls, ToggleDoNotDisturb, ToggleForward,
                 DismissPage, MoveToConference, WaitFor, StopWaiting, SendDigits, RetrieveCall>;
using Acts = std::vector<Act>;

/// What the digits being collected are for.
enum class DialPurpose : std::uint8_t { call, transfer, conference, forward };

/// A third is being asked, while the call `from` is on hold.
struct Consultation {
  DialPurpose purpose = DialPurpose::transfer;  ///< or conference
  std::string from;
  std::string consult;   ///< the call to the third; "" before there is one
  std::string number;    ///< that it went to
  bool waiting = false;  ///< transfer once the third answers
  bool sent = false;     ///< REFER is under way
};

/// A line key: whose calls come and go there, and which one is there now.
struct Line {
  std::string account_id{};  ///< "" takes those of any account
  std::string call_id{};     ///< "" if free
  /// The account whose line it is one appearance of, together with other phones; "" for none.
  std::string shared_account{};
  std::uint32_t appearance = 0;  ///< from 1, in the order of the keys
};

/// One appearance of the line of an account.
struct SharedAppearance {
  std::string account_id;
  std::uint32_t appearance = 1;
  friend bool operator==(const SharedAppearance&, const SharedAppearance&) = default;
};

/// What waits in the mailbox of an account.
struct Mailbox {
  bool waiting = false;
  std::string number{};  ///< that the server tells to call
};

/// Somebody whom we watch is called, and the person is told.
struct WatchAlert {
  std::string watch;   ///< its watch_id
  std::string dialog;  ///< id of the call that rings there
  bool shows = false, sounds = false;
};

/// Calling back who was busy or did not answer, once that one is free.
struct Completion {
  enum class Stage : std::uint8_t {
    offered,  ///< the person is asked
    waiting,  ///< watching
    free,     ///< now: the phone rings
  };
  Stage stage = Stage::offered;
  std::string number;  ///< as it was dialled
  std::string account_id{};
  bool was_busy = false;  ///< else it must be seen in a call first, or it would be called at once
};
/// The name under which the phone watches who is waited for.
inline constexpr std::string_view waited_for = "completion";

/// Everything that hook, keys and calls have brought the phone to. What is heard, lit and shown
/// follows from it (presentation.hpp); nothing is lit or sounded by an event directly, so no lamp
/// can lie and no tone can stick.
struct DeskState {
  device::PathState path = device::PathState::none;
  bool headset_mode = false;  ///< the next call goes to the headset
  bool muted = false;
  bool group_listening = false;  ///< the loudspeaker besides handset or headset
  device::Volumes volumes;
  std::optional<std::string> paging;   ///< the group that is spoken to
  std::string page_heard;              ///< label of the page that plays; "" for none
  bool locked = false;                 ///< the keypad, as far as DeskRules::lock says
  std::optional<std::string> dialled;  ///< digits so far; nullopt when not dialling
  DialPurpose purpose = DialPurpose::call;
  std::string about;                ///< the call to forward; else ""
  std::string account_id;           ///< that the next call is placed by; "" the first
  std::optional<std::size_t> line;  ///< the line key seized for it, from 0
  bool placing = false;             ///< a call was ordered and has not begun yet
  CallsInOrder calls;               ///< ended ones are gone
  std::string focus;                ///< the call that is heard; "" for none
  std::vector<Line> lines{{}, {}};
  std::map<std::string, SharedLine, std::less<>> shared;  ///< by account_id
  std::optional<SharedAppearance> seized;  ///< ours to dial at: asked for, or granted
  std::optional<Consultation> consultation;
  std::vector<std::string> conference;  ///< its calls; empty for none
  std::string at_server;                ///< our call to a conference there; "" for none
  std::optional<std::size_t> selected;  ///< of these, to be removed
  std::string recall;                   ///< a call on hold that rings back; "" for none
  std::optional<media::Tone> failure;   ///< after a failed or finished call, until dismissed
  std::string notice;                   ///< words for the failure, or on a transfer under way
  std::string last_dialled;             ///< for redial
  std::string last_caller;              ///< whose call was missed last: a URI, or ""
  WatchedParties watched;
  std::map<std::string, Mailbox, std::less<>> mailboxes;  ///< by account_id
  std::optional<WatchAlert> alert;
  std::optional<Completion> completion;

  [[nodiscard]] const call::CallSnapshot* find(std::string_view call_id) const;
  [[nodiscard]] const call::CallSnapshot* focused() const { return find(focus); }
  /// The oldest call that rings here and is not in hand, or null.
  [[nodiscard]] const call::CallSnapshot* ringing() const;
  /// The oldest call that we hold and that is neither in hand nor in a conference, or null.
  [[nodiscard]] const call::CallSnapshot* on_hold() const;
  /// Who waited for is free: the phone rings for it.
  [[nodiscard]] bool rings_back() const {
    return completion && completion->stage == Completion::Stage::free;
  }
  [[nodiscard]] bool has_messages() const;
  [[nodiscard]] bool is_member(std::string_view call_id) const;
  [[nodiscard]] bool is_lifted() const { return device::is_lifted(path); }
  [[nodiscard]] device::AudioPath audio_path() const { return device::path_of(path); }
  /// What the phones that share this line key do there; null for one of this phone alone.
  [[nodiscard]] const SharedLine* shared_at(const Line& line) const;
  /// No call is there, of ours or of another phone that shares the line.
  [[nodiscard]] bool is_free(const Line& line) const;
  /// A line key of a shared line where nobody else is: the one that was pressed, that we have
  /// seized, or the first; null if there is none.
  [[nodiscard]] const Line* free_appearance(std::string_view account_id) const;
  /// The call at each line key, or null. One without a key is shown at the first that is free.
  [[nodiscard]] std::vector<const call::CallSnapshot*> calls_at_lines() const;
};

[[nodiscard]] bool holds_here(call::CallState state);
[[nodiscard]] TransferStage transfer_stage(const DeskState& state);
[[nodiscard]] ConferenceStage conference_stage(const DeskState& state);

}  // namespace offhook::phone
