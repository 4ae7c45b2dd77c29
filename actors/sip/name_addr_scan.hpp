// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/sip/grammar.hpp"
#include "actors/sip/name_addr_parts.hpp"
#include "actors/sip/uri_scan.hpp"

namespace offhook::sip {

/// Walks name-addr or addr-spec with its parameters from left to right. In a list a comma ends it.
template <class Text, grammar::Extent extent = grammar::Extent::value>
class NameAddrScanner {
 public:
  NameAddrScanner(Text text, NameAddrParts& parts)
      : at_(text.data()), end_(at_ + text.size()), parts_(parts) {}

  /// False leaves `at` at the offending octet.
  bool scan() {
    grammar::skip_space(at_, end_);
    if (at_ == end_) return false;
    if (*at_ == '<') return bracketed() && params();
    if (*at_ == '"') return quoted_name() && bracketed() && params();
    const std::size_t bracket = grammar::find_any(rest(), 0, '<');
    if (bracket == grammar::npos) return bare() && params();
    return plain_name(at_ + bracket) && bracketed() && params();
  }
  /// Only these are scanned in a list: without them the first comma has to be found before.
  [[nodiscard]] static bool begins_clearly(char first) { return first == '<' || first == '"'; }
  [[nodiscard]] const char* at() const { return at_; }

 private:
  [[nodiscard]] Text rest() const { return Text(grammar::between(at_, end_)); }

  bool quoted_name() {
    const std::size_t length = grammar::quoted_length(rest());
    if (length == grammar::npos) return false;
    parts_.display_name = grammar::between(at_, at_ + length);
    at_ += length;
    grammar::skip_space(at_, end_);
    return at_ != end_ && *at_ == '<';
  }

  // RFC 4475 §3.1.2.15: an unquoted "Bell, Alexander" reads as two values.
  bool plain_name(const char* bracket) {
    parts_.display_name = grammar::trim(grammar::between(at_, bracket));
    for (std::size_t i = 0; i < parts_.display_name.size(); ++i, ++at_)
      if (!grammar::is(*at_, grammar::display)) return false;
    at_ = bracket;
    return true;
  }

  bool bracketed() {
    const char* const begin = ++at_;
    if (const char* const close = UriScanner<Text>(rest(), parts_.uri_parts).scan_to_bracket()) {
      parts_.uri = grammar::between(begin, close);
      at_ = close + 1;
      return true;
    }
    const std::size_t close = grammar::find_any(rest(), 0, '>');
    if (close == grammar::npos) {
      --at_;
      return false;
    }
    at_ += close + 1;
    return uri(begin, begin + close);
  }

  /// Without brackets, ';' begins the header's own parameters; '?' and ',' would need brackets.
  bool bare() {
    const char* const begin = at_;
    const std::size_t length = rest().find_first_of(" \t\r\n;,?");
    at_ = length == grammar::npos ? end_ : at_ + length;
    if (at_ != end_ && (*at_ == ',' || *at_ == '?')) return false;
    return uri(begin, at_);
  }

  bool uri(const char* begin, const char* end) {
    parts_.uri = grammar::between(begin, end);
    parts_.uri_parts = {};
    const std::size_t bad = UriScanner<Text>(Text(parts_.uri), parts_.uri_parts).scan();
    if (bad == grammar::npos) return true;
    at_ = begin + bad;
    return false;
  }

  bool params() {
    const char* const begin = at_;
    grammar::Param param;
    while (true) {
      const grammar::Step step = grammar::take_param<Text, extent>(at_, end_, param);
      if (step == grammar::Step::bad) return false;
      if (step == grammar::Step::none) break;
      if (parts_.tag.empty() && grammar::is_word(param.name, "tag")) parts_.tag = param.value;
    }
    parts_.params = grammar::trim(grammar::between(begin, at_));
    return true;
  }

  const char* at_;
  const char* const end_;
  NameAddrParts& parts_;
};

template <class Text>
std::size_t scan_name_addr_in(Text text, NameAddrParts& parts) {
  NameAddrScanner<Text> scanner(text, parts);
  return scanner.scan() ? grammar::npos : static_cast<std::size_t>(scanner.at() - text.data());
}

/// The first address of a list, off `rest` with the comma behind it. False leaves `rest` behind the
/// element that is none.
template <class Text>
bool take_name_addr_in(Text& rest, NameAddrParts& parts) {
  Text text = grammar::trim_left(rest);
  if (!text.empty() && NameAddrScanner<Text>::begins_clearly(text.front())) {
    NameAddrScanner<Text, grammar::Extent::list> scanner(text, parts);
    if (scanner.scan()) {
      text.remove_prefix(static_cast<std::size_t>(scanner.at() - text.data()));
      if (!text.empty()) text.remove_prefix(1);
      rest = text;
      return true;
    }
    parts = {};
  }
  Text element;
  grammar::next_element(rest, element);
  return scan_name_addr_in(element, parts) == grammar::npos;
}

}  // namespace offhook::sip
