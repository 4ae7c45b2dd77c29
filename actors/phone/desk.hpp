// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/phone/desk_rules.hpp"
#include "actors/phone/desk_state.hpp"
#include "actors/phone/soft_keys.hpp"

namespace offhook::phone {

/// The rules of the desk: each input changes the state and says what to do. Which path is in use is
/// decided by the table of audio_path.cpp, what a soft key is by soft_keys.cpp, what Transfer and
/// Conference mean by transfer_keys.cpp and conference_keys.cpp. Pure: no time, no actor.
class Desk {
 public:
  explicit Desk(DeskRules rules);

  [[nodiscard]] const DeskState& state() const { return state_; }
  [[nodiscard]] const DeskRules& rules() const { return rules_; }

  Acts lift();
  Acts replace();
  /// A key by name: digits, SPEAKER, HEADSET, HOLD, MUTE, REDIAL, TRANSFER, CONFERENCE, DND, OK,
  /// CANCEL, L1…, D1…, F1-F4.
  Acts press(std::string_view key);
  /// What the key F`number` does now.
  [[nodiscard]] SoftKey soft_key(std::size_t number) const;
  /// Nothing was pressed for `digit_wait`.
  Acts digits_timed_out();
  /// The failure tone has sounded, or a call has rung back, long enough.
  Acts failure_timed_out();

  /// A program dials or answers: the same preparations as by hand.
  void prepare_call();
  void prepare_answer(std::string_view call_id);
  /// Nothing is under way: no call, no digits, no tone that a person has to end.
  [[nodiscard]] bool is_free() const;
  /// The phone calls by itself: past the dial plan, and redial keeps what a person dialled.
  Acts call_by_itself(const std::string& number, const std::string& account_id);
  /// Words for the page, until the next key or call.
  void note(std::string words) { state_.notice = std::move(words); }

  /// An intercom call begins with the microphone off.
  void mute() { state_.muted = true; }
  /// A page begins or ends to be heard; "" for none.
  void hear_page(std::string label) { state_.page_heard = std::move(label); }
  /// Speaks to a group, by its name or address; false if the phone is in use.
  bool begin_page(const std::string& group);
  void end_page();
  /// Digits were entered behind which there is another dial tone.
  [[nodiscard]] bool has_second_dial_tone() const;

  /// A program joins two answered calls, or ends the conference.
  Acts join_calls(std::vector<std::string> call_ids);
  Acts split_calls();
  Acts end_calls();
  /// The phone calls a server for a conference, by this call.
  void conference_placed(std::string call_id) { state_.at_server = std::move(call_id); }

  /// Whom redial and call return call: kept from before a restart, or news of the call log.
  void recall_last_dialled(std::string number) { state_.last_dialled = std::move(number); }
  void missed(std::string caller_uri) { state_.last_caller = std::move(caller_uri); }

  void set_volumes(const device::Volumes& volumes) { state_.volumes = volumes; }
  void lock(bool locked) { state_.locked = locked; }
  /// In place of the digits entered so far.
  void enter(std::string number) {
    if (state_.dialled) state_.dialled = std::move(number);
  }
  /// Calls a number that was chosen, not entered.
  Acts call_chosen(const std::string& number, const std::string& account_id) {
    return call_number(number, account_id);
  }

  Acts call_changed(const call::CallSnapshot& call);
  Acts call_ended(const call::CallSnapshot& call, const call::CallEnd& end);
  /// A call could not even be placed.
  void dial_failed(std::string_view why);
  /// What became of TransferCall. Our calls are ended by the phone if it was done.
  void transfer_over(std::string_view call_id, bool done, std::string_view why);
  /// What the peer tells of the call it was sent to place.
  void transfer_progressed(std::string_view call_id, std::string_view words);

  /// What the phones of a shared line do.
  void shared_line_changed(const std::string& account_id,
                           const std::vector<sip::Appearance>& appearances);
  /// Where the dial tone of a shared line is heard, or a call of it is placed; nullopt while
  /// nobody dials there.
  [[nodiscard]] std::optional<SharedAppearance> appearance_wanted() const;
  /// The next call of the account is placed there; nullopt if all of its keys are taken.
  std::optional<SharedAppearance> take_appearance(const std::string& account_id);
  /// Asked for at the server, or given back there.
  void seize(std::optional<SharedAppearance> appearance) { state_.seized = std::move(appearance); }

  /// What somebody does whom we watch; `is_over`: nobody will ever tell. `waited_for` is a watch
  /// like others.
  Acts watched_changed(const std::string& watch, WatchedParty party, bool is_over = false);
  void mailbox_changed(const std::string& account_id, Mailbox mailbox);
  /// A member of a list takes a key.
  void set_key(const std::string& name, KeyFunction key) { rules_.keys[name] = std::move(key); }

