// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/name_addr_parts.hpp"

#include "actors/sip/grammar.hpp"
#include "actors/sip/uri_parts.hpp"

namespace offhook::sip {
namespace {

using grammar::npos;

/// Where `inner`, a part of `text`, begins.
std::size_t offset_of(std::string_view text, std::string_view inner) {
  return static_cast<std::size_t>(inner.data() - text.data());
}

// RFC 4475 §3.1.2.15: an unquoted "Bell, Alexander" reads as two values.
std::size_t bad_display_octet(std::string_view name) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto octet = static_cast<unsigned char>(name[i]);
    const bool control = (octet < 0x20 && octet != '\t') || octet == 0x7F;
    if (control || std::string_view(",;\"\\>@:=?").find(name[i]) != npos) return i;
  }
  return npos;
}

/// Display name and angle brackets off the front of `rest`. False leaves `rest` where it failed.
bool take_bracketed(std::string_view& rest, NameAddrParts& parts) {
  if (rest.front() == '"') {
    const std::size_t length = grammar::quoted_length(rest);
    if (length == npos) return false;
    parts.display_name = rest.substr(0, length);
    rest = grammar::trim_left(rest.substr(length));
    if (rest.empty() || rest.front() != '<') return false;
  } else {
    parts.display_name = grammar::trim(rest.substr(0, rest.find('<')));
    if (const auto bad = bad_display_octet(parts.display_name); bad != npos) {
      rest.remove_prefix(bad);
      return false;
    }
    rest.remove_prefix(rest.find('<'));
  }
  const auto close = rest.find('>');
  if (close == npos) return false;
  parts.uri = rest.substr(1, close - 1);
  rest.remove_prefix(close + 1);
  return true;
}

/// Without brackets, ';' begins the header's own parameters; '?' and ',' would need brackets.
bool take_bare(std::string_view& rest, NameAddrParts& parts) {
  const auto end = rest.find_first_of(" \t\r\n;,?");
  parts.uri = rest.substr(0, end);
  rest.remove_prefix(parts.uri.size());
  return rest.empty() || (rest.front() != ',' && rest.front() != '?');
}

bool take_params(std::string_view& rest, NameAddrParts& parts) {
  parts.params = grammar::trim(rest);
  grammar::Param param;
  while (true) {
    const grammar::Step step = grammar::next_param(rest, param);
    if (step == grammar::Step::none) return true;
    if (step == grammar::Step::bad) return false;
    if (parts.tag.empty() && grammar::equal_ignoring_case(param.name, "tag"))
      parts.tag = param.value;
  }
}

}  // namespace

std::size_t scan_name_addr(std::string_view text, NameAddrParts& parts) {
  std::string_view rest = grammar::trim(text);
  if (rest.empty()) return 0;
  const bool bracketed = rest.front() == '"' || rest.find('<') != npos;
  if (!(bracketed ? take_bracketed(rest, parts) : take_bare(rest, parts)))
    return offset_of(text, rest);
  UriParts uri;
  if (const std::size_t bad = scan_uri(parts.uri, uri); bad != npos)
    return offset_of(text, parts.uri) + bad;
  return take_params(rest, parts) ? npos : offset_of(text, rest);
}

}  // namespace offhook::sip
