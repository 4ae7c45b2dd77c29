// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/pages.hpp"

#include "actors/sip/uri.hpp"

namespace offhook::phone {
namespace {

using call::CallState;

Word title_of(CallState state) {
  switch (state) {
    case CallState::dialing:
    case CallState::proceeding:
      return Word::calling;
    case CallState::ringing_out:
      return Word::ringing;
    case CallState::ringing_in:  // in hand: we have answered, the caller has not heard of it yet
      return Word::connecting;
    case CallState::held_local:
      return Word::on_hold;
    case CallState::held_remote:
      return Word::held_by_peer;
    case CallState::held_both:
      return Word::held_by_both;
    default:
      return Word::connected;
  }
}

std::vector<std::string> rows(std::string first, std::string second = "", std::string third = "",
                              std::string fourth = "") {
  return {std::move(first), std::move(second), std::move(third), std::move(fourth)};
}

std::string number_of(std::string_view uri_text) {
  const auto uri = sip::parse_uri(uri_text);
  return uri.ok() && !uri->user.empty() ? uri->user : std::string(uri_text);
}

Word prompt_for(DialPurpose purpose) {
  switch (purpose) {
    case DialPurpose::transfer:
      return Word::transfer_to;
    case DialPurpose::conference:
      return Word::add_to_conference;
    case DialPurpose::forward:
      return Word::forward_to;
    case DialPurpose::call:
      break;
  }
  return Word::enter_number;
}

/// One page of one phone: what it says, in its language and with the names it knows.
class Page {
 public:
  Page(const DeskState& state, const PageContext& context) : state_(state), context_(context) {}

  [[nodiscard]] std::vector<std::string> rows_of() const {
    const auto* waiting = state_.ringing();
    if (state_.selected) return member();
    if (!state_.page_heard.empty())
      return rows(word(Word::page), state_.page_heard, "", other_call());
    if (state_.paging)
      return rows(word(Word::paging), *state_.paging, state_.muted ? word(Word::muted) : "",
                  other_call());
    if (state_.dialled) return dialling(*state_.dialled);
    if (const auto* call = state_.focused()) return in_call(*call);
    if (state_.placing) return rows(word(Word::calling), shown(state_.last_dialled));
    if (state_.failure) return failed();
    if (waiting != nullptr)
      return rows(word(Word::incoming_call), name(*waiting), diverted(*waiting));
    if (state_.rings_back()) return rows(word(Word::is_free), number_of(state_.completion->number));
    if (const auto* held = state_.on_hold())
      return rows(word(Word::on_hold), name(*held), state_.notice);
    return unused();
  }

 private:
  [[nodiscard]] std::string word(Word which) const {
    return std::string(text_of(*context_.words, which));
  }
  [[nodiscard]] std::string word(Word which, std::string_view filling) const {
    return text_of(*context_.words, which, filling);
  }
  [[nodiscard]] std::string name(const call::CallSnapshot& call) const {
    const auto known = context_.names.find(call.call_id);
    return name_of_peer(call, known != context_.names.end() ? known->second : call.remote_display,
                        context_.hidden);
  }
  [[nodiscard]] std::string shown(const std::string& number) const {
    return shown_number(number, context_.hidden);
  }

  [[nodiscard]] std::vector<std::string> dialling(const std::string& digits) const {
    auto fourth = other_call();
    if (fourth.empty()) fourth = context_.suggestion;
    return rows(context_.label, word(prompt_for(state_.purpose)), shown(digits), fourth);
  }

  /// Somebody else who waits: to be answered before being taken back.
  [[nodiscard]] std::string other_call() const {
    if (const auto* waiting = state_.ringing()) return word(Word::waiting_call, name(*waiting));
    if (const auto* held = state_.on_hold()) return word(Word::on_hold_with, name(*held));
    return {};
  }

  [[nodiscard]] std::vector<std::string> in_call(const call::CallSnapshot& call) const {
    const auto stage = transfer_stage(state_);
    if (stage == TransferStage::sent || stage == TransferStage::waiting)
      return rows(word(Word::transferring), shown(state_.consultation->number), state_.notice,
                  other_call());
    std::string third = state_.notice;
    if (state_.group_listening) third = word(Word::group_listening);
    if (state_.muted) third = word(Word::muted);
    const bool at_focus = call.remote_is_focus || call.call_id == state_.at_server;
    if (at_focus && call.state == CallState::connected && !state_.is_member(call.call_id))
      return rows(word(Word::conference), name(call), third, other_call());
    if (!state_.is_member(call.call_id))
      return rows(word(title_of(call.state)), name(call), third, other_call());
    std::string names;
    for (const auto& id : state_.conference)
      if (const auto* member = state_.find(id))
        names += (names.empty() ? "" : ", ") + name(*member);
    const bool held = holds_here(call.state);
    return rows(word(held ? Word::on_hold : Word::conference), names, third, other_call());
  }

