// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/dial_plan.hpp"

#include <algorithm>
#include <cctype>

#include "actors/base/endpoint.hpp"
#include "actors/phone/dial_pattern.hpp"
#include "actors/phone/digit_map.hpp"
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

bool any_matches(const std::vector<std::string>& patterns, std::string_view number) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    return match_pattern(pattern, number).has_value();
  });
}

bool is_emergency(const DialPlan& plan, std::string_view digits) {
  return std::find(plan.emergency.begin(), plan.emergency.end(), digits) != plan.emergency.end();
}

/// RFC 3261 §19.1.6: the number as user of our own domain, which not every server would do for us
/// (416). Visual separators are no part of it (RFC 3966 §5.1.1).
absl::StatusOr<std::string> number_at_home(const sip::Uri& tel, std::string_view aor) {
  const auto own = sip::parse_uri(aor);
  if (!own.ok()) return own.status();
  std::string number;
  for (const char c : tel.user)
    if (std::string_view("-.()").find(c) == std::string_view::npos) number.push_back(c);
  return "sip:" + escaped_user(number) + "@" + own->host +
         (own->port ? ":" + std::to_string(*own->port) : "") + ";user=phone";
}

}  // namespace

DigitOutcome take_digit(const DialPlan& plan, std::string& digits, std::string_view key) {
  if (key.size() != 1 || std::string_view("0123456789*#").find(key[0]) == std::string_view::npos)
    return DigitOutcome::ignored;
  const char sends = plan.send_key == EndKey::pound ? '#' : '*';
  if (plan.send_key != EndKey::none && key[0] == sends && !digits.empty())
    return DigitOutcome::send;
  if (digits.size() >= longest_number) return DigitOutcome::ignored;
  digits += key;
  // What the map calls complete needs no wait, unless a number that saves lives may become of it.
  const bool complete = !plan.digit_map.empty() && !any_matches(plan.block_out, digits) &&
                        match_digit_map(plan.digit_map, digits) == MapMatch::complete;
  return complete ? DigitOutcome::send : DigitOutcome::collected;
}

std::chrono::milliseconds digit_wait(const DialPlan& plan, std::string_view digits) {
  if (is_emergency(plan, digits)) return plan.dial_now_delay;
  if (any_matches(plan.block_out, digits)) return plan.inter_digit;
  if (any_matches(plan.dial_now, digits)) return plan.dial_now_delay;
  if (plan.digit_map.empty()) return plan.inter_digit;
  switch (match_digit_map(plan.digit_map, digits)) {
    case MapMatch::when_due:
      return plan.map_short;
    case MapMatch::partial:
      return plan.map_long;
    case MapMatch::none:
    case MapMatch::complete:
      break;
  }
  return plan.inter_digit;
}

DialledNumber apply_plan(const DialPlan& plan, std::string_view digits,
                         std::string_view account_id) {
  DialledNumber dialled{std::string(digits)};
  dialled.emergency = is_emergency(plan, digits);
  if (dialled.emergency) return dialled;
  dialled.blocked = any_matches(plan.block_out, digits);
  if (dialled.blocked) return dialled;
  const auto& area = plan.area_code;
  if (!area.code.empty() && digits.size() >= area.min_length && digits.size() <= area.max_length)
    dialled.number.insert(0, area.code);
  for (const auto& rule : plan.replace) {
    if (!rule.account.empty() && rule.account != account_id) continue;
    if (const auto groups = match_pattern(rule.prefix, dialled.number)) {
      dialled.number = fill_in(rule.replace, *groups);
      break;
    }
  }
  return dialled;
}

std::string direct_address(std::string_view digits) {
  std::string dotted(digits);
  if (std::count(dotted.begin(), dotted.end(), '*') != 3) return {};
  std::replace(dotted.begin(), dotted.end(), '*', '.');
  const auto address = IpAddress::parse(dotted);
  return address && !address->is_v6() ? "sip:" + dotted : std::string{};
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
  if (uri->scheme == sip::Scheme::tel) return number_at_home(*uri, aor);
  if (uri->scheme != sip::Scheme::sip && uri->scheme != sip::Scheme::sips)
    return invalid_argument("only sip:, sips: and tel: targets can be dialled");
  if (uri->host.empty()) return invalid_argument("the target names no host");
  return text;
}

std::string as_phone_number(const std::string& text) {
  auto uri = sip::parse_uri(text);
  if (!uri.ok() || uri->user.empty() || uri->param("user")) return text;
  const std::string_view user(uri->user);
  const auto digits = user.substr(user.front() == '+' ? 1 : 0);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
    return text;
  sip::set_param(uri->params, "user", "phone");
  return sip::to_string(*uri);
}

}  // namespace offhook::phone
