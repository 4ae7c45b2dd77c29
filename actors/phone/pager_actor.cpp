// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/pager_actor.hpp"

#include "actors/call/invite_extras.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::phone {
namespace {

constexpr int max_challenges = 2;  // a proxy's and the user agent's

}  // namespace

PagerActor::PagerActor(caf::actor_config& config, Page page)
    : actor(config),
      page_(std::move(page)),
      authenticator_(page_.account, page_.random),
      call_id_(page_.random.token(16)),
      from_tag_(page_.random.token(8)) {}

PagerActor::behavior_type PagerActor::make_behavior() {
  return {
      [this](const transaction::ResponseArrived& m) { receive(m); },
      [this](const transaction::RequestFailed& m) {
        const bool silent = m.failure == transaction::Failure::timeout;
        finish({Error{ErrorKind::sip_failure, m.why, SipResult{silent ? 408 : 503, m.why}, {}}});
      },
      [](const transaction::RequestArrived&) {},
      [](const transaction::AckArrived&) {},
      [](const transaction::InviteCancelled&) {},
      [](const transaction::ResponseFailed&) {},
      [this](const SendPage&) -> act::result<MessageReply> {
        asker_ = make_response_promise<MessageReply>();
        auto asker = asker_;
        send();
        return asker;
      },
  };
}

void PagerActor::on_exit() {
  if (asker_.pending())
    asker_.deliver(MessageReply{Error{ErrorKind::canceled, "the phone was stopped", {}, {}}});
  page_.dispatcher = nullptr;
}

void PagerActor::send() {
  sip::NameAddr from;
  if (auto uri = sip::parse_uri(page_.account.aor); uri.ok()) from.uri = *std::move(uri);
  from.display_name = page_.account.display_name;
  if (page_.account.anonymous) from = call::anonymous_address();
  sip::set_param(from.params, "tag", from_tag_);
  auto draft = sip::Draft::request(sip::Method::message, page_.target);
  for (const auto& route : sip::preloaded_routes(page_.account)) draft.append("Route", route);
  draft.append("Max-Forwards", "70")
      .append("From", sip::to_string(from))
      .append("To", "<" + page_.target + ">")
      .append("Call-ID", call_id_)
      .append("CSeq", std::to_string(++cseq_) + " MESSAGE")
      .body("text/plain;charset=UTF-8", page_.text);
  const bool to_server = authenticator_.serves(dialog::first_hop(page_.account, page_.target));
  call::write({}, page_.account, to_server, draft);
  if (!page_.user_agent.empty()) draft.append("User-Agent", page_.user_agent);
  auto message = draft.try_build();
  if (message.ok()) {
    authenticator_.authorize(draft, sip::Method::message, (*message)->request_uri_text(),
                             dialog::next_hop_of(**message), (*message)->body());
    message = draft.try_build();
  }
  if (!message.ok())
    return finish({Error{ErrorKind::invalid_target, message_of(message.status()), {}, {}}});
  request_ = *std::move(message);
  branch_ = {std::string(sip::magic_cookie) + page_.random.token(12)};
  tell(page_.dispatcher, transaction::SendRequest{request_, branch_, me()});
}

void PagerActor::receive(const transaction::ResponseArrived& m) {
  const int status = m.response->status();
  if (m.branch != branch_ || sip::is_provisional(status)) return;
  const bool asked = (status == 401 || status == 407) && ++challenges_ <= max_challenges;
  if (asked && authenticator_.receive(*request_, *m.response, dialog::next_hop_of(*request_)) ==
                   dialog::ChallengeOutcome::answer)
    return send();
  const SipResult result{status, std::string(m.response->reason())};
  if (sip::is_success(status)) return finish({result});
  finish({Error{ErrorKind::sip_failure, result.reason, result, {}}});
}

void PagerActor::finish(MessageReply reply) {
  if (asker_.pending()) asker_.deliver(std::move(reply));
  quit();
}

}  // namespace offhook::phone
