// SPDX-License-Identifier: GPL-3.0-or-later
// Multicast pages at the desk: whom we speak to, and which page is heard.
#include <algorithm>

#include "actors/phone/error_of.hpp"
#include "actors/phone/phone_actor.hpp"
#include "media/packet_port.hpp"

namespace offhook::phone {
namespace {

/// The calls that are heard, and that a page would be heard over.
std::vector<std::string> calls_in_the_way(const DeskState& state) {
  std::vector<std::string> found;
  const auto look = [&](const std::string& call_id) {
    const auto* call = state.find(call_id);
    if (call != nullptr && call::is_established(call->state) && !holds_here(call->state))
      found.push_back(call_id);
  };
  if (!state.is_member(state.focus)) look(state.focus);
  for (const auto& member : state.conference) look(member);
  return found;
}

/// Somebody who dials, or speaks to a group, is not interrupted: there is nothing to hold.
bool is_busy(const DeskState& state) {
  const auto* call = state.focused();
  return state.dialled || state.placing || state.paging ||
         (call != nullptr && !call::is_established(call->state));
}

}  // namespace

void PhoneActor::start_paging() {
  if (parts_.network == nullptr) return;
  paging_ = spawn<PagingActor>(PagingParts{*parts_.network, parts_.page_address, parts_.media, me(),
                                           parts_.settings.paging});
}

// ---- hearing ----

void PhoneActor::page_began(const PageBegan& m) {
  pages_on_air_.began(m.priority);
  refresh("page");
}

void PhoneActor::page_ended(const PageEnded& m) {
  pages_on_air_.ended(m.priority);
  refresh("page over");
}

void PhoneActor::perform(const DismissPage&) {
  if (const auto heard = pages_on_air_.heard()) pages_on_air_.refuse(*heard);
}

/// Follows each change of desk and pages.
void PhoneActor::judge_pages() {
  media::PageSituation situation;
  situation.call = page_holds_ == 0 && !calls_in_the_way(desk_.state()).empty();
  situation.do_not_disturb = features_.do_not_disturb_at(parts_.settings.accounts.front().id);
  // A hand has taken a call back, or begun one, or the peer would not be held.
  if (pages_on_air_.heard() && situation.call) pages_on_air_.refuse(*pages_on_air_.heard());
  if (is_busy(desk_.state())) pages_on_air_.refuse_all();
  const auto choice = pages_on_air_.choose(situation);
  if (!choice.heard) return stop_hearing();
  if (choice.hold_call) return hold_for_page();
  if (page_holds_ == 0) hear_page(*choice.heard);
}

/// Sound is never on both: the page is heard once the peers know that they are on hold.
void PhoneActor::hold_for_page() {
  for (const auto& id : calls_in_the_way(desk_.state())) {
    auto* entry = book_.find(id);
    if (entry == nullptr) continue;
    held_for_page_.insert(id);
    ++page_holds_;
    const auto one_less = [this] {
      --page_holds_;
      refresh("held for a page");
    };
    ask_without_limit(entry->leg, call::Hold{})
        .then([one_less](const call::OperationDone&) { one_less(); },
              [one_less](const act::error&) { one_less(); });
  }
}

void PhoneActor::hear_page(std::uint8_t priority) {
  const auto& label = parts_.settings.paging.listen.at(priority - 1U).label;
  if (desk_.state().page_heard == label) return;
  desk_.hear_page(label);
  tell(paging_, HearPage{priority});
}

/// The calls that made room for it are taken back.
void PhoneActor::stop_hearing() {
  if (!desk_.state().page_heard.empty()) {
    desk_.hear_page("");
    tell(paging_, StopHearing{});
  }
  if (page_holds_ > 0 || held_for_page_.empty()) return;
  const auto ids = std::exchange(held_for_page_, {});
  const auto& state = desk_.state();
  if (state.is_member(state.focus)) return perform(desk_.join_calls(state.conference), "page over");
  const auto* call = state.focused();
  if (call != nullptr && ids.contains(state.focus) && holds_here(call->state))
    perform(ResumeCall{state.focus});
}

// ---- speaking ----

std::optional<Endpoint> PhoneActor::group_named(const std::string& name) const {
  const auto& groups = parts_.settings.paging.groups;
  const auto found = std::find_if(groups.begin(), groups.end(),
                                  [&](const PageGroup& group) { return group.label == name; });
  if (found != groups.end()) return found->address;
  const auto address = Endpoint::parse(name);
  if (!address || !media::is_multicast(address->address) || address->port == 0) return std::nullopt;
  return address;
}

void PhoneActor::speak_to_group(const std::string& group) {
  const auto address = group_named(group);
  if (group.empty() || !address || !paging_) return tell(paging_, StopSpeaking{});
  tell(paging_, SpeakTo{*address});
}

act::result<PagingReply> PhoneActor::page(const PageOrder& order) {
  if (!paging_) return PagingReply{error_of(ErrorKind::not_supported, "no network for pages")};
  if (!group_named(order.group))
    return PagingReply{error_of(ErrorKind::invalid_target, "no group '" + order.group + "'")};
  if (!desk_.begin_page(order.group))
    return PagingReply{error_of(ErrorKind::busy, "the phone is in use")};
  refresh("API");
  return PagingReply{paging_info()};
}

act::result<PagingReply> PhoneActor::end_page() {
  desk_.end_page();
  refresh("API");
  return PagingReply{paging_info()};
}

PagingInfo PhoneActor::paging_info() const {
  return {desk_.state().paging.value_or(""), desk_.state().page_heard};
}

}  // namespace offhook::phone
