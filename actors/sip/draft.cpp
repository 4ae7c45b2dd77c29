// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/draft.hpp"

#include <algorithm>

#include "actors/sip/grammar.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::sip {
namespace {

using grammar::one_line;

std::string token_of(std::string_view name) {
  std::string safe(name.empty() ? "-" : name);
  for (char& c : safe)
    if (!grammar::is(c, grammar::token)) c = '-';
  return safe;
}

std::string uri_of(std::string_view uri) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string safe;
  for (char c : uri) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet > 0x20 && octet != 0x7F) {
      safe.push_back(c);
    } else {
      safe.push_back('%');
      safe.push_back(digits[octet >> 4]);
      safe.push_back(digits[octet & 15]);
    }
  }
  return safe;
}

/// Where a field stands in the text: what proxies read comes first (RFC 3261 §7.3.1).
int rank(HeaderId id) {
  switch (id) {
    case HeaderId::via:
      return 0;
    case HeaderId::route:
      return 1;
    case HeaderId::record_route:
      return 2;
    case HeaderId::max_forwards:
      return 3;
    case HeaderId::from:
      return 4;
    case HeaderId::to:
      return 5;
    case HeaderId::call_id:
      return 6;
    case HeaderId::cseq:
      return 7;
    case HeaderId::contact:
      return 8;
    case HeaderId::content_type:
      return 10;
    default:
      return 9;
  }
}
constexpr int last_rank = 10;

}  // namespace

Draft Draft::request(std::string_view method, std::string_view request_uri) {
  Draft draft;
  draft.start_line_ = token_of(method) + " " + uri_of(request_uri) + " SIP/2.0";
  return draft;
}

Draft Draft::request(Method method, std::string_view request_uri) {
  return request(to_string(method), request_uri);
}

Draft Draft::response(const Message& request, int status, std::string_view reason,
                      std::string_view to_tag) {
  OFFHOOK_CHECK(status >= 100 && status <= 699);
  Draft draft;
  draft.lines_.reserve(16);
  draft.start_line_ = "SIP/2.0 " + std::to_string(status) + " " +
                      one_line(reason.empty() ? reason_phrase(status) : reason);
  draft.append_copies(request, HeaderId::via);
  if (creates_dialog(request.method()) && status > 100 && status < 300)
    draft.append_copies(request, HeaderId::record_route);
  draft.append_copies(request, HeaderId::from);
  draft.append_copies(request, HeaderId::to);
  if (request.to_tag().empty() && !to_tag.empty())
    draft.lines_.back().value.append(";tag=").append(token_of(to_tag));
  draft.append_copies(request, HeaderId::call_id);
  draft.append_copies(request, HeaderId::cseq);
  if (status == 100) draft.append_copies(request, HeaderId::timestamp);
  return draft;
}

Draft Draft::copy(const Message& message) {
  Draft draft;
  const std::string_view text = message.text();
  draft.start_line_ = text.substr(0, text.find('\r'));
  for (const Message::Field& field : message.fields()) {
    if (field.id == HeaderId::from) draft.compact_ = field.name.size() == 1;  // as it came
    draft.append_copy(field.id, field.name, field.value);
  }
  draft.body_ = message.body();
  return draft;
}

bool Draft::matches(const Line& line, HeaderId id, std::string_view name) const {
  return line.id == id && (id != HeaderId::other || grammar::equal_ignoring_case(line.name, name));
}

// What came from a message holds no line end, and a NUL in a quoted string must come back as it
// was.
void Draft::append_copy(HeaderId id, std::string_view name, std::string_view value) {
  if (id == HeaderId::content_length) return;
  lines_.push_back({id, id == HeaderId::other ? std::string(name) : "", std::string(value)});
}

void Draft::append_copies(const Message& from, HeaderId id) {
  for (const Message::Field& field : from.fields())
    if (field.id == id) append_copy(id, field.name, field.value);
}

Draft& Draft::append(std::string_view name, std::string_view value) {
  return insert(name, value, false);
}

Draft& Draft::prepend(std::string_view name, std::string_view value) {
  return insert(name, value, true);
}

// Order matters only among fields of one name, and `serialize` ranks the names.
Draft& Draft::insert(std::string_view name, std::string_view value, bool in_front) {
  const HeaderId id = parse_header_name(name);
  if (id == HeaderId::content_length) return *this;  // `serialize` knows better
  lines_.insert(in_front ? lines_.begin() : lines_.end(),
                Line{id, id == HeaderId::other ? token_of(name) : "", one_line(value)});
  return *this;
}

Draft& Draft::set(std::string_view name, std::string_view value) {
  return remove_all(name).append(name, value);
}

Draft& Draft::remove_all(std::string_view name) {
  const HeaderId id = parse_header_name(name);
  std::erase_if(lines_, [&](const Line& line) { return matches(line, id, name); });
  return *this;
}

Draft& Draft::remove_first(std::string_view name) {
  const HeaderId id = parse_header_name(name);
  const auto line =
      std::ranges::find_if(lines_, [&](const Line& l) { return matches(l, id, name); });
  if (line == lines_.end()) return *this;
  std::string_view rest = line->value;
  std::string_view element;
  if (is_list(id)) grammar::next_element(rest, element);
  rest = is_list(id) ? grammar::trim(rest) : std::string_view{};
  if (rest.empty())
    lines_.erase(line);
  else
    line->value = std::string(rest);
  return *this;
}

Draft& Draft::set_request_uri(std::string_view uri) {
  OFFHOOK_CHECK(!start_line_.starts_with("SIP/"));
  const std::size_t space = start_line_.find(' ');
  start_line_ = start_line_.substr(0, space + 1) + uri_of(uri) + " SIP/2.0";
  return *this;
}

Draft& Draft::body(std::string_view content_type, std::string_view text) {
  body_ = text;
  remove_all("Content-Type");
  return text.empty() ? *this : append("Content-Type", content_type);
}

std::optional<std::string_view> Draft::header(std::string_view name) const {
  const HeaderId id = parse_header_name(name);
  for (const Line& line : lines_)
    if (matches(line, id, name)) return line.value;
  return std::nullopt;
}

std::string Draft::serialize() const {
  std::size_t size = start_line_.size() + body_.size() + 64;
  for (const Line& line : lines_) size += line.name.size() + line.value.size() + 24;
  const auto name_of = [&](HeaderId id) { return compact_ ? compact_name(id) : to_string(id); };
  std::string text;
  text.reserve(size);
  text.append(start_line_).append("\r\n");
  for (int wanted = 0; wanted <= last_rank; ++wanted)
    for (const Line& line : lines_)
      if (rank(line.id) == wanted)
        text.append(line.id == HeaderId::other ? line.name : name_of(line.id))
            .append(": ")
            .append(line.value)
            .append("\r\n");
  text.append(name_of(HeaderId::content_length))
      .append(": ")
      .append(std::to_string(body_.size()))
      .append("\r\n\r\n");
  return text.append(body_);
}

MessagePtr Draft::build() const {
  MessagePtr message = message_or_null(parse_own(serialize()));
  OFFHOOK_CHECK(message != nullptr);
  return message;
}

absl::StatusOr<MessagePtr> Draft::try_build() const {
  ParseResult result = parse_own(serialize());
  if (const auto* failure = std::get_if<ParseFailure>(&result))
    return invalid_argument(failure->text);
  return std::get<MessagePtr>(std::move(result));
}

}  // namespace offhook::sip
