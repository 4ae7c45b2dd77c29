// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/headers.hpp"

#include <algorithm>

#include "actors/sip/cseq_scan.hpp"
#include "actors/sip/grammar.hpp"
#include "actors/sip/limits.hpp"
#include "actors/sip/name_addr_parts.hpp"

namespace offhook::sip {
namespace {

absl::Status malformed(std::string_view what, std::size_t offset) {
  return invalid_argument(std::string(what) + " is malformed at offset " + std::to_string(offset));
}

Params copy_params(std::string_view text) {
  Params params;
  grammar::Param param;
  while (grammar::next_param(text, param) == grammar::Step::param)
    params.emplace_back(param.name, param.value);
  return params;
}

/// A display name that is tokens and single spaces needs no quotes (RFC 3261 §25.1).
bool is_plain(std::string_view name) {
  return std::ranges::all_of(name,
                             [](char c) { return c == ' ' || grammar::is(c, grammar::token); }) &&
         grammar::trim(name).size() == name.size();
}

/// One run of octets that are no white space, off the front.
std::string_view take_word(std::string_view& rest) {
  rest = grammar::trim_left(rest);
  std::size_t length = 0;
  while (length < rest.size() && !grammar::is_space(rest[length])) ++length;
  const std::string_view word = rest.substr(0, length);
  rest = grammar::trim_left(rest.substr(length));
  return word;
}

}  // namespace

std::string NameAddr::tag() const { return std::string(find_param(params, "tag").value_or("")); }

std::optional<std::string_view> NameAddr::param(std::string_view name) const& {
  return find_param(params, name);
}

absl::StatusOr<NameAddr> parse_name_addr(std::string_view text) {
  NameAddrParts parts;
  if (const std::size_t bad = scan_name_addr(text, parts); bad != grammar::npos)
    return malformed("address", bad);
  auto uri = parse_uri(parts.uri);
  if (!uri.ok()) return uri.status();
  return NameAddr{unquote(parts.display_name), *std::move(uri), copy_params(parts.params)};
}

std::string to_string(const NameAddr& address) {
  std::string text;
  if (!address.display_name.empty()) {
    text = is_plain(address.display_name) ? address.display_name : quote(address.display_name);
    text += ' ';
  }
  text.append(1, '<').append(to_string(address.uri)).append(1, '>');
  for (const auto& [name, value] : address.params) {
    text.append(1, ';').append(name);
    if (!value.empty()) text.append(1, '=').append(value);
  }
  return text;
}

std::optional<std::uint32_t> Contact::expires() const {
  const auto value = address.param("expires");
  if (!value) return std::nullopt;
  std::uint32_t seconds = 0;
  return grammar::to_number(*value, seconds) ? seconds : 3600;
}

int Contact::q() const {
  const std::string_view value = address.param("q").value_or("1");
  if (value.empty() || (value[0] != '0' && value[0] != '1') || value.size() > 5) return 1000;
  int thousandths = (value[0] - '0') * 1000;
  if (value.size() == 1) return thousandths;
  if (value[1] != '.') return 1000;
  int weight = 100;
  for (char c : value.substr(2)) {
    if (!grammar::is_digit(c)) return 1000;
    thousandths += (c - '0') * weight;
    weight /= 10;
  }
  return std::min(thousandths, 1000);
}

absl::StatusOr<Contact> parse_contact(std::string_view text) {
  Contact contact;
  if (grammar::trim(text) == "*") {
    contact.is_star = true;
    return contact;
  }
  auto address = parse_name_addr(text);
  if (!address.ok()) return address.status();
  contact.address = *std::move(address);
  return contact;
}

std::string to_string(const Contact& contact) {
  return contact.is_star ? "*" : to_string(contact.address);
}

std::size_t scan_cseq(std::string_view text, CSeq& cseq) { return scan_cseq_in(text, cseq); }

absl::StatusOr<CSeq> parse_cseq(std::string_view text) {
  CSeq cseq;
  if (const std::size_t bad = scan_cseq(text, cseq); bad != grammar::npos)
    return malformed("CSeq", bad);
  return cseq;
}

absl::StatusOr<RAck> parse_rack(std::string_view text) {
  std::string_view rest = text;
  RAck rack;
  if (!grammar::to_number(take_word(rest), rack.response_number)) return malformed("RAck", 0);
  auto cseq = parse_cseq(rest);
  if (!cseq.ok()) return malformed("RAck", text.size() - rest.size());
  rack.cseq = *cseq;
  return rack;
}

ValueWithParams split_params(std::string_view text) {
  bool in_brackets = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' && !in_brackets) {
      const std::size_t length = grammar::quoted_length(text.substr(at));
      if (length == grammar::npos) return {grammar::trim(text), {}};
      at += length - 1;
    } else if (c == '<') {
      in_brackets = true;
    } else if (c == '>') {
      in_brackets = false;
    } else if (c == ';' && !in_brackets) {
      break;
    }
  }
  return {grammar::trim(text.substr(0, at)), grammar::trim(text.substr(at))};
}

absl::StatusOr<Reason> parse_reason(std::string_view text) {
  const ValueWithParams parts = split_params(text);
  if (!grammar::all_are(parts.value, grammar::token)) return malformed("Reason", 0);
  Reason reason;
  reason.protocol = parts.value;
  std::uint32_t cause = 0;
  if (grammar::to_number(parts.param("cause").value_or(""), cause) && cause <= 999)
    reason.cause = static_cast<int>(cause);
  reason.text = unquote(parts.param("text").value_or(""));
  return reason;
}

std::string to_string(const Reason& reason) {
  std::string text = reason.protocol;
  if (reason.cause) text.append(";cause=").append(std::to_string(*reason.cause));
  if (!reason.text.empty()) text.append(";text=").append(quote(reason.text));
  return text;
}

std::optional<std::uint32_t> parse_number(std::string_view text) {
  std::uint32_t number = 0;
  return grammar::to_number(grammar::trim(text), number) ? std::optional(number) : std::nullopt;
}

std::optional<std::uint32_t> parse_retry_after(std::string_view text) {
  text = grammar::trim_left(text);
  return parse_number(text.substr(0, text.find_first_of(" \t(;")));
}

std::vector<std::string_view> split_list(std::string_view text) {
  std::vector<std::string_view> elements;
  std::string_view element;
  while (grammar::next_element(text, element))
    if (!element.empty()) elements.push_back(element);
  return elements;
}

bool list_contains(std::string_view list, std::string_view token) {
  std::string_view element;
  while (grammar::next_element(list, element))
    if (grammar::equal_ignoring_case(element, token)) return true;
  return false;
}

}  // namespace offhook::sip
