// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/dial_plan.hpp"

#include <algorithm>
#include <cctype>

#include "actors/sip/uri.hpp"

namespace offhook::phone {
namespace {

constexpr std::size_t longest_number = 64;
constexpr std::string_view unreserved_and_user = "-_.!~*'()&=+$,;?/";  // RFC 3261 §25.1 `user`

std::string escaped_user(std::string_view user) {
  static constexpr char hex[] = "0123456789ABCDEF";
  std::string text;
  for (const char c : user) {
    const auto octet = static_cast<unsigned char>(c);
    if (std::isalnum(octet) || unreserved_and_user.find(c) != std::string_view::npos) {
      text.push_back(c);
    } else {
      text.push_back('%');
      text.push_back(hex[octet >> 4]);
      text.push_back(hex[octet & 15]);
    }
  }
  return text;
}

bool starts_with_scheme(std::string_view text) {
  return text.starts_with("sip:") || text.starts_with("sips:") || text.starts_with("tel:");
}

}  // namespace

DigitOutcome take_digit(const DialPlan& plan, std::string& digits, std::string_view key) {
  if (key.size() != 1 || std::string_view("0123456789*#").find(key[0]) == std::string_view::npos)
    return DigitOutcome::ignored;
  if (key == "#" && plan.pound_sends && !digits.empty()) return DigitOutcome::send;
  if (digits.size() >= longest_number) return DigitOutcome::ignored;
  digits += key;
  return DigitOutcome::collected;
}

absl::StatusOr<std::string> target_uri(std::string_view dialled, std::string_view aor) {
  if (dialled.empty()) return invalid_argument("nothing to dial");
  if (std::any_of(dialled.begin(), dialled.end(), [](char c) {
        return std::iscntrl(static_cast<unsigned char>(c)) != 0 || c == ' ' || c == '<' || c == '>';
      }))
    return invalid_argument("a target has no spaces, brackets or control characters");
  std::string text(dialled);
  if (!starts_with_scheme(dialled)) {
    if (dialled.find('@') != std::string_view::npos) {
      text = "sip:" + text;
    } else {
      const auto own = sip::parse_uri(aor);
      if (!own.ok()) return own.status();
      text = "sip:" + escaped_user(dialled) + "@" + own->host +
             (own->port ? ":" + std::to_string(*own->port) : "");
    }
  }
  const auto uri = sip::parse_uri(text);
  if (!uri.ok()) return uri.status();
  if (uri->scheme != sip::Scheme::sip && uri->scheme != sip::Scheme::sips)
    return invalid_argument("only sip: and sips: targets can be dialled");
  if (uri->host.empty()) return invalid_argument("the target names no host");
  return text;
}

}  // namespace offhook::phone
