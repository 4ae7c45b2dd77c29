// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/event_json.hpp"

#include <array>

#include <boost/json/serialize.hpp>

#include "actors/control/phone_described.hpp"

namespace offhook::control {
namespace {

// Payloads that are not simply a value of the phone.
struct CallChange : phone::CallInfo {
  std::optional<std::string> by{};
};
BOOST_DESCRIBE_STRUCT(CallChange, (phone::CallInfo), (by))
struct CallEnding : phone::CallInfo {
  phone::CallEndInfo end{};
};
BOOST_DESCRIBE_STRUCT(CallEnding, (phone::CallInfo), (end))
struct Digits {
  std::string call_id{};
  std::string digits{};
  std::int64_t duration_ms = 0;
};
BOOST_DESCRIBE_STRUCT(Digits, (), (call_id, digits, duration_ms))
struct TransferStep {
  std::string call_id{};
  phone::SipResult sip{};
};
BOOST_DESCRIBE_STRUCT(TransferStep, (), (call_id, sip))
struct Mailbox : phone::MailboxInfo {
  std::string account_id{};
};
BOOST_DESCRIBE_STRUCT(Mailbox, (phone::MailboxInfo), (account_id))
struct Key {
  std::string device_id{};
  std::string key{};
  std::int64_t held_ms = 0;
};
BOOST_DESCRIBE_STRUCT(Key, (), (device_id, key, held_ms))
struct Overflow {
  std::string subscription_id{};
  std::uint64_t lost_from = 0;
  std::uint64_t lost_to = 0;
};
BOOST_DESCRIBE_STRUCT(Overflow, (), (subscription_id, lost_from, lost_to))

template <class Payload>
json::value schema_of(Schemas& schemas) {
  return schemas.of<Payload>();
}

constexpr auto rows = std::to_array<EventRow>({
    {"account.registration_changed", "An account registers, is registered, failed or gave up.",
     &schema_of<phone::AccountInfo>},
    {"call.incoming", "Somebody calls; the phone rings.", &schema_of<CallChange>},
    {"call.dialing", "A call is being placed.", &schema_of<CallChange>},
    {"call.progress", "The network works on it: a 1xx without ringing.", &schema_of<CallChange>},
    {"call.ringing", "The far phone rings.", &schema_of<CallChange>},
    {"call.connected", "Answered; sound may flow.", &schema_of<CallChange>},
    {"call.held", "The peer agreed to a hold; `by` says whose.", &schema_of<CallChange>},
    {"call.resumed", "A hold ended; `by` says whose.", &schema_of<CallChange>},
    {"call.updated", "Something else about the call changed; `rev` grew.", &schema_of<CallChange>},
    {"call.ended", "The call is over; `end` says how.", &schema_of<CallEnding>},
    {"call.dtmf_received", "The peer pressed a key.", &schema_of<Digits>},
    {"call.dtmf_sent", "Digits have been sent to the peer.", &schema_of<Digits>},
    {"call.media_timeout", "No sound has come for a while.", &schema_of<phone::MediaTimeoutEvent>},
    {"call.transfer_requested",
     "The peer asks us to call somebody else; unless `accepted`, somebody has to decide.",
     &schema_of<phone::TransferRequestedEvent>},
    {"call.transfer_progress", "What the peer tells of the call it was sent to.",
     &schema_of<TransferStep>},
    {"call.transfer_completed", "The peer talks to whom it was sent to.", &schema_of<TransferStep>},
    {"call.transfer_failed", "The peer did not get through; the call is ours as before.",
     &schema_of<TransferStep>},
    {"call.forwarded", "A caller was sent on to somebody else.", &schema_of<phone::ForwardedEvent>},
    {"conference.changed", "These calls and we hear each other; none: the conference is over.",
     &schema_of<phone::ConferenceInfo>},
    {"paging.changed", "The groups that are spoken to and heard; \"\" for none.",
     &schema_of<phone::PagingInfo>},
    {"feature.changed", "Do not disturb or a forward was switched.",
     &schema_of<phone::FeaturesInfo>},
    {"call.logged", "A call that is over has come into the call log.",
     &schema_of<phone::CallLogInfo>},
    {"call.log_changed", "Entries were deleted, or somebody has seen the missed calls.",
     &schema_of<phone::CallLogStatus>},
    {"contacts.changed", "A contact is new, different, or `removed`.",
     &schema_of<phone::ContactEvent>},
    {"message.received", "Somebody sent a text.", &schema_of<phone::MessageEvent>},
    {"mwi.changed", "A server tells what waits in the mailbox of an account.", &schema_of<Mailbox>},
    {"watch.changed", "Somebody whom we watch is called, talks, or is free again.",
     &schema_of<phone::WatchInfo>},
    {"system.check_sync", "A server asks the phone to fetch its settings again.",
     &schema_of<phone::CheckSyncEvent>},
    {"hook.changed", "The handset was lifted or laid down.", &schema_of<phone::HookEvent>},
    {"key.pressed", "A key went down.", &schema_of<Key>},
    {"key.released", "A key came up.", &schema_of<Key>},
    {"led.changed", "A lamp shows something else.", &schema_of<phone::LedInfo>},
    {"display.changed", "The display shows something else.", &schema_of<phone::DisplayInfo>},
    {"ringer.changed", "The ringer starts or stops.", &schema_of<phone::RingerEvent>},
    {"tone.changed", "Another tone plays in the ear, or none.", &schema_of<phone::ToneEvent>},
    {"tone.played", "A short tone was heard: a reminder of a call on hold, an automatic answer.",
     &schema_of<phone::ToneBurstEvent>},
    {"audio.volume_changed", "A volume key was pressed.", &schema_of<phone::VolumeEvent>},
    {"audio.route_changed", "Sound goes through another part.", &schema_of<phone::RouteEvent>},
    {"engine.warning", "The engine noticed something a person should know.",
     &schema_of<phone::WarningEvent>},
    {"events.overflow",
     "This client read too slowly: its queue was dropped and the subscription "
     "waits for events.resume with `prev_seq`.",
     &schema_of<Overflow>},
});

template <class Info>
CallChange change_of(const Info& event) {
  CallChange payload;
  static_cast<phone::CallInfo&>(payload) = event.call;
  if (!event.by.empty()) payload.by = event.by;
  return payload;
}

/// An event taken apart: type, payload, and what filters look at.
struct Parts {
  std::string type;
  json::value payload;
  EventKeys keys{};
};

struct TakeApart {
  Parts operator()(const phone::RegistrationEvent& event) const {
    return {"account.registration_changed", to_json(event.account), {event.account.account_id}};
  }
  Parts operator()(const phone::CallEvent& event) const {
    return {event.type, to_json(change_of(event)), {event.call.account_id, event.call.call_id}};
  }
  Parts operator()(const phone::CallEndedEvent& event) const {
    CallEnding payload;
    static_cast<phone::CallInfo&>(payload) = event.call;
    payload.end = event.end;
    return {"call.ended", to_json(payload), {event.call.account_id, event.call.call_id}};
  }
  Parts operator()(const phone::DtmfEvent& event) const {
    return {event.type,
            to_json(Digits{event.call_id, event.digits, event.duration_ms}),
            {"", event.call_id}};
  }
  Parts operator()(const phone::MediaTimeoutEvent& event) const {
    return {"call.media_timeout", to_json(event), {"", event.call_id}};
  }
  Parts operator()(const phone::TransferRequestedEvent& event) const {
    return {"call.transfer_requested", to_json(event), {"", event.call_id}};
  }
  Parts operator()(const phone::TransferEvent& event) const {
    return {event.type, to_json(TransferStep{event.call_id, event.sip}), {"", event.call_id}};
  }
  Parts operator()(const phone::MessageEvent& event) const {
    return {"message.received", to_json(event), {event.account_id}};
  }
  Parts operator()(const phone::MailboxEvent& event) const {
    Mailbox payload;
    static_cast<phone::MailboxInfo&>(payload) = event.mailbox;
    payload.account_id = event.account_id;
    return {"mwi.changed", to_json(payload), {event.account_id}};
  }
  Parts operator()(const phone::CheckSyncEvent& event) const {
    return {"system.check_sync", to_json(event), {event.account_id}};
  }
  Parts operator()(const phone::HookEvent& event) const {
    return {"hook.changed", to_json(event), {"", "", event.device_id}};
  }
  Parts operator()(const phone::KeyEvent& event) const {
    return {event.type,
            to_json(Key{event.device_id, event.key, event.held_ms}),
            {"", "", event.device_id}};
  }
  Parts operator()(const phone::LedEvent& event) const {
    return {"led.changed", to_json(event.led), {"", "", "leds"}};
  }
  Parts operator()(const phone::DisplayEvent& event) const {
    return {"display.changed", to_json(event.display), {"", "", "display"}};
  }
  Parts operator()(const phone::RingerEvent& event) const {
    return {"ringer.changed", to_json(event), {"", "", "ringer"}};
  }
  Parts operator()(const phone::ToneEvent& event) const {
    return {"tone.changed", to_json(event), {"", "", "audio"}};
  }
  Parts operator()(const phone::RouteEvent& event) const {
    return {"audio.route_changed", to_json(event), {"", "", "audio"}};
  }
  Parts operator()(const phone::FeaturesEvent& event) const {
    return {"feature.changed", to_json(event.features), {event.features.account_id}};
  }
  Parts operator()(const phone::ForwardedEvent& event) const {
    return {"call.forwarded", to_json(event), {event.account_id}};
  }
  Parts operator()(const phone::ConferenceEvent& event) const {
    return {"conference.changed", to_json(event.conference)};
  }
  Parts operator()(const phone::PagingEvent& event) const {
    return {"paging.changed", to_json(event.paging)};
  }
  Parts operator()(const phone::ToneBurstEvent& event) const {
    return {"tone.played", to_json(event), {"", "", "audio"}};
  }
  Parts operator()(const phone::VolumeEvent& event) const {
    return {"audio.volume_changed", to_json(event), {"", "", "audio"}};
  }
  Parts operator()(const phone::WatchEvent& event) const {
    return {"watch.changed", to_json(event.watch), {event.watch.account_id}};
  }
  Parts operator()(const phone::CallLoggedEvent& event) const {
    return {"call.logged", to_json(event.entry), {event.entry.account_id}};
  }
  Parts operator()(const phone::CallLogEvent& event) const {
    return {"call.log_changed", to_json(event.status)};
  }
  Parts operator()(const phone::ContactEvent& event) const {
    return {"contacts.changed", to_json(event)};
  }
  Parts operator()(const phone::WarningEvent& event) const {
    return {"engine.warning", to_json(event)};
  }
};

/// The notification up to where the members of a subscription go; and what follows them. Written
/// in pieces because two members differ from client to client and all the others do not.
std::string head_of(std::string_view type, std::string_view epoch, std::uint64_t seq) {
  return R"({"jsonrpc":"2.0","method":"event","params":{"type":)" +
         json::serialize(json::string(type)) + R"(,"epoch":)" +
         json::serialize(json::string(epoch)) + R"(,"seq":)" + std::to_string(seq);
}

std::string tail_of(Instant at, std::string_view cause, const json::value& payload) {
  std::string tail = R"(,"ts_ns":)" + std::to_string(at.count()) + R"(,"cause":)" +
                     json::serialize(json::string(cause));
  const std::string members = json::serialize(payload);  // {…}
  if (members.size() > 2) tail.append(",").append(members, 1, members.size() - 2);
  return tail += "}}";
}

}  // namespace

std::span<const EventRow> event_rows() { return rows; }

PublishedEvent::PublishedEvent(const phone::Event& event, std::string_view epoch, std::uint64_t seq,
                               Instant at, std::string_view cause)
    : seq_(seq) {
  auto parts = std::visit(TakeApart{}, event);
  type_ = std::move(parts.type);
  keys_ = std::move(parts.keys);
  head_ = head_of(type_, epoch, seq);
  tail_ = tail_of(at, cause, parts.payload);
}

std::string PublishedEvent::text(std::string_view subscription_id, std::uint64_t prev_seq) const {
  std::string text;
  text.reserve(octets());
  text.append(head_).append(R"(,"prev_seq":)").append(std::to_string(prev_seq));
  text.append(R"(,"subscription_id":")").append(subscription_id).append("\"").append(tail_);
  return text;
}

std::string overflow_text(const Loss& loss, std::string_view epoch, Instant at) {
  return head_of("events.overflow", epoch, loss.lost_to) + R"(,"prev_seq":)" +
         std::to_string(loss.prev_seq) +
         tail_of(at, "the client reads too slowly",
                 to_json(Overflow{loss.subscription_id, loss.lost_from, loss.lost_to}));
}

}  // namespace offhook::control
