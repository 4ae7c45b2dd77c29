// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/dissect_answer.hpp"

#include "actors/call/in_dialog.hpp"
#include "actors/call/session_body.hpp"
#include "actors/dialog/dialog.hpp"
#include "actors/phone/incoming_request.hpp"
#include "actors/sdp/offer_answer.hpp"
#include "actors/sdp/parser.hpp"

namespace offhook::cli {
namespace {

using sip::Method;

/// The session an INVITE brings, met with every codec of ours (RFC 3261 §13.3.1).
std::optional<int> answer_to_offer(std::string_view body) {
  if (body.empty()) return std::nullopt;
  const auto offer = sdp::parse(body);
  if (!offer.ok()) return 400;
  sdp::LocalAudio local;
  local.port = 9;  // any will do to see whether there is an answer
  local.codecs = {sdp::pcma, sdp::pcmu};
  const auto answer = sdp::make_answer(*offer, local);
  if (answer.ok()) return std::nullopt;
  return absl::IsInvalidArgument(answer.status()) ? 400 : 488;
}

std::optional<int> answer_to_invite(const sip::Message& invite) {
  if (const auto refusal = call::refuse_unread(invite)) return refusal->status;
  if (!dialog::Dialog::of_server(invite, "tag").ok()) return 400;
  return answer_to_offer(call::session_of(invite));
}

std::optional<int> answer_to(const sip::Message& message) {
  if (message.is_response() || message.method() == Method::ack) return std::nullopt;
  // No INVITE to cancel (RFC 3261 §9.2), no such dialog (§12.2.2).
  if (message.method() == Method::cancel || !message.to_tag().empty()) return 481;
  if (const auto response = phone::refuse_or_answer(message, {}, "tag")) {
    const auto built = response->try_build();
    return built.ok() ? std::optional((*built)->status()) : std::nullopt;
  }
  return answer_to_invite(message);
}

}  // namespace

std::optional<int> answer_of(const sip::ParseResult& parsed) {
  if (const auto* failure = std::get_if<sip::ParseFailure>(&parsed))
    return failure->status_to_answer == 0 ? std::nullopt : std::optional(failure->status_to_answer);
  return answer_to(**std::get_if<sip::MessagePtr>(&parsed));
}

}  // namespace offhook::cli
