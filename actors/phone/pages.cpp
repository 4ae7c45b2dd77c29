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

std::vector<std::string> rows(std::string_view first, std::string_view second = "",
                              std::string_view third = "", std::string_view fourth = "") {
  return {std::string(first), std::string(second), std::string(third), std::string(fourth)};
}

}  // namespace

std::string name_of_peer(const call::CallSnapshot& call) {
  const auto uri = sip::parse_uri(call.remote_uri);
  const std::string number = uri.ok() && !uri->user.empty() ? uri->user : call.remote_uri;
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

std::vector<std::string> idle_rows(const PageContext& context) {
  const bool lost = context.registers_at_all && !context.registered;
  std::string feature;
  if (context.do_not_disturb)
    feature = text::do_not_disturb;
  else if (!context.forwarded_to.empty())
    feature = std::string(text::forwarding_all) + context.forwarded_to;
  else if (context.forwards_some)
    feature = text::forwarding;
  std::string missed;
  if (context.missed_calls == 1) missed = text::missed_call;
  if (context.missed_calls > 1)
    missed = std::to_string(context.missed_calls) + std::string(text::missed_calls);
  return rows(context.label, lost ? text::no_service : "", feature, missed);
}

std::string diverted(const call::CallSnapshot& call) {
  if (call.diverted_by.empty()) return {};
  const auto uri = sip::parse_uri(call.diverted_by);
  return std::string(text::forwarded_by) +
         (uri.ok() && !uri->user.empty() ? uri->user : call.diverted_by);
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
    page.lines = rows(context.label, state.notice, "", other_call(state));
  } else if (waiting != nullptr) {
    page.lines = rows(text::incoming, name_of_peer(*waiting), diverted(*waiting));
  } else if (const auto* held = state.on_hold()) {
    page.lines = rows(text::on_hold, name_of_peer(*held), state.notice);
  } else {
    page.lines = idle_rows(context);
  }
  return page;
}

}  // namespace offhook::phone
