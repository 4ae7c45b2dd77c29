// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/incoming_request.hpp"

#include <algorithm>

#include "actors/call/in_dialog.hpp"
#include "actors/call/option_tags.hpp"
#include "actors/sip/replaces.hpp"

namespace offhook::phone {
namespace {

using sip::Method;

bool is_known(Method method) {
  return method == Method::invite || method == Method::options || method == Method::bye ||
         method == Method::info || method == Method::update || method == Method::prack ||
         method == Method::notify;
}

/// RFC 3891 §3: Replaces twice, malformed, in another request than INVITE, or beside Join, which
/// asks for the contrary.
bool replaces_wrongly(const sip::Message& request) {
  const auto replaces = sip::replaces_of(request);
  return !replaces.ok() || (replaces->has_value() && request.has(sip::HeaderId::join));
}

bool is_ours(const sip::Message& request, const IncomingPolicy& policy) {
  const auto user = request.request_uri().user;
  return policy.users.empty() || user.empty() ||
         std::find(policy.users.begin(), policy.users.end(), user) != policy.users.end();
}

}  // namespace

std::optional<sip::Draft> refuse_or_answer(const sip::Message& request,
                                           const IncomingPolicy& policy, std::string_view to_tag) {
  const auto answer = [&](int status) {
    auto response = sip::Draft::response(request, status, "", to_tag);
    if (!policy.user_agent.empty()) response.set("Server", policy.user_agent);
    return response;
  };
  if (request.method() == Method::other) return answer(501);  // §21.5.2: not even known
  if (!is_known(request.method()))                            // §8.2.1: known, not allowed
    return answer(405).set("Allow", call::allowed_methods);
  const auto uri = request.request_uri();
  if (uri.scheme != sip::Scheme::sip && uri.scheme != sip::Scheme::sips) return answer(416);
  if (!is_ours(request, policy)) return answer(404);  // §8.2.2.1
  if (const auto unknown = call::unsupported_options(request); !unknown.empty())
    return answer(420).set("Unsupported", unknown);  // §8.2.2.3
  if (replaces_wrongly(request)) return answer(400);
  switch (request.method()) {
    case Method::options:  // §11.2: the answer an INVITE would get
      return answer(policy.line_free ? 200 : 486)
          .set("Allow", call::allowed_methods)
          .set("Accept", "application/sdp")
          .set("Accept-Encoding", "identity")
          .set("Supported", call::supported_options());
    case Method::invite:
      if (!policy.line_free) return answer(486);
      return std::nullopt;
    case Method::notify:  // RFC 6665 §4.1.3: no subscription of ours
    default:
      return answer(481);
  }
}

}  // namespace offhook::phone
