// SPDX-License-Identifier: GPL-3.0-or-later
// Requests of others: what their transactions ask for, and who is told of them.
#include <algorithm>

#include "actors/base/memory.hpp"
#include "actors/transaction/dispatcher_actor.hpp"

namespace offhook::transaction {

void DispatcherActor::start_server(const transport::MessageArrived& arrived, const std::string& key,
                                   const User& user) {
  servers_.start(key, {arrived.message, arrived.from, know(user), own_tag(*arrived.message),
                       admission_.is_server(arrived.from.remote.address)});
  most_servers_ = std::max(most_servers_, servers_.size());
  set_alarm();
}

void DispatcherActor::adopt(const Adopt& order) {
  const UserId id = know(order.user);
  servers_.adopt(*order.request, id);
  forget_if_idle(id);
}

// --- timers ---

/// One timer of the loop for all transactions. It may come before anything is due, if what was due
/// has been cancelled since.
void DispatcherActor::set_alarm() {
  const auto due = servers_.next_due();
  if (!due) {
    alarm_at_.reset();
    return alarm_.cancel();
  }
  if (alarm_at_ && *alarm_at_ <= *due) return;
  alarm_at_ = due;
  alarm_ = after(std::max(*due - now(), Instant::zero()), ServerTimerDue{});
}

void DispatcherActor::fire_server_timers() {
  alarm_at_.reset();
  servers_.fire();
  notice_end_of_rush();
  set_alarm();
}

/// Thousands of transactions linger together and end together; what they leave is worth giving
/// back.
void DispatcherActor::notice_end_of_rush() {
  constexpr std::size_t rush = 1000;
  if (most_servers_ < rush || servers_.size() > most_servers_ / 8) return;
  most_servers_ = servers_.size();
  give_back_memory();
}

// --- what transactions have done for them ---

void DispatcherActor::transmit(const sip::MessagePtr& response, const transport::Hop& to) {
  tell(transport_to(to), transport::SendMessage{response, to});
}

void DispatcherActor::pass_request(UserId user, const sip::MessagePtr& request,
                                   const transport::Hop& from, bool from_server) {
  tell(user_of(user), RequestArrived{request, from, me(), from_server});
}

void DispatcherActor::pass_ack(UserId user, const sip::MessagePtr& ack,
                               const transport::Hop& from) {
  tell(user_of(user), AckArrived{ack, from});
}

void DispatcherActor::report_cancel(UserId user, const sip::MessagePtr& invite,
                                    const sip::MessagePtr& cancel) {
  tell(user_of(user), InviteCancelled{invite, cancel});
}

void DispatcherActor::report_failure(UserId user, const sip::MessagePtr& request, Failure failure) {
  tell(user_of(user), ResponseFailed{request, failure});
}

void DispatcherActor::let_go(UserId user) { forget_if_idle(user); }

// --- users ---

/// From now on its end is noticed.
UserId DispatcherActor::know(const User& user) {
  if (!user) return UserId::nobody;
  const UserId id{user.id()};
  const auto [place, is_new] = users_.try_emplace(id);
  if (!is_new) return id;
  place->second.user = user;
  watch(user, [this, id, owner = user.address()](const act::error&) {
    claims_.release_all_of(owner);
    servers_.lose_user(id);
    users_.erase(id);
    set_alarm();
  });
  return id;
}

/// Being watched costs a user a place in its list of observers, so only while it matters.
void DispatcherActor::forget_if_idle(UserId id) {
  const auto found = users_.find(id);
  if (found == users_.end() || found->second.has_claims || servers_.knows(id)) return;
  unwatch(found->second.user);
  users_.erase(found);
}

User DispatcherActor::user_of(UserId id) const {
  const auto found = users_.find(id);
  return found == users_.end() ? User{} : found->second.user;
}

}  // namespace offhook::transaction
