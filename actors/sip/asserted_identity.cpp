// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/asserted_identity.hpp"

#include <algorithm>
#include <array>

#include "actors/sip/grammar.hpp"

namespace offhook::sip {
namespace {

struct PrivacyValue {
  std::string_view name;
  bool Privacy::*flag;
};
constexpr auto privacy_values = std::to_array<PrivacyValue>({{"none", &Privacy::none},
                                                             {"header", &Privacy::header},
                                                             {"session", &Privacy::session},
                                                             {"user", &Privacy::user},
                                                             {"id", &Privacy::id},
                                                             {"history", &Privacy::history},
                                                             {"critical", &Privacy::critical}});

void read_privacy(std::string_view text, Privacy& privacy) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(";,"), text.size());
    const std::string_view name = grammar::trim(text.substr(0, end));
    for (const PrivacyValue& value : privacy_values)
      if (grammar::equal_ignoring_case(name, value.name)) privacy.*value.flag = true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

Privacy parse_privacy(std::string_view text) {
  Privacy privacy;
  read_privacy(text, privacy);
  return privacy;
}

Privacy privacy_of(const Message& message) {
  Privacy privacy;
  for (std::string_view value : message.headers(HeaderId::privacy)) read_privacy(value, privacy);
  return privacy;
}

std::string to_string(const Privacy& privacy) {
  std::string text;
  for (const PrivacyValue& value : privacy_values) {
    if (!(privacy.*value.flag)) continue;
    if (!text.empty()) text += ';';
    text += value.name;
  }
  return text;
}

NameAddr anonymous_address() {
  NameAddr address;
  address.display_name = "Anonymous";
  address.uri.user = "anonymous";
  address.uri.host = "anonymous.invalid";
  return address;
}

const NameAddr* AssertedIdentity::best() const {
  if (tel && !tel->display_name.empty() && (!sip || sip->display_name.empty())) return &*tel;
  if (sip) return &*sip;
  return tel ? &*tel : nullptr;
}

AssertedIdentity asserted_identity(const Message& message, HeaderId header) {
  AssertedIdentity identity;
  for (std::string_view value : message.headers(header)) {
    auto address = parse_name_addr(value);
    if (!address.ok() || address->uri.scheme == Scheme::other) continue;
    auto& kind = address->uri.scheme == Scheme::tel ? identity.tel : identity.sip;
    if (!kind) kind = *std::move(address);
  }
  return identity;
}

}  // namespace offhook::sip
