// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "actors/control/describe_json.hpp"
#include "actors/control/phone_described.hpp"
#include "actors/control/scopes.hpp"

// What goes over the wire: parameters and results of every method. An optional member may be left
// out; every other member must be there. Times carry their unit in the name.

namespace offhook::control {

// clang-format off

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

/// When an order is answered: `completed` when the peer agreed, `accepted` once it is under way.
enum class WaitFor : std::uint8_t { completed, accepted };
BOOST_DESCRIBE_ENUM(WaitFor, completed, accepted)

/// Every method that changes something takes these. The same `op_id` with the same parameters
/// within ten minutes gives the same outcome and does nothing twice.
struct OrderParams {
  std::optional<std::string> op_id{};
  std::optional<WaitFor> wait{};
  std::optional<std::int64_t> timeout_ms{};
};
BOOST_DESCRIBE_STRUCT(OrderParams, (), (op_id, wait, timeout_ms))

// session.*
struct HelloParams {
  std::optional<std::string> client_name{};
  std::optional<std::string> client_version{};
};
BOOST_DESCRIBE_STRUCT(HelloParams, (), (client_name, client_version))

struct LimitsInfo {
  std::uint64_t message_octets = 0;
  std::uint64_t message_depth = 0;
  std::uint64_t outstanding_requests = 0;
  std::uint64_t requests_per_second = 0;
  std::uint64_t subscriptions = 0;
  std::uint64_t queued_messages = 0;
  std::uint64_t queued_octets = 0;
  std::uint64_t retained_events = 0;
  std::int64_t longest_wait_ms = 0;
};
BOOST_DESCRIBE_STRUCT(LimitsInfo, (), (message_octets, message_depth, outstanding_requests,
                                       requests_per_second, subscriptions, queued_messages,
                                       queued_octets, retained_events, longest_wait_ms))

/// Who answers. `clock` is "real" or "virtual".
struct HelloResult {
  std::string engine;
  std::string version;
  std::string api;
  std::vector<std::string> features;
  LimitsInfo limits;
  std::string epoch;
  std::string clock;
};
BOOST_DESCRIBE_STRUCT(HelloResult, (), (engine, version, api, features, limits, epoch, clock))

struct AuthenticateParams {
  std::string token;
};
BOOST_DESCRIBE_STRUCT(AuthenticateParams, (), (token))

struct AuthenticateResult {
  std::string token_name;
  std::vector<Scope> scopes;
};
BOOST_DESCRIBE_STRUCT(AuthenticateResult, (), (token_name, scopes))

// events.*

/// One string or several: a filter's values.
struct StringSet {
  std::vector<std::string> values{};
  [[nodiscard]] json::value to_json() const;
  static std::optional<StringSet> from_json(const json::value& from);
  static constexpr std::string_view expected() { return "a string or an array of strings"; }
  static json::value schema();
};

/// Every member given must hold one of its values in the event.
struct EventFilter {
  std::optional<StringSet> account_id{};
  std::optional<StringSet> call_id{};
  std::optional<StringSet> device_id{};
};
BOOST_DESCRIBE_STRUCT(EventFilter, (), (account_id, call_id, device_id))

/// The last event a client has seen.
struct EventPosition {
  std::string epoch;
  std::uint64_t seq = 0;
};
BOOST_DESCRIBE_STRUCT(EventPosition, (), (epoch, seq))

struct SubscribeParams {
  std::vector<std::string> topics;
  std::optional<EventFilter> filter{};
  std::optional<bool> snapshot{};
  std::optional<EventPosition> since{};
};
BOOST_DESCRIBE_STRUCT(SubscribeParams, (), (topics, filter, snapshot, since))

/// The phone after event `seq` and before the next one.
struct StateResult : phone::PhoneInfo {
  std::string epoch;
  std::uint64_t seq = 0;
};
BOOST_DESCRIBE_STRUCT(StateResult, (phone::PhoneInfo), (epoch, seq))

struct SubscribeResult {
  std::string subscription_id;
  std::string epoch;
  std::uint64_t seq = 0;
  std::uint64_t replayed = 0;
  std::optional<StateResult> snapshot{};
};
BOOST_DESCRIBE_STRUCT(SubscribeResult, (), (subscription_id, epoch, seq, replayed, snapshot))

struct UnsubscribeParams {
  std::string subscription_id;
};
BOOST_DESCRIBE_STRUCT(UnsubscribeParams, (), (subscription_id))

struct ResumeEventsParams {
  std::string subscription_id;
  EventPosition since;
};
BOOST_DESCRIBE_STRUCT(ResumeEventsParams, (), (subscription_id, since))

// account.*, call.*
struct AccountList {
  std::vector<phone::AccountInfo> accounts;
};
BOOST_DESCRIBE_STRUCT(AccountList, (), (accounts))

struct WatchList {
  std::vector<phone::WatchInfo> watches;
};
BOOST_DESCRIBE_STRUCT(WatchList, (), (watches))

struct CallListParams {
  std::optional<std::string> state{};
  std::optional<std::string> account_id{};
};
BOOST_DESCRIBE_STRUCT(CallListParams, (), (state, account_id))

struct CallList {
  std::vector<phone::CallInfo> calls;
};
BOOST_DESCRIBE_STRUCT(CallList, (), (calls))

struct CallGetParams {
  std::string call_id;
};
BOOST_DESCRIBE_STRUCT(CallGetParams, (), (call_id))

/// A call, and how it ended if it has: ended calls are kept for a minute.
struct CallDetails : phone::CallInfo {
  std::optional<phone::CallEndInfo> end{};
};
BOOST_DESCRIBE_STRUCT(CallDetails, (phone::CallInfo), (end))

struct DialParams : OrderParams {
  std::string target;
  std::optional<std::string> account_id{};
  std::optional<std::string> call_id{};
};
BOOST_DESCRIBE_STRUCT(DialParams, (OrderParams), (target, account_id, call_id))

struct CallOrderParams : OrderParams {
  std::string call_id;
};
BOOST_DESCRIBE_STRUCT(CallOrderParams, (OrderParams), (call_id))

struct RejectParams : CallOrderParams {
  std::optional<int> code{};
};
BOOST_DESCRIBE_STRUCT(RejectParams, (CallOrderParams), (code))

struct TransferParams : CallOrderParams {
  std::string target;
};
BOOST_DESCRIBE_STRUCT(TransferParams, (CallOrderParams), (target))

struct CompleteTransferParams : CallOrderParams {
  std::string consult_call_id;
};
BOOST_DESCRIBE_STRUCT(CompleteTransferParams, (CallOrderParams), (consult_call_id))

/// `kind`: placed, received, missed or forwarded. `before` is the entry_id that the page before this
/// one ended with.
struct CallLogParams {
  std::optional<std::string> kind{};
  std::optional<std::string> account_id{};
  std::optional<std::uint64_t> before{};
  std::optional<std::int64_t> limit{};
};
BOOST_DESCRIBE_STRUCT(CallLogParams, (), (kind, account_id, before, limit))

struct CallLogList {
  std::vector<phone::CallLogInfo> entries;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(CallLogList, (), (entries, more))

struct CallLogDeleteParams : OrderParams {
  std::vector<std::uint64_t> entry_ids;
};
BOOST_DESCRIBE_STRUCT(CallLogDeleteParams, (OrderParams), (entry_ids))

struct CallLogClearParams : OrderParams {
  std::optional<std::string> kind{};
};
BOOST_DESCRIBE_STRUCT(CallLogClearParams, (OrderParams), (kind))

// contacts.*
struct ContactListParams {
  std::optional<std::string> group{};
};
BOOST_DESCRIBE_STRUCT(ContactListParams, (), (group))

struct ContactList {
  std::vector<phone::ContactInfo> contacts;
};
BOOST_DESCRIBE_STRUCT(ContactList, (), (contacts))

struct AddContactParams : OrderParams {
  std::string name;
  std::vector<std::string> numbers;
  std::optional<std::string> contact_id{};
  std::optional<std::string> group{};
  std::optional<std::string> ring_tone{};
  std::optional<bool> blocked{};
};
BOOST_DESCRIBE_STRUCT(AddContactParams, (OrderParams), (name, numbers, contact_id, group, ring_tone, blocked))

struct UpdateContactParams : OrderParams {
  std::string contact_id;
  std::optional<std::string> name{};
  std::optional<std::vector<std::string>> numbers{};
  std::optional<std::string> group{};
  std::optional<std::string> ring_tone{};
  std::optional<bool> blocked{};
};
BOOST_DESCRIBE_STRUCT(UpdateContactParams, (OrderParams), (contact_id, name, numbers, group, ring_tone, blocked))

struct RemoveContactParams : OrderParams {
  std::string contact_id;
};
BOOST_DESCRIBE_STRUCT(RemoveContactParams, (OrderParams), (contact_id))

// conference.*, feature.*
struct ConferenceParams : OrderParams {
  std::vector<std::string> call_ids;
};
BOOST_DESCRIBE_STRUCT(ConferenceParams, (OrderParams), (call_ids))

struct EndConferenceParams : OrderParams {
  std::optional<bool> split{};
};
BOOST_DESCRIBE_STRUCT(EndConferenceParams, (OrderParams), (split))

/// A label of the settings, or "224.0.1.75:5004".
struct PageParams : OrderParams {
  std::string group;
};
BOOST_DESCRIBE_STRUCT(PageParams, (OrderParams), (group))

/// Without account_id: what holds for the whole phone.
struct FeatureParams {
  std::optional<std::string> account_id{};
};
BOOST_DESCRIBE_STRUCT(FeatureParams, (), (account_id))

struct SetDndParams : OrderParams {
  std::optional<std::string> account_id{};
  bool enabled = false;
};
BOOST_DESCRIBE_STRUCT(SetDndParams, (OrderParams), (account_id, enabled))

struct SetPrivacyParams : OrderParams {
  std::optional<std::string> account_id{};
  std::optional<bool> anonymous{};
  std::optional<bool> reject_anonymous{};
};
BOOST_DESCRIBE_STRUCT(SetPrivacyParams, (OrderParams), (account_id, anonymous, reject_anonymous))

/// `delay_s`: how long it rings before no_answer.
struct SetForwardParams : OrderParams {
  std::optional<std::string> account_id{};
  std::string kind;
  bool enabled = false;
  std::optional<std::string> target{};
  std::optional<std::int64_t> delay_s{};
};
BOOST_DESCRIBE_STRUCT(SetForwardParams, (OrderParams), (account_id, kind, enabled, target, delay_s))

struct SendDtmfParams : CallOrderParams {
  std::string digits;
  std::optional<std::int64_t> tone_ms{};
  std::optional<std::int64_t> gap_ms{};
};
BOOST_DESCRIBE_STRUCT(SendDtmfParams, (CallOrderParams), (digits, tone_ms, gap_ms))

struct SendDtmfResult {
  std::string sent_digits;
};
BOOST_DESCRIBE_STRUCT(SendDtmfResult, (), (sent_digits))

// message.*
struct SendMessageParams : OrderParams {
  std::string target;
  std::string body;
  std::optional<std::string> account_id{};
};
BOOST_DESCRIBE_STRUCT(SendMessageParams, (OrderParams), (target, body, account_id))

// device.*, system.*
struct DeviceListParams {
  std::optional<std::string> kind{};
};
BOOST_DESCRIBE_STRUCT(DeviceListParams, (), (kind))

struct DeviceListResult {
  std::vector<phone::DeviceInfo> devices;
};
BOOST_DESCRIBE_STRUCT(DeviceListResult, (), (devices))

struct HookInput {
  bool off_hook = false;
};
BOOST_DESCRIBE_STRUCT(HookInput, (), (off_hook))

struct KeyInput {
  std::string code;
  bool down = false;
};
BOOST_DESCRIBE_STRUCT(KeyInput, (), (code, down))

/// Exactly one of these.
struct DeviceInput {
  std::optional<HookInput> hook{};
  std::optional<KeyInput> key{};
};
BOOST_DESCRIBE_STRUCT(DeviceInput, (), (hook, key))

struct InjectParams : OrderParams {
  std::string device_id;
  DeviceInput input;
};
BOOST_DESCRIBE_STRUCT(InjectParams, (OrderParams), (device_id, input))

struct SystemInfo {
  std::string engine;
  std::string version;
  std::string phone_id;
  std::string epoch;
  std::string clock;
  std::int64_t uptime_ms = 0;
};
BOOST_DESCRIBE_STRUCT(SystemInfo, (), (engine, version, phone_id, epoch, clock, uptime_ms))

// clang-format on

}  // namespace offhook::control
