// SPDX-License-Identifier: GPL-3.0-or-later
// Texts, mailboxes, and what else comes and goes outside of calls.
#include "actors/phone/error_of.hpp"
#include "actors/phone/pager_actor.hpp"
#include "actors/phone/phone_actor.hpp"
#include "actors/sip/event.hpp"
#include "actors/subscription/dialog_info.hpp"
#include "actors/subscription/message_waiting.hpp"
#include "actors/subscription/subscriber_actor.hpp"

namespace offhook::phone {
namespace {

/// Texts of ours that wait for their response at one time.
constexpr std::size_t most_pages = 16;

}  // namespace

void PhoneActor::take_message(const transaction::RequestArrived& arrived) {
  const auto& request = *arrived.request;
  respond(arrived, 200);
  emit(
      MessageEvent{
          account_called(request).id,
          sip::to_string(
              caller_of(request, arrived.from_server, parts_.settings.caller_sources).shown.uri),
          std::string(request.content_type()), std::string(request.body())},
      "sip");
}

/// RFC 3428 §7: discouraged, and yet some servers send their texts inside a call.
void PhoneActor::text_received(const call::CallTextReceived& m) {
  const auto* entry = book_.find(m.call_id);
  if (entry == nullptr) return;
  emit(MessageEvent{entry->call.account_id, entry->call.remote_uri, m.content_type, m.text}, "sip");
}

void PhoneActor::take_notify(const transaction::RequestArrived& arrived) {
  const auto& request = *arrived.request;
  const auto& account = account_called(request).id;
  const auto event = sip::parse_event(request.header(sip::HeaderId::event).value_or(""));
  respond(arrived, 200);
  if (event.ok() && event->package == subscription::message_summary_event)
    return show_mailbox(account, request.body());
  if (event.ok() && event->package == subscription::dialog_event) return take_dialogs(request);
  const auto parts = sip::split_params(request.header(sip::HeaderId::event).value_or(""));
  emit(CheckSyncEvent{account, parts.param("reboot") == "true"}, "sip");
}

/// RFC 3842. Servers know who asks only after a registration.
void PhoneActor::watch_mailbox(const sip::Account& account) {
  auto& line = lines_[account.id];
  if (!account.subscribe_mwi || line.mailbox || shutting_down_) return;
  const auto& accounts = desk_.rules().watch.accounts;
  const auto found = accounts.find(account.id);
  const auto services = found != accounts.end() ? found->second : AccountServices{};
  const auto mailbox = services.mwi_at_voice_mail ? target_uri(services.voice_mail, account.aor)
                                                  : absl::StatusOr<std::string>(account.aor);
  if (!mailbox.ok())
    return emit(WarningEvent{"watch_failed", message_of(mailbox.status()), "account " + account.id},
                "settings");
  subscription::SubscriptionContext context{parts_.dispatcher,
                                            me(),
                                            *parts_.random,
                                            account,
                                            contact_of(account, way_of(account)),
                                            account.id,
                                            *mailbox,
                                            std::string(subscription::message_summary_event),
                                            std::string(subscription::message_summary_type)};
  context.user_agent = parts_.user_agent;
  context.expires = services.mwi_expires;
  context.timer_n =
      std::chrono::duration_cast<std::chrono::milliseconds>(parts_.settings.timers.timer_f());
  line.mailbox = spawn<subscription::SubscriberActor>(std::move(context));
  tell(line.mailbox, subscription::Subscribe{});
  watch(line.mailbox, [this, id = account.id](const act::error& reason) {
    if (!act::is_crash(reason)) return;
    lines_[id].mailbox = nullptr;
    served_badly(id, "mailbox", reason);
  });
}

void PhoneActor::subscription_changed(const subscription::SubscriptionChanged& m) {
  if (!m.is_over) return;
  emit(WarningEvent{"subscription_refused",
                    "the server tells nothing of the mailbox: " + std::to_string(m.sip_status),
                    "account " + m.id},
       "sip");
}

void PhoneActor::show_mailbox(const std::string& account_id, std::string_view body) {
  const auto line = lines_.find(account_id);
  const auto summary = subscription::parse_message_summary(body);
  if (line == lines_.end() || !summary.ok()) return;
  const MailboxInfo mailbox{summary->waiting, summary->new_messages, summary->old_messages,
                            summary->new_urgent, summary->old_urgent};
  line->second.info.mailbox = mailbox;
  desk_.mailbox_changed(account_id, {mailbox.waiting, summary->account});
  emit(MailboxEvent{account_id, mailbox}, "sip");
  refresh("mailbox");
}

act::result<MessageReply> PhoneActor::send_message(const SendMessageOrder& order) {
  const auto refuse = [](ErrorKind kind, std::string why) {
    return MessageReply{error_of(kind, std::move(why))};
  };
  const auto* account = account_of(order.account_id);
  if (account == nullptr)
    return refuse(ErrorKind::not_found, "no account '" + order.account_id + "'");
  if (pages_ >= most_pages || shutting_down_)
    return refuse(ErrorKind::busy, "too many messages are under way");
  if (!can_dial(*account))
    return refuse(ErrorKind::not_registered, "account " + account->id + " is not registered");
  const auto target = target_uri(order.target, account->aor);
  if (!target.ok()) return refuse(ErrorKind::invalid_target, message_of(target.status()));
  auto promise = make_response_promise<MessageReply>();
  ++pages_;
  ask_without_limit(spawn<PagerActor>(Page{parts_.dispatcher, *parts_.random, *account,
                                           parts_.user_agent, *target, order.text}),
                    SendPage{})
      .then(
          [this, promise](const MessageReply& reply) mutable {
            --pages_;
            promise.deliver(reply);
          },
          [this, promise](const act::error& failure) mutable {
            --pages_;
            promise.deliver(MessageReply{error_of(ErrorKind::canceled, act::describe(failure))});
          });
  return promise;
}

/// The state, with what the gate has turned away.
act::result<PhoneInfo> PhoneActor::query() {
  refresh_now();
  if (!parts_.gate) return info();
  auto promise = make_response_promise<PhoneInfo>();
  ask_without_limit(parts_.gate, transaction::QueryAdmission{})
      .then(
          [this, promise](const transaction::AdmissionCounters& counters) mutable {
            refresh_now();
            auto now = info();
            now.traffic = {counters.untrusted_dropped, counters.flood_refused,
                           counters.flood_dropped};
            promise.deliver(std::move(now));
          },
          [this, promise](const act::error&) mutable { promise.deliver(info()); });
  return promise;
}

}  // namespace offhook::phone
