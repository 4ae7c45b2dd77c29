// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/stream_framer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "actors/sip/grammar.hpp"
#include "actors/sip/header_id.hpp"
#include "actors/sip/limits.hpp"

namespace offhook::sip {
namespace {

using grammar::npos;

/// A request or a status line of whatever version; all else about it is the parser's business.
bool is_start_line(std::string_view line) {
  return line.starts_with("SIP/") || line.find(" SIP/") != npos;
}

}  // namespace

std::string_view to_string(StreamError error) {
  // In the order of the enumeration.
  static constexpr auto texts = std::to_array<std::string_view>(
      {"no SIP message", "CR or LF alone", "message too long", "too many header fields",
       "Content-Length missing", "malformed Content-Length", "Content-Lengths that differ"});
  static_assert(texts.size() ==
                static_cast<std::size_t>(StreamError::different_content_lengths) + 1);
  return texts[static_cast<std::size_t>(error)];
}

std::optional<StreamEvent> StreamFramer::take(std::string_view& input) {
  while (!input.empty()) {
    std::optional<StreamEvent> event;
    switch (phase_) {
      case Phase::between:
        event = take_between(input);
        break;
      case Phase::start_line:
      case Phase::fields:
        event = take_line(input);
        break;
      case Phase::body:
        event = take_body(input);
        break;
      case Phase::failed:
        input = {};
        return std::nullopt;
    }
    if (event) return event;
  }
  return std::nullopt;
}

std::optional<StreamEvent> StreamFramer::take_between(std::string_view& input) {
  const char c = input.front();
  if (after_cr_ != (c == '\n')) return fail(StreamError::bad_line_end);
  if (c == '\r' || c == '\n') {
    input.remove_prefix(1);
    after_cr_ = c == '\r';
    if (after_cr_) return std::nullopt;
    after_crlf_ = !after_crlf_;
    if (after_crlf_) return StreamPong{};
    return StreamPing{};
  }
  // Not a token: a TLS greeting, say. There may never be a line end to wait for.
  if (!grammar::is(c, grammar::token)) return fail(StreamError::garbage);
  after_crlf_ = false;
  phase_ = Phase::start_line;
  return std::nullopt;
}

std::optional<StreamEvent> StreamFramer::take_line(std::string_view& input) {
  const std::size_t end = input.find('\n');
  const std::size_t count = end == npos ? input.size() : end + 1;
  const std::size_t room = limits::message_octets - message_.size();
  message_.append(input.substr(0, std::min(count, room)));
  if (count > room) return fail(StreamError::too_long);
  input.remove_prefix(count);
  if (end == npos) return std::nullopt;
  if (const auto error = end_line()) return fail(*error);
  if (phase_ == Phase::body && message_.size() == length_) return finish();
  return std::nullopt;
}

std::optional<StreamEvent> StreamFramer::take_body(std::string_view& input) {
  // Grows as octets come: a peer pays for the memory that its Content-Length asks for.
  const std::size_t count = std::min(input.size(), length_ - message_.size());
  message_.append(input.substr(0, count));
  input.remove_prefix(count);
  if (message_.size() < length_) return std::nullopt;
  return finish();
}

std::optional<StreamError> StreamFramer::end_line() {
  const std::string_view line = std::string_view(message_).substr(line_);
  const std::size_t begin = std::exchange(line_, message_.size());
  // The parser draws its lines by the same rule: what we let pass ends for it where it ends here.
  if (!line.ends_with("\r\n") || line.find('\r') + 2 != line.size())
    return StreamError::bad_line_end;
  if (phase_ == Phase::start_line) {
    if (!is_start_line(line)) return StreamError::garbage;
    phase_ = Phase::fields;
    field_ = line_;
    return std::nullopt;
  }
  const bool is_folded = line.front() == ' ' || line.front() == '\t';
  if (is_folded) return std::nullopt;
  if (const auto error = end_field(begin)) return error;
  if (line.size() == 2) return end_head();
  field_ = begin;
  return ++fields_ > limits::header_fields ? std::optional(StreamError::too_many_fields)
                                           : std::nullopt;
}

std::optional<StreamError> StreamFramer::end_field(std::size_t end) {
  const std::string_view field = std::string_view(message_).substr(field_, end - field_);
  const std::size_t name = grammar::run(field, grammar::token);
  if (parse_header_name(field.substr(0, name)) != HeaderId::content_length) return std::nullopt;
  const std::string_view behind = grammar::trim_left(field.substr(name));
  if (behind.empty() || behind.front() != ':') return StreamError::bad_content_length;
  std::uint32_t number = 0;
  if (!grammar::to_number(grammar::trim(behind.substr(1)), number))
    return StreamError::bad_content_length;
  if (content_length_ && *content_length_ != number) return StreamError::different_content_lengths;
  content_length_ = number;
  return std::nullopt;
}

std::optional<StreamError> StreamFramer::end_head() {
  if (!content_length_) return StreamError::no_content_length;
  if (*content_length_ > limits::message_octets - message_.size()) return StreamError::too_long;
  length_ = message_.size() + *content_length_;
  phase_ = Phase::body;
  return std::nullopt;
}

StreamEvent StreamFramer::finish() {
  StreamEvent event(std::in_place_type<std::string>, std::move(message_));
  *this = StreamFramer();
  return event;
}

StreamEvent StreamFramer::fail(StreamError error) {
  StreamFailure failure{error, std::move(message_)};
  *this = StreamFramer();
  phase_ = Phase::failed;
  return failure;
}

}  // namespace offhook::sip
