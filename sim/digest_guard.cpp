// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/digest_guard.hpp"

#include <charconv>
#include <utility>

namespace offhook::sim {
namespace {

constexpr std::size_t nonce_limit = 4096;

/// nc is eight hexadecimal digits (RFC 7616 §3.4); 0 if it is absent or anything else.
std::uint32_t nonce_count(const std::string& text) {
  std::uint32_t value = 0;
  const char* end = text.data() + text.size();
  const auto [parsed, error] = std::from_chars(text.data(), end, value, 16);
  return text.size() == 8 && error == std::errc{} && parsed == end ? value : 0;
}

/// The credentials were made for this very request: RFC 7616 §3.4.6 has the server compare.
bool names_request(const sip::Message& request, const std::string& uri) {
  if (uri == request.request_uri_text()) return true;
  const auto parsed = sip::parse_uri(uri);
  return parsed.ok() && sip::equivalent(*parsed, request.request_uri());
}

}  // namespace

DigestGuard::DigestGuard(Options options, Users users, RandomSource& random)
    : options_(std::move(options)), users_(std::move(users)), random_(random) {}

DigestGuard::Result DigestGuard::check(const sip::Message& request, sip::HeaderId header,
                                       Instant now) {
  for (const auto& field : request.fields()) {
    if (field.id != header) continue;
    const auto credentials = sip::parse_credentials(field.value);
    if (!credentials.ok() || credentials->get("realm") != options_.realm) continue;

    const std::string user = credentials->get("username");
    const std::string uri = credentials->get("uri");
    const auto known = users_.find(user);
    if (known == users_.end() || !names_request(request, uri)) return {Verdict::rejected, {}};
    // A peer may not fall back to a weaker hash, or leave out qop to escape the nonce count.
    if (sip::parse_digest_algorithm(credentials->get("algorithm")) != options_.algorithm ||
        credentials->get("qop") != "auth")
      return {Verdict::rejected, {}};
    const std::string method(request.method_text());
    if (!sip::verify(*credentials, {.method = method, .uri = uri}, known->second))
      return {Verdict::rejected, {}};
    const Verdict verdict =
        spend(credentials->get("nonce"), nonce_count(credentials->get("nc")), now);
    return {verdict, verdict == Verdict::accepted ? user : std::string()};
  }
  return {};
}

DigestGuard::Verdict DigestGuard::spend(const std::string& nonce, std::uint32_t count,
                                        Instant now) {
  const auto found = nonces_.find(nonce);
  if (found == nonces_.end() || now - found->second.issued > options_.nonce_life)
    return Verdict::stale;
  if (count <= found->second.last_count) return Verdict::stale;
  found->second.last_count = count;
  return Verdict::accepted;
}

std::string DigestGuard::challenge(Instant now, bool stale) {
  make_room(now);
  const std::string nonce = random_.token(16);
  nonces_[nonce] = {now, 0};
  by_age_.push_back(nonce);
  auto challenge = sip::make_challenge(options_.algorithm, options_.realm, nonce);
  if (stale) sip::set_param(challenge.params, "stale", "true");
  return sip::to_string(challenge);
}

void DigestGuard::make_room(Instant now) {
  // The limit is for a flood of requests without credentials.
  while (!by_age_.empty()) {
    const auto oldest = nonces_.find(by_age_.front());
    const bool expired = now - oldest->second.issued > options_.nonce_life;
    if (!expired && nonces_.size() < nonce_limit) return;
    nonces_.erase(oldest);
    by_age_.pop_front();
  }
}

}  // namespace offhook::sim
