// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that several phones share: what the others do there, and whose turn it is to dial.
#include "actors/phone/error_of.hpp"
#include "actors/phone/phone_actor.hpp"
#include "actors/subscription/shared_line_actor.hpp"

namespace offhook::phone {

/// Servers tell it to those alone who have registered.
void PhoneActor::share_line(const sip::Account& account) {
  const auto rules = desk_.rules().shared.find(account.id);
  if (rules == desk_.rules().shared.end() || shared_lines_.contains(account.id) || shutting_down_)
    return;
  auto what = watch_context(account, account.aor);
  what.id = account.id;
  what.expires = rules->second.expires;
  what.timer_n =
      std::chrono::duration_cast<std::chrono::milliseconds>(parts_.settings.timers.timer_f());
  const auto line = spawn<subscription::SharedLineActor>(
      subscription::SharedLineOwner(me()), std::move(what), rules->second.seize_expires);
  shared_lines_[account.id] = line;
  watch(line, [this, id = account.id](const act::error& reason) {
    shared_lines_.erase(id);
    appearances_told({id, {}});
    if (act::is_crash(reason)) served_badly(id, "shared line", reason);
  });
}

void PhoneActor::appearances_told(const subscription::AppearancesTold& told) {
  desk_.shared_line_changed(told.id, told.appearances);
  if (told.sip_status != 0)
    emit(WarningEvent{"subscription_refused",
                      "the server tells nothing of the shared line: " +
                          std::to_string(told.sip_status),
                      "account " + told.id},
         "sip");
  refresh("shared line");
}

/// Follows from the desk, as lamps and tones do: who hears the dial tone of a shared line has an
/// appearance of it, and nobody else does.
void PhoneActor::seize_as_wanted() {
  if (desk_.state().placing) return;  // the call takes it over
  const auto wanted = desk_.appearance_wanted();
  if (desk_.state().seized == wanted) return;
  give_back_appearance();
  if (wanted && shared_lines_.contains(wanted->account_id)) seize(*wanted);
}

void PhoneActor::seize(const SharedAppearance& appearance, std::optional<Placed> waiting) {
  seizure_ = {seizure_.number + 1, std::nullopt, std::move(waiting)};
  desk_.seize(appearance);
  const auto number = seizure_.number;
  const auto line = shared_lines_.find(appearance.account_id);
  if (line == shared_lines_.end()) return seized(number, {});
  ask_without_limit(line->second, subscription::SeizeLine{appearance.appearance})
      .then([this, number](const subscription::LineSeized& outcome) { seized(number, outcome); },
            [this, number](const act::error&) { seized(number, {}); });
}

void PhoneActor::seized(std::uint64_t number, const subscription::LineSeized& outcome) {
  if (number != seizure_.number || !desk_.state().seized) return;  // given back meanwhile
  auto waiting = std::exchange(seizure_.waiting, std::nullopt);
  if (!outcome.granted) {
    const auto refused = desk_.state().seized;
    desk_.seize(std::nullopt);
    // Another phone was quicker, and there is another appearance for the dial tone.
    const auto other = desk_.appearance_wanted();
    if (!waiting && other && other != refused) return refresh("line refused");
    return line_refused(waiting ? waiting->call_id : "", outcome.sip_status);
  }
  seizure_.granted = now();
  if (waiting) begin_call(*waiting);
}

void PhoneActor::line_refused(const std::string& call_id, int sip_status) {
  const auto& words = *desk_.rules().words;
  const bool in_use = sip_status == 0 || sip_status == 480;
  desk_.dial_failed(in_use ? std::string(text_of(words, Word::line_in_use))
                           : text_of(words, Word::line_not_granted, std::to_string(sip_status)));
  answer_dial(call_id, error_of(ErrorKind::busy, "the shared line was not granted"));
  refresh("line refused");
}

void PhoneActor::give_back_appearance() {
  const auto seized = desk_.state().seized;
  if (!seized) return;
  desk_.seize(std::nullopt);
  ++seizure_.number;
  if (const auto waiting = std::exchange(seizure_.waiting, std::nullopt))
    answer_dial(waiting->call_id,
                error_of(ErrorKind::canceled, "hung up before the call was placed"));
  if (const auto line = shared_lines_.find(seized->account_id); line != shared_lines_.end())
    tell(line->second, subscription::ReleaseLine{seized->appearance});
}

/// At the appearance that the dial tone has brought, if it is still ours, or at another one.
void PhoneActor::place_at_appearance(const Placed& call) {
  const auto wanted = desk_.take_appearance(call.account.id);
  if (!wanted) return line_refused(call.call_id, 0);
  auto placed = call;
  placed.appearance = wanted->appearance;
  const bool asked = desk_.state().seized == wanted;
  const auto holds_for = desk_.rules().shared.find(call.account.id)->second.seize_expires;
  if (asked && seizure_.granted && now() - *seizure_.granted < holds_for) return begin_call(placed);
  if (asked && !seizure_.granted) {  // and waits for the answer
    seizure_.waiting = placed;
    return;
  }
  give_back_appearance();
  seize(*wanted, placed);
}

void PhoneActor::perform(const RetrieveCall& act) {
  const auto* account = account_of(act.account_id);
  if (account == nullptr) return dial_failed(Word::no_such_account);
  if (!can_dial(*account)) return dial_failed(Word::no_service);
  if (book_.size() >= parts_.settings.max_calls) return dial_failed(Word::no_free_line);
  place({*account, parts_.random->token(), account->aor, {}, false, act.appearance});
}

/// The one that the server names, else the first where nobody is; 0 for a line of our own, or with
/// no key left.
std::uint32_t PhoneActor::appearance_called(const transaction::RequestArrived& arrived) const {
  const auto& account_id = account_called(*arrived.request).id;
  if (!is_shared(account_id)) return 0;
  if (const auto named = sip::appearances_of(*arrived.request);
      arrived.from_server && !named.empty() && named.front().index != 0)
    return named.front().index;
  for (const auto& line : desk_.state().lines)
    if (line.shared_account == account_id && desk_.state().is_free(line) &&
        !book_.is_at(account_id, line.appearance))
      return line.appearance;
  return 0;
}

}  // namespace offhook::phone
