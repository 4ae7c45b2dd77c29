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

DisplayInfo page_of(const DeskState& state, const PageContext& context) {
  DisplayInfo page;
  page.soft_keys = soft_keys(state);
  const auto* waiting = state.ringing();
  if (state.dialled) {
    page.lines = rows(context.label, text::enter_number, *state.dialled);
  } else if (const auto* call = state.focused()) {
    page.lines = rows(title_of(call->state), name_of_peer(*call), state.muted ? text::muted : "",
                      waiting != nullptr ? "+ " + name_of_peer(*waiting) : "");
  } else if (state.placing) {
    page.lines = rows(text::calling, state.last_dialled);
  } else if (state.failure) {
    page.lines = rows(context.label, state.notice);
  } else if (waiting != nullptr) {
    page.lines = rows(text::incoming, name_of_peer(*waiting));
  } else {
    const bool lost = context.registers_at_all && !context.registered;
    page.lines = rows(context.label, lost ? text::no_service : "");
  }
  return page;
}

}  // namespace offhook::phone
