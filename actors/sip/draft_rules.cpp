// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/draft.hpp"
#include "actors/sip/grammar.hpp"
#include "actors/sip/name_addr_parts.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::sip {
namespace {

/// Whether a message of ours is written with compact names: From is in every one.
bool is_compact(const Message& message) {
  for (const Message::Field& field : message.fields())
    if (field.id == HeaderId::from) return field.name.size() == 1;
  return false;
}

}  // namespace

Draft Draft::follow_up(const Message& invite, Method method) {
  Draft draft = request(method, invite.request_uri_text());
  draft.use_compact_names(is_compact(invite));
  const Message::Values vias = invite.headers(HeaderId::via);
  OFFHOOK_CHECK(!vias.empty());  // it has been sent
  draft.append_copy(HeaderId::via, "", vias.front());
  draft.append_copies(invite, HeaderId::route);
  draft.append("Max-Forwards", "70");
  draft.append_copies(invite, HeaderId::from);
  draft.append_copies(invite, HeaderId::call_id);
  return draft.append("CSeq",
                      std::to_string(invite.cseq().number) + " " + std::string(to_string(method)));
}

MessagePtr make_ack_for_failure(const Message& invite, const Message& response) {
  Draft draft = Draft::follow_up(invite, Method::ack);
  draft.append_copies(response, HeaderId::to);
  return draft.build();
}

Draft make_cancel(const Message& invite) {
  Draft draft = Draft::follow_up(invite, Method::cancel);
  draft.append_copies(invite, HeaderId::to);
  return draft;
}

namespace {

MessagePtr parsed(std::string text) {
  MessagePtr message = message_or_null(parse_own(std::move(text)));
  OFFHOOK_CHECK(message != nullptr);
  return message;
}

}  // namespace

MessagePtr with_top_via(const Message& request, const Via& via) {
  std::string text(request.text());
  text.insert(text.find('\n') + 1,
              (is_compact(request) ? "v: " : "Via: ") + to_string(via) + "\r\n");
  return parsed(std::move(text));
}

MessagePtr with_source(const MessagePtr& request, const Endpoint& source) {
  Via via = request->top_via();
  const bool direct = IpAddress::parse(via.host) == source.address;
  if (direct && !via.rport && via.received.empty()) return request;
  const std::string received = source.address.to_string();
  via.received = received;
  if (via.rport) via.rport = source.port;
  const std::string_view old = request->headers(HeaderId::via).front();
  std::string text(request->text());
  text.replace(static_cast<std::size_t>(old.data() - request->text().data()), old.size(),
               to_string(via));
  return parsed(std::move(text));
}

std::optional<std::string> refusal(const ParseFailure& failure, std::string_view to_tag) {
  if (failure.status_to_answer == 0) return std::nullopt;
  Draft draft;
  draft.start_line_ = "SIP/2.0 " + std::to_string(failure.status_to_answer) + " " +
                      std::string(reason_phrase(failure.status_to_answer));
  for (const auto& [id, value] : failure.echo) {
    // Fields that may come once are echoed once, or our answer would be as wrong as the request.
    if (id != HeaderId::via && draft.header(to_string(id))) continue;
    draft.append(to_string(id), value);
    NameAddrParts parts;
    const bool wants_tag = id == HeaderId::to && !to_tag.empty() &&
                           scan_name_addr(value, parts) == grammar::npos && parts.tag.empty();
    if (wants_tag) draft.set("To", value + ";tag=" + std::string(to_tag));
  }
  return draft.serialize();
}

}  // namespace offhook::sip
