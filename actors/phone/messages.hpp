// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/base/clock.hpp"
#include "actors/phone/forwarding.hpp"
#include "actors/phone/info.hpp"
#include "actors/phone/log_kind.hpp"

namespace offhook::phone {

/// Told to the event sink in the order in which things happened. `cause` is free text for people:
/// a SIP message, a key, a timer, an API request.
struct EventHappened {
  Event event;
  Instant at{};
  std::string cause;
};
using EventSink = act::ref<act::result<void>(EventHappened)>;

/// From now on `sink` hears every event. Several may listen.
struct ListenTo {
  EventSink sink;
};

/// The outcome of an order: the call as it is now, or why not.
struct CallReply {
  std::variant<CallInfo, Error> outcome;
};
struct DigitsReply {
  std::variant<std::string, Error> outcome;  ///< digits sent
};
struct InjectReply {
  std::variant<std::monostate, Error> outcome;
};

/// The features of an account as they are now.
struct FeaturesReply {
  std::variant<FeaturesInfo, Error> outcome;
};
struct ConferenceReply {
  std::variant<ConferenceInfo, Error> outcome;
};

/// The final response, if it is a success.
struct MessageReply {
  std::variant<SipResult, Error> outcome;
};

/// `completed`: answered when the peer agreed (for dial: the final response). `accepted`: at once.
enum class Wait : std::uint8_t { completed, accepted };

struct DialOrder {
  std::string account_id;  ///< "" is the first account
  std::string target;      ///< digits, user, or SIP URI
  std::string call_id;     ///< chosen by the client; "" lets the phone choose
  Wait wait = Wait::completed;
};
struct AnswerOrder {
  std::string call_id;
};
struct RejectOrder {
  std::string call_id;
  int sip_status = 486;
};
/// Sends the caller of a ringing call on to `target`: 302.
struct DeflectOrder {
  std::string call_id;
  std::string target;  ///< digits, user, or SIP URI
};
struct HangupOrder {
  std::string call_id;
};
struct HoldOrder {
  std::string call_id;
};
struct ResumeOrder {
  std::string call_id;
};
/// Sends the peer to `target`, or into the place of our call `consult_call_id`: one of the two.
/// Completed when the third party answered; both of our calls end then.
struct TransferOrder {
  std::string call_id;
  std::string target;  ///< digits, user, or SIP URI
  std::string consult_call_id;
};
/// The word on a call.transfer_requested that waits for one.
struct DecideTransferOrder {
  std::string call_id;
  bool accept = false;
};
struct SendDtmfOrder {
  std::string call_id;
  std::string digits;
  std::chrono::milliseconds tone{100};
  std::chrono::milliseconds gap{100};
};

/// Sends a text (RFC 3428); completed with the final response.
struct SendMessageOrder {
  std::string account_id;  ///< "" is the first account
  std::string target;      ///< digits, user, or SIP URI
  std::string text;        ///< UTF-8, at most `longest_message` octets
};
/// RFC 3428 §8: outside a session a MESSAGE fits into 1300 octets, headers included.
inline constexpr std::size_t longest_message = 800;

/// Joins calls with us, two to five: all of them hear each other. Those on hold are taken back.
struct JoinOrder {
  std::vector<std::string> call_ids;
};
/// Ends the conference: with `split` its calls go on, each on hold, else they end.
struct EndConferenceOrder {
  bool split = false;
};

/// Speaks to a multicast group, by its label in the settings or its address, until EndPageOrder.
struct PageOrder {
  std::string group;
};
struct EndPageOrder {};
struct PagingReply {
  std::variant<PagingInfo, Error> outcome;
};

/// `account_id` "" is what holds for the whole phone.
struct QueryFeatures {
  std::string account_id;
};
struct SetForwardOrder {
  std::string account_id;
  ForwardKind kind = ForwardKind::always;
  bool enabled = false;
  std::optional<std::string> target;         ///< nullopt keeps the one there is
  std::optional<std::chrono::seconds> ring;  ///< for no_answer
};
struct SetDoNotDisturbOrder {
  std::string account_id;
  bool enabled = false;
};

/// What is not given stays.
struct SetPrivacyOrder {
  std::string account_id;
  std::optional<bool> anonymous{};
  std::optional<bool> reject_anonymous{};
};

/// A page of the log, newest first.
struct QueryCallLog {
  std::optional<LogKind> kind{};  ///< nullopt: all four lists
  std::string account_id{};       ///< "": of every account
  std::optional<std::uint64_t> before{};
  std::size_t limit = 100;
};
struct CallLogReply {
  std::vector<CallLogInfo> entries;
  bool more = false;  ///< older ones are there
};
/// Removes entries, or empties a list or all of them, or says that somebody has seen the missed
/// calls.
struct ChangeCallLog {
  enum class What : std::uint8_t { remove, clear, look };
  What what = What::look;
  std::vector<std::uint64_t> entry_ids{};
  std::optional<LogKind> kind{};
};
struct CallLogChangeReply {
  std::variant<CallLogStatus, Error> outcome;
};

/// By name; `group` "" takes all.
struct QueryContacts {
  std::string group{};
};
struct ContactsReply {
  std::vector<ContactInfo> contacts;
};
/// A new contact, or another form of one that is there: what is not given stays.
struct PutContact {
  bool is_new = true;
  std::string contact_id{};  ///< of a new one: "" lets the phone choose
  std::optional<std::string> name{};
  std::optional<std::vector<std::string>> numbers{};
  std::optional<std::string> group{};
  std::optional<std::string> ring_tone{};
  std::optional<bool> blocked{};
};
struct RemoveContact {
  std::string contact_id;
};
struct ContactReply {
  std::variant<ContactInfo, Error> outcome;
};

/// A person's hand on a simulated board: lifts the handset, presses a key.
struct InjectHook {
  bool off_hook = false;
};
struct InjectKey {
  std::string key;  ///< "5", "#", "HOLD", "L1", "F1": keypad_layout.hpp
  bool down = true;
};

struct QueryPhone {};
struct QueryDevices {};
struct DeviceList {
  std::vector<DeviceInfo> devices;
};

/// Ends all calls, unregisters, then answers; the actor may be stopped after that.
struct ShutDown {};
struct ShutDownDone {};

/// The desk phone, seen from outside.
using Phone = act::ref<
    act::result<void>(ListenTo), act::result<CallReply>(DialOrder),
    act::result<CallReply>(AnswerOrder), act::result<CallReply>(RejectOrder),
    act::result<CallReply>(DeflectOrder), act::result<ConferenceReply>(JoinOrder),
    act::result<ConferenceReply>(EndConferenceOrder), act::result<PagingReply>(PageOrder),
    act::result<PagingReply>(EndPageOrder), act::result<FeaturesReply>(QueryFeatures),
    act::result<FeaturesReply>(SetForwardOrder), act::result<FeaturesReply>(SetDoNotDisturbOrder),
    act::result<FeaturesReply>(SetPrivacyOrder), act::result<CallLogReply>(QueryCallLog),
    act::result<CallLogChangeReply>(ChangeCallLog), act::result<ContactsReply>(QueryContacts),
    act::result<ContactReply>(PutContact), act::result<ContactReply>(RemoveContact),
    act::result<CallReply>(HangupOrder), act::result<CallReply>(HoldOrder),
    act::result<CallReply>(ResumeOrder), act::result<CallReply>(TransferOrder),
    act::result<CallReply>(DecideTransferOrder), act::result<DigitsReply>(SendDtmfOrder),
    act::result<MessageReply>(SendMessageOrder), act::result<InjectReply>(InjectHook),
    act::result<InjectReply>(InjectKey), act::result<PhoneInfo>(QueryPhone),
    act::result<DeviceList>(QueryDevices), act::result<ShutDownDone>(ShutDown)>;

}  // namespace offhook::phone

#include "actors/phone/type_ids.hpp"
