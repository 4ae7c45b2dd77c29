// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/leg_signaling.hpp"

#include <algorithm>

#include "actors/call/option_tags.hpp"
#include "actors/call/remedy.hpp"
#include "actors/sip/appearance.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::call {
namespace {

constexpr std::string_view sdp_type = "application/sdp";

sip::MessagePtr build(const sip::Draft& draft) {
  auto message = draft.try_build();
  return message.ok() ? *std::move(message) : nullptr;
}

/// Contact belongs to what makes or refreshes a dialog (§12.1.1, §12.2).
bool carries_contact(const sip::Message& request, int status) {
  const auto method = request.method();
  return status > 100 && status < 300 &&
         (method == sip::Method::invite || method == sip::Method::update ||
          method == sip::Method::refer);
}

dialog::SessionTimerTerms timer_terms(const sip::CallOptions& options) {
  return {options.session_timer, options.session_expires, options.min_se, options.refresher};
}

}  // namespace

LegSignaling::LegSignaling(LegProfile profile, RandomSource& random, std::string target)
    : profile_(std::move(profile)),
      random_(random),
      authenticator_(profile_.account, random),
      call_id_(random.token(16)),
      local_tag_(random.token(8)),
      target_(std::move(target)),
      request_uri_(target_),
      session_timer_(timer_terms(profile_.account.calls)) {
  if (profile_.account.calls.reliable == sip::Use::required) required_ = reliable_tag;
  if (profile_.account.anonymous) profile_.contact_uri = anonymous_contact(profile_.contact_uri);
}

LegSignaling::LegSignaling(LegProfile profile, RandomSource& random, sip::MessagePtr invite)
    : profile_(std::move(profile)),
      random_(random),
      authenticator_(profile_.account, random),
      call_id_(invite->call_id()),
      local_tag_(random.token(8)),
      session_timer_(timer_terms(profile_.account.calls)),
      received_invite_(std::move(invite)) {}

std::optional<sip::Uri> LegSignaling::proxy_in_dialog() const {
  const auto& account = profile_.account;
  if (!account.outbound_in_dialog || account.outbound_proxy.empty()) return std::nullopt;
  auto proxy = sip::parse_uri(account.outbound_proxy);
  return proxy.ok() ? std::optional(*std::move(proxy)) : std::nullopt;
}

std::optional<sip::Uri> LegSignaling::next_hop() const {
  return dialog_ ? std::optional(dialog_->next_hop()) : std::nullopt;
}

void LegSignaling::carry_diversions(const sip::Message& redirection) {
  constexpr std::size_t most = 8;  // the newest say most
  std::vector<std::string> told;
  for (const auto value : redirection.headers(sip::HeaderId::diversion))
    if (told.size() < most) told.emplace_back(value);
  if (!told.empty()) diversions_ = std::move(told);
}

sip::MessagePtr LegSignaling::invite(std::string_view offer) {
  auto draft = dialog::request_outside(profile_.account, sip::Method::invite, target_,
                                       {call_id_, local_tag_, ++last_cseq_});
  draft.set_request_uri(request_uri_);
  const auto first_hop = dialog::first_hop(profile_.account, request_uri_);
  write(profile_.extras, profile_.account, authenticator_.serves(first_hop), draft);
  for (const auto& diversion : diversions_) draft.append("Diversion", diversion);
  add_ours(draft);
  if (!required_.empty()) draft.append("Require", required_);
  session_timer_.write_request(draft);
  if (!offer.empty() && wraps_sessions_) {
    const auto body = wrap_session(offer);
    draft.body(body.content_type, body.text);
  } else if (!offer.empty()) {
    draft.body(sdp_type, offer);
  }
  return finish(std::move(draft), nullptr);
}

dialog::ChallengeOutcome LegSignaling::receive_challenge(const sip::Message& request,
                                                         const sip::Message& response, bool moved) {
  const auto hop = next_hop();
  return receive_challenge(request, response, hop ? *hop : dialog::next_hop_of(request), moved);
}

dialog::ChallengeOutcome LegSignaling::receive_challenge(const sip::Message& request,
                                                         const sip::Message& response,
                                                         const sip::Uri& hop, bool moved) {
  return authenticator_.receive(request, response, hop, moved);
}

bool LegSignaling::goes_to_server(const sip::Message& request) const {
  const auto hop = next_hop();
  return authenticator_.serves(hop ? *hop : dialog::next_hop_of(request));
}

void LegSignaling::accepted(const sip::Message& request, const sip::Message& response) {
  const auto hop = next_hop();
  accepted(request, response, hop ? *hop : dialog::next_hop_of(request));
}

void LegSignaling::accepted(const sip::Message& request, const sip::Message& response,
                            const sip::Uri& hop) {
  authenticator_.accepted(request, response, hop);
}

void LegSignaling::confirm(const sip::Message& invite, const sip::Message& success,
                           const dialog::Dialog* early) {
  if (early == nullptr) {
    dialog_ = dialog::Dialog::of_client(invite, success);
  } else {
    dialog_ = *early;  // its CSeq counts on
    dialog_->confirm(success);
  }
  dialog_->send_through(proxy_in_dialog());
}

absl::Status LegSignaling::accept_dialog() {
  auto dialog = dialog::Dialog::of_server(*received_invite_, local_tag_);
  if (!dialog.ok()) return dialog.status();
  dialog_ = *std::move(dialog);
  dialog_->send_through(proxy_in_dialog());
  return absl::OkStatus();
}

void LegSignaling::confirm() {
  if (dialog_) dialog_->confirm();
}

