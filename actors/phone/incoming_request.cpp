// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/incoming_request.hpp"

#include <algorithm>
#include <array>

#include "actors/call/in_dialog.hpp"
#include "actors/call/option_tags.hpp"
#include "actors/phone/caller.hpp"
#include "actors/sip/event.hpp"
#include "actors/sip/replaces.hpp"
#include "actors/subscription/dialog_info.hpp"
#include "actors/subscription/message_waiting.hpp"

namespace offhook::phone {
namespace {

using sip::Method;

bool is_known(Method method) {
  return method == Method::invite || method == Method::options || method == Method::bye ||
         method == Method::info || method == Method::update || method == Method::notify ||
         method == Method::prack || method == Method::refer || method == Method::subscribe ||
         method == Method::message;
}

/// RFC 3891 §3: Replaces twice, malformed, in another request than INVITE, or beside Join, which
/// asks for the contrary.
bool replaces_wrongly(const sip::Message& request) {
  const auto replaces = sip::replaces_of(request);
  return !replaces.ok() || (replaces->has_value() && request.has(sip::HeaderId::join));
}

/// What follows would come back here: we would talk to ourselves.
bool loops(const sip::Message& request, const IncomingPolicy& policy) {
  const auto is_own = [&](std::string_view host, std::uint16_t port) {
    return policy.own && IpAddress::parse(host) == policy.own->address && port == policy.own->port;
  };
  // With a Record-Route it goes by way of a server, and the same private address may well be that
  // of another phone behind another NAT.
  const auto contact = request.contact();
  return contact && !request.has(sip::HeaderId::record_route) &&
         is_own(contact->address.uri.host, contact->address.uri.effective_port());
}

/// RFC 6665 §4.1.3: 481 without a subscription, 489 for an event nobody knows. 0 believes it.
int notify_refusal(const sip::Message& notify, const IncomingPolicy& policy) {
  const auto text = notify.header(sip::HeaderId::event);
  const auto event = text ? sip::parse_event(*text) : absl::StatusOr<sip::Event>(sip::Event{});
  if (!event.ok() || !is_known_event(event->package)) return 489;
  if (event->package == "check-sync" && policy.believes_check_sync) return 0;
  if (event->package == subscription::message_summary_event && policy.believes_mailbox) return 0;
  if (event->package == subscription::dialog_event && policy.believes_dialogs) return 0;
  return 481;
}

bool is_ours(const sip::Message& request, const IncomingPolicy& policy) {
  const auto user = request.request_uri().user;
  return policy.users.empty() || user.empty() ||
         std::find(policy.users.begin(), policy.users.end(), user) != policy.users.end();
}

}  // namespace

bool is_known_event(std::string_view package) {
  constexpr auto known = std::to_array<std::string_view>(
      {"message-summary", "refer", "dialog", "check-sync", "talk", "hold"});
  return std::find(known.begin(), known.end(), package) != known.end();
}

std::optional<sip::Draft> refuse_or_answer(const sip::Message& request,
                                           const IncomingPolicy& policy, std::string_view to_tag) {
  const auto answer = [&](int status) {
    auto response = sip::Draft::response(request, status, "", to_tag);
    if (!policy.user_agent.empty()) response.set("Server", policy.user_agent);
    return response;
  };
  if (request.method() == Method::other) return answer(501);  // §21.5.2: not even known
  if (!is_known(request.method()))                            // §8.2.1: known, not allowed
    return answer(405).set("Allow", allowed_methods);
  const auto uri = request.request_uri();
  if (uri.scheme != sip::Scheme::sip && uri.scheme != sip::Scheme::sips) return answer(416);
  if (!is_ours(request, policy)) return answer(404);  // §8.2.2.1
  if (loops(request, policy)) return answer(482);
  if (const auto unknown = call::unsupported_options(request); !unknown.empty())
    return answer(420).set("Unsupported", unknown);  // §8.2.2.3
  if (replaces_wrongly(request)) return answer(400);
  switch (request.method()) {
    case Method::options:  // §11.2: the answer an INVITE would get
      return answer(policy.line_free ? 200 : 486)
          .set("Allow", allowed_methods)
          .set("Accept", "application/sdp")
          .set("Accept-Encoding", "identity")
          .set("Supported", call::supported_options());
    case Method::invite:
      if (!policy.anonymous_rings && caller_of(request, true).anonymous) return answer(433);
      if (!policy.line_free) return answer(486);
      return std::nullopt;
    case Method::message:
      if (const int status = call::refuse_text(request)) {
        auto refusal = answer(status);
        if (status == 415) refusal.set("Accept", "text/plain");
        return refusal;
      }
      return std::nullopt;
    case Method::notify:
      if (const int status = notify_refusal(request, policy)) return answer(status);
      return std::nullopt;
    case Method::refer:  // toll fraud: who has us call without talking to us must be allowed to
      if (!policy.follows_refer) return answer(603);
      return policy.line_free ? std::nullopt : std::optional(answer(486));
    case Method::subscribe: {
      if (policy.package == nullptr) return answer(489).set("Allow-Events", "refer");
      if (!policy.trusted) return answer(403);  // who calls whom is our servers' business alone
      const int status =
          subscription::judge(*policy.package, request, true, policy.subscribers).status;
      if (status == 200) return std::nullopt;
      auto refusal = answer(status);
      if (status == 489) refusal.set("Allow-Events", policy.package->name);
      if (status == 423)
        refusal.set("Min-Expires", std::to_string(policy.package->shortest.count()));
      if (status == 503) refusal.set("Retry-After", "60");
      return refusal;
    }
    default:  // BYE, INFO, UPDATE, PRACK: they live in dialogs (§12.2.2)
      return answer(481);
  }
}

}  // namespace offhook::phone
