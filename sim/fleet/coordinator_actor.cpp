// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/coordinator_actor.hpp"

#include <cstdio>

#include "sim/fleet/handshake.hpp"

namespace offhook::sim::fleet {
namespace {

/// A worker reports every second; its machine may stop for a moment.
constexpr Instant silence_limit = 6s;
/// Beginnings of a handshake that are remembered.
constexpr std::size_t most_challenges = 256;

std::string seconds_text(Instant span) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f s", std::chrono::duration<double>(span).count());
  return text;
}
std::string rate_text(double calls_per_second) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f calls/s", calls_per_second);
  return text;
}

}  // namespace

CoordinatorActor::CoordinatorActor(caf::actor_config& config, CoordinatorParts parts,
                                   std::shared_ptr<Muster> muster)
    : actor(config), parts_(std::move(parts)), muster_(std::move(muster)) {}

CoordinatorActor::behavior_type CoordinatorActor::make_behavior() {
  join_limit_ = after(parts_.join_limit, WorkersOverdue{});
  return {
      [this](const JoinFleet& m) { return challenge(m); },
      [this](const ProveWorker& m) { return admit(m); },
      [this](const ShareReport& m) { take(m); },
      [this](const EndFleet& m) { end(m); },
      [this](const WorkersOverdue&) {
        muster_->outcome = Outcome::workers_missing;
        muster_->why = std::to_string(members_.size()) + " of " + std::to_string(parts_.workers) +
                       " workers came within " + seconds_text(parts_.join_limit);
        end({});
      },
      [this](const WatchDue&) { watch_all(); },
  };
}

void CoordinatorActor::on_exit() {
  for (Timer* timer : {&join_limit_, &watch_}) timer->cancel();
  members_.clear();
  challenged_.clear();
  parts_.call_over = nullptr;
  parts_.over = nullptr;
}

// ---- who may work ----

Challenge CoordinatorActor::challenge(const JoinFleet& join) {
  if (join.version != parts_.version)
    return {"this is offhook " + parts_.version + ", the worker is another version", "", ""};
  if (begun_ || ending_) return {"the fleet has all its workers", "", ""};
  if (challenged_.size() >= most_challenges) challenged_.clear();
  const auto number = parts_.random->token(16);
  challenged_[act::sender_of(*this)] = {join.number, number};
  return {"", number, proof(parts_.token, Side::coordinator, number, join.number)};
}

Admission CoordinatorActor::admit(const ProveWorker& proof_of_it) {
  const auto found = challenged_.find(act::sender_of(*this));
  if (found == challenged_.end()) return {"no challenge was asked for"};
  const auto [theirs, ours] = found->second;
  challenged_.erase(found);
  if (!same_proof(proof_of_it.proof, proof(parts_.token, Side::worker, ours, theirs)))
    return {"the token is wrong"};
  if (begun_ || ending_) return {"the fleet has all its workers"};
  const std::size_t number = members_.size();
  members_.push_back({proof_of_it.worker, proof_of_it.name, {}, now(), {}, false, {}});
  watch(proof_of_it.worker,
        [this, number](const act::error&) { lose(number, "its process is gone"); });
  muster_->joined = members_.size();
  if (members_.size() == parts_.workers) begin();
  return {};
}

// ---- the work ----

void CoordinatorActor::begin() {
  begun_ = true;
  join_limit_.cancel();
  const auto shares = split(parts_.plan, members_.size());
  auto first = parts_.users.begin();
  for (std::size_t i = 0; i < members_.size(); ++i) {
    members_[i].share = shares[i];
    members_[i].heard = now();
    const auto last = first + static_cast<std::ptrdiff_t>(shares[i].phones);
    auto order = to_wire(shares[i], {first, last});
    first = last;
    order.server = parts_.server;
    order.domain = parts_.domain;
    order.sound = parts_.sound;
    order.wants_calls = parts_.call_over != nullptr;
    tell(members_[i].worker, std::move(order));
  }
  add_up();
  watch_ = after(1s, WatchDue{});
}

