// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/pages.hpp"

#include "actors/sip/uri.hpp"

namespace offhook::phone {
namespace {

using call::CallState;

// Every text a person reads, in one place for translators.
namespace text {
constexpr std::string_view no_service = "No service";
constexpr std::string_view enter_number = "Enter number";
constexpr std::string_view calling = "Calling";
constexpr std::string_view connecting = "Connecting";
constexpr std::string_view ringing = "Ringing";
constexpr std::string_view incoming = "Incoming call";
constexpr std::string_view connected = "Connected";
constexpr std::string_view on_hold = "On hold";
constexpr std::string_view held_by_peer = "Held by the other side";
constexpr std::string_view held_by_both = "Held by both sides";
constexpr std::string_view muted = "Muted";
constexpr std::string_view conference = "Conference";
constexpr std::string_view transferring = "Transferring";
constexpr std::string_view transfer_to = "Transfer to";
constexpr std::string_view add_to_conference = "Add to conference";
constexpr std::string_view forward_to = "Forward to";
constexpr std::string_view forwarded_by = "via ";
constexpr std::string_view do_not_disturb = "Do not disturb";
constexpr std::string_view forwarding = "Forwarding";
constexpr std::string_view forwarding_all = "Forwarding to ";
constexpr std::string_view missed_calls = " missed calls";
constexpr std::string_view missed_call = "1 missed call";
constexpr std::string_view paging = "Paging";
constexpr std::string_view page = "Page";
constexpr std::string_view group_listening = "Group listening";
constexpr std::string_view remove_whom = "Remove whom?";
constexpr std::string_view new_messages = " new messages";
constexpr std::string_view new_message = "1 new message";
constexpr std::string_view uncounted_messages = "New messages";
constexpr std::string_view somebody_called = "Call for ";
constexpr std::string_view called_by = "from ";
constexpr std::string_view call_back = "Call back when free?";
constexpr std::string_view waiting_for = "Waiting for ";
constexpr std::string_view is_free = "Free now";
}  // namespace text

std::string_view title_of(CallState state) {
  switch (state) {
    case CallState::dialing:
    case CallState::proceeding:
      return text::calling;
    case CallState::ringing_out:
      return text::ringing;
    case CallState::ringing_in:  // in hand: we have answered, the caller has not heard of it yet
      return text::connecting;
    case CallState::held_local:
      return text::on_hold;
    case CallState::held_remote:
      return text::held_by_peer;
    case CallState::held_both:
      return text::held_by_both;
    default:
      return text::connected;
  }
}

/// The user of a URI, or the text itself.
std::string number_of(const std::string& address) {
  const auto uri = sip::parse_uri(address);
  return uri.ok() && !uri->user.empty() ? uri->user : address;
}

std::vector<std::string> rows(std::string_view first, std::string_view second = "",
                              std::string_view third = "", std::string_view fourth = "") {
  return {std::string(first), std::string(second), std::string(third), std::string(fourth)};
}

}  // namespace

std::string name_of_peer(const call::CallSnapshot& call) {
  const auto number = number_of(call.remote_uri);
  if (call.remote_display.empty() || call.remote_display == number) return number;
  return call.remote_display + " " + number;
}

namespace {

std::string_view prompt_for(const DeskState& state) {
  switch (state.purpose) {
    case DialPurpose::transfer:
      return text::transfer_to;
    case DialPurpose::conference:
      return text::add_to_conference;
    case DialPurpose::forward:
      return text::forward_to;
    case DialPurpose::call:
      break;
  }
  return text::enter_number;
}

/// Somebody else who waits: to be answered before being taken back.
std::string other_call(const DeskState& state) {
  if (const auto* waiting = state.ringing()) return "+ " + name_of_peer(*waiting);
  if (const auto* held = state.on_hold())
    return std::string(text::on_hold) + ": " + name_of_peer(*held);
  return {};
}

std::vector<std::string> call_rows(const DeskState& state, const call::CallSnapshot& call) {
  const auto stage = transfer_stage(state);
  if (stage == TransferStage::sent || stage == TransferStage::waiting)
    return rows(text::transferring, state.consultation->number, state.notice, other_call(state));
  std::string third = state.notice;
  if (state.group_listening) third = text::group_listening;
  if (state.muted) third = text::muted;
  if (call.call_id == state.at_server && call.state == CallState::connected)
    return rows(text::conference, name_of_peer(call), third, other_call(state));
  if (!state.is_member(call.call_id))
    return rows(title_of(call.state), name_of_peer(call), third, other_call(state));
  std::string names;
  for (const auto& id : state.conference)
    if (const auto* member = state.find(id))
      names += (names.empty() ? "" : ", ") + name_of_peer(*member);
  const bool held = holds_here(call.state);
  return rows(held ? text::on_hold : text::conference, names, third, other_call(state));
}

/// One who may be removed, and how many there are.
std::vector<std::string> member_rows(const DeskState& state) {
  const auto number = *state.selected;
  const auto* member = state.find(state.conference.at(number));
  return rows(text::conference, text::remove_whom,
              member != nullptr ? name_of_peer(*member) : std::string(),
              std::to_string(number + 1) + "/" + std::to_string(state.conference.size()));
}

std::string counted(std::size_t number, std::string_view one, std::string_view many) {
  if (number == 0) return {};
  return number == 1 ? std::string(one) : std::to_string(number) + std::string(many);
}

std::string messages_in(const PageContext& context) {
  if (!context.messages) return {};
  if (context.new_messages == 0) return std::string(text::uncounted_messages);
  return counted(context.new_messages, text::new_message, text::new_messages);
}

/// Who calls whom, where somebody whom we watch is called.
std::vector<std::string> alert_rows(const DeskState& state) {
  const auto& alert = *state.alert;
  const auto party = state.watched.find(alert.watch);
  const auto* rings = party != state.watched.end() ? ringing_at(party->second) : nullptr;
  const std::string whom = number_of(alert.watch.substr(alert.watch.find('/') + 1));
  if (rings == nullptr) return rows(text::somebody_called, whom);
  const auto who = number_of(rings->remote_uri);
  const bool named = !rings->remote_display.empty() && rings->remote_display != who;
  return rows(std::string(text::somebody_called) + whom,
              std::string(text::called_by) + (named ? rings->remote_display + " " + who : who));
}

std::vector<std::string> idle_rows(const DeskState& state, const PageContext& context) {
  const bool lost = context.registers_at_all && !context.registered;
  std::string feature;
  if (context.do_not_disturb)
    feature = text::do_not_disturb;
  else if (!context.forwarded_to.empty())
    feature = std::string(text::forwarding_all) + context.forwarded_to;
  else if (context.forwards_some)
    feature = text::forwarding;
  if (feature.empty() && state.completion)
    feature = std::string(text::waiting_for) + number_of(state.completion->number);
  auto news = counted(context.missed_calls, text::missed_call, text::missed_calls);
  const auto messages = messages_in(context);
  if (!messages.empty()) news += (news.empty() ? "" : ", ") + messages;
  return rows(context.label, lost ? text::no_service : "", feature, news);
}

std::string diverted(const call::CallSnapshot& call) {
  if (call.diverted_by.empty()) return {};
  return std::string(text::forwarded_by) + number_of(call.diverted_by);
}

}  // namespace

DisplayInfo page_of(const DeskState& state, const PageContext& context) {
  DisplayInfo page;
  page.soft_keys = soft_key_labels(state);
  const auto* waiting = state.ringing();
  if (state.selected) {
    page.lines = member_rows(state);
  } else if (!state.page_heard.empty()) {
    page.lines = rows(text::page, state.page_heard, "", other_call(state));
  } else if (state.paging) {
    page.lines =
        rows(text::paging, *state.paging, state.muted ? text::muted : "", other_call(state));
  } else if (state.dialled) {
    page.lines = rows(context.label, prompt_for(state), *state.dialled, other_call(state));
  } else if (const auto* call = state.focused()) {
    page.lines = call_rows(state, *call);
  } else if (state.placing) {
    page.lines = rows(text::calling, state.last_dialled);
  } else if (state.failure) {
    const bool offers = mode_of(state) == DeskMode::failed_offering;
    page.lines =
        rows(context.label, state.notice, offers ? text::call_back : "", other_call(state));
  } else if (waiting != nullptr) {
    page.lines = rows(text::incoming, name_of_peer(*waiting), diverted(*waiting));
  } else if (state.rings_back()) {
    page.lines = rows(text::is_free, number_of(state.completion->number));
  } else if (const auto* held = state.on_hold()) {
    page.lines = rows(text::on_hold, name_of_peer(*held), state.notice);
  } else if (mode_of(state) == DeskMode::alerting) {
    page.lines = alert_rows(state);
  } else if (mode_of(state) == DeskMode::offering) {
    page.lines = rows(context.label, number_of(state.completion->number), text::call_back);
  } else {
    page.lines = idle_rows(state, context);
  }
  return page;
}

}  // namespace offhook::phone
