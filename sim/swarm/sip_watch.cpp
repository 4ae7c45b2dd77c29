// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/swarm/sip_watch.hpp"

#include <algorithm>

#include "actors/sip/parser.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::sim::swarm {
namespace {

using sip::Method;

constexpr Instant at_once = 100ms;
constexpr Instant soon = 1s;
constexpr Instant transaction_time = 32s;  // 64*T1
constexpr Instant memory = 140s;           // longer than any transaction lives

/// By so many a dialog counts on that was made of a late answer (dialog::Dialog::of_late_answer).
constexpr std::uint32_t leap = 100;

std::string text(std::string_view view) { return std::string(view); }

std::string dialog_of(const sip::Message& request) {
  return text(request.call_id()) + "|" + text(request.from_tag()) + "|" + text(request.to_tag());
}
std::string branch_of(const sip::Message& message) { return text(message.top_via().branch); }
std::string key_of(const sip::Message& message) {
  return branch_of(message) + "|" + text(message.method_text());
}
/// What an ACK and the response that it acknowledges have in common. Not the tag: a damaged one is
/// another dialog.
std::string ack_key(const sip::Message& message) {
  return text(message.call_id()) + "|" + std::to_string(message.cseq().number) + "|" +
         text(message.to_tag());
}
std::string about(const sip::Message& message) {
  return text(message.method_text()) + " " + std::to_string(message.cseq().number) + " of " +
         text(message.call_id());
}

}  // namespace

void SipWatch::breach(Instant now, std::string rule, std::string detail) {
  if (is_open_) breaches_.push_back({now, std::move(rule), who_, std::move(detail)});
}

void SipWatch::sent(std::string_view octets, Instant now) {
  const auto message = sip::message_or_null(sip::parse_datagram(octets));
  if (!message) {
    if (octets.size() > 8) breach(now, "it sent what cannot be read", text(octets.substr(0, 60)));
    return;
  }
  message->is_request() ? sent_request(*message, octets, now) : sent_response(*message, now);
  tidy(now);
}

void SipWatch::arrived(std::string_view octets, Instant now) {
  const auto message = sip::message_or_null(sip::parse_datagram(octets));
  if (!message) return;
  message->is_request() ? arrived_request(*message, now) : arrived_response(*message, now);
}

void SipWatch::sent_request(const sip::Message& request, std::string_view octets, Instant now) {
  const auto [known, is_new] =
      requests_.try_emplace(key_of(request), std::hash<std::string_view>{}(octets), now);
  if (!is_new) {
    // §17.1.1.3: an ACK to a failure has the branch of its INVITE; to each copy, the same ACK.
    if (known->second.first != std::hash<std::string_view>{}(octets))
      breach(now, "two requests have one branch", about(request));
    // §17.1.1.2, §17.1.2.2: timers B and F.
    if (request.method() != Method::ack && now > known->second.second + transaction_time + soon)
      breach(now, "a request is repeated for ever", about(request));
  } else {
    check_cseq(request, now);
    if (request.method() == Method::invite) sent_invite(request, now);
  }
  auto& call = calls_[text(request.call_id())];
  if (request.method() == Method::ack) acks_.erase(ack_key(request));
  if (request.method() == Method::cancel && is_new) call.cancel_sent = now;
  if (request.method() == Method::bye && is_new) {
    if (call.bye_sent == Instant{}) call.bye_sent = now;
    if (call.invited && !call.succeeded)
      breach(now, "BYE before the call was answered", about(request));
  }
}

/// §12.2.1.1: one more with each request of a dialog; ACK and CANCEL have that of their INVITE.
void SipWatch::check_cseq(const sip::Message& request, Instant now) {
  if (request.method() == Method::ack || request.method() == Method::cancel) return;
  const auto number = request.cseq().number;
  const std::string dialog = dialog_of(request);
  auto last = cseqs_.find(dialog);
  if (last == cseqs_.end() && !request.to_tag().empty()) {
    // A dialog that an INVITE of ours began counts on from there.
    const auto began = cseqs_.find(text(request.call_id()) + "|" + text(request.from_tag()) + "|");
    if (began != cseqs_.end()) last = cseqs_.emplace(dialog, began->second).first;
  }
  // What leaves the dialogs that have begun, because one of them sends it elsewhere, counts on from
  // the highest of them.
  auto& highest = highest_[text(request.call_id()) + "|" + text(request.from_tag())];
  const bool counts_on = request.to_tag().empty() && number == highest + 1;
  highest = std::max(highest, number);
  // A call that was given up and taken after all is ended by somebody who does not know how far it
  // had counted: Dialog::of_late_answer.
  const bool leaps =
      request.method() == Method::bye && last != cseqs_.end() && number > last->second + leap;
  if (last != cseqs_.end() && number != last->second + 1 && !counts_on && !leaps)
    breach(now, "CSeq does not grow by one",
           about(request) + " after " + std::to_string(last->second));
  cseqs_[dialog] = number;
}