  /// How long to wait for the next digit, or for the first one of a hotline; nullopt: no timer.
  [[nodiscard]] std::optional<std::chrono::milliseconds> digit_wait() const;
  /// Digits wait for more.
  [[nodiscard]] bool waits_for_digit() const { return state_.dialled && !state_.dialled->empty(); }
  /// The failure ends by itself, because no handset is there to be replaced.
  [[nodiscard]] bool failure_fades() const {
    return (state_.failure && !state_.is_lifted()) || !state_.recall.empty() || completion_fades();
  }

 private:
  Acts follow(device::PathInput input);
  Acts press_digit(std::string_view key);
  Acts press_function(const KeyFunction& function);
  Acts press_soft(SoftKey key);
  Acts press_ok();
  Acts press_cancel();
  Acts finish();

  // desk_sound.cpp
  Acts press_speaker();
  Acts press_headset();
  Acts press_sound(std::string_view key);
  Acts press_page(const std::string& group);
  void toggle_group_listening();
  void unmute();

  // desk_dialling.cpp
  Acts take_line(DialPurpose purpose, std::string account_id = {});
  void start_dialling();
  void stop_dialling();
  Acts send_digits();
  Acts call_number(const std::string& number, const std::string& account_id = {},
                   bool intercom = false);
  Acts redial();
  Acts return_call();
  Acts begin_forward();
  Acts cancel_dialling();

  // desk_lines.cpp
  Acts press_line(std::size_t number);
  Acts press_hold(bool privately = false);
  Acts new_call(const std::string& account_id, std::optional<std::size_t> line);
  Acts resume(std::string_view call_id);
  Acts swap();
  Acts answer();
  void put_on_line(const call::CallSnapshot& call);

  // desk_shared.cpp
  Acts press_shared(const SharedLine& others, std::size_t number);
  bool put_on_appearance(const call::CallSnapshot& call);
  void release_appearance(const call::CallSnapshot& call);

  void back_to_held();
  bool take_what_stands();

  // desk_consultation.cpp
  Acts press_transfer();
  Acts transfer(TransferMove move);
  Acts transfer_into(std::string_view consult);
  Acts consult(DialPurpose purpose);
  Acts press_conference();
  Acts conference(ConferenceMove move);
  Acts join(std::vector<std::string> call_ids);
  Acts join_another();
  Acts join_at_server(const call::CallSnapshot& call, const call::CallSnapshot* other);
  [[nodiscard]] bool conference_is_held() const;
  void select_member(bool next);
  Acts remove_member();
  Acts leave_conference(std::string_view call_id);
  void recall(std::string_view call_id, std::string_view why);
  void leave_consultation();

  // desk_watching.cpp
  [[nodiscard]] const WatchedParty& party_of(const KeyFunction& key) const;
  [[nodiscard]] KeyStage key_stage() const;
  [[nodiscard]] std::string mailbox_number(const std::string& account_id) const;
  Acts press_number(const KeyFunction& key);
  Acts press_pickup(const KeyFunction& key);
  Acts press_group_pickup(const KeyFunction& key);
  Acts press_park(const KeyFunction& key);
  Acts call_service(const std::string& number, const std::string& account_id);
  Acts take_over(const Takeover& way, const std::string& account_id);
  Acts pick_up(const KeyFunction& key);
  Acts pick_up_alert();
  Acts retrieve(const KeyFunction& key);
  Acts call_intercom(const KeyFunction& key);
  Acts send_to(const std::string& number);
  Acts consult_with(const KeyFunction& key);
  Acts call_mailbox(const KeyFunction& key);

  // desk_completion.cpp
  void offer_completion(const call::CallSnapshot& call, const call::CallEnd& end);
  Acts accept_completion();
  Acts drop_completion();
  /// The person does something else.
  void drop_offer();
  Acts completion_changed(const WatchedParty& party, bool is_over);
  Acts complete_call();
  /// Neither an offer nor a free party waits for ever.
  [[nodiscard]] bool completion_fades() const {
    return state_.completion && state_.completion->stage != Completion::Stage::waiting &&
           !state_.failure;
  }

  // desk_calls.cpp
  void let_go(std::string_view call_id);
  void forget(std::string_view call_id);
  void take_in_hand(const call::CallSnapshot& call);
  Acts note_consultation(const call::CallSnapshot& call);
  void open_path();
  void fail(media::Tone tone, std::string notice);
  void dismiss();
  [[nodiscard]] std::string word(Word which) const {
    return std::string(text_of(*rules_.words, which));
  }
  /// Why a number is not called; nullopt if it is.
  [[nodiscard]] std::optional<Word> why_not(const DialledNumber& number) const;
  [[nodiscard]] std::string notice_after(const call::CallEnd& end) const;
  [[nodiscard]] device::PathPhase phase() const;

  DeskRules rules_;
  DeskState state_;
};

}  // namespace offhook::phone
