// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/pager_actor.hpp"

#include "actors/call/invite_extras.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::phone {
PagerActor::PagerActor(caf::actor_config& config, Page page)
    : actor(config),
      page_(std::move(page)),
      writer_(page_.account, page_.user_agent, page_.random),
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
  auto draft = writer_.begin(sip::Method::message, page_.target, {call_id_, from_tag_, ++cseq_});
  draft.body("text/plain;charset=UTF-8", page_.text);
  call::write({}, page_.account, writer_.goes_to_server(page_.target), draft);
  auto message = writer_.finish(std::move(draft));
  if (!message.ok())
    return finish({Error{ErrorKind::invalid_target, message_of(message.status()), {}, {}}});
  branch_ = {std::string(sip::magic_cookie) + page_.random.token(12)};
  tell(page_.dispatcher, transaction::SendRequest{*std::move(message), branch_, me()});
}

void PagerActor::receive(const transaction::ResponseArrived& m) {
  const int status = m.response->status();
  if (m.branch != branch_ || sip::is_provisional(status)) return;
  if (writer_.must_repeat(*m.response)) return send();
  const SipResult result{status, std::string(m.response->reason())};
  if (sip::is_success(status)) return finish({result});
  finish({Error{ErrorKind::sip_failure, result.reason, result, {}}});
}

void PagerActor::finish(MessageReply reply) {
  if (asker_.pending()) asker_.deliver(std::move(reply));
  quit();
}

}  // namespace offhook::phone
