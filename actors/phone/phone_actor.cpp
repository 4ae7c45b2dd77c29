// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/phone_actor.hpp"

#include <algorithm>

#include "actors/registration/concurrent_registration_actor.hpp"
#include "actors/registration/registration_actor.hpp"
#include "actors/sdp/codec.hpp"
#include "actors/subscription/dialog_info.hpp"

namespace offhook::phone {

namespace {

/// The switches of each account as the settings have them.
Features with_privacy(const PhoneSettings& settings) {
  auto features = settings.features;
  for (const auto& account : settings.accounts)
    features.privacy[account.id] = {account.anonymous, features.reject_anonymous};
  features.privacy[""] = features.privacy_of(settings.accounts.front().id);
  return features;
}

}  // namespace

PhoneActor::PhoneActor(caf::actor_config& config, PhoneParts parts)
    : actor(config),
      parts_(std::move(parts)),
      desk_(parts_.settings.desk),
      features_(with_privacy(parts_.settings)),
      codes_(parts_.settings.codes, features_),
      auto_redial_(parts_.settings.auto_redial),
      log_(parts_.settings.memory.calls_per_list),
      contacts_(parts_.settings.directory.contacts),
      rings_(parts_.settings.ring),
      pages_on_air_(parts_.settings.paging.rules) {
  dialog_package_.name = subscription::dialog_event;
  dialog_package_.content_type = subscription::dialog_info_type;
}

PhoneActor::behavior_type PhoneActor::make_behavior() {
  start();
  return {
      // programs
      [this](const ListenTo& m) { listeners_.push_back(m.sink); },
      [this](const DialOrder& m) { return dial(m); },
      [this](const AnswerOrder& m) { return answer(m.call_id); },
      [this](const RejectOrder& m) { return order(m.call_id, call::Reject{m.sip_status}); },
      [this](const DeflectOrder& m) { return deflect(m); },
      [this](const JoinOrder& m) { return join(m); },
      [this](const EndConferenceOrder& m) { return end_conference(m); },
      [this](const PageOrder& m) { return page(m); },
      [this](const EndPageOrder&) { return end_page(); },
      [this](const QueryFeatures& m) { return query_features(m.account_id); },
      [this](const SetForwardOrder& m) { return set_forward(m); },
      [this](const SetDoNotDisturbOrder& m) { return set_do_not_disturb(m.account_id, m.enabled); },
      [this](const SetPrivacyOrder& m) { return set_privacy(m); },
      [this](const QueryCallLog& m) { return query_log(m); },
      [this](const ChangeCallLog& m) { return change_log(m); },
      [this](const QueryContacts& m) { return query_contacts(m); },
      [this](const PutContact& m) { return put_contact(m); },
      [this](const RemoveContact& m) { return remove_contact(m); },
      [this](const HangupOrder& m) { return order(m.call_id, call::Hangup{}); },
      [this](const HoldOrder& m) { return order(m.call_id, call::Hold{}); },
      [this](const ResumeOrder& m) { return resume(m.call_id); },
      [this](const TransferOrder& m) { return transfer(m); },
      [this](const DecideTransferOrder& m) {
        return order(m.call_id, call::DecideTransfer{m.accept});
      },
      [this](const SendDtmfOrder& m) { return send_dtmf(m); },
      [this](const SendMessageOrder& m) { return send_message(m); },
      [this](const InjectHook& m) { return inject(m); },
      [this](const InjectKey& m) { return inject(m); },
      [this](const QueryPhone&) { return query(); },
      [this](const QueryDevices&) { return DeviceList{device_list()}; },
      [this](const ShutDown&) { return shut_down(); },
      // SIP outside a dialog
      [this](const transaction::ResponseArrived& m) { answered_too_late(m); },
      [](const transaction::RequestFailed&) {},
      [this](const transaction::RequestArrived& m) { receive(m); },
      [](const transaction::AckArrived&) {},
      [this](const transaction::InviteCancelled& m) { cancelled(m); },
      [](const transaction::ResponseFailed&) {},
      // calls and accounts
      [this](const call::CallChanged& m) { changed(m.call); },
      [this](const call::CallEnded& m) { ended(m); },
      [this](const call::CallDtmfReceived& m) { dtmf_received(m); },
      [this](const call::CallDigitsSent& m) { digits_sent(m); },
      [this](const call::CallMediaTimedOut& m) { media_timed_out(m); },
      [this](const call::CallTransferProgressed& m) { transfer_progressed(m); },
      [this](const call::CallTransferRequested& m) { transfer_requested(m); },
      [this](const call::CallTextReceived& m) { text_received(m); },
      [this](const registration::RegistrationChanged& m) { registered(m); },
      [this](const registration::ServerInUse& m) { use_server(m); },
      [this](const subscription::SubscriptionChanged& m) { subscription_changed(m); },
      [this](const subscription::StateNotified& m) { show_mailbox(m.id, m.body); },
      [this](const subscription::WatchedPartyChanged& m) { watched_changed(m); },
      [this](const subscription::WatchedListChanged& m) { list_changed(m); },
      [this](const subscription::AppearancesTold& m) { appearances_told(m); },
      // hands
      [this](const device::HookChanged& m) { hook(m); },
      [this](const device::KeyPressed& m) { key(m); },
      [this](const device::KeyReleased& m) { key_released(m); },
      [this](const device::DeviceFailed& m) { device_failed(m); },
      [this](const PageBegan& m) { page_began(m); },
      [this](const PageEnded& m) { page_ended(m); },
      [this](const PageFailed& m) {
        emit(WarningEvent{"paging_failed", m.why, "paging"}, "paging");
      },
      // time
      [this](const InterDigitTimeout&) { perform(desk_.digits_timed_out(), "inter-digit time"); },
      [this](const FailureTimeout&) { failure_over(); },
      [this](const AutoAnswerDue& m) { auto_answer(m.call_id); },
      [this](const RingingDue& m) { ringing_due(m.call_id); },
      [this](const CodeDue&) { code_due(); },
      [this](const RedialDue&) { redial_due(); },
      [this](const LockDue&) { lock_due(); },
      [this](const PinPauseDue&) {
        refresh("PIN");
        run_pin_pause();
      },
      [this](const RingHeard&) { end_sample(); },
      [this](const ShutDownTimeout&) { finish_shut_down(); },
      [this](const ReminderDue&) { remind(); },
      [this](const ReviveAccount& m) { revive(m.account_id); },
      [this](const RefreshDue&) { refresh_now(); },
  };
}

void PhoneActor::start() {
  recall();
  devices_ = spawn_devices(system(), parts_.board, me(), parts_.settings.tones.country,
                           {parts_.media, parts_.board_has_sound});
  for (const auto& account : parts_.settings.accounts) {
    Line& line = lines_[account.id];
    line.info.account_id = account.id;
    line.info.aor = account.aor;
    line.info.display_name = account.display_name;
    const auto servers = sip::servers_of(account);
    if (!servers.empty()) line.info.server = servers.front().uri;
    line.info.state = registration::to_string(registration::RegistrationState::unregistered);
    if (!servers.empty()) start_registration(account);
  }
  tell(parts_.gate,
       transaction::SetAdmission{{parts_.settings.servers_only, parts_.settings.trusted_servers,
                                  parts_.settings.source_rate}});
  tell(parts_.dispatcher, transaction::SetCore{me()});
  tell(devices_.audio, device::SetRingOutput{parts_.settings.ring.output});
  start_paging();
  start_unwanted_calls();
  for (const auto& account : parts_.settings.accounts) {
    if (!sip::servers_of(account).empty()) continue;
    start_watching(account);
    share_line(account);
  }
  refresh("start");
  refresh_now();
}

void PhoneActor::start_registration(const sip::Account& account) {
  auto& line = lines_[account.id];
  registration::RegistrationContext context{
      parts_.dispatcher,
      me(),
      *parts_.random,
      account,
      contact_of(account, way_of(account)),
      parts_.user_agent,
      parts_.time_to_live,
      [contacts = parts_.contacts, aor = account.aor](const sip::RegistrarServer& server) {
        const auto uri = sip::parse_uri(aor);
        return contacts.uri(uri.ok() ? uri->user : std::string(), way_of(server));
      },
      parts_.settings.timers.t1};
  if (account.upkeep.concurrent && account.servers.size() > 1)
    line.registration = spawn<registration::ConcurrentRegistrationActor>(std::move(context));
  else
    line.registration = spawn<registration::RegistrationActor>(std::move(context));
  act::tell_anon(line.registration, registration::Register{});  // its answer comes as an event
  watch(line.registration, [this, id = account.id](const act::error& reason) {
    if (!act::is_crash(reason)) return;
    lines_[id].registration = nullptr;
    served_badly(id, "registration", reason);
  });
}

/// Another takes the place of what crashed, at once the first time; what crashes again and again
/// waits longer and longer.
void PhoneActor::served_badly(const std::string& account_id, std::string_view part,
                              const act::error& reason) {
  constexpr auto first_wait = 50ms;
  constexpr unsigned most_doublings = 10;  // 51 s
  emit(WarningEvent{"actor_failed", act::describe(reason), std::string(part) + " " + account_id},
       "failure");
  auto& line = lines_[account_id];
  line.revival = after(first_wait * (1u << std::min(line.crashes++, most_doublings)),
                       ReviveAccount{account_id});
}

void PhoneActor::revive(const std::string& account_id) {
  const auto* account = account_of(account_id);
  if (account == nullptr || shutting_down_) return;
  auto& line = lines_[account_id];
  if (!line.registration && !sip::servers_of(*account).empty()) {
    start_registration(*account);
    if (busy_) tell(line.registration, registration::PhoneBusy{true});
  }
  if (line.info.state != "registered") return;
  watch_mailbox(*account);
  share_line(*account);
}

void PhoneActor::on_exit() {
  for (auto& [id, line] : lines_) {
    act::stop(line.registration);
    act::stop(line.mailbox);
  }
  for (const auto& id : book_.ids()) act::stop(book_.find(id)->leg);
  for (const auto& [number, watcher] : watchers_) act::stop(watcher);
  for (const auto& [id, watcher] : watches_) act::stop(watcher);
  for (const auto& [id, line] : shared_lines_) act::stop(line);
  act::stop(unwanted_calls_);
  devices_.stop();
  act::stop(paging_);
  act::stop(music_line_);
  paging_ = nullptr;
  music_line_ = nullptr;
  for (auto& [id, reply] : dialling_)
    if (reply.pending())
      reply.deliver(CallReply{Error{ErrorKind::canceled, "the phone was stopped", {}, {}}});
  if (shutting_down_ && shutting_down_->pending()) shutting_down_->deliver(ShutDownDone{});
  shutting_down_.reset();
  lines_.clear();
  book_.clear();
  dialling_.clear();
  referred_.clear();
  watchers_.clear();
  watches_.clear();
  shared_lines_.clear();
  seizure_ = {};
  unwanted_calls_ = nullptr;
  listeners_.clear();
  ringing_.clear();
  auto_answer_.clear();
  for (Timer* timer : {&inter_digit_, &failure_, &idle_lock_, &pin_pause_, &sample_,
                       &shut_down_limit_, &reminder_})
    timer->cancel();
  // What the world lent is let go of; the settings hold nothing.
  parts_.dispatcher = nullptr;
  parts_.media = nullptr;
  parts_.gate = nullptr;
  parts_.board.reset();
  parts_.store.reset();
  parts_.time_to_live = nullptr;
  parts_.wall_clock = nullptr;
}

// ---- call legs ----

call::LegContext PhoneActor::leg_context(const sip::Account& account, const Way& way) {
  call::LegContext context{parts_.dispatcher,
                           parts_.media,
                           me(),
                           *parts_.random,
                           account,
                           contact_of(account, way),
                           parts_.contacts.endpoint(way).address};
  context.user_agent = parts_.user_agent;
  context.silence_limit = parts_.settings.media_timeout;
  context.transfers = parts_.settings.transfers;
  context.sound = parts_.sound;
  const auto& timers = parts_.settings.timers;
  context.timers = {std::chrono::duration_cast<std::chrono::milliseconds>(timers.t1),
                    std::chrono::duration_cast<std::chrono::milliseconds>(timers.t2)};
  for (const auto& name : parts_.settings.codecs)
    context.codecs.push_back(name == "PCMA" ? sdp::pcma : sdp::pcmu);
  return context;
}

CallBook::Entry& PhoneActor::adopt(const std::string& call_id, const call::CallLeg& leg) {
  watch(leg, [this, call_id](const act::error& reason) { leg_gone(call_id, reason); });
  return book_.add(call_id, leg);
}

// ---- what legs tell ----

void PhoneActor::changed(const call::CallSnapshot& call) {
  auto* entry = book_.find(call.call_id);
  if (entry == nullptr) return;
  const bool is_new = !entry->known;
  const call::CallSnapshot before = book_.update(*entry, call);
  entry->known = true;
  ++entry->rev;
  const auto acts = desk_.call_changed(call);
  for (auto& event : call_events(is_new ? nullptr : &before, call, entry->info()))
    emit(std::move(event), "sip");
  if (is_new && call.state == call::CallState::ringing_in) {
    // An intercom call waits like any other while somebody talks.
    const auto told = told_to_answer_.find(call.call_id);
    const bool may =
        told != told_to_answer_.end() &&
        (parts_.settings.intercom.barge || book_.in_the_way_of(call.call_id, {}) == nullptr);
    const auto wait = may ? std::optional(told->second) : parts_.settings.auto_answer;
    if (wait) auto_answer_[call.call_id] = after(*wait, AutoAnswerDue{call.call_id});
    if (const auto rings = ringing_.find(call.call_id); rings != ringing_.end())
      if (const auto limit = rings->second.verdict.limit)
        rings->second.limit = after(*limit, RingingDue{call.call_id});
  }
  if (call.state != call::CallState::ringing_in) ringing_.erase(call.call_id);
  if (call::is_established(call.state) || accepted_.contains(call.call_id))
    answer_dial(call.call_id, entry->info());
  report_referred_call(call);
  tell_watchers();
  if (call::is_established(call.state)) {
    take_place(call.call_id);
    if (const auto waiting = moving_.extract(call.call_id))
      invite_to_conference(call.call_id, waiting.mapped());
  }
  perform(acts, "call " + std::string(call::to_string(call.state)));
}

void PhoneActor::ended(const call::CallEnded& ended) {
  auto* entry = book_.find(ended.call.call_id);
  if (entry == nullptr) return;
  book_.update(*entry, ended.call);
  ++entry->rev;
  const CallInfo info = entry->info();
  ended_dialogs_.add(ended.call);
  replacing_.erase(ended.call.call_id);
  moving_.erase(ended.call.call_id);
  const auto rings = ringing_.find(ended.call.call_id);
  const bool rang_out = rings != ringing_.end() && rings->second.rang_out;
  forget(ended.call.call_id);
  log_call(logged(ended.call, kind_of(ended.call, ended.end, rang_out), now(),
                  parts_.wall_clock().unix_ms));
  const auto acts = desk_.call_ended(ended.call, ended.end);
  call_again_if_busy(ended);
  emit(CallEndedEvent{info, call_end_info(ended.call, ended.end, ended.report, now())}, "sip");
  report_referred_end(ended);
  tell_watchers();
  Error error{ErrorKind::sip_failure, ended.end.reason, {}, "ended"};
  if (ended.end.sip_status != 0) error.sip = SipResult{ended.end.sip_status, ended.end.reason};
  if (ended.end.by() == "local") error.kind = ErrorKind::canceled;
  if (ended.end.cause == call::EndCause::media_failed) error.kind = ErrorKind::media_error;
  answer_dial(ended.call.call_id, error);
  perform(acts, "call ended");
  if (shutting_down_) finish_shut_down_if_done();
}

void PhoneActor::forget(const std::string& call_id) {
  auto_answer_.erase(call_id);
  told_to_answer_.erase(call_id);
  ringing_.erase(call_id);
  book_.remove(call_id);
}

/// A leg that ends without CallEnded failed inside: the person must not be left with a dead call.
void PhoneActor::leg_gone(const std::string& call_id, const act::error& reason) {
  auto* entry = book_.find(call_id);
  if (entry == nullptr) return;
  emit(WarningEvent{"actor_failed", act::describe(reason), "call " + call_id}, "failure");
  call::CallEnded gone{entry->call, {call::EndCause::internal_error, 0, "internal failure"}, {}};
  gone.call.state = call::CallState::ended;
  ended(gone);
}

void PhoneActor::answer_dial(const std::string& call_id, std::variant<CallInfo, Error> outcome) {
  const auto waiting = dialling_.find(call_id);
  if (waiting == dialling_.end()) return;
  waiting->second.deliver(CallReply{std::move(outcome)});
  dialling_.erase(waiting);
  accepted_.erase(call_id);
}

void PhoneActor::dtmf_received(const call::CallDtmfReceived& m) {
  emit(DtmfEvent{"call.dtmf_received", m.call_id, std::string(1, m.digit), m.duration.count()},
       "rtp");
}
void PhoneActor::digits_sent(const call::CallDigitsSent& m) {
  emit(DtmfEvent{"call.dtmf_sent", m.call_id, m.digits, 0}, "rtp");
}
void PhoneActor::media_timed_out(const call::CallMediaTimedOut& m) {
  emit(MediaTimeoutEvent{m.call_id, m.silent.count()}, "rtp");
  order_by_hand(m.call_id, call::Hangup{}, "hang up");  // the far phone is gone, or as good as
}

void PhoneActor::registered(const registration::RegistrationChanged& m) {
  auto& info = lines_[m.account_id].info;
  info.state = registration::to_string(m.state);
  info.server = m.server;
  if (m.state == registration::RegistrationState::failed)
    lines_[m.account_id].server_may_be_used = false;
  info.expires_s = m.expires.count();
  info.sip.reset();
  if (m.sip_status != 0) info.sip = SipResult{m.sip_status, m.reason};
  info.retry_in_ms.reset();
  if (m.retry_in.count() > 0) info.retry_in_ms = m.retry_in.count();
  emit(RegistrationEvent{info}, "sip");
  if (const auto* account = account_of(m.account_id);
      account != nullptr && m.state == registration::RegistrationState::registered) {
    watch_mailbox(*account);
    start_watching(*account);
    share_line(*account);
  }
  refresh("registration");
}

/// New calls go where the registration is; those that are up stay where they are.
void PhoneActor::use_server(const registration::ServerInUse& m) {
  for (auto& account : parts_.settings.accounts) {
    if (account.id != m.account_id) continue;
    account.outbound_proxy = m.outbound_proxy;
    account.service_route = m.service_route;
  }
  auto& line = lines_[m.account_id];
  line.contact_uri = m.contact_uri;
  line.server_may_be_used = m.may_be_used;
}

void PhoneActor::tell_whether_busy() {
  if (std::exchange(busy_, book_.size() > 0) == busy_) return;
  for (auto& [id, line] : lines_) tell(line.registration, registration::PhoneBusy{busy_});
}

// ---- the end ----

act::result<ShutDownDone> PhoneActor::shut_down() {
  auto promise = make_response_promise<ShutDownDone>();
  if (shutting_down_) {
    promise.deliver(ShutDownDone{});
    return promise;
  }
  shutting_down_ = promise;
  for (const auto& id : book_.ids()) order_by_hand(id, call::Hangup{}, "shut down");
  for (const auto& [number, watcher] : watchers_) tell(watcher, subscription::Withdraw{});
  for (const auto& [id, watcher] : watches_) tell(watcher, subscription::Unsubscribe{});
  for (const auto& [id, line] : shared_lines_) tell(line, subscription::Unsubscribe{});
  for (auto& [id, line] : lines_) {
    tell(line.mailbox, subscription::Unsubscribe{});
    if (line.info.state != "registered" || !line.registration) continue;
    ++unregistering_;
    const auto one_less = [this] {
      --unregistering_;
      finish_shut_down_if_done();
    };
    ask_without_limit(line.registration, registration::Unregister{})
        .then([one_less](const registration::RegistrationChanged&) { one_less(); },
              [one_less](const act::error&) { one_less(); });
  }
  shut_down_limit_ = after(2s, ShutDownTimeout{});
  finish_shut_down_if_done();
  return promise;
}

void PhoneActor::finish_shut_down_if_done() {
  if (book_.size() == 0 && unregistering_ == 0) finish_shut_down();
}
void PhoneActor::finish_shut_down() {
  shut_down_limit_.cancel();
  if (shutting_down_ && shutting_down_->pending()) shutting_down_->deliver(ShutDownDone{});
}

}  // namespace offhook::phone
