// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/base/random_source.hpp"
#include "actors/base/wall_time.hpp"
#include "actors/call/call_leg_actor.hpp"
#include "actors/call/messages.hpp"
#include "actors/device/messages.hpp"
#include "actors/phone/call_book.hpp"
#include "actors/phone/call_log.hpp"
#include "actors/phone/caller.hpp"
#include "actors/phone/contact.hpp"
#include "actors/phone/devices.hpp"
#include "actors/phone/diversion.hpp"
#include "actors/phone/hold_reminder.hpp"
#include "actors/phone/incoming_request.hpp"
#include "actors/phone/menu.hpp"
#include "actors/phone/messages.hpp"
#include "actors/phone/music_actor.hpp"
#include "actors/phone/page_board.hpp"
#include "actors/phone/paging_actor.hpp"
#include "actors/phone/presentation.hpp"
#include "actors/phone/replacement.hpp"
#include "actors/phone/settings.hpp"
#include "actors/phone/store.hpp"
#include "actors/phone/suggestion.hpp"
#include "actors/registration/messages.hpp"
#include "actors/subscription/messages.hpp"
#include "actors/subscription/notifier_actor.hpp"
#include "actors/subscription/subscriber_actor.hpp"
#include "hal/board.hpp"

namespace offhook::phone {

// What the phone says to itself, later.
struct InterDigitTimeout {};
struct FailureTimeout {};
struct AutoAnswerDue {
  std::string call_id;
};
/// Nobody has taken the call for as long as it may ring.
struct RingingDue {
  std::string call_id;
};
struct CodeDue {};    ///< a code for the server may be dialled
struct RedialDue {};  ///< somebody was busy, and is called again
/// Nobody has pressed a key for as long as the phone stays unlocked.
struct LockDue {};
/// Another second of the pause after wrong PINs.
struct PinPauseDue {};
/// The ring that was chosen has been heard.
struct RingHeard {};
struct ShutDownTimeout {};
/// It is time for the next beep about a call on hold.
struct ReminderDue {};
/// An actor that served this account has crashed: another takes its place.
struct ReviveAccount {
  std::string account_id;
};
/// What came in since the last time is to be seen and heard.
struct RefreshDue {};

/// What a phone is put together from. The wiring made these; the phone makes the rest.
struct PhoneParts {
  PhoneSettings settings;
  transaction::Dispatcher dispatcher;
  media::Media media;
  std::shared_ptr<hal::Board> board;
  bool board_has_sound =
      true;  ///< false: sound comes from a file, the board's endpoints stay closed
  RandomSource* random = nullptr;  ///< outlives the phone
  ContactPoints contacts;
  std::string user_agent;
  /// How long the DNS answers behind a URI hold; empty where nobody knows.
  std::function<std::optional<std::chrono::seconds>(const sip::Uri&)> time_to_live{};
  transaction::Gatekeeper gate{};  ///< none: whoever finds us may call
  /// For pages: the network and our address in it; null for a phone without. Outlives the phone.
  transport::Network* network = nullptr;
  IpAddress page_address{};
  bool sound = true;               ///< false: every session is a=inactive
  std::shared_ptr<Store> store{};  ///< never null
  WallClock wall_clock{};          ///< never empty
};

using PhoneItself = act::join<
    Phone, transaction::User, call::LegOwner, registration::RegistrationOwner,
    subscription::SubscriptionOwner, subscription::WatchOwner, subscription::SharedLineOwner,
    device::DeviceListener, PagingOwner,
    act::ref<act::result<void>(InterDigitTimeout), act::result<void>(FailureTimeout),
             act::result<void>(AutoAnswerDue), act::result<void>(RingingDue),
             act::result<void>(CodeDue), act::result<void>(RedialDue), act::result<void>(LockDue),
             act::result<void>(PinPauseDue), act::result<void>(RingHeard),
             act::result<void>(ShutDownTimeout), act::result<void>(ReminderDue),
             act::result<void>(ReviveAccount), act::result<void>(RefreshDue)>>;

/// The desk phone: owns devices, accounts and call legs, supervises them, and joins them by the
/// rules of Desk. What it shows and sounds is derived after each change (presentation.hpp).
class PhoneActor final : public act::actor<PhoneItself> {
 public:
  PhoneActor(caf::actor_config& config, PhoneParts parts);
  const char* name() const override { return "phone"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void start();
  void start_registration(const sip::Account& account);
  void served_badly(const std::string& account_id, std::string_view part, const act::error& reason);
  void revive(const std::string& account_id);

  // SIP that belongs to no call yet
  void receive(const transaction::RequestArrived& arrived);
  void ring(const transaction::RequestArrived& arrived);
  [[nodiscard]] IncomingFacts facts_of(const transaction::RequestArrived& arrived) const;
  void send_on(const transaction::RequestArrived& arrived, const IncomingVerdict& verdict);
  void refuse(const transaction::RequestArrived& arrived, int status);
  [[nodiscard]] absl::StatusOr<call::HeaderLines> way_on(const sip::Message& invite,
                                                         const sip::Account& account,
                                                         const std::string& target,
                                                         DiversionReason reason) const;
  void ringing_due(const std::string& call_id);
  /// Answers a ringing call with 302; an error says why not.
  std::optional<Error> deflect(const std::string& call_id, const std::string& target,
                               DiversionReason reason);
  void replace(const transaction::RequestArrived& arrived);
  void take_place(const std::string& call_id);
  std::string begin_incoming(const transaction::RequestArrived& arrived, bool at_once);
  void take_message(const transaction::RequestArrived& arrived);
  void take_subscribe(const transaction::RequestArrived& arrived);
  void tell_watchers();
  [[nodiscard]] subscription::WriteDocument document() const;
  void take_notify(const transaction::RequestArrived& arrived);
  void watch_mailbox(const sip::Account& account);
  void start_watching(const sip::Account& account);
  void watch_party(const std::string& id, const std::string& whom, const sip::Account& account);
  void watched_changed(const subscription::WatchedPartyChanged& changed);
  void watch_list(const sip::Account& account);
  void list_changed(const subscription::WatchedListChanged& changed);
  [[nodiscard]] subscription::SubscriptionContext watch_context(const sip::Account& account,
                                                                const std::string& target);
  [[nodiscard]] std::vector<WatchInfo> watch_infos() const;
  void take_dialogs(const sip::Message& notify);
  [[nodiscard]] WatchInfo watch_info(const std::string& id) const;
  void subscription_changed(const subscription::SubscriptionChanged& changed);
  void show_mailbox(const std::string& account_id, std::string_view body);
  [[nodiscard]] IncomingPolicy policy_for(const transaction::RequestArrived& arrived) const;
  [[nodiscard]] const sip::Account& account_called(const sip::Message& request) const;
  void respond(const transaction::RequestArrived& arrived, int status);
  void send_if_valid(const transaction::RequestArrived& arrived, const sip::Draft& response);
  void cancelled(const transaction::InviteCancelled& cancelled);
  void answered_too_late(const transaction::ResponseArrived& answer);
  void start_unwanted_calls();

  // what legs and accounts tell
  void changed(const call::CallSnapshot& call);
  void ended(const call::CallEnded& ended);
  void leg_gone(const std::string& call_id, const act::error& reason);
  void dtmf_received(const call::CallDtmfReceived& received);
  void digits_sent(const call::CallDigitsSent& sent);
  void media_timed_out(const call::CallMediaTimedOut& silent);
  void registered(const registration::RegistrationChanged& changed);
  void transfer_progressed(const call::CallTransferProgressed& progress);
  void transfer_requested(const call::CallTransferRequested& request);
  void follow_referral(const call::CallTransferRequested& request);
  void take_refer(const transaction::RequestArrived& arrived);
  void text_received(const call::CallTextReceived& text);
  void report_referred_call(const call::CallSnapshot& call);
  void report_referred_end(const call::CallEnded& ended);
  using TransferReply = std::function<void(std::variant<CallInfo, Error>)>;
  void begin_transfer(const TransferOrder& order, const TransferReply& reply);
  [[nodiscard]] std::variant<call::Transfer, Error> transfer_of(const TransferOrder& order);
  void transfer_over(const TransferOrder& order, const call::OperationDone& outcome);
  void use_server(const registration::ServerInUse& use);
  void tell_whether_busy();
  call::LegContext leg_context(const sip::Account& account, const Way& way);
  CallBook::Entry& adopt(const std::string& call_id, const call::CallLeg& leg);
  void forget(const std::string& call_id);
  void answer_dial(const std::string& call_id, std::variant<CallInfo, Error> outcome);

  // orders of a program
  act::result<CallReply> dial(const DialOrder& order);
  act::result<CallReply> answer(const std::string& call_id);
  act::result<CallReply> resume(const std::string& call_id);
  act::result<CallReply> deflect(const DeflectOrder& order);
  act::result<ConferenceReply> join(const JoinOrder& order);
  act::result<ConferenceReply> end_conference(const EndConferenceOrder& order);
  act::result<FeaturesReply> query_features(const std::string& account_id);
  act::result<FeaturesReply> set_forward(const SetForwardOrder& order);
  act::result<FeaturesReply> set_do_not_disturb(const std::string& account_id, bool enabled);
  act::result<FeaturesReply> set_privacy(const SetPrivacyOrder& order);
  void switch_privacy(const std::string& account_id, PrivacySwitches switches,
                      std::string_view cause);
  void hide_as_wanted();
  void features_changed(const std::string& account_id, std::string_view cause);
  act::result<CallLogReply> query_log(const QueryCallLog& query);
  act::result<CallLogChangeReply> change_log(const ChangeCallLog& order);
  act::result<ContactsReply> query_contacts(const QueryContacts& query);
  act::result<ContactReply> put_contact(const PutContact& order);
  act::result<ContactReply> remove_contact(const RemoveContact& order);
  act::result<MessageReply> send_message(const SendMessageOrder& order);
  act::result<PhoneInfo> query();
  act::result<CallReply> transfer(const TransferOrder& order);
  act::result<DigitsReply> send_dtmf(const SendDtmfOrder& order);
  template <class Order>
  act::result<CallReply> order(const std::string& call_id, Order order);
  template <class Order>
  act::result<CallReply> order_with_room(const std::string& call_id, Order order);
  template <class Order>
  void ask_leg(const call::CallLeg& leg, const std::string& call_id, Order order,
               act::promise<CallReply> promise);
  template <class Next>
  void with_room(const std::string& for_call, Next next, std::vector<std::string> asked = {});
  /// A call that is on its way to be placed.
  struct Placed {
    sip::Account account;
    std::string call_id;
    std::string target;  ///< a SIP URI
    call::InviteExtras extras{};
    bool seizes = true;            ///< of a shared line: asks for an appearance first
    std::uint32_t appearance = 0;  ///< of a shared line: is at it already
  };
  void place(const Placed& call);
  void begin_call(const Placed& call);
  [[nodiscard]] const sip::Account* account_for(const PlaceCall& act) const;

  // orders of a person
  void dial_failed(Word why);
  void perform(const Acts& acts, std::string_view cause);
  void perform(const PlaceCall& act);
  void perform(const AnswerCall& act);
  void perform(const RejectCall& act);
  void perform(const HangUpCall& act);
  void perform(const HoldCall& act);
  void perform(const ResumeCall& act);
  void perform(const SendKey& act);
  void perform(const SendDigits& act);
  void type(const std::string& call_id, const std::string& digits);
  void typed_over(const std::string& call_id, std::size_t count, const std::string& more,
                  const call::OperationDone& outcome);
  void digits_lost(const std::string& call_id, std::size_t count);
  void tell_refusal(const std::string& call_id, std::string_view what,
                    const call::OperationDone& outcome);
  void perform(const ForwardCall& act);
  void perform(const TransferCall& act);
  void perform(const JoinCalls& act);
  void perform(const SplitCalls& act);
  void perform(const ToggleDoNotDisturb& act);
  void perform(const ToggleForward& act);
  void perform(const DismissPage& act);
  void perform(const MoveToConference& act);
  void invite_to_conference(const std::string& conference, const std::vector<std::string>& calls);
  void perform(const WaitFor& act);
  void perform(const StopWaiting& act);
  void perform(const RetrieveCall& act);
  template <class Order>
  void order_by_hand(const std::string& call_id, Order order, const char* words);
  void auto_answer(const std::string& call_id);

  // devices
  void hook(const device::HookChanged& changed);
  void key(const device::KeyPressed& pressed);
  void key_released(const device::KeyReleased& released);
  void device_failed(const device::DeviceFailed& failed);
  void failure_over();
  act::result<InjectReply> inject(const InjectHook& hook);
  act::result<InjectReply> inject(const InjectKey& key);

  // calls that nobody dials
  void dial_codes_when_free();
  void code_due();
  void call_again_if_busy(const call::CallEnded& ended);
  void redial_due();

  // what follows from every change
  /// Behind what has come in already: what changes in one rush is shown once.
  void refresh(std::string_view cause);
  void refresh_now();
  void show(const Presentation& next, std::string_view cause);
  void show_sound(const Presentation& next, std::string_view cause);
  void run_timers();

  // sound that follows from calls (phone_sound.cpp)
  void ring_as_wanted(bool ringing);
  [[nodiscard]] device::StartRinging ring_now() const;
  void end_sample();
  void run_reminder();
  void remind();
  void play_signal(media::Tone tone);
  void play_music();
  void play_to(media::StreamId stream, bool plays);
  [[nodiscard]] bool wants_music(const call::CallSnapshot& call) const;

  // lines that other phones share (phone_shared.cpp)
  void share_line(const sip::Account& account);
  void appearances_told(const subscription::AppearancesTold& told);
  void seize_as_wanted();
  void seize(const SharedAppearance& appearance, std::optional<Placed> waiting = std::nullopt);
  void seized(std::uint64_t number, const subscription::LineSeized& outcome);
  void give_back_appearance();
  void place_at_appearance(const Placed& call);
  void line_refused(const std::string& call_id, int sip_status);
  [[nodiscard]] std::uint32_t appearance_called(const transaction::RequestArrived& arrived) const;
  [[nodiscard]] bool is_shared(const std::string& account_id) const {
    return desk_.rules().shared.contains(account_id);
  }

  // pages (phone_paging.cpp)
  void start_paging();
  void page_began(const PageBegan& m);
  void page_ended(const PageEnded& m);
  void judge_pages();
  void hear_page(std::uint8_t priority);
  void hold_for_page();
  void stop_hearing();
  void speak_to_group(const std::string& group);
  [[nodiscard]] std::optional<Endpoint> group_named(const std::string& name) const;
  act::result<PagingReply> page(const PageOrder& order);
  act::result<PagingReply> end_page();
  [[nodiscard]] PagingInfo paging_info() const;
  void emit(Event event, std::string_view cause);

  // what is remembered: phone_memory.cpp
  void recall();
  void log_call(LogEntry entry);
  void log_refused(const transaction::RequestArrived& arrived, LogKind kind);
  void look_at_log(std::string_view cause);
  void tell_log_changed(std::string_view cause);
  void keep_what_changed();
  [[nodiscard]] CallLogStatus log_status() const;
  [[nodiscard]] std::map<std::string, std::string> names_of_callers() const;
  [[nodiscard]] std::optional<Suggestion> suggestion() const;
  bool take_suggestion(std::string_view key);

  // the menu: phone_menu.cpp
  [[nodiscard]] bool is_idle() const;
  [[nodiscard]] bool tells_of_missed() const;
  [[nodiscard]] std::optional<MenuPlace> menu_place_of(std::string_view key) const;
  bool press_in_menu(std::string_view key);
  [[nodiscard]] MenuContent menu_content() const;
  std::optional<DisplayInfo> page_of_menu();
  [[nodiscard]] std::optional<MissedCall> missed_to_tell() const;
  void perform_in_menu(std::monostate) {}
  void perform_in_menu(const CallFromMenu& act);
  void perform_in_menu(const DeleteFromLog& act);
  void perform_in_menu(const ClearMissed& act);
  void perform_in_menu(const SeeMissed& act);
  void perform_in_menu(const SwitchDoNotDisturb& act);
  void perform_in_menu(const SwitchForward& act);
  void perform_in_menu(const ChooseRingVolume& act);
  void perform_in_menu(const ChooseRing& act);
  void perform_in_menu(const SwitchPrivacy& act);
  void perform_in_menu(const LockKeys& act);
  void perform_in_menu(const Unlock& act);

  // the keypad lock: phone_lock.cpp
  bool press_in_lock(std::string_view key);
  void lock_keys(bool locked, std::string_view cause);
  void run_lock_timer();
  void lock_due();
  void open_lock(std::string note);
  void run_pin_pause();

  // the end
  act::result<ShutDownDone> shut_down();
  void finish_shut_down_if_done();
  void finish_shut_down();

  [[nodiscard]] PhoneInfo info() const;
  [[nodiscard]] PageContext page_context() const;
  [[nodiscard]] std::vector<DeviceInfo> device_list() const;
  [[nodiscard]] const sip::Account* account_of(const std::string& account_id) const;
  [[nodiscard]] std::string contact_of(const sip::Account& account, const Way& way) const;
  [[nodiscard]] bool can_dial(const sip::Account& account) const;

  struct Line {
    AccountInfo info;
    registration::Registration registration;
    std::string contact_uri;           ///< as the registrar sees us; "" is our own address
    bool server_may_be_used = false;   ///< before it has accepted a registration
    subscription::Subscriber mailbox;  ///< none until the account is registered, or without setting
    unsigned crashes = 0;              ///< of the two above
    Timer revival;
  };

  PhoneParts parts_;
  Desk desk_;
  CallBook book_;
  std::map<std::string, Line> lines_;                        ///< by account_id
  std::map<std::string, act::promise<CallReply>> dialling_;  ///< call.dial not answered yet
  /// Calls placed because a peer asked, by their call_id: who tells it how they fare.
  struct Referred {
    act::ref<act::result<void>(call::ReportReferral)> by;
    std::string by_call;  ///< the call that the peer is in; empty if it is in none
  };
  std::map<std::string, Referred> referred_;
  std::map<std::string, std::string> replacing_;  ///< new call_id to the one it takes the place of
  /// INVITEs of calls that ring, by call_id: what a 302 needs to say where they come from.
  struct Ringing {
    sip::MessagePtr invite;
    IncomingVerdict verdict;
    Timer limit{};
    bool rang_out = false;  ///< its time is over, and the phone refuses it
  };
  std::map<std::string, Ringing> ringing_;
  /// Calls that wait for one to a server, by its call_id: their peers are sent there then.
  std::map<std::string, std::vector<std::string>> moving_;
  std::vector<std::string> joined_;  ///< the conference that was told of last
  Features features_;
  CodesToDial codes_;
  AutoRedial auto_redial_;
  /// What was typed while the digits before it are being sent, by call_id; no entry: none are.
  std::map<std::string, std::string> typed_;
  bool code_waits_ = false;  ///< CodeDue is under way
  Timer code_timer_, redial_timer_;
  CallLog log_;
  AddressBook contacts_;
  Menu menu_;
  WrongPins wrong_pins_;
  RingSettings rings_;         ///< with the usual one as it was chosen
  bool samples_ring_ = false;  ///< the one that was chosen is heard
  /// As the store knows them.
  struct Kept {
    std::string last_dialled;
    std::size_t unseen = 0;
    bool locked = false;
    std::size_t wrong_pins = 0;
    device::Volumes volumes{};
  };
  Kept kept_;
  EndedDialogs ended_dialogs_;
  std::set<std::string> accepted_;  ///< of these: answered at the first snapshot (Wait::accepted)
  std::vector<EventSink> listeners_;
  Devices devices_;
  Presentation shown_;
  bool presented_ = false;
  bool refresh_due_ = false;
  std::string refresh_cause_;
  bool busy_ = false;  ///< as the registrations were told
  /// What the failure time runs for: a tone, or within it nullopt for what makes none.
  std::optional<std::optional<media::Tone>> fading_;
  std::optional<std::string> digits_waiting_;  ///< that the inter-digit time runs for
  Timer inter_digit_, failure_, idle_lock_, pin_pause_, sample_, shut_down_limit_;
  std::optional<device::StartRinging> rings_as_;  ///< nullopt while it does not
  Reminder reminded_of_ = Reminder::none;
  Timer reminder_;
  std::map<std::string, media::StreamId> with_music_;  ///< calls whose peers hear music
  MusicLine music_line_;  ///< to a server that has it; null until it is needed
  Paging paging_;         ///< null for a phone without a network for pages
  PageBoard pages_on_air_;
  std::set<std::string> held_for_page_;  ///< calls that made room for it
  std::size_t page_holds_ = 0;           ///< of these, not agreed on yet
  PagingInfo paging_told_;
  std::map<std::string, Timer> auto_answer_;
  std::map<std::string, std::chrono::milliseconds> told_to_answer_;  ///< by their INVITE's headers
  subscription::EventPackage dialog_package_;
  std::map<std::uint64_t, subscription::Notifier> watchers_;  ///< of our calls
  std::uint64_t last_watcher_ = 0;
  std::map<std::string, subscription::DialogWatcher> watches_;    ///< of others, by watch_id
  std::map<std::string, subscription::SharedLine> shared_lines_;  ///< by account_id
  /// The appearance that the desk has seized: what became of it, and the call that waits for it.
  struct Seizure {
    std::uint64_t number = 0;
    std::optional<Instant> granted{};
    std::optional<Placed> waiting{};
  };
  Seizure seizure_;
  std::size_t pages_ = 0;             ///< texts under way
  transaction::User unwanted_calls_;  ///< none for a moment, after a fault in it
  std::optional<act::promise<ShutDownDone>> shutting_down_;
  std::size_t unregistering_ = 0;
};

}  // namespace offhook::phone

OFFHOOK_MESSAGES(
    phone,
    (offhook::phone::InterDigitTimeout)(offhook::phone::FailureTimeout)(
        offhook::phone::AutoAnswerDue)(offhook::phone::RingingDue)(offhook::phone::CodeDue)(
        offhook::phone::RedialDue)(offhook::phone::LockDue)(offhook::phone::PinPauseDue)(
        offhook::phone::RingHeard)(offhook::phone::ShutDownTimeout)(offhook::phone::ReminderDue)(
        offhook::phone::ReviveAccount)(offhook::phone::RefreshDue))
