// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/server_transactions.hpp"

#include <utility>
#include <vector>

#include "actors/sip/draft.hpp"
#include "actors/sip/parser.hpp"
#include "actors/transaction/invite_server.hpp"
#include "actors/transaction/non_invite_server.hpp"
#include "actors/transaction/transaction_key.hpp"
#include "actors/transport/response_routing.hpp"

namespace offhook::transaction {

using server::Action;
using server::Input;
using server::State;

ServerTransactions::ServerTransactions(const TimerValues& timers, const Clock& clock,
                                       ServerOutlet& outlet)
    : timers_(timers), clock_(clock), outlet_(outlet) {}

// --- what comes in ---

void ServerTransactions::start(const std::string& key, Arrival arrival) {
  const sip::Message& request = *arrival.request;
  const auto [place, is_new] = rows_.try_emplace(key);
  if (!is_new) return;
  Row& row = place->second;
  row.key = &place->first;
  row.is_invite = request.method() == sip::Method::invite;
  row.reply_to = transport::response_hop(request.top_via(), arrival.from).value_or(arrival.from);
  if (request.to_tag().empty() && request.method() != sip::Method::cancel) {
    const auto [merge, is_first] = merged_.try_emplace(merge_key(request), &row);
    if (is_first) row.merge = &merge->first;
  }
  if (!request.top_via().has_magic_cookie()) {
    const auto [old, is_first] = old_.try_emplace(answer_key(request), &row);
    if (is_first) row.old = &old->first;
  }
  row.open =
      std::make_unique<Open>(Open{std::move(arrival.request), std::move(arrival.from),
                                  UserId::nobody, std::move(arrival.own_tag), arrival.from_server});
  join(row, arrival.user);
  step(row, {Input::request});
}

bool ServerTransactions::repeat(const std::string& key) {
  Row* const row = find(key);
  if (row != nullptr) step(*row, {Input::request});
  return row != nullptr;
}

/// The ACK of a 2xx belongs to the user; with nobody left in the row, to whoever has the dialog.
bool ServerTransactions::acknowledge(const std::string& key, const sip::MessagePtr& ack,
                                     const transport::Hop& from) {
  Row* const row = find(key);
  if (row == nullptr || (row->state == State::accepted && !row->open)) return false;
  step(*row, {Input::ack, ack, &from});
  return true;
}

bool ServerTransactions::cancel(const std::string& invite_key, const sip::MessagePtr& cancel,
                                const std::string& cancel_key) {
  Row* const row = find(invite_key);
  if (row == nullptr) return false;
  if (row->open && !row->open->cancelled_by) row->open->cancelled_by = cancel;
  step(*row, {Input::cancel, cancel, nullptr, &cancel_key});
  return true;
}

bool ServerTransactions::respond(const sip::MessagePtr& response) {
  Row* const row = find_by_response(*response);
  if (row == nullptr) return false;
  const int status = response->status();
  step(*row,
       {row->is_invite ? server::invite::classify(status) : server::non_invite::classify(status),
        response});
  return true;
}

bool ServerTransactions::fail_sending(const sip::Message& response) {
  Row* const row = find_by_response(response);
  if (row != nullptr) step(*row, {Input::transport_failed});
  return row != nullptr;
}

bool ServerTransactions::adopt(const sip::Message& request, UserId user) {
  Row* const row = find(server_key(request));
  if (row == nullptr) return false;
  if (!row->open) return true;  // settled: there is nothing left to hear of
  join(*row, user);
  if (server::awaits_user(row->state) && row->open->cancelled) report_cancel(*row);
  return true;
}

void ServerTransactions::lose_user(UserId user) {
  const auto found = of_user_.find(user);
  if (found == of_user_.end()) return;
  for (Row* const row : std::vector<Row*>(found->second.begin(), found->second.end())) {
    step(*row, {Input::user_gone});
    if (!row->open) continue;
    leave(*row);
    if (row->state == State::accepted) close(*row);  // nobody will answer it again
  }
}

bool ServerTransactions::is_merged(const sip::Message& request) const {
  return merged_.contains(merge_key(request));
}

void ServerTransactions::fire() {
  const Instant now = clock_.now();
  while (const auto due = wheel_.pop_due(now)) step(*due->row, {due->timer});
}

void ServerTransactions::clear() {
  wheel_.clear();
  of_user_.clear();
  merged_.clear();
  old_.clear();
  rows_.clear();
}

// --- the tables ---

ServerTransactions::Row* ServerTransactions::find(const std::string& key) {
  const auto found = rows_.find(key);
  return found == rows_.end() ? nullptr : &found->second;
}

ServerTransactions::Row* ServerTransactions::find_by_response(const sip::Message& response) {
  const auto key = answer_key(response);
  if (response.top_via().has_magic_cookie()) return find(key);
  const auto found = old_.find(key);
  return found == old_.end() ? nullptr : found->second;
}

void ServerTransactions::step(Row& row, const Event& event) {
  const auto& table = row.is_invite ? server::invite::table : server::non_invite::table;
  const auto* arrow = find_transition(table, row.state, event.input);
  if (arrow == nullptr) return;
  const State before = std::exchange(row.state, arrow->to);
  for (const Action action : arrow->actions) perform(row, action, event);
  if (row.state == State::terminated) return erase(row);
  if (row.state != before) settle(row);
}

/// What is left is to wait, so only what may still be asked for is kept: until its ACK a failed
/// INVITE is repeated and reported on; after a 2xx the user may answer again, and hears of ACKs.
void ServerTransactions::settle(Row& row) {
  if (row.is_invite ? row.state == State::confirmed : row.state == State::completed) close(row);
}

void ServerTransactions::perform(Row& row, Action action, const Event& event) {
  switch (action) {
    case Action::pass_to_user:
      if (row.open->user != UserId::nobody)
        outlet_.pass_request(row.open->user, row.open->request, row.open->from,
                             row.open->from_server);
      return;
    case Action::pass_ack_to_user:
      if (row.open) outlet_.pass_ack(row.open->user, event.message, *event.from);
      return;
    case Action::send_response:
      return transmit(row, event.message);
    case Action::send_trying:
      return send_own(row, 100);
    case Action::repeat_response:
      return repeat_response(row);
    case Action::answer_for_user:
      return send_own(row, row.open->cancelled ? 487 : 500);
    case Action::answer_cancel:
      return answer_cancel(row, event);
    case Action::report_cancel:
      return report_cancel(row);
    case Action::report_timeout:
      return report(row, Failure::timeout);
    case Action::report_transport_failure:
      return report(row, Failure::transport);
    case Action::start_timer_trying:
      return start_timer(row.open->retransmission, row, timers_.trying(), Input::timer_trying);
    case Action::start_timer_g:
      row.open->interval = timers_.timer_g();
      return start_timer(row.open->retransmission, row, row.open->interval, Input::timer_g);
    case Action::restart_timer_g:
      row.open->interval = timers_.doubled_to_t2(row.open->interval);
      return start_timer(row.open->retransmission, row, row.open->interval, Input::timer_g);
    case Action::start_timer_f:
      return start_timer(row.end, row, timers_.timer_f(), Input::timer_f);
    case Action::start_timer_h:
      return start_timer(row.end, row, timers_.timer_h(), Input::timer_h);
    case Action::start_timer_i:
      return start_timer(row.end, row, timers_.timer_i(reliability_of(row.reply_to.protocol)),
                         Input::timer_i);
    case Action::start_timer_j:
      return start_timer(row.end, row, timers_.timer_j(reliability_of(row.reply_to.protocol)),
                         Input::timer_j);
    case Action::start_timer_l:
      return start_timer(row.end, row, timers_.timer_l(), Input::timer_l);
    case Action::stop_timers:
      return stop_timers(row);
  }
}

void ServerTransactions::start_timer(TimerId& slot, Row& row, Instant span, Input timer) {
  if (timer == Input::timer_g && is_reliable(row.reply_to.protocol)) return;
  wheel_.cancel(slot);
  Instant due = clock_.now() + span;
  // Nothing happens at these ends: later does no harm.
  const bool is_quiet =
      timer == Input::timer_i || timer == Input::timer_j || timer == Input::timer_l;
  if (is_quiet && span > end_grain) due = (due / end_grain + 1) * end_grain;
  slot = wheel_.arm(due, Due{&row, timer});
}

void ServerTransactions::stop_timers(Row& row) {
  if (row.open) wheel_.cancel(std::exchange(row.open->retransmission, {}));
  wheel_.cancel(std::exchange(row.end, {}));
}

// --- answers ---

/// A response that no user made. What the peer sent may defy being answered; then it is not.
void ServerTransactions::send_own(Row& row, int status) {
  const std::string_view tag = status == 100 ? std::string_view{} : row.open->own_tag;
  auto response = sip::Draft::response(*row.open->request, status, "", tag).try_build();
  if (response.ok()) transmit(row, *std::move(response));
}

void ServerTransactions::transmit(Row& row, sip::MessagePtr response) {
  row.answered_tag = response->to_tag();
  outlet_.transmit(response, row.reply_to);
  if (row.open) row.open->last = std::move(response);
}

void ServerTransactions::repeat_response(Row& row) {
  if (row.open) {
    if (row.open->last) outlet_.transmit(row.open->last, row.reply_to);
    return;  // or a copy of the INVITE came before there was anything to say
  }
  if (const auto response = sip::message_or_null(sip::parse_datagram(row.octets)))
    outlet_.transmit(response, row.reply_to);
}

/// 200, with the tag that the INVITE was or will be answered with, as far as that is known (§9.2).
void ServerTransactions::answer_cancel(Row& row, const Event& event) {
  const std::string tag =
      row.answered_tag.empty() && row.open ? row.open->own_tag : row.answered_tag;
  auto response = sip::Draft::response(*event.message, 200, "", tag).try_build();
  Row* const cancel = find(*event.cancel_key);
  if (response.ok() && cancel != nullptr) step(*cancel, {Input::send_final, *std::move(response)});
}

void ServerTransactions::report(const Row& row, Failure failure) {
  if (row.open && row.open->user != UserId::nobody)
    outlet_.report_failure(row.open->user, row.open->request, failure);
}

void ServerTransactions::report_cancel(Row& row) {
  row.open->cancelled = true;
  if (row.open->user != UserId::nobody)
    outlet_.report_cancel(row.open->user, row.open->request, row.open->cancelled_by);
}

// --- who hears of what, and what is let go ---

void ServerTransactions::join(Row& row, UserId user) {
  if (row.open->user == user) return;
  leave(row);
  row.open->user = user;
  if (user != UserId::nobody) of_user_[user].insert(&row);
}

void ServerTransactions::leave(Row& row) {
  if (!row.open) return;
  const UserId user = std::exchange(row.open->user, UserId::nobody);
  const auto found = of_user_.find(user);
  if (found == of_user_.end()) return;
  found->second.erase(&row);
  if (!found->second.empty()) return;
  of_user_.erase(found);
  outlet_.let_go(user);
}

void ServerTransactions::close(Row& row) {
  if (!row.open) return;
  leave(row);
  wheel_.cancel(row.open->retransmission);
  if (row.answered_tag.empty()) row.answered_tag = row.open->own_tag;
  if (!row.is_invite && row.open->last) row.octets = row.open->last->text();
  row.open.reset();
}

void ServerTransactions::erase(Row& row) {
  stop_timers(row);
  leave(row);
  if (row.merge != nullptr) merged_.erase(merged_.find(*row.merge));
  if (row.old != nullptr) old_.erase(old_.find(*row.old));
  rows_.erase(rows_.find(*row.key));
}

}  // namespace offhook::transaction
