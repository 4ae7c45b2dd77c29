// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/redirection.hpp"

#include <algorithm>

namespace offhook::call {
namespace {

constexpr std::size_t max_waiting = 16;

bool is_followed(int status) { return status == 300 || status == 301 || status == 302; }

/// A Contact as Request-URI: no headers and no method there (§19.1.1 table 1).
std::string as_request_uri(sip::Uri uri) {
  uri.headers.clear();
  sip::remove_param(uri.params, "method");
  return sip::to_string(uri);
}

bool equals(std::string_view a, std::string_view b) {
  const auto x = sip::parse_uri(a);
  const auto y = sip::parse_uri(b);
  return x.ok() && y.ok() ? sip::equivalent(*x, *y) : a == b;
}

}  // namespace

void TargetSet::add(const sip::Message& redirection) {
  if (!is_followed(redirection.status())) return;
  auto contacts = redirection.contacts();
  std::stable_sort(contacts.begin(), contacts.end(),
                   [](const auto& a, const auto& b) { return a.q() > b.q(); });
  const auto first = sip::parse_uri(tried_.front());
  const bool secure = first.ok() && first->scheme == sip::Scheme::sips;
  std::vector<std::string> fresh;
  for (const auto& contact : contacts) {
    const auto scheme = contact.address.uri.scheme;
    const bool usable = !contact.is_star &&
                        (scheme == sip::Scheme::sips || (scheme == sip::Scheme::sip && !secure));
    if (!usable) continue;
    auto uri = as_request_uri(contact.address.uri);
    const bool listed = std::any_of(fresh.begin(), fresh.end(),
                                    [&](const std::string& other) { return equals(other, uri); });
    if (!listed && !is_known(uri)) fresh.push_back(std::move(uri));
  }
  waiting_.insert(waiting_.begin(), fresh.begin(), fresh.end());
  if (waiting_.size() > max_waiting) waiting_.resize(max_waiting);
}

std::string TargetSet::next() {
  if (waiting_.empty() || tried_.size() > max_redirects) return {};
  tried_.push_back(std::move(waiting_.front()));
  waiting_.erase(waiting_.begin());
  return tried_.back();
}

bool TargetSet::is_known(std::string_view uri) const {
  const auto same = [&](const std::string& other) { return equals(other, uri); };
  return std::any_of(tried_.begin(), tried_.end(), same) ||
         std::any_of(waiting_.begin(), waiting_.end(), same);
}

}  // namespace offhook::call
