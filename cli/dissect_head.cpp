// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/dissect_head.hpp"

#include <algorithm>

#include "actors/sip/grammar.hpp"
#include "actors/sip/limits.hpp"

namespace offhook::cli {

namespace grammar = sip::grammar;

std::string_view RawField::long_name() const {
  return id == sip::HeaderId::other ? name : sip::to_string(id);
}

RawHead::RawHead(std::string_view message)
    : text(message.substr(0, sip::limits::message_octets + 1)) {
  std::size_t at = std::min(text.find_first_not_of("\r\n"), text.size());
  start_line = take_line(at);
  end = at;
  while (at < text.size()) {
    const std::size_t begin = end = at;
    std::string_view line = take_line(at);
    if (line.empty()) {
      has_empty_line = true;
      body = std::string_view(text).substr(at);
      return;
    }
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) {
      text[at - 1] = ' ';  // unfold in place, RFC 3261 §7.3.1
      if (text[at - 2] == '\r') text[at - 2] = ' ';
      const std::string_view more = take_line(at);
      line = std::string_view(text).substr(begin, offset_of(more) + more.size() - begin);
    }
    end = at;
    // The one more shows that there were too many.
    if ((has_too_many = fields.size() == sip::limits::header_fields)) return;
    read_field(begin, line);
  }
}

std::string_view RawHead::take_line(std::size_t& at) {
  const std::string_view rest = std::string_view(text).substr(at);
  const std::size_t length = rest.find('\n');
  if (length == std::string_view::npos) {
    at = text.size();
    return rest;
  }
  at += length + 1;
  const bool crlf = length > 0 && rest[length - 1] == '\r';
  (crlf ? has_crlf : has_lf_alone) = true;
  return rest.substr(0, crlf ? length - 1 : length);
}

void RawHead::read_field(std::size_t begin, std::string_view line) {
  RawField field{sip::HeaderId::other, {}, line, begin, begin + line.size()};
  const std::size_t length = grammar::run(line, grammar::token);
  const std::string_view behind = grammar::trim_left(line.substr(length));
  if (length > 0 && behind.starts_with(':')) {
    field.name = line.substr(0, length);
    field.value = grammar::trim(behind.substr(1));
    field.id = sip::parse_header_name(field.name);
  }
  fields.push_back(field);
}

std::string with_crlf(const RawHead& head, std::string_view message) {
  const std::size_t body = head.has_empty_line ? head.offset_of(head.body) : message.size();
  std::string converted;
  converted.reserve(message.size() + 2 * head.fields.size() + 8);
  for (std::size_t i = 0; i < body; ++i) {
    if (message[i] == '\n') converted.push_back('\r');
    converted.push_back(message[i]);
  }
  return converted.append(message.substr(body));
}

std::size_t without_crlf(std::string_view converted, const RawHead& head, std::size_t offset) {
  const auto added_before = [&](std::size_t limit) {
    return static_cast<std::size_t>(std::count(
        converted.begin(), converted.begin() + static_cast<std::ptrdiff_t>(limit), '\n'));
  };
  offset = std::min(offset, converted.size());
  if (!head.has_empty_line) return offset - added_before(offset);
  const std::size_t body_before = head.offset_of(head.body);
  const std::size_t grown = converted.size() - (body_before + head.body.size());
  // Line ends of the body were left as they are.
  return offset >= body_before + grown ? offset - grown : offset - added_before(offset);
}

}  // namespace offhook::cli
