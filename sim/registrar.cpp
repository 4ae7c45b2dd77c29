// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/registrar.hpp"

#include <algorithm>
#include <utility>

#include <absl/strings/match.h>

#include "actors/sip/draft.hpp"
#include "actors/sip/headers.hpp"

namespace offhook::sim {

struct Registrar::Refusal {
  int status = 0;
  std::string reason = {};
  std::string header = {};
  std::string value = {};
};

namespace {

/// q as the wire has it: "1", "0.5" (RFC 3261 §25.1, qvalue).
std::string q_text(int thousandths) {
  if (thousandths >= 1000) return "1";
  std::string digits = std::to_string(1000 + thousandths).substr(1);
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  return "0." + digits;
}

std::string binding_text(const Binding& binding, Instant now) {
  // Rounded up: a binding that still holds never says expires=0, which would mean "gone".
  const auto left = std::chrono::ceil<std::chrono::seconds>(binding.expires - now);
  std::string text = "<" + sip::to_string(binding.contact) + ">";
  if (binding.q != 1000) text += ";q=" + q_text(binding.q);
  return text + ";expires=" + std::to_string(left.count());
}

/// Null where the peer's own text leaves no room for a response: then nothing is sent.
sip::MessagePtr build(const sip::Draft& draft) {
  auto message = draft.try_build();
  return message.ok() ? *std::move(message) : nullptr;
}

/// What a Contact asks for: its own parameter, else the Expires header (§10.3 step 7).
std::optional<std::uint32_t> wanted_seconds(const sip::Message& request,
                                            const sip::Contact& contact) {
  const auto own = contact.expires();
  return own ? own : request.expires();
}

}  // namespace

Registrar::Registrar(Options options, DigestGuard& guard, RandomSource& random)
    : options_(std::move(options)),
      guard_(guard),
      random_(random),
      bindings_(options_.stored ? options_.stored : std::make_shared<Bindings>()) {}

bool Registrar::knows(std::string_view user) const {
  return users().find(std::string(user)) != users().end();
}

std::vector<Binding> Registrar::bindings(std::string_view user, Instant now) const {
  const auto found = bindings_->find(user);
  if (found == bindings_->end()) return {};
  std::vector<Binding> out(found->second.rbegin(), found->second.rend());
  std::erase_if(out, [&](const Binding& binding) { return binding.expires <= now; });
  std::stable_sort(out.begin(), out.end(),
                   [](const Binding& a, const Binding& b) { return a.q > b.q; });
  return out;
}

sip::MessagePtr Registrar::answer(const sip::Message& request, Instant now) {
  // The steps of §10.3, in their order. Step 1, domains of others, is the proxy's.
  if (const auto required = request.header(sip::HeaderId::require); required && !required->empty())
    return refuse(request, {420, {}, "Unsupported", std::string(*required)});

  // The address of record is the To URI without parameters; one domain, so the user names it.
  const auto aor = request.to().uri;
  const std::string user = sip::unescape(aor.user);
  if (options_.challenge) {
    const auto result = guard_.check(request, sip::HeaderId::authorization, now);
    if (result.verdict != DigestGuard::Verdict::accepted)
      return challenge(request, now, result.verdict == DigestGuard::Verdict::stale);
    if (result.user != user) return refuse(request, {403, "Not your address of record"});
  }
  // A phone may name the domain or the address at which it found us; the Request-URI has both.
  const bool ours = absl::EqualsIgnoreCase(to_absl(aor.host), to_absl(options_.domain)) ||
                    absl::EqualsIgnoreCase(to_absl(aor.host), to_absl(request.request_uri().host));
  if (!knows(user) || !ours) return refuse(request, {404});
  return update(request, user, now);
}

sip::MessagePtr Registrar::update(const sip::Message& request, const std::string& user,
                                  Instant now) {
  const auto contacts = request.contacts();
  auto& stored = (*bindings_)[user];
  std::erase_if(stored, [&](const Binding& binding) { return binding.expires <= now; });
  const auto is_old = [&](const Binding& binding) {
    return binding.call_id == request.call_id() && request.cseq().number <= binding.cseq;
  };

  const bool star = std::any_of(contacts.begin(), contacts.end(),
                                [](const sip::Contact& contact) { return contact.is_star; });
  if (star) {
    if (contacts.size() != 1 || request.expires() != 0u)
      return refuse(request, {400, "Contact: * needs Expires: 0 and no other Contact"});
    if (std::any_of(stored.begin(), stored.end(), is_old))
      return refuse(request, {500, "CSeq out of order"});
    stored.clear();
    return list(request, user, now);
  }

  // Read everything before anything is stored: a refused request changes nothing (§10.3 step 7).
  std::vector<Binding> next = stored;
  for (const auto& contact : contacts) {
    const std::uint32_t wanted =
        wanted_seconds(request, contact)
            .value_or(static_cast<std::uint32_t>(options_.default_expires.count()));
    // An hour is never "too brief" (§10.2.8).
    const auto shortest = std::min<std::int64_t>(options_.min_expires.count(), 3600);
    if (wanted > 0 && wanted < shortest)
      return refuse(request, {423, {}, "Min-Expires", std::to_string(shortest)});
    const auto same = std::find_if(next.begin(), next.end(), [&](const Binding& binding) {
      return sip::equivalent(binding.contact, contact.address.uri);
    });
    if (same != next.end()) {
      // Compared with what was stored before: one request may name a contact twice.
      const bool old = std::any_of(stored.begin(), stored.end(), [&](const Binding& binding) {
        return is_old(binding) && sip::equivalent(binding.contact, contact.address.uri);
      });
      if (old) return refuse(request, {500, "CSeq out of order"});
      next.erase(same);
    }
    if (wanted == 0) continue;
    const auto granted = std::min<std::int64_t>(wanted, options_.max_expires.count());
    next.push_back({contact.address.uri, contact.q(), now + std::chrono::seconds(granted),
                    std::string(request.call_id()), request.cseq().number});
  }
  if (next.size() > options_.max_bindings) return refuse(request, {403, "Too many contacts"});
  stored = std::move(next);
  return list(request, user, now);
}

sip::MessagePtr Registrar::list(const sip::Message& request, const std::string& user, Instant now) {
  auto draft = sip::Draft::response(request, 200, "", random_.token(8));
  for (const auto& binding : bindings(user, now))
    draft.append("Contact", binding_text(binding, now));
  return build(draft);
}

sip::MessagePtr Registrar::refuse(const sip::Message& request, const Refusal& why) {
  auto draft = sip::Draft::response(request, why.status, why.reason, random_.token(8));
  if (!why.header.empty()) draft.set(why.header, why.value);
  return build(draft);
}

sip::MessagePtr Registrar::challenge(const sip::Message& request, Instant now, bool stale) {
  return refuse(request, {401, {}, "WWW-Authenticate", guard_.challenge(now, stale)});
}

}  // namespace offhook::sim
