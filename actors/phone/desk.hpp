// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "actors/call/messages.hpp"
#include "actors/device/audio_path.hpp"
#include "actors/phone/dial_plan.hpp"
#include "media/tones.hpp"

namespace offhook::phone {

// What the desk asks the phone to do.
struct PlaceCall {
  std::string dialled;
};
struct AnswerCall {
  std::string call_id;
};
struct RejectCall {
  std::string call_id;
};
struct HangUpCall {
  std::string call_id;
};
struct HoldCall {
  std::string call_id;
};
struct ResumeCall {
  std::string call_id;
};
struct SendKey {
  std::string call_id;
  char digit = 0;
};
using Act =
    std::variant<PlaceCall, AnswerCall, RejectCall, HangUpCall, HoldCall, ResumeCall, SendKey>;

/// Everything that hook, keys and calls have brought the phone to. What is heard, lit and shown
/// follows from it (presentation.hpp); nothing is lit or sounded by an event directly, so no lamp
/// can lie and no tone can stick.
struct DeskState {
  device::PathState path = device::PathState::none;
  bool headset_mode = false;  ///< the next call goes to the headset
  bool muted = false;
  std::optional<std::string> dialled;     ///< digits so far; nullopt when not dialling
  bool placing = false;                   ///< a call was ordered and has not begun yet
  std::vector<call::CallSnapshot> calls;  ///< in order of start; ended ones are gone
  std::string focus;                      ///< the call that is heard; "" for none
  std::optional<media::Tone> failure;     ///< after a failed or finished call, until dismissed
  std::string notice;                     ///< words for the failure
  std::string last_dialled;               ///< for redial

  [[nodiscard]] const call::CallSnapshot* find(std::string_view call_id) const;
  [[nodiscard]] const call::CallSnapshot* focused() const { return find(focus); }
  /// The oldest call that rings here and is not in hand, or null.
  [[nodiscard]] const call::CallSnapshot* ringing() const;
  [[nodiscard]] bool is_lifted() const { return device::is_lifted(path); }
  [[nodiscard]] device::AudioPath audio_path() const { return device::path_of(path); }
};

/// The rules of the desk: each input changes the state and says what to do. Which path is in use is
/// decided by the table of audio_path.cpp. Pure: no time, no actor.
class Desk {
 public:
  explicit Desk(DialPlan plan) : plan_(plan) {}

  [[nodiscard]] const DeskState& state() const { return state_; }

  std::vector<Act> lift();
  std::vector<Act> replace();
  /// A key by name: digits, SPEAKER, HEADSET, HOLD, MUTE, REDIAL, OK, CANCEL, L1, F1-F4.
  std::vector<Act> press(std::string_view key);
  /// Nothing was pressed for the inter-digit time.
  std::vector<Act> digits_timed_out();
  /// The failure tone has sounded long enough.
  void failure_timed_out();

  /// A program dials or answers: the same preparations as by hand.
  void prepare_call();
  void prepare_answer(std::string_view call_id);

  void call_changed(const call::CallSnapshot& call);
  void call_ended(const call::CallSnapshot& call, const call::CallEnd& end);
  /// A call could not even be placed.
  void dial_failed(std::string_view why);

  /// Digits wait for more: the inter-digit timer must run.
  [[nodiscard]] bool waits_for_digit() const { return state_.dialled && !state_.dialled->empty(); }
  /// The failure ends by itself, because no handset is there to be replaced.
  [[nodiscard]] bool failure_fades() const { return state_.failure && !state_.is_lifted(); }

 private:
  std::vector<Act> follow(device::PathInput input);
  std::vector<Act> press_digit(std::string_view key);
  std::vector<Act> press_hold();
  std::vector<Act> press_line();
  std::vector<Act> press_ok();
  std::vector<Act> press_cancel();
  std::vector<Act> press_soft_key(std::size_t number);
  std::vector<Act> send_digits();
  std::vector<Act> answer();
  std::vector<Act> finish();
  void let_go(std::string_view call_id);
  void forget(std::string_view call_id);
  void start_dialling();
  void open_path();
  void fail(media::Tone tone, std::string notice);
  void dismiss();
  [[nodiscard]] device::PathPhase phase() const;

  DialPlan plan_;
  DeskState state_;
};

/// Labels of the soft keys F1-F4 in this state; "" has no effect.
[[nodiscard]] std::vector<std::string> soft_keys(const DeskState& state);

}  // namespace offhook::phone
