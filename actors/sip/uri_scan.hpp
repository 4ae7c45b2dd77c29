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
  UriScanner(Text text, UriParts& parts) : text_(text), parts_(parts) {}

  std::size_t scan() {
    if (text_.size() > limits::uri_octets) return limits::uri_octets;
    if (!scheme()) return at_;
    if (parts_.scheme == Scheme::other) return opaque() ? grammar::npos : at_;
    if (parts_.scheme == Scheme::tel) return number() && params() && at_end() ? grammar::npos : at_;
    return userinfo() && host_port() && params() && headers() && at_end() ? grammar::npos : at_;
  }

 private:
  [[nodiscard]] Text rest() const { return text_.substr(at_); }
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }

  bool scheme() {
    if (is_sip()) {
      parts_.scheme = Scheme::sip;
      at_ = 4;
      return true;
    }
    const auto colon = text_.find(':');
    const auto name = text_.substr(0, colon);
    for (; at_ < name.size(); ++at_) {
      const char c = grammar::lower(name[at_]);
      const bool letter = c >= 'a' && c <= 'z';
      const bool later = grammar::is_digit(c) || c == '+' || c == '-' || c == '.';
      if (!letter && (at_ == 0 || !later)) return false;
    }
    if (colon == grammar::npos || colon == 0) return false;
    at_ = colon + 1;
    if (grammar::equal_ignoring_case(name, "sips"))
      parts_.scheme = Scheme::sips;
    else if (grammar::equal_ignoring_case(name, "tel"))
      parts_.scheme = Scheme::tel;
    return true;
  }
  [[nodiscard]] bool is_sip() const {
    return text_.size() > 3 && text_[3] == ':' && (text_[0] | 0x20) == 's' &&
           (text_[1] | 0x20) == 'i' && (text_[2] | 0x20) == 'p';
  }

  // Nothing is known of it, but it must not break the header or start line around it.
  bool opaque() {
    const std::size_t begin = at_;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '<' || c == '>' || c == '"')
        return false;
    }
    return at_ > begin;
  }

  bool number() {  // RFC 3966: digits, their separators, and what keypads have
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != ';') {
      if (!grammar::is(text_[at_], grammar::unreserved) && text_[at_] != '+' && text_[at_] != '#' &&
          text_[at_] != '%')
        return false;
      ++at_;
    }
    parts_.user = text_.substr(begin, at_ - begin);
    return !parts_.user.empty() && escapes_hold(begin, at_);
  }

  // The user part may hold ';', '?' and '/', so it is the '@' that ends it (RFC 4475 §3.1.1.9).
  bool userinfo() {
    const std::size_t begin = at_;
    skip(grammar::user);
    if (next_is('@')) {
      if (at_ == begin) return false;
      parts_.user = text_.substr(begin, at_ - begin);
      if (!escapes_hold(begin, at_)) return false;
      ++at_;
      return true;
    }
    const std::size_t stopped = at_;
    at_ = begin;
    if (stopped == text_.size()) return true;  // no '@' on the way
    const auto sign = grammar::find_any(text_, stopped, '@');
    if (sign == grammar::npos) return true;
    at_ = stopped;
    return user_and_password(begin, sign);
  }

  bool user_and_password(std::size_t begin, std::size_t sign) {
    if (at_ == begin) return false;
    parts_.user = text_.substr(begin, at_ - begin);
    if (next_is(':')) {
      const std::size_t password = ++at_;
      skip(grammar::user);
      parts_.password = text_.substr(password, at_ - password);
    }
    if (at_ != sign || !escapes_hold(begin, sign)) return false;
    ++at_;
    return true;
  }

  bool host_port() {
    if (at_ < text_.size() && grammar::is_space(text_[at_])) return false;
    Text left = rest();
    grammar::HostPort found;
    const bool good = grammar::take_host_port(left, found);
    const std::size_t begin = at_;
    at_ = text_.size() - left.size();
    if (!good) return false;
    parts_.host = found.host;
    parts_.port = found.port;
    parts_.has_port = found.has_port;
    // A Via allows white space around ':', a URI not.
    for (std::size_t i = begin + found.host.size(); i < at_; ++i) {
      if (!grammar::is_space(text_[i])) continue;
      at_ = i;
      return false;
    }
    return true;
  }

  bool params() {
    const std::size_t begin = at_;
    for (std::size_t count = 0; next_is(';'); ++count) {
      if (count == limits::uri_parameters) return false;
      const std::size_t name = ++at_;
      skip(grammar::uri_param);
      if (at_ == name) return false;
      if (next_is('=')) {
        ++at_;
        skip(grammar::uri_param);
      }
    }
    parts_.params = text_.substr(begin, at_ - begin);
    return escapes_hold(begin, at_);
  }

  bool headers() {
    if (!next_is('?')) return true;
    const std::size_t begin = ++at_;
    for (std::size_t count = 0; count < limits::uri_parameters; ++count) {
      const std::size_t name = at_;
      skip(grammar::uri_header);
      if (at_ == name || !next_is('=')) return false;
      ++at_;
      skip(grammar::uri_header);
      if (!next_is('&')) {
        parts_.headers = text_.substr(begin, at_ - begin);
        return escapes_hold(begin, at_);
      }
      ++at_;
    }
    return false;
  }

  void skip(unsigned bits) { at_ += grammar::run(rest(), bits); }

  bool escapes_hold(std::size_t begin, std::size_t end) {
    if (begin == end) return true;
    const std::size_t bad = grammar::bad_escape(text_.substr(begin, end - begin));
    if (bad == grammar::npos) return true;
    at_ = begin + bad;
    return false;
  }

  Text text_;
  UriParts& parts_;
  std::size_t at_ = 0;
};

}  // namespace offhook::sip
