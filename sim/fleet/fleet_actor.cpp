// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/fleet_actor.hpp"

#include <utility>

namespace offhook::sim::fleet {
namespace {

/// A server that is there says something to the first REGISTER, sent four times by then.
constexpr Instant server_limit = 5s;
/// Timer F of the last REGISTER, and a bit.
constexpr Instant registration_limit = 35s;
/// Beyond its hold time a call takes timer F for its BYE at the worst.
constexpr Instant goodbye_limit = 35s;
constexpr const char* cut_short = "cut short";
/// Between two phones that leave.
constexpr Instant goodbye_step = 2ms;

Instant span_of(double per_second) {
  return std::chrono::duration_cast<Instant>(std::chrono::duration<double>(1 / per_second));
}

std::string cause_of(const phone::Error& error) {
  if (error.sip) return std::to_string(error.sip->code) + " " + error.sip->reason;
  return error.message;
}

}  // namespace

std::string_view to_string(Phase phase) {
  constexpr std::string_view names[] = {"looking for the server", "registering", "calling",
                                        "ending calls",           "leaving",     "over"};
  return names[static_cast<std::size_t>(phase)];
}

FleetActor::FleetActor(caf::actor_config& config, FleetParts parts,
                       std::shared_ptr<Standing> standing)
    : actor(config),
      parts_(std::move(parts)),
      standing_(std::move(standing)),
      statistics_(standing_->statistics) {}

FleetActor::behavior_type FleetActor::make_behavior() {
  next_phone();
  return {
      [this](const phone::EventHappened& m) { event(m); },
      [this](const EndFleet& m) { end(m); },
      [this](const ChangeRate& m) {
        rate_since_ = due();
        rate_from_ = placed_;
        parts_.plan.calls_per_second = m.calls_per_second;
      },
      [this](const NextPhoneDue&) { next_phone(); },
      [this](const ServerOverdue&) { server_overdue(); },
      [this](const RegistrationsOverdue&) { begin_calls(); },
      [this](const CallDue&) { call_due(); },
      [this](const HoldOver& m) { hang_up(m.call_id); },
      [this](const GoodbyeOverdue& m) { goodbye_overdue(m.call_id); },
      [this](const ByeAnswered& m) { bye_answered(m); },
      [this](const CallsOverdue&) { calls_overdue(); },
      [this](const NextGoodbyeDue&) { next_goodbye(); },
  };
}

void FleetActor::on_exit() {
  for (Timer* timer : {&pace_, &limit_}) timer->cancel();
  members_.clear();
  calls_.clear();
  by_sip_call_id_.clear();
  parts_.start_phone = nullptr;
  parts_.server_has_spoken = nullptr;
  parts_.call_over = nullptr;
  parts_.over = nullptr;
}

void FleetActor::event(const phone::EventHappened& happened) {
  if (const auto* changed = std::get_if<phone::RegistrationEvent>(&happened.event))
    registration_changed(changed->account, happened.at);
  else if (const auto* call = std::get_if<phone::CallEvent>(&happened.event))
    call_changed(*call, happened.at);
  else if (const auto* ended = std::get_if<phone::CallEndedEvent>(&happened.event))
    call_ended(*ended);
}

// ---- registration ----

void FleetActor::next_phone() {
  if (standing_->phase > Phase::registering || members_.size() == parts_.users.size()) return;
  const User& user = parts_.users[members_.size()];
  auto phone = parts_.start_phone(user);
  if (!phone.ok()) {  // no port, no memory: the others would fare no better
    standing_->outcome = Outcome::server_refused;
    standing_->why = "phone " + user.name + " cannot start: " + message_of(phone.status());
    return end({});
  }
  tell(*phone, phone::ListenTo{me()});
  by_user_[user.name] = members_.size();
  members_.emplace_back();
  members_.back().phone = *std::move(phone);
  members_.back().started = now();
  ++statistics_.phones_started;
  if (members_.size() == 1) {
    limit_ = after(server_limit, ServerOverdue{});
  } else if (members_.size() < parts_.users.size()) {
    pace_ = after(span_of(parts_.plan.registers_per_second), NextPhoneDue{});
  } else {
    limit_ = after(registration_limit, RegistrationsOverdue{});
  }
}

void FleetActor::registration_changed(const phone::AccountInfo& account, Instant at) {
  const auto found = by_user_.find(account.account_id);
  if (found == by_user_.end()) return;
  Member& member = members_[found->second];
  const bool is = account.state == "registered";
  if (!is && account.state != "failed") return;
  if (is && !member.registered) {
    member.registered = true;
    ++statistics_.phones_registered;
    statistics_.registration.add(std::chrono::duration_cast<Histogram::Span>(at - member.started));
    free(found->second);
  }
  if (std::exchange(member.heard, true)) return;
  ++heard_;
  if (!is) {
    const std::string why =
        account.sip ? std::to_string(account.sip->code) + " " + account.sip->reason : "no answer";
    ++statistics_.failures["registration: " + why];
    if (standing_->phase == Phase::seeking) standing_->why = why;
  }
  if (standing_->phase == Phase::seeking) {
    if (!is) return server_overdue();
    standing_->phase = Phase::registering;
    limit_.cancel();
    next_phone();
  }
  begin_calls_when_ready();
}

/// The phone that went ahead has failed, or waited long enough.
void FleetActor::server_overdue() {
  if (standing_->phase != Phase::seeking) return;
  const bool spoken = parts_.server_has_spoken();
  standing_->outcome = spoken ? Outcome::server_refused : Outcome::server_silent;
  if (spoken)
    standing_->why = "the server refused phone " + parts_.users.front().name +
                     (standing_->why.empty() ? std::string() : ": " + standing_->why);
  else
    standing_->why = "no answer";
  end({});
}

void FleetActor::begin_calls_when_ready() {
  if (standing_->phase == Phase::registering && heard_ == parts_.users.size()) begin_calls();
}

// ---- calls ----

void FleetActor::begin_calls() {
  if (standing_->phase != Phase::registering) return;
  standing_->phase = Phase::calling;
  limit_.cancel();
  for (const auto& member : members_)
    if (!member.heard) ++statistics_.failures["registration: no answer"];
  calls_began_ = rate_since_ = now();
  call_due();
}

Instant FleetActor::due() const {
  return rate_since_ + due_time(placed_ - rate_from_, parts_.plan.calls_per_second);
}

/// All calls whose time has come; a loop that is late does not lower the rate.
void FleetActor::call_due() {
  if (standing_->phase != Phase::calling) return;
  const Instant end = calls_began_ + parts_.plan.duration;
  while (due() <= now() && due() < end) place();
  statistics_.call_time = std::min(due(), end) - calls_began_;
  if (due() >= end) return drain();
  pace_ = after(due() - now(), CallDue{});
}

bool FleetActor::take_idle(std::size_t& member) {
  while (!idle_.empty()) {
    member = idle_.front();
    idle_.pop_front();
    const auto& candidate = members_[member];
    if (candidate.registered && candidate.call_id.empty() && candidate.live == 0) return true;
  }
  return false;
}

void FleetActor::free(std::size_t member) { idle_.push_back(member); }

void FleetActor::place() {
  const Instant was_due = due();
  Call call;
  call.ordered = call.invited = now();
  call.record.at = call.ordered - calls_began_;
  call.record.late = call.ordered - was_due;
  const auto call_id = "c" + std::to_string(++placed_);
  ++statistics_.calls_placed;
  const bool one = take_idle(call.caller);
  if (one) members_[call.caller].call_id = call_id;
  if (!one || !take_idle(call.callee)) {
    if (one) {
      members_[call.caller].call_id.clear();
      free(call.caller);
    }
    call.record.failure = "no two phones were idle";
    statistics_.add(call.record);
    if (parts_.call_over) parts_.call_over(call.record);
    return;
  }
  call.record.caller = parts_.users[call.caller].name;
  call.record.callee = parts_.users[call.callee].name;
  members_[call.callee].call_id = call_id;
  const phone::DialOrder order{call.record.caller, call.record.callee, call_id};
  const auto caller = members_[call.caller].phone;
  calls_.emplace(call_id, std::move(call));
  standing_->calls_up = calls_.size();
  ask_without_limit(caller, order)
      .then([this, call_id](const phone::CallReply& reply) { dialled(call_id, reply); },
            [this, call_id](const act::error& failure) {
              conclude(call_id, "phone failed: " + act::describe(failure));
            });
}

void FleetActor::dialled(const std::string& call_id, const phone::CallReply& reply) {
  if (const auto* error = std::get_if<phone::Error>(&reply.outcome))
    conclude(call_id, "INVITE: " + cause_of(*error));
}

void FleetActor::call_changed(const phone::CallEvent& event, Instant at) {
  const auto member = by_user_.find(event.call.account_id);
  if (member == by_user_.end()) return;
  auto& here = members_[member->second];
  const bool outgoing = event.call.direction == "outgoing";
  if (event.type == "call.incoming" || event.type == "call.dialing") ++here.live;
  const auto found = calls_.find(outgoing ? event.call.call_id : here.call_id);
  if (found == calls_.end()) return;
  Call& call = found->second;
  if (!outgoing) {
    if (event.type == "call.connected" && !std::exchange(call.callee_up, true))
      up(found->first, at);
    return;
  }
  call.sip_call_id = event.call.sip_call_id;
  if (event.type == "call.dialing") call.invited = at;
  if (event.type == "call.ringing" && !call.record.ringing) call.record.ringing = at - call.invited;
  if (event.type == "call.connected" && !std::exchange(call.caller_up, true)) {
    call.record.answered = at - call.invited;
    up(found->first, at);
  }
}

/// One of the two has the call up; both: they talk.
void FleetActor::up(const std::string& call_id, Instant at) {
  Call& call = calls_.at(call_id);
  if (!call.caller_up || !call.callee_up) return;
  call.record.set_up = at - call.ordered;
  call.hold = after(parts_.plan.hold, HoldOver{call_id});
}

void FleetActor::hang_up(const std::string& call_id) {
  const auto found = calls_.find(call_id);
  if (found == calls_.end() || found->second.hung_up != Instant{}) return;
  Call& call = found->second;
  call.hung_up = now();
  call.hold = after(goodbye_limit, GoodbyeOverdue{call_id});
  by_sip_call_id_[call.sip_call_id] = call_id;
  ask_without_limit(members_[call.caller].phone, phone::HangupOrder{call_id})
      .then(
          [this, call_id](const phone::CallReply& reply) {
            const auto open = calls_.find(call_id);
            if (open == calls_.end()) return;
            if (const auto* error = std::get_if<phone::Error>(&reply.outcome))
              return conclude(call_id, "BYE: " + cause_of(*error));
            if (!open->second.record.set_up) conclude(call_id, "ended before it was up");
          },
          [this, call_id](const act::error& failure) {
            conclude(call_id, "phone failed: " + act::describe(failure));
          });
}

void FleetActor::bye_answered(const ByeAnswered& answered) {
  const auto known = by_sip_call_id_.find(answered.sip_call_id);
  if (known == by_sip_call_id_.end()) return;
  const auto call_id = known->second;
  const auto found = calls_.find(call_id);
  if (found == calls_.end()) return;
  found->second.record.goodbye = answered.span;
  if (answered.status >= 300) return conclude(call_id, "BYE: " + std::to_string(answered.status));
  conclude_if_over(call_id);
}

/// The BYE has its answer, and the other phone knows of it.
void FleetActor::conclude_if_over(const std::string& call_id) {
  const Call& call = calls_.at(call_id);
  if (call.record.goodbye && call.callee_over) conclude(call_id, "");
}

void FleetActor::goodbye_overdue(const std::string& call_id) {
  const auto found = calls_.find(call_id);
  if (found == calls_.end()) return;
  conclude(call_id, found->second.record.goodbye ? "called phone did not hear of the end"
                                                 : "BYE: no answer");
}

void FleetActor::call_ended(const phone::CallEndedEvent& event) {
  const auto member = by_user_.find(event.call.account_id);
  if (member == by_user_.end()) return;
  auto& here = members_[member->second];
  if (here.live > 0) --here.live;
  const auto found = calls_.find(here.call_id);
  if (found == calls_.end()) {
    free(member->second);
    return leave_when_quiet();
  }
  const auto call_id = found->first;
  Call& call = found->second;
  const bool is_caller = call.caller == member->second;
  if (call.hung_up != Instant{}) {  // as it should be
    if (is_caller) return;
    call.callee_over = true;
    return conclude_if_over(call_id);
  }
  if (!call.caller_up) return;  // the answer to the order to dial says more
  conclude(call_id, std::string(is_caller ? "caller" : "called phone") +
                        " lost the call: " + event.end.cause);
}

void FleetActor::conclude(const std::string& call_id, std::string failure) {
  const auto found = calls_.find(call_id);
  if (found == calls_.end()) return;
  Call call = std::move(found->second);
  calls_.erase(found);
  by_sip_call_id_.erase(call.sip_call_id);
  standing_->calls_up = calls_.size();
  call.hold.cancel();
  call.record.failure = std::move(failure);
  if (!call.record.failure.empty() && call.hung_up == Instant{})
    act::tell_anon(members_[call.caller].phone,
                   phone::HangupOrder{call_id});  // whatever is left of it
  if (call.cut && !call.record.set_up)
    call.record.failure = cut_short;  // our doing, and no failure of anybody
  else
    statistics_.add(call.record);
  if (parts_.call_over) parts_.call_over(call.record);
  for (const auto member : {call.caller, call.callee}) {
    members_[member].call_id.clear();
    if (members_[member].live == 0) free(member);
  }
  leave_when_quiet();
}

// ---- the end ----

void FleetActor::end(const EndFleet& order) {
  if (standing_->phase == Phase::over) return;
  if (order.hang_up && standing_->outcome == Outcome::finished)
    standing_->outcome = Outcome::interrupted;
  if (standing_->phase >= Phase::draining) return finish();  // said twice
  drain();
  if (!order.hang_up) return;
  std::vector<std::string> open;
  for (const auto& [call_id, call] : calls_) open.push_back(call_id);
  for (const auto& call_id : open) {
    calls_.at(call_id).cut = true;
    hang_up(call_id);
  }
}

void FleetActor::drain() {
  standing_->phase = Phase::draining;
  pace_.cancel();
  limit_ = after(parts_.plan.hold + goodbye_limit, CallsOverdue{});
  leave_when_quiet();
}

void FleetActor::leave_when_quiet() {
  if (standing_->phase == Phase::draining && calls_.empty()) leave();
}

void FleetActor::calls_overdue() {
  while (!calls_.empty() && standing_->phase == Phase::draining)
    conclude(calls_.begin()->first, "still open at the end");
}

void FleetActor::leave() {
  standing_->phase = Phase::leaving;
  limit_.cancel();
  leaving_ = members_.size();
  if (leaving_ == 0) return finish();
  next_goodbye();
}

void FleetActor::next_goodbye() {
  if (next_to_leave_ == members_.size() || standing_->phase != Phase::leaving) return;
  ask_without_limit(members_[next_to_leave_++].phone, phone::ShutDown{})
      .then([this](const phone::ShutDownDone&) { one_less(); },
            [this](const act::error&) { one_less(); });
  pace_ = after(goodbye_step, NextGoodbyeDue{});
}

void FleetActor::one_less() {
  if (--leaving_ == 0) finish();
}

void FleetActor::finish() {
  if (standing_->phase == Phase::over) return;
  calls_.clear();
  standing_->calls_up = 0;
  standing_->phase = Phase::over;
  pace_.cancel();
  limit_.cancel();
  if (parts_.over) parts_.over();
}

}  // namespace offhook::sim::fleet
