// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/shared_lines.hpp"

#include <algorithm>
#include <utility>

#include "actors/sdp/parser.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::sim {
namespace {

using sip::AppearanceState;

/// 0 where Call-Info names none.
std::uint32_t index_in(const sip::Message& message) {
  const auto named = sip::appearances_of(message);
  return named.empty() ? 0 : named.front().index;
}

bool says_private(const sip::Message& request) {
  const auto named = sip::appearances_of(request);
  return !named.empty() && named.front().state == AppearanceState::held_private;
}

/// The offer of a phone that puts its peer on hold.
bool holds(const sip::Message& request) {
  const auto session = sdp::parse(request.body());
  if (!session.ok() || session->media.empty()) return false;
  return !sdp::receives(sdp::effective_direction(*session, session->media.front()));
}

sip::Uri contact_of(const sip::Message& message) {
  const auto contact = message.contact();
  return contact ? contact->address.uri : sip::Uri{};
}

/// What a response to the INVITE of a call means; nullopt for 100 and what ends it.
std::optional<AppearanceState> state_by(int status, AppearanceState ringing) {
  if (sip::is_success(status)) return AppearanceState::active;
  return status > 100 && status < 200 ? std::optional(ringing) : std::nullopt;
}

}  // namespace

std::string SharedLines::user_of(const sip::Uri& uri) const {
  const auto user = sip::unescape(uri.user);
  return identity_.owns(uri) && users_.contains(user) ? user : "";
}

const SharedLines::Call* SharedLines::find(const std::string& user,
                                           std::uint32_t appearance) const {
  const auto found = calls_.find({user, appearance});
  return found == calls_.end() ? nullptr : &found->second;
}

std::map<SharedLines::Place, SharedLines::Call>::iterator SharedLines::with_call_id(
    std::string_view call_id) {
  return std::find_if(calls_.begin(), calls_.end(),
                      [&](const auto& each) { return each.second.call_id == call_id; });
}

bool SharedLines::seize(const std::string& user, std::uint32_t appearance) {
  return appearance != 0 && calls_.try_emplace({user, appearance}).second;
}

bool SharedLines::give_back(const std::string& user, std::uint32_t appearance) {
  const auto* call = find(user, appearance);
  if (call == nullptr || !call->call_id.empty()) return false;
  calls_.erase({user, appearance});
  return true;
}

std::optional<SharedLines::Retrieval> SharedLines::retrieval(const sip::Message& request) const {
  const auto user = user_of(request.from().uri);
  const bool of_itself = request.method() == sip::Method::invite && request.to_tag().empty() &&
                         !user.empty() && user_of(request.request_uri()) == user;
  const auto* call = of_itself ? find(user, index_in(request)) : nullptr;
  if (call == nullptr) return std::nullopt;
  if (call->state != AppearanceState::held) return Retrieval{.refusal = 403};
  return Retrieval{0, call->far_contact, {call->call_id, call->far_tag, call->near_tag}};
}

std::string SharedLines::sent(const sip::Message& request) {
  if (request.method() == sip::Method::bye) return end(request.call_id());
  const auto user = user_of(request.from().uri);
  const auto index = index_in(request);
  const bool begins = request.method() == sip::Method::invite && request.to_tag().empty();
  if (!begins || user.empty() || index == 0) return {};
  auto& call = calls_[{user, index}];
  if (call.state != AppearanceState::seized) {  // the call that it is to take over stands
    call.taken_by = request.call_id();
    return {};
  }
  call.call_id = request.call_id();
  call.near_tag = request.from_tag();
  call.far_uri = sip::to_string(request.to().uri);
  return user;
}

std::string SharedLines::answered(const sip::Message& request, const sip::Message& response) {
  if (request.method() != sip::Method::invite) return {};
  if (!request.to_tag().empty())
    return sip::is_success(response.status()) ? re_negotiated(request) : std::string();
  if (response.status() >= 300) return end(request.call_id());
  auto changed = begun_by_us(request, response);
  return changed.empty() ? begun_by_others(request, response) : changed;
}

std::string SharedLines::end(std::string_view call_id) {
  for (auto& [place, call] : calls_)
    if (call.taken_by == call_id && call.call_id != call_id) call.taken_by.clear();
  const auto found = with_call_id(call_id);
  if (found == calls_.end()) return {};
  // Its BYE may overtake the answer to who takes it over.
  if (auto& taker = found->second.taken_by; !taker.empty()) {
    found->second.call_id = std::exchange(taker, "");
    return {};
  }
  auto user = found->first.first;
  calls_.erase(found);
  return user;
}

std::string SharedLines::begun_by_us(const sip::Message& request, const sip::Message& response) {
  const auto user = user_of(request.from().uri);
  const auto found = calls_.find({user, index_in(request)});
  const auto state = state_by(response.status(), AppearanceState::progressing);
  if (user.empty() || found == calls_.end() || !state) return {};
  auto& call = found->second;
  const bool takes_over = call.call_id != request.call_id();
  if (takes_over && *state != AppearanceState::active) return {};
  call.taken_by.clear();
  call.state = *state;
  call.call_id = request.call_id();
  call.near_tag = request.from_tag();
  call.far_tag = response.to_tag();
  call.far_contact = contact_of(response);
  return user;
}

/// Which appearance it is, the phone that rings says.
std::string SharedLines::begun_by_others(const sip::Message& request,
                                         const sip::Message& response) {
  const auto user = user_of(request.request_uri());
  const auto index = index_in(response);
  const auto state = state_by(response.status(), AppearanceState::alerting);
  if (user.empty() || index == 0 || !state) return {};
  auto& call = calls_[{user, index}];
  if (!call.call_id.empty() && call.call_id != request.call_id()) return {};
  call = {*state,
          std::string(request.call_id()),
          {},
          std::string(response.to_tag()),
          std::string(request.from_tag()),
          sip::to_string(request.from().uri),
          contact_of(request)};
  return user;
}

/// Only what the phone of the line says of the call counts: its peer may hold as it likes.
std::string SharedLines::re_negotiated(const sip::Message& request) {
  const auto found = with_call_id(request.call_id());
  if (found == calls_.end() || found->second.near_tag != request.from_tag()) return {};
  auto& state = found->second.state;
  state = AppearanceState::active;
  if (holds(request))
    state = says_private(request) ? AppearanceState::held_private : AppearanceState::held;
  return found->first.first;
}

std::vector<sip::Appearance> SharedLines::appearances(const std::string& user) const {
  std::vector<sip::Appearance> all;
  for (const auto& [place, call] : calls_)
    if (place.first == user) all.push_back({place.second, call.state, call.far_uri});
  all.push_back({0, AppearanceState::idle});
  return all;
}

}  // namespace offhook::sim