void CoordinatorActor::take(const ShareReport& report) {
  for (auto& member : members_) {
    if (member.worker.address() != act::sender_of(*this) || !member.works()) continue;
    member.heard = now();
    member.last = report;
    member.last.calls.clear();
    member.over = report.over;
    if (member.over) unwatch(member.worker);
    if (parts_.call_over)
      for (const auto& line : report.calls) parts_.call_over(line);
    const auto outcome = static_cast<Outcome>(
        std::min<std::uint8_t>(report.outcome, static_cast<std::uint8_t>(Outcome::server_refused)));
    if (report.over && outcome != Outcome::finished && muster_->outcome == Outcome::finished) {
      muster_->outcome = outcome;
      muster_->why = report.why;
    }
  }
  add_up();
  finish_if_over();
}

void CoordinatorActor::watch_all() {
  for (std::size_t i = 0; i < members_.size(); ++i)
    if (members_[i].works() && now() - members_[i].heard > silence_limit)
      lose(i, "nothing heard of it for " + seconds_text(silence_limit));
  add_up();
  finish_if_over();
  if (!muster_->over) watch_ = after(1s, WatchDue{});
}

void CoordinatorActor::lose(std::size_t number, const std::string& why) {
  Member& member = members_[number];
  if (!member.works()) return;
  member.lost = now();
  unwatch(member.worker);
  if (!begun_) {  // its place is free for another
    members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(number));
    for (std::size_t i = number; i < members_.size(); ++i) {
      unwatch(members_[i].worker);
      watch(members_[i].worker, [this, i](const act::error&) { lose(i, "its process is gone"); });
    }
    muster_->joined = members_.size();
    return;
  }
  muster_->notes.push_back("worker " + member.name + " was lost after " + seconds_text(now()) +
                           ": " + why + "; what it last told is counted");
  hand_on(member);
  add_up();
  finish_if_over();
}

/// Its calls to the others, if they have the phones. Its phones stay lost: the server may still
/// have their bindings, and would ring both.
void CoordinatorActor::hand_on(const Member& lost) {
  if (ending_ || static_cast<Phase>(lost.last.phase) > Phase::calling) return;
  std::vector<Member*> others;
  for (auto& member : members_)
    if (member.works() && static_cast<Phase>(member.last.phase) <= Phase::calling)
      others.push_back(&member);
  if (others.empty()) return;
  const double more = lost.share.calls_per_second / static_cast<double>(others.size());
  for (const auto* member : others) {
    Plan plan = member->share;
    plan.calls_per_second += more;
    if (phones_needed(plan) <= plan.phones) continue;
    muster_->notes.push_back("the others have no phones to spare for its " +
                             rate_text(lost.share.calls_per_second) +
                             ": the fleet goes on at a lower rate");
    return;
  }
  for (auto* member : others) {
    member->share.calls_per_second += more;
    tell(member->worker, ShareRate{member->share.calls_per_second});
  }
  muster_->notes.push_back("its " + rate_text(lost.share.calls_per_second) + " went to the others");
}

// ---- the end ----

void CoordinatorActor::end(const EndFleet& order) {
  if (muster_->outcome == Outcome::finished && order.hang_up)
    muster_->outcome = Outcome::interrupted;
  join_limit_.cancel();
  if (ending_ || !begun_) return finish();  // said twice, or nothing to end
  ending_ = true;
  for (const auto& member : members_)
    if (member.works()) tell(member.worker, EndShare{order.hang_up});
}

void CoordinatorActor::add_up() {
  auto& all = *muster_;
  all.statistics = {};
  all.workers.clear();
  all.calls_up = 0;
  all.phase = Phase::over;
  for (const auto& member : members_) {
    const auto statistics = from_wire(member.last.statistics);
    all.statistics.merge(statistics);
    all.workers.push_back({member.name, member.share.phones, statistics.calls_placed,
                           statistics.calls_completed, member.lost.has_value(),
                           member.lost.value_or(Instant{})});
    if (!member.works()) continue;
    all.calls_up += member.last.calls_up;
    all.phase =
        std::min(all.phase, static_cast<Phase>(std::min<std::uint8_t>(
                                member.last.phase, static_cast<std::uint8_t>(Phase::over))));
  }
}

void CoordinatorActor::finish_if_over() {
  for (const auto& member : members_)
    if (member.works()) return;
  if (begun_) finish();
}

void CoordinatorActor::finish() {
  if (muster_->over) return;
  muster_->over = true;
  add_up();
  watch_.cancel();
  if (parts_.over) parts_.over();
}

}  // namespace offhook::sim::fleet
