// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/dialog/authenticator.hpp"

#include <algorithm>

#include "actors/base/endpoint.hpp"
#include "actors/sip/digest.hpp"
#include "actors/sip/grammar.hpp"

namespace offhook::dialog {
namespace {

constexpr std::size_t max_spaces = 8;  // a chain of proxies, each with its realm; more is an attack

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

std::string host_of(std::string_view uri) {
  const auto parsed = sip::parse_uri(uri);
  return parsed.ok() ? lower(parsed->host) : std::string();
}

sip::HeaderId challenge_header(bool proxy) {
  return proxy ? sip::HeaderId::proxy_authenticate : sip::HeaderId::www_authenticate;
}

/// The challenges of one header, those of one realm together: RFC 8760 offers one realm in several
/// algorithms.
std::vector<std::vector<sip::Challenge>> by_realm(const sip::Message& response, bool proxy) {
  std::vector<std::vector<sip::Challenge>> realms;
  for (const auto text : response.headers(challenge_header(proxy))) {
    auto challenge = sip::parse_challenge(text);
    if (!challenge.ok()) continue;
    const auto same = std::find_if(realms.begin(), realms.end(), [&](const auto& others) {
      return others.front().get("realm") == challenge->get("realm");
    });
    if (same != realms.end())
      same->push_back(*std::move(challenge));
    else if (realms.size() < max_spaces)
      realms.push_back({*std::move(challenge)});
  }
  return realms;
}

/// nextnonce of an Authentication-Info, or empty.
std::string next_nonce(std::string_view info) {
  constexpr std::size_t longest = 512;  // as long as any that a challenge brings
  for (const auto part : sip::split_list(info)) {
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    if (!sip::grammar::equal_ignoring_case(sip::grammar::trim(part.substr(0, equals)), "nextnonce"))
      continue;
    auto nonce = sip::unquote(sip::grammar::trim(part.substr(equals + 1)));
    return nonce.size() <= longest ? nonce : std::string();
  }
  return {};
}

}  // namespace

Authenticator::Authenticator(const sip::Account& account, RandomSource& random)
    : account_(account), random_(random), user_(account.auth_user) {
  if (user_.empty()) {
    const auto aor = sip::parse_uri(account.aor);
    if (aor.ok()) user_ = sip::unescape(aor->user);
  }
  std::vector<std::string> uris{account_.aor, account_.registrar, account_.outbound_proxy};
  for (const auto& server : account_.servers) {
    uris.push_back(server.uri);
    uris.push_back(server.outbound_proxy);
  }
  for (const auto& uri : uris) {
    auto host = uri.empty() ? std::string() : host_of(uri);
    if (!host.empty()) own_hosts_.push_back(std::move(host));
  }
}

bool Authenticator::admit(const sip::Uri& uri) {
  if (serves(uri)) return true;
  constexpr std::size_t most_hosts = 32;
  const std::string host = lower(uri.host), domain = host_of(account_.aor);
  if (domain.empty() || IpAddress::parse(domain) || !host.ends_with("." + domain)) return false;
  if (own_hosts_.size() >= most_hosts) return false;
  own_hosts_.push_back(host);
  return true;
}

bool Authenticator::serves(const sip::Uri& next_hop) const {
  return std::find(own_hosts_.begin(), own_hosts_.end(), lower(next_hop.host)) != own_hosts_.end();
}

ChallengeOutcome Authenticator::receive(const sip::Message& request, const sip::Message& response,
                                        const sip::Uri& next_hop, bool moved) {
  if (account_.password.empty() || !serves(next_hop)) return ChallengeOutcome::unanswerable;
  // A response may carry both kinds (§22.3); one that is unanswerable makes the whole so.
  const auto user = receive_all(request, response, false, moved);
  const auto proxy = receive_all(request, response, true, moved);
  if (user == ChallengeOutcome::wrong || proxy == ChallengeOutcome::wrong)
    return ChallengeOutcome::wrong;
  const bool answer = user == ChallengeOutcome::answer || proxy == ChallengeOutcome::answer;
  return answer ? ChallengeOutcome::answer : ChallengeOutcome::unanswerable;
}

ChallengeOutcome Authenticator::receive_all(const sip::Message& request,
                                            const sip::Message& response, bool proxy, bool moved) {
  const auto header = proxy ? sip::HeaderId::proxy_authorization : sip::HeaderId::authorization;
  auto outcome = ChallengeOutcome::unanswerable;
  for (const auto& challenges : by_realm(response, proxy)) {
    const auto* best = sip::strongest(challenges);
    if (best == nullptr) continue;
    const std::string realm = best->get("realm");
    if (!account_.realm.empty() && realm != account_.realm) continue;
    bool answered = false;  // this very request carried our answer for the realm
    for (const auto& field : request.fields()) {
      if (field.id != header) continue;
      const auto sent = sip::parse_credentials(field.value);
      answered = answered || (sent.ok() && sent->get("realm") == realm);
    }
    Space* space = find(proxy, realm);
    // A nonce may be used up, which not every server calls stale. One that had never been used
    // before was refused for the password; and the same nonce again would be a loop.
    const bool excused = moved || best->is_stale() ||
                         (space != nullptr && (space->proven || space->nonce_count > 1));
    const bool renewed =
        excused && space != nullptr && best->get("nonce") != space->challenge.get("nonce");
    if (answered && !renewed) {
      std::erase_if(spaces_, [&](const Space& s) { return s.proxy == proxy && s.realm == realm; });
      return ChallengeOutcome::wrong;
    }
    if (space == nullptr) {
      if (spaces_.size() >= max_spaces) return ChallengeOutcome::unanswerable;
      space = &spaces_.emplace_back(Space{proxy, realm, {}, 0, false});
    }
    if (space->challenge.get("nonce") != best->get("nonce")) space->nonce_count = 0;
    space->proven = false;
    space->challenge = *best;
    outcome = ChallengeOutcome::answer;
  }
  return outcome;
}

void Authenticator::accepted(const sip::Message& request, const sip::Message& response,
                             const sip::Uri& next_hop) {
  if (!serves(next_hop)) return;
  for (auto& space : spaces_) {
    const auto nonce = space.challenge.get("nonce");
    const auto header =
        space.proxy ? sip::HeaderId::proxy_authorization : sip::HeaderId::authorization;
    for (const auto& field : request.fields()) {
      if (field.id != header) continue;
      const auto sent = sip::parse_credentials(field.value);
      if (!sent.ok() || sent->get("realm") != space.realm || sent->get("nonce") != nonce) continue;
      space.proven = true;
      // It names no realm, and is that of the server that asked for Authorization (§3.5).
      const auto info =
          response.header(space.proxy ? "Proxy-Authentication-Info" : "Authentication-Info");
      const auto next = info ? next_nonce(*info) : std::string();
      if (next.empty() || next == nonce) break;
      sip::set_param(space.challenge.params, "nonce", sip::quote(next));
      space.nonce_count = 0;
      break;
    }
  }
}

void Authenticator::authorize(sip::Draft& request, sip::Method method, std::string_view request_uri,
                              const sip::Uri& next_hop, std::string_view body) {
  if (!serves(next_hop)) return;
  for (auto& space : spaces_) {
    const auto credentials =
        sip::answer(space.challenge, {sip::to_string(method), request_uri, body},
                    {user_, account_.password}, random_.token(8), ++space.nonce_count);
    if (!credentials.ok()) continue;
    request.append(space.proxy ? "Proxy-Authorization" : "Authorization",
                   sip::to_string(*credentials));
  }
}

Authenticator::Space* Authenticator::find(bool proxy, std::string_view realm) {
  const auto found = std::find_if(spaces_.begin(), spaces_.end(), [&](const Space& space) {
    return space.proxy == proxy && space.realm == realm;
  });
  return found == spaces_.end() ? nullptr : &*found;
}

sip::Uri next_hop_of(const sip::Message& request) {
  const auto routes = request.routes();
  return routes.empty() ? request.request_uri() : routes.front().uri;
}

sip::Uri first_hop(const sip::Account& account, std::string_view request_uri) {
  const auto routes = sip::preloaded_routes(account);
  if (!routes.empty())
    if (auto first = sip::parse_name_addr(routes.front()); first.ok()) return std::move(first->uri);
  auto uri = sip::parse_uri(request_uri);
  return uri.ok() ? *std::move(uri) : sip::Uri{};
}

}  // namespace offhook::dialog