  /// One who may be removed, and how many there are.
  [[nodiscard]] std::vector<std::string> member() const {
    const auto number = *state_.selected;
    const auto* chosen = state_.find(state_.conference.at(number));
    return rows(word(Word::conference), word(Word::remove_whom),
                chosen != nullptr ? name(*chosen) : std::string(),
                std::to_string(number + 1) + "/" + std::to_string(state_.conference.size()));
  }

  [[nodiscard]] std::vector<std::string> failed() const {
    const bool offers = mode_of(state_) == DeskMode::failed_offering;
    return rows(context_.label, state_.notice, offers ? word(Word::call_back_when_free) : "",
                other_call());
  }

  /// Nobody is in a call here.
  [[nodiscard]] std::vector<std::string> unused() const {
    const auto mode = mode_of(state_);
    if (mode == DeskMode::alerting) return alert();
    if (mode == DeskMode::offering)
      return rows(context_.label, number_of(state_.completion->number),
                  word(Word::call_back_when_free));
    return idle();
  }

  /// Who calls whom, where somebody whom we watch is called.
  [[nodiscard]] std::vector<std::string> alert() const {
    const auto& alert = *state_.alert;
    const auto party = state_.watched.find(alert.watch);
    const auto* rings = party != state_.watched.end() ? ringing_at(party->second) : nullptr;
    const auto whom = number_of(alert.watch.substr(alert.watch.find('/') + 1));
    if (rings == nullptr) return rows(word(Word::call_for, whom));
    const auto who = number_of(rings->remote_uri);
    const bool named = !rings->remote_display.empty() && rings->remote_display != who;
    return rows(word(Word::call_for, whom),
                word(Word::called_by, named ? rings->remote_display + " " + who : who));
  }

  [[nodiscard]] std::string counted(std::size_t number, Word one, Word many) const {
    if (number == 0) return {};
    return number == 1 ? word(one) : word(many, std::to_string(number));
  }

  /// Calls that nobody took and messages that nobody has heard.
  [[nodiscard]] std::string news() const {
    auto text = counted(context_.missed_calls, Word::missed_call, Word::missed_calls);
    if (!context_.messages) return text;
    if (!text.empty()) text += ", ";
    return text + (context_.new_messages == 0
                       ? word(Word::uncounted_messages)
                       : counted(context_.new_messages, Word::new_message, Word::new_messages));
  }

  [[nodiscard]] std::vector<std::string> idle() const {
    if (state_.locked) return rows(context_.label, word(Word::locked));
    const bool lost = context_.registers_at_all && !context_.registered;
    std::string feature;
    if (context_.do_not_disturb)
      feature = word(Word::do_not_disturb);
    else if (!context_.forwarded_to.empty())
      feature = word(Word::forwarding_all, context_.forwarded_to);
    else if (context_.forwards_some)
      feature = word(Word::forwarding);
    if (feature.empty() && state_.completion)
      feature = word(Word::waiting_for, number_of(state_.completion->number));
    std::string second;
    if (lost)
      second = word(Word::no_service);
    else if (const auto& told = context_.missed_to_tell)
      second = told->name + " " + told->time;
    return rows(context_.label, second, feature, news());
  }

  [[nodiscard]] std::string diverted(const call::CallSnapshot& call) const {
    if (call.diverted_by.empty()) return {};
    return word(Word::forwarded_by, number_of(call.diverted_by));
  }

  const DeskState& state_;
  const PageContext& context_;
};

}  // namespace

std::string name_of_peer(const call::CallSnapshot& call, std::string_view name,
                         const HiddenDigits& hidden) {
  const auto number = shown_number(number_of(call.remote_uri), hidden);
  return name.empty() || name == number ? number : std::string(name) + " " + number;
}

DisplayInfo page_of(const DeskState& state, const PageContext& context) {
  DisplayInfo page{Page(state, context).rows_of(),
                   soft_key_labels(state, context.layout, *context.words)};
  if (state.locked && mode_of(state) == DeskMode::idle) {
    page.soft_keys.assign(page.soft_keys.size(), "");
    page.soft_keys.front() = text_of(*context.words, Word::key_unlock);
  } else if (context.missed_to_tell && mode_of(state) == DeskMode::idle) {
    page.soft_keys.front() = text_of(*context.words, Word::key_view);
    page.soft_keys.back() = text_of(*context.words, Word::key_exit);
  }
  return page;
}

}  // namespace offhook::phone