void SipWatch::sent_invite(const sip::Message& request, Instant now) {
  const std::string dialog = dialog_of(request);
  const bool in_dialog = !request.to_tag().empty();
  // §14.1: not while another is in progress in either direction; ours we know for certain.
  if (in_dialog)
    for (const auto& [branch, other] : invites_)
      if (other.dialog == dialog && other.in_dialog && !other.answered && !other.slept &&
          now - other.at < transaction_time)
        breach(now, "two re-INVITEs are under way", about(request));
  invites_[branch_of(request)] = {
      text(request.call_id()), dialog, request.cseq().number, now, {}, in_dialog};
  if (!in_dialog) calls_[text(request.call_id())].invited = true;
}

void SipWatch::sent_response(const sip::Message& response, Instant now) {
  if (sip::is_provisional(response.status())) return;
  unanswered_.erase(key_of(response));
  if (response.method() == Method::bye && sip::is_success(response.status()))
    calls_[text(response.call_id())].bye_answered = now;
  if (response.method() != Method::invite) return;
  const auto asked = asked_.find(branch_of(response));
  if (asked == asked_.end()) return;
  auto& invite = asked->second;
  ++invite.copies;
  if (invite.status != 0) {
    if (now > invite.final_at + transaction_time + soon)  // §17.2.1: timer H
      breach(now, "a final answer is repeated for ever", about(response));
    if (invite.status != response.status())
      breach(now, "an INVITE has two final answers",
             std::to_string(invite.status) + " and " + std::to_string(response.status()) + " for " +
                 about(response));
    return;
  }
  invite.status = response.status();
  invite.final_at = now;
  invite.ack = ack_key(response);
}

void SipWatch::arrived_request(const sip::Message& request, Instant now) {
  if (request.method() == Method::ack) {
    for (auto& [branch, asked] : asked_)
      if (asked.ack == ack_key(request)) asked.acknowledged = true;
    return;
  }
  const bool is_invite = request.method() == Method::invite;
  if (is_invite) {
    auto& asked = asked_[branch_of(request)];
    if (asked.at == Instant{}) {
      asked.at = now;
      asked.call_id = text(request.call_id());
    }
    return;
  }
  if (request.method() == Method::cancel)
    if (const auto asked = asked_.find(branch_of(request)); asked != asked_.end() &&
                                                            asked->second.status == 0 &&
                                                            asked->second.cancelled_at == Instant{})
      asked->second.cancelled_at = now;
  if (answers_all_) unanswered_.try_emplace(key_of(request), Due{now + soon, about(request)});
}

void SipWatch::arrived_response(const sip::Message& response, Instant now) {
  if (response.method() != Method::invite) return;
  const auto found = invites_.find(branch_of(response));
  if (found == invites_.end() || found->second.call_id != response.call_id()) return;
  Invite& invite = found->second;
  // §17.1.1.2: timer B ends one that nobody answered; what comes then finds no transaction.
  if (!invite.heard && !sip::is_success(response.status()) &&
      now + at_once > invite.at + transaction_time)
    return;
  invite.heard = true;
  if (sip::is_provisional(response.status())) return;
  // The transaction may have run out of time in its sleep.
  if (invite.slept && !sip::is_success(response.status())) return;
  const bool is_late = invite.answered && now - invite.first_success > transaction_time;
  if (!std::exchange(invite.answered, true)) invite.first_success = now;
  if (sip::is_success(response.status())) calls_[invite.call_id].succeeded = true;
  // §13.2.2.4, §17.1.1.3: each copy of a final response is acknowledged, as long as its
  // transaction lives.
  const bool is_ours =
      response.cseq().number == invite.cseq && !response.to_tag().empty() &&
      invite.dialog.starts_with(invite.call_id + "|" + text(response.from_tag()) + "|");
  // §9.1: 64*T1 after a CANCEL the INVITE may be forgotten.
  const Instant cancelled = calls_[invite.call_id].cancel_sent;
  const bool is_forgotten = cancelled != Instant{} && now + at_once > cancelled + transaction_time;
  if (is_ours && !is_late && !is_forgotten && now - invite.at < 2 * transaction_time)
    acks_.try_emplace(ack_key(response), Due{now + at_once, std::to_string(response.status()) +
                                                                " to " + about(response)});
}

