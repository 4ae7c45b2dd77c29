// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/uri.hpp"

#include <algorithm>

#include "actors/base/endpoint.hpp"
#include "actors/sip/grammar.hpp"
#include "actors/sip/uri_parts.hpp"

namespace offhook::sip {
namespace {

Params split(std::string_view text, char separator) {
  Params params;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    const auto equal = one.find('=');
    params.emplace_back(one.substr(0, equal),
                        equal == grammar::npos ? std::string_view{} : one.substr(equal + 1));
  }
  return params;
}

void append_params(std::string& text, const Params& params) {
  for (const auto& [name, value] : params) {
    text.append(1, ';').append(name);
    if (!value.empty()) text.append(1, '=').append(value);
  }
}

/// Escapes of what needs none are undone, the rest made upper case: two texts mean the same
/// octets exactly if this gives the same (RFC 3261 §19.1.4).
std::string normalized(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%' || i + 2 >= text.size()) {
      result.push_back(text[i]);
      continue;
    }
    const int high = grammar::hex_value(text[i + 1]);
    const int low = grammar::hex_value(text[i + 2]);
    const char octet = static_cast<char>(high * 16 + low);
    if (high >= 0 && low >= 0 && grammar::is(octet, grammar::unreserved)) {
      result.push_back(octet);
    } else {
      constexpr std::string_view digits = "0123456789ABCDEF";
      result.push_back('%');
      result.push_back(high < 0 ? text[i + 1] : digits[static_cast<std::size_t>(high)]);
      result.push_back(low < 0 ? text[i + 2] : digits[static_cast<std::size_t>(low)]);
    }
    i += 2;
  }
  return result;
}

std::string folded(std::string_view text) {
  std::string result = normalized(text);
  std::ranges::transform(result, result.begin(), grammar::lower);
  return result;
}

bool same_host(const std::string& a, const std::string& b) {
  if (grammar::equal_ignoring_case(a, b)) return true;
  const auto left = IpAddress::parse(a);  // IPv6 has many spellings
  return left && left == IpAddress::parse(b);
}

std::string without_separators(std::string_view number) {
  std::string digits;
  for (char c : folded(number))
    if (std::string_view("-.()").find(c) == grammar::npos) digits.push_back(c);
  return digits;
}

/// Names folded, in order; values folded too unless they are those of headers.
Params sorted(const Params& params, bool fold_values) {
  Params result;
  for (const auto& [name, value] : params)
    result.emplace_back(folded(name), fold_values ? folded(value) : normalized(value));
  std::ranges::sort(result);
  return result;
}

/// Every value under that name; the grammar lets a name come twice.
std::vector<std::string_view> values_of(const Params& params, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [other, value] : params)
    if (other == name) values.push_back(value);
  return values;
}

/// One side's parameters against the other's; `strict` if each must be on both sides.
bool params_agree(const Params& a, const Params& b, bool strict) {
  for (const auto& [name, ignored] : a) {
    const bool other = find_param(b, name).has_value();
    if (other && values_of(a, name) != values_of(b, name)) return false;
    const bool must = name == "user" || name == "ttl" || name == "method" || name == "maddr" ||
                      name == "transport";
    if (!other && (strict || must)) return false;
  }
  return true;
}

}  // namespace

std::optional<std::string_view> Uri::param(std::string_view name) const& {
  return find_param(params, name);
}

std::string Uri::transport() const {
  std::string name(param("transport").value_or(""));
  std::ranges::transform(name, name.begin(), grammar::lower);
  return name;
}

std::uint16_t Uri::effective_port() const {
  if (port) return *port;
  if (scheme == Scheme::sips) return 5061;
  return transport() == "tls" ? 5061 : 5060;
}

bool Uri::is_loose_router() const { return param("lr").has_value(); }

absl::StatusOr<Uri> parse_uri(std::string_view text) {
  UriParts parts;
  if (const std::size_t bad = scan_uri(text, parts); bad != grammar::npos)
    return invalid_argument("URI is malformed at offset " + std::to_string(bad));
  Uri uri;
  uri.scheme = parts.scheme;
  if (parts.scheme == Scheme::other) {
    uri.opaque = text;
    return uri;
  }
  uri.user = parts.user;
  uri.password = parts.password;
  uri.host = parts.host;
  if (parts.has_port) uri.port = parts.port;
  if (!parts.params.empty()) uri.params = split(parts.params.substr(1), ';');
  uri.headers = split(parts.headers, '&');
  return uri;
}

std::string to_string(const Uri& uri) {
  if (uri.scheme == Scheme::other) return uri.opaque;
  std::string text;
  text.reserve(32 + uri.user.size() + uri.host.size());
  text = uri.scheme == Scheme::sip ? "sip:" : uri.scheme == Scheme::sips ? "sips:" : "tel:";
  text += uri.user;
  if (!uri.password.empty()) text.append(1, ':').append(uri.password);
  if (uri.scheme != Scheme::tel) {
    if (!uri.user.empty()) text += '@';
    text += uri.host;
    if (uri.port) text.append(1, ':').append(std::to_string(*uri.port));
  }
  append_params(text, uri.params);
  char separator = '?';
  for (const auto& [name, value] : uri.headers) {
    text.append(1, separator).append(name).append(1, '=').append(value);
    separator = '&';
  }
  return text;
}

bool equivalent(const Uri& a, const Uri& b) {
  if (a.scheme != b.scheme) return false;
  if (a.scheme == Scheme::other) return a.opaque == b.opaque;
  const Params left = sorted(a.params, true);
  const Params right = sorted(b.params, true);
  const bool strict = a.scheme == Scheme::tel;  // RFC 3966 §4: parameters are part of the number
  if (!params_agree(left, right, strict) || !params_agree(right, left, strict)) return false;
  if (strict) return without_separators(a.user) == without_separators(b.user);
  return normalized(a.user) == normalized(b.user) &&
         normalized(a.password) == normalized(b.password) && same_host(a.host, b.host) &&
         a.port == b.port && sorted(a.headers, false) == sorted(b.headers, false);
}

std::string unescape(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool whole = text[i] == '%' && i + 2 < text.size();
    const int high = whole ? grammar::hex_value(text[i + 1]) : -1;
    const int low = whole ? grammar::hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      result.push_back(text[i]);
    } else {
      result.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
  }
  return result;
}

namespace {

std::string escape(std::string_view text, unsigned allowed, std::string_view never) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result;
  result.reserve(text.size());
  for (char c : text) {
    if (grammar::is(c, allowed) && c != '%' && never.find(c) == grammar::npos) {
      result.push_back(c);
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    result.push_back('%');
    result.push_back(digits[octet >> 4]);
    result.push_back(digits[octet & 15]);
  }
  return result;
}

}  // namespace

std::string escape_user(std::string_view text) { return escape(text, grammar::user, "#"); }
std::string escape_header(std::string_view text) { return escape(text, grammar::uri_header, ""); }

}  // namespace offhook::sip
