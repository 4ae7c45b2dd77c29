// SPDX-License-Identifier: GPL-3.0-or-later
// What a registration writes, and what it reads from the answers.
#include "actors/dialog/request_writer.hpp"
#include "actors/registration/registration_actor.hpp"
#include "actors/sip/status_code.hpp"
#include "actors/sip/via.hpp"

namespace offhook::registration {
namespace {

/// Redirections followed for one REGISTER; more is a circle.
constexpr int max_redirections = 3;

/// Until the transmission after the last of so many would be due (§17.1.2.2).
Instant silence_after(Instant t1, int transmissions) { return t1 * ((1 << transmissions) - 1); }

}  // namespace

transaction::Branch RegistrationActor::new_branch() {
  return {std::string(sip::magic_cookie) + context_.random.token(12)};
}

/// What every request to a registrar has. The outbound proxy is that of the server; a service route
/// is not for REGISTER (RFC 3608 §6.1).
sip::Draft RegistrationActor::draft_of(sip::Method method, std::string_view request_uri) const {
  const auto& account = context_.account;
  const auto& server = choice_.current();
  sip::NameAddr self;
  if (auto aor = sip::parse_uri(account.aor); aor.ok()) self.uri = *std::move(aor);
  self.display_name = account.display_name;
  const std::string to = sip::to_string(self);
  sip::set_param(self.params, "tag", local_tag_);
  auto draft = sip::Draft::request(method, request_uri);
  draft.use_compact_names(account.compact_headers);
  if (!server.outbound_proxy.empty()) draft.append("Route", "<" + server.outbound_proxy + ">");
  draft.append("Max-Forwards", "70").append("From", sip::to_string(self)).append("To", to);
  return draft;
}

sip::Draft RegistrationActor::draft_register() {
  auto draft = draft_of(sip::Method::register_,
                        redirected_to_.empty() ? choice_.current().uri : redirected_to_);
  draft.append("Call-ID", call_id_).append("CSeq", std::to_string(++cseq_) + " REGISTER");
  // Headers of the trade: some servers know a phone by its hardware.
  const auto& upkeep = context_.account.upkeep;
  if (!upkeep.mac.empty()) draft.append("Mac", upkeep.mac);
  if (upkeep.line > 0) draft.append("Line", std::to_string(upkeep.line));
  return draft;
}

std::string RegistrationActor::contact(std::string_view uri, Seconds expires) const {
  std::string text = "<" + std::string(uri) + ">;expires=" + std::to_string(expires.count());
  const auto& account = context_.account;
  if (account.instance_id.empty()) return text;
  text += ";+sip.instance=\"<" + account.instance_id + ">\"";
  // RFC 5626 §4.2.1: a flow of our own to each server.
  if (account.upkeep.outbound)
    text += ";reg-id=" +
            std::to_string(account.upkeep.first_reg_id + static_cast<int>(choice_.index()));
  return text;
}

void RegistrationActor::send(Seconds expires) {
  auto draft = draft_register();
  draft.append("Contact", contact(contact_uri_, expires));
  if (!old_contact_uri_.empty()) draft.append("Contact", "<" + old_contact_uri_ + ">;expires=0");
  draft.append("Expires", std::to_string(expires.count()));
  const auto& account = context_.account;
  if (account.upkeep.outbound && !account.instance_id.empty())
    draft.append("Supported", "path, outbound");  // RFC 3327 §5.1, RFC 5626 §4.2.1
  else
    draft.append("Supported", "path");
  send(std::move(draft), expires.count() > 0 ? patience() : std::nullopt);
}

void RegistrationActor::send_clearing() {
  auto draft = draft_register();
  draft.append("Contact", "*").append("Expires", "0");  // §10.2.2
  send(std::move(draft), silence_after(context_.t1, choice_.current().retry_counts));
}

void RegistrationActor::send_again() {
  if (state_ == State::clearing) return send_clearing();
  send(state_ == State::leaving ? Seconds{0} : asked_);
}

/// How long the server in turn may be silent; the last one has the whole time, unless it had
/// answered a moment ago: then the probes are quicker than its retransmissions.
std::optional<Instant> RegistrationActor::patience() const {
  if (hurry_ && choice_.all().size() == 1) return silence_after(context_.t1, 2);
  if (choice_.is_last_of_round() && !hurry_ && state_ != State::returning) return std::nullopt;
  return silence_after(context_.t1, choice_.current().retry_counts);
}

void RegistrationActor::send(sip::Draft draft, std::optional<Instant> patience) {
  timer_.cancel();
  seen_dead_ = refresh_waits_ = false;
  branch_ = new_branch();
  auto request =
      dialog::write_authorized(std::move(draft), authenticator_, context_.user_agent, nullptr);
  if (!request.ok()) {
    tell(me(), transaction::RequestFailed{branch_, transaction::Failure::unresolvable,
                                          message_of(request.status())});
    return;
  }
  request_ = *std::move(request);
  transaction::SendRequest order{request_, branch_, me()};
  order.patience = patience;
  tell(context_.dispatcher, std::move(order));
}

Input RegistrationActor::classify(const sip::Message& response) {
  const int status = response.status();
  if (sip::is_success(status)) return classify_success(response);
  if ((status == 401 || status == 407) && ++challenges_ <= dialog::max_challenges &&
      authenticator_.receive(*request_, response, dialog::next_hop_of(*request_), has_moved_) ==
          dialog::ChallengeOutcome::answer)
    return Input::challenged;
  if (status == 423) {
    if (const auto longer = longer_expires(response, asked_)) {
      asked_ = *longer;
      return Input::too_brief;
    }
  }
  if ((status == 301 || status == 302) && follow(response)) return Input::redirected;
  return may_try_elsewhere(status) ? classify_failure(Input::refused) : Input::refused;
}

Input RegistrationActor::classify_success(const sip::Message& response) {
  authenticator_.accepted(*request_, response, dialog::next_hop_of(*request_));
  if (state_ == State::clearing) return Input::removed;
  const auto expires = granted_expires(response, contact_uri_, asked_);
  // After a removal that others have bindings says nothing about ours.
  if (state_ == State::leaving || expires.count() == 0) return Input::removed;
  granted_ = expires;
  lists_bindings_ = lists_binding(response, contact_uri_).has_value();
  old_contact_uri_.clear();
  learn(response);
  return Input::granted;
}

/// The next server of the round, if there is one and that is what is wanted.
Input RegistrationActor::classify_failure(Input otherwise) {
  if (state_ != State::trying && state_ != State::refreshing) return otherwise;
  const auto before = choice_.index();
  const bool has_next = choice_.advance();
  if (choice_.index() != before) forget_server();
  if (!has_next) return otherwise;
  granted_ = Seconds{0};
  use_server(false);
  return Input::next_server;
}

/// A round begins with that server.
void RegistrationActor::change_server(std::size_t index) {
  const bool is_other = index != choice_.index();
  choice_.select(index);
  if (is_other) forget_server();
}

void RegistrationActor::forget_server() {
  authenticator_.forget_nonces();
  asked_ = choice_.current().expires;
  keep_alive_ = {};
  if (!context_.contact_for) return;
  // RFC 3261 §8.1.1.8: where we can be reached, which the transport to this server decides. What
  // another registrar saw holds as long as that is the same.
  auto own = context_.contact_for(choice_.current());
  if (own == context_.contact_uri) return;
  context_.contact_uri = contact_uri_ = std::move(own);
  old_contact_uri_.clear();
}

/// Whether the redirection may be followed; then it is where the next REGISTER goes (§8.1.3.4).
bool RegistrationActor::follow(const sip::Message& response) {
  if (state_ != State::trying && state_ != State::refreshing) return false;
  const auto contact = response.contact();
  if (!contact || contact->is_star || ++redirections_ > max_redirections) return false;
  sip::Uri uri = contact->address.uri;
  if (uri.scheme != sip::Scheme::sip && uri.scheme != sip::Scheme::sips) return false;
  const auto now_at = sip::parse_uri(choice_.current().uri);
  // Whoever asks by TLS must not be led away from it (RFC 3261 §26.2.2).
  if (now_at.ok() && now_at->scheme == sip::Scheme::sips && uri.scheme != sip::Scheme::sips)
    return false;
  uri.user.clear();  // a registrar is a domain (§10.2)
  uri.password.clear();
  uri.headers.clear();
  authenticator_.admit(uri);  // if not, it may still take us without credentials
  redirected_to_ = sip::to_string(uri);
  return true;
}

/// What a 2xx tells beside the time: each 2xx anew (RFC 3608 §6.1).
void RegistrationActor::learn(const sip::Message& success) {
  service_route_ = service_route(success);
  const auto& upkeep = context_.account.upkeep;
  flow_is_kept_ = upkeep.outbound && success.lists(sip::HeaderId::require, "outbound");
  flow_timer_ = flow_is_kept_ ? flow_timer(success) : std::nullopt;
  if (!upkeep.learn_address) return;
  const auto seen = contact_as_seen(success, contact_uri_);
  if (!seen || *seen == contact_uri_) return;
  old_contact_uri_ = std::exchange(contact_uri_, *seen);
  tell(me(), RegistrationTimerFired{Input::refresh_due});  // with the Contact that is reached
}

void RegistrationActor::use_server(bool is_registered) {
  const auto& server = choice_.current();
  ServerInUse use{context_.account.id, server.uri, server.outbound_proxy, {}, contact_uri_, true};
  // Among several, the domain of a call does not say which.
  if (use.outbound_proxy.empty() && choice_.all().size() > 1) use.outbound_proxy = route_to(server);
  if (is_registered) use.service_route = service_route_;
  // RFC 5626 §4.3: in-dialog requests shall come by this flow.
  if (flow_is_kept_) use.contact_uri += ";ob";
  use.may_be_used = is_registered || !server.register_on_enable;
  if (in_use_ == use) return;
  in_use_ = use;
  tell(context_.owner, std::move(use));
}

}  // namespace offhook::registration