void SipWatch::check(Instant now) {
  for (auto due = acks_.begin(); due != acks_.end();) {
    if (due->second.by > now) {
      ++due;
      continue;
    }
    breach(now, "an ACK is missing", due->second.what);
    due = acks_.erase(due);
  }
  for (auto due = unanswered_.begin(); due != unanswered_.end();) {
    if (due->second.by > now) {
      ++due;
      continue;
    }
    breach(now, "a request was not answered", due->second.what);
    due = unanswered_.erase(due);
  }
  for (auto& [branch, asked] : asked_) {
    if (asked.cancelled_at != Instant{} && asked.status == 0 && now > asked.cancelled_at + soon) {
      breach(now, "a cancelled INVITE was not answered", asked.call_id);
      asked.cancelled_at = {};
    }
    // §13.3.1.4: a 2xx again and again until its ACK, or until BYE; §17.2.1 the same of a failure,
    // unless it came without a transaction (§8.2.7).
    const bool is_stateless = asked.status == 481 || asked.status == 503;
    const auto& call = calls_[asked.call_id];
    // §15.1.1: for who sends BYE the session is over, whether its peer hears of it or not.
    const bool is_over = call.bye_answered != Instant{} ||
                         (sip::is_success(asked.status) && call.bye_sent != Instant{});
    if (asked.status != 0 && !is_stateless && !asked.acknowledged && asked.copies == 1 &&
        now > asked.final_at + 2 * soon && !is_over) {
      breach(now, "a final answer was not repeated", asked.call_id);
      asked.copies = 2;
    }
  }
}

std::string SipWatch::why_over(const std::string& call_id, Instant now) const {
  const auto found = calls_.find(call_id);
  if (!is_open_ || found == calls_.end()) return {};
  const Call& call = found->second;
  const auto is_past = [now](Instant since, Instant limit) {
    return since != Instant{} && now > since + limit;
  };
  if (is_past(call.bye_answered, at_once)) return "the peer said BYE";
  if (is_past(call.bye_sent, transaction_time + soon)) return "BYE was sent 64*T1 ago";
  if (!call.succeeded && is_past(call.cancel_sent, transaction_time + soon))
    return "CANCEL was sent 64*T1 ago";
  bool unheard = call.invited && !call.succeeded;
  for (const auto& [branch, invite] : invites_)
    if (invite.call_id == call_id && !invite.in_dialog)
      unheard = unheard && !invite.heard && is_past(invite.at, transaction_time + soon);
  if (unheard) return "nobody has answered its INVITE for 64*T1";
  for (const auto& [branch, asked] : asked_)
    if (asked.call_id == call_id && sip::is_success(asked.status) && !asked.acknowledged &&
        is_past(asked.final_at, transaction_time + soon) && call.bye_sent == Instant{})
      return "no ACK has come for 64*T1";
  return {};
}

void SipWatch::slept(Instant span) {
  for (auto* dues : {&acks_, &unanswered_})
    for (auto& [key, due] : *dues) due.by += span + soon;
  for (auto& [branch, asked] : asked_) {
    for (Instant* at : {&asked.final_at, &asked.cancelled_at})
      if (*at != Instant{}) *at += span + soon;
    // Who slept longer than 64*T1 repeats nothing any more.
    if (asked.status != 0) asked.acknowledged = true;
  }
  for (auto& [id, call] : calls_)
    for (Instant* at : {&call.bye_answered, &call.bye_sent, &call.cancel_sent})
      if (*at != Instant{}) *at += span + soon;
  for (auto& [branch, invite] : invites_) {
    invite.at += span + soon;
    invite.slept = true;
  }
  for (auto& [key, request] : requests_) request.second += span + soon;
}

void SipWatch::forgive() {
  requests_.clear();
  cseqs_.clear();
  highest_.clear();
  invites_.clear();
  asked_.clear();
  calls_.clear();
  acks_.clear();
  unanswered_.clear();
}

/// Lets go of what is too old to matter.
void SipWatch::tidy(Instant now) {
  if (now - tidied_ < 10s) return;
  tidied_ = now;
  std::erase_if(requests_, [&](const auto& each) { return now - each.second.second > memory; });
  std::erase_if(invites_, [&](const auto& each) {
    return now - each.second.at > memory && each.second.answered;
  });
  std::erase_if(asked_, [&](const auto& each) {
    return each.second.status != 0 && now - each.second.final_at > memory;
  });
}

}  // namespace offhook::sim::swarm
