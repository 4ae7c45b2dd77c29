// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/proxy.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>

#include <absl/strings/match.h>

#include "actors/sip/draft.hpp"
#include "actors/sip/headers.hpp"

namespace offhook::sim {
namespace {

constexpr std::uint32_t first_max_forwards = 70;  // §16.6 step 3

std::string bracketed(const sip::Uri& uri) { return "<" + sip::to_string(uri) + ">"; }

std::uint64_t fnv1a(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return (hash ^ 0xFF) * 0x100000001B3ULL;  // so that "ab","c" and "a","bc" differ
}

/// The second half of our branches. Without the method, so that a CANCEL or ACK of our own would
/// match its INVITE; without the Via, which a loop makes longer (RFC 5393 §4.2.1).
std::string loop_mark(const sip::Message& request) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  hash = fnv1a(hash, request.request_uri_text());
  hash = fnv1a(hash, request.from_tag());
  hash = fnv1a(hash, request.to_tag());
  hash = fnv1a(hash, request.call_id());
  hash = fnv1a(hash, std::to_string(request.cseq().number));
  for (const auto id :
       {sip::HeaderId::route, sip::HeaderId::proxy_require, sip::HeaderId::proxy_authorization})
    for (const auto value : request.headers(id)) hash = fnv1a(hash, value);
  char text[24];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

bool has_looped(const sip::Message& request, const ProxyIdentity& self) {
  const std::string mark = "-" + loop_mark(request);
  for (const auto& via : request.vias()) {
    const auto address = IpAddress::parse(via.host);
    if (address == self.local.address && via.effective_port() == self.local.port &&
        via.branch.ends_with(mark))
      return true;
  }
  return false;
}

bool begins_a_known_number(std::string_view user, const Registrar& registrar) {
  return std::any_of(registrar.users().begin(), registrar.users().end(),
                     [&](const auto& known) { return known.first.starts_with(user); });
}

/// §16.5 for a Request-URI of our own domain.
Decision locate(const sip::Message& request, const Registrar& registrar, Instant now) {
  const std::string user = sip::unescape(request.request_uri().user);
  if (user.empty() && request.method() == sip::Method::options)
    return Answer{200, {}, {{"Allow", "OPTIONS, REGISTER"}}};
  if (!registrar.knows(user)) {
    const bool incomplete = begins_a_known_number(user, registrar);
    return Answer{incomplete ? 484 : 404, {}, {}};
  }
  Relay relay;
  for (const auto& binding : registrar.bindings(user, now))
    relay.targets.push_back(binding.contact);
  if (relay.targets.empty()) return Answer{480, {}, {}};
  return relay;
}

int rank(const sip::Message& response) {
  // A 6xx ends the search for the whole call, so it wins over all classes (§16.7 step 6).
  return response.status() >= 600 ? 0 : response.status() / 100;
}

}  // namespace

bool ProxyIdentity::owns(const sip::Uri& uri) const {
  if (uri.scheme == sip::Scheme::tel) return true;  // a number is a user of our domain
  if (absl::EqualsIgnoreCase(to_absl(uri.host), to_absl(domain))) return true;
  const auto address = IpAddress::parse(uri.host);
  return address == local.address && uri.effective_port() == local.port;
}

std::string ProxyIdentity::record_route_value() const {
  return "<sip:" + local.to_string() + ";lr>";
}

sip::MessagePtr remove_own_route(const sip::MessagePtr& request, const ProxyIdentity& self) {
  auto routes = request->routes();
  if (routes.empty()) return request;
  auto draft = sip::Draft::copy(*request);
  bool changed = false;
  // A strict router before us put our Record-Route value into the Request-URI, which has no user,
  // and the real one at the end of the Route set.
  const auto uri = request->request_uri();
  if (uri.user.empty() && uri.is_loose_router() && self.owns(uri)) {
    draft.set_request_uri(sip::to_string(routes.back().uri));
    routes.pop_back();
    draft.remove_all("Route");
    for (const auto& route : routes) draft.append("Route", sip::to_string(route));
    changed = true;
  }
  if (!routes.empty() && self.owns(routes.front().uri)) {
    draft.remove_first("Route");
    changed = true;
  }
  if (!changed) return request;
  auto rewritten = draft.try_build();
  return rewritten.ok() ? *std::move(rewritten) : request;
}

std::optional<Answer> refuse_invalid(const sip::Message& request, const ProxyIdentity& self) {
  if (request.request_uri().scheme == sip::Scheme::other) return Answer{416, {}, {}};
  if (request.max_forwards() == 0u) return Answer{483, {}, {}};
  if (has_looped(request, self)) return Answer{482, {}, {}};
  if (const auto required = request.header(sip::HeaderId::proxy_require))
    return Answer{420, {}, {{"Unsupported", std::string(*required)}}};
  return std::nullopt;
}

Decision find_targets(const sip::Message& request, const ProxyIdentity& self,
                      const Registrar& registrar, Instant now) {
  // A Route that is left says where next; the Request-URI is then not ours to change (§16.5).
  if (!request.has(sip::HeaderId::route) && self.owns(request.request_uri()))
    return locate(request, registrar, now);
  return Relay{{request.request_uri()}};
}

Forwarded forward(const sip::Message& request, const sip::Uri& target, const ProxyIdentity& self) {
  Forwarded out;
  auto draft = sip::Draft::copy(request);
  draft.set_request_uri(sip::to_string(target));
  const auto hops = request.max_forwards();
  draft.set("Max-Forwards", std::to_string(hops ? *hops - 1 : first_max_forwards));
  // A NOTIFY may be what establishes the dialog at the subscriber (RFC 6665 §4.3).
  const bool begins = sip::creates_dialog(request.method()) && request.to_tag().empty();
  if (self.record_route && (begins || request.method() == sip::Method::notify))
    draft.prepend("Record-Route", self.record_route_value());
  // A strict router next: it wants its own URI as Request-URI, the target last in Route (step 6).
  const auto routes = request.routes();
  if (!routes.empty() && !routes.front().uri.is_loose_router()) {
    out.next_hop = routes.front().uri;
    draft.append("Route", bracketed(target));
    draft.remove_first("Route");
    draft.set_request_uri(sip::to_string(*out.next_hop));
  }
  auto message = draft.try_build();
  if (message.ok()) out.message = *std::move(message);
  return out;
}

std::string make_branch(const sip::Message& request, std::string_view unique) {
  return std::string(sip::magic_cookie) + std::string(unique) + "-" + loop_mark(request);
}

sip::MessagePtr better(sip::MessagePtr a, sip::MessagePtr b) {
  if (!a || !b) return a ? a : b;
  return rank(*b) < rank(*a) ? b : a;
}

}  // namespace offhook::sim