dialog::RequestOrder LegSignaling::receive(const sip::Message& request) {
  return dialog_ ? dialog_->receive(request) : dialog::RequestOrder::other_dialog;
}

void LegSignaling::refresh_target(const sip::Message& message) {
  if (dialog_) dialog_->refresh_target(message);
}

sip::MessagePtr LegSignaling::ack(const sip::Message& invite, const sip::Message& success,
                                  std::string_view answer) {
  const auto dialog = dialog_of(invite, success);
  auto draft = dialog.make_ack(invite.cseq().number);
  // The credentials of the INVITE are the ACK's (§22.1), but not for a peer that it goes to
  // directly: it could guess the password from them.
  if (authenticator_.serves(dialog.next_hop())) {
    for (const auto& field : invite.fields())
      if (field.id == sip::HeaderId::authorization ||
          field.id == sip::HeaderId::proxy_authorization)
        draft.append(field.name, field.value);
  }
  if (!profile_.user_agent.empty()) draft.append("User-Agent", profile_.user_agent);
  if (!answer.empty()) draft.body(sdp_type, answer);
  draft.use_compact_names(profile_.account.compact_headers);
  return build(draft);
}

sip::Uri LegSignaling::next_hop_of_ack(const sip::Message& invite,
                                       const sip::Message& success) const {
  return dialog_of(invite, success).next_hop();
}

dialog::Dialog LegSignaling::dialog_of(const sip::Message& invite,
                                       const sip::Message& success) const {
  if (dialog_ && dialog_->owns(success)) return *dialog_;
  auto dialog = dialog::Dialog::of_client(invite, success);
  dialog.send_through(proxy_in_dialog());
  return dialog;
}

sip::MessagePtr LegSignaling::bye_to_fork(const sip::Message& invite, const sip::Message& success,
                                          const dialog::Dialog* early) {
  auto fork = early != nullptr ? *early : dialog::Dialog::of_client(invite, success);
  if (early != nullptr) fork.confirm(success);
  fork.send_through(proxy_in_dialog());
  return request(fork, sip::Method::bye);
}

sip::MessagePtr LegSignaling::re_invite(std::string_view offer) {
  return request(*dialog_, sip::Method::invite, {}, sdp_type, offer);
}

sip::MessagePtr LegSignaling::bye(std::string_view reason) {
  HeaderLines more;
  if (!reason.empty()) more.emplace_back("Reason", reason);
  return request(*dialog_, sip::Method::bye, more);
}

sip::MessagePtr LegSignaling::prack(dialog::Dialog& dialog, const sip::Message& provisional,
                                    std::string_view session) {
  const auto rseq = sip::parse_number(provisional.header(sip::HeaderId::rseq).value_or(""));
  return request(dialog, sip::Method::prack,
                 {{"RAck", std::to_string(rseq.value_or(0)) + " " +
                               std::to_string(provisional.cseq().number) + " INVITE"}},
                 sdp_type, session);
}

sip::MessagePtr LegSignaling::request(dialog::Dialog& dialog, sip::Method method,
                                      const HeaderLines& more, std::string_view content_type,
                                      std::string_view body) {
  auto draft = dialog.make_request(method);
  last_cseq_ = std::max(last_cseq_, dialog.local_cseq());
  if (method == sip::Method::invite || method == sip::Method::update) {
    add_ours(draft);
    session_timer_.write_request(draft);
  }
  for (const auto& [name, value] : more) draft.append(name, value);
  if (!body.empty()) draft.body(content_type, body);
  return finish(std::move(draft), &dialog.next_hop());
}

sip::MessagePtr LegSignaling::finish(sip::Draft draft, const sip::Uri* next_hop) {
  draft.use_compact_names(profile_.account.compact_headers);
  auto message =
      dialog::write_authorized(std::move(draft), authenticator_, profile_.user_agent, next_hop);
  return message.ok() ? *std::move(message) : nullptr;
}

void LegSignaling::add_ours(sip::Draft& draft) const {
  draft.append("Contact", "<" + profile_.contact_uri + ">")
      .append("Allow", allowed_methods)
      .append("Supported", supported_options(profile_.account.calls));
  if (profile_.appearance == 0) return;
  sip::Appearance appearance{.index = profile_.appearance};
  if (held_privately_) appearance.state = sip::AppearanceState::held_private;
  const auto aor = sip::parse_uri(profile_.account.aor);
  draft.append("Call-Info", sip::write_appearance(aor.ok() ? aor->host : "", appearance));
}

sip::MessagePtr LegSignaling::respond(const sip::Message& request, const Reply& reply,
                                      std::string_view session) const {
  auto draft = sip::Draft::response(request, reply.status, "", local_tag_);
  const bool is_options = request.method() == sip::Method::options;
  if (carries_contact(request, reply.status)) {
    add_ours(draft);
    if (sip::is_success(reply.status)) session_timer_.write_response(draft);
  } else if (reply.status == 405 || is_options) {
    draft.append("Allow", allowed_methods);
  }
  if (is_options)  // §11.2
    draft.append("Accept", sdp_type)
        .append("Accept-Encoding", "identity")
        .append("Supported", supported_options(profile_.account.calls));
  if (!reply.header.empty()) draft.append(reply.header, reply.value);
  for (const auto& [name, value] : reply.more) draft.append(name, value);
  if (!session.empty()) draft.body(sdp_type, session);
  if (!profile_.user_agent.empty()) draft.append("Server", profile_.user_agent);
  draft.use_compact_names(profile_.account.compact_headers);
  return build(draft);
}

}  // namespace offhook::call
