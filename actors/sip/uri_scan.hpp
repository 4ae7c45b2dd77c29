// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/sip/grammar.hpp"
#include "actors/sip/limits.hpp"
#include "actors/sip/uri_parts.hpp"

namespace offhook::sip {

/// Walks a URI from left to right; `at` is where it stands, and where it failed.
template <class Text>
class UriScanner {
 public:
  UriScanner(Text text, UriParts& parts)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()), parts_(parts) {}

  std::size_t scan() {
    if (end_ - begin_ > most) return limits::uri_octets;
    return whole() ? grammar::npos : static_cast<std::size_t>(at_ - begin_);
  }

  /// Of text in which '>' ends the URI: that sign, found on the way, or null if only a `scan` of
  /// the URI alone can tell more.
  const char* scan_to_bracket() {
    if (!is_sip()) return nullptr;
    parts_.scheme = Scheme::sip;
    const char* const user = at_ += 4;
    skip(grammar::user);
    if (at_ != end_ && *at_ == '@') {
      if (!take_user(user)) return nullptr;
    } else {
      const Text behind(grammar::between(at_, end_));
      const std::size_t sign = grammar::find_any(behind, 0, '@', '>');
      if (sign == grammar::npos || behind[sign] == '@') return nullptr;
      at_ = user;
    }
    if (!host_port() || !params() || !headers()) return nullptr;
    return at_ != end_ && *at_ == '>' && at_ - begin_ <= most ? at_ : nullptr;
  }

 private:
  static constexpr auto most = static_cast<std::ptrdiff_t>(limits::uri_octets);

  [[nodiscard]] bool at_end() const { return at_ == end_; }
  [[nodiscard]] bool next_is(char c) const { return at_ != end_ && *at_ == c; }

  bool whole() {
    if (!scheme()) return false;
    if (parts_.scheme == Scheme::other) return opaque();
    if (parts_.scheme == Scheme::tel) return number() && params() && at_end();
    return userinfo() && host_port() && params() && headers() && at_end();
  }

  bool scheme() {
    if (is_sip()) {
      parts_.scheme = Scheme::sip;
      at_ += 4;
      return true;
    }
    const std::string_view text = grammar::between(begin_, end_);
    const auto colon = text.find(':');
    const auto name = text.substr(0, colon);
    for (std::size_t i = 0; i < name.size(); ++i, ++at_) {
      const char c = grammar::lower(name[i]);
      const bool letter = c >= 'a' && c <= 'z';
      const bool later = grammar::is_digit(c) || c == '+' || c == '-' || c == '.';
      if (!letter && (i == 0 || !later)) return false;
    }
    if (colon == grammar::npos || colon == 0) return false;
    ++at_;
    if (grammar::equal_ignoring_case(name, "sips"))
      parts_.scheme = Scheme::sips;
    else if (grammar::equal_ignoring_case(name, "tel"))
      parts_.scheme = Scheme::tel;
    return true;
  }
  [[nodiscard]] bool is_sip() const {
    return end_ - begin_ > 3 && begin_[3] == ':' && (begin_[0] | 0x20) == 's' &&
           (begin_[1] | 0x20) == 'i' && (begin_[2] | 0x20) == 'p';
  }

  // Nothing is known of it, but it must not break the header or start line around it.
  bool opaque() {
    const char* const begin = at_;
    for (; at_ != end_; ++at_) {
      const char c = *at_;
      if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '<' || c == '>' || c == '"')
        return false;
    }
    return at_ > begin;
  }

  bool number() {  // RFC 3966: digits, their separators, and what keypads have
    const char* const begin = at_;
    for (; at_ != end_ && *at_ != ';'; ++at_) {
      const char c = *at_;
      if (!grammar::is(c, grammar::unreserved) && c != '+' && c != '#' && c != '%') return false;
      has_escapes_ |= c == '%';
    }
    parts_.user = grammar::between(begin, at_);
    return !parts_.user.empty() && escapes_hold(begin);
  }

  // The user part may hold ';', '?' and '/', so it is the '@' that ends it (RFC 4475 §3.1.1.9).
  bool userinfo() {
    const char* const begin = at_;
    skip(grammar::user);
    if (next_is('@')) return take_user(begin);
    const char* const stopped = at_;
    at_ = begin;
    if (stopped == end_) return true;  // no '@' on the way
    const Text behind(grammar::between(stopped, end_));
    const auto sign = grammar::find_any(behind, 0, '@');
    if (sign == grammar::npos) return true;
    at_ = stopped;
    return user_and_password(begin, stopped + sign);
  }

  bool take_user(const char* begin) {  // which the '@' at hand ends
    if (at_ == begin) return false;
    parts_.user = grammar::between(begin, at_);
    if (!escapes_hold(begin)) return false;
    ++at_;
    return true;
  }

  bool user_and_password(const char* begin, const char* sign) {
    if (at_ == begin) return false;
    parts_.user = grammar::between(begin, at_);
    if (next_is(':')) {
      const char* const password = ++at_;
      skip(grammar::user);
      parts_.password = grammar::between(password, at_);
    }
    if (at_ != sign || !escapes_hold(begin)) return false;
    ++at_;
    return true;
  }

  bool host_port() {
    const char* const begin = at_;
    if (!grammar::take_host<Text>(at_, end_)) return false;
    parts_.host = grammar::between(begin, at_);
    if (!next_is(':')) return true;
    ++at_;
    return parts_.has_port = grammar::take_port(at_, end_, parts_.port);
  }

  bool params() {
    const char* const begin = at_;
    for (std::size_t count = 0; next_is(';'); ++count) {
      if (count == limits::uri_parameters) return false;
      const char* const name = ++at_;
      skip(grammar::uri_param);
      if (at_ == name) return false;
      if (next_is('=')) {
        ++at_;
        skip(grammar::uri_param);
      }
    }
    parts_.params = grammar::between(begin, at_);
    return escapes_hold(begin);
  }

  bool headers() {
    if (!next_is('?')) return true;
    const char* const begin = ++at_;
    for (std::size_t count = 0; count < limits::uri_parameters; ++count) {
      const char* const name = at_;
      skip(grammar::uri_header);
      if (at_ == name || !next_is('=')) return false;
      ++at_;
      skip(grammar::uri_header);
      if (!next_is('&')) {
        parts_.headers = grammar::between(begin, at_);
        return escapes_hold(begin);
      }
      ++at_;
    }
    return false;
  }

  [[gnu::always_inline]] void skip(unsigned bits) {
    at_ = grammar::run_end<Text>(at_, end_, bits, has_escapes_);
  }

  bool escapes_hold(const char* begin) {
    if (!has_escapes_) return true;
    const std::size_t bad = grammar::bad_escape(Text(grammar::between(begin, at_)));
    if (bad == grammar::npos) return true;
    at_ = begin + bad;
    return false;
  }

  const char* const begin_;
  const char* at_;
  const char* const end_;
  UriParts& parts_;
  bool has_escapes_ = false;  // a '%' somewhere before `at_`
};

}  // namespace offhook::sip
