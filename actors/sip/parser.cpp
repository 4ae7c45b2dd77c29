// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/parser.hpp"

#include <array>
#include <cstring>
#include <memory>
#include <optional>

#include "actors/sip/grammar.hpp"
#include "actors/sip/limits.hpp"
#include "actors/sip/name_addr_parts.hpp"
#include "actors/sip/uri_parts.hpp"

namespace offhook::sip {

using grammar::npos;

/// Fills a message in one pass over its text. After the first fault it reads on, because a refusal
/// has to echo Via, From, To, Call-ID and CSeq (RFC 3261 §8.2.6).
class Message::Builder {
 public:
  struct Limits {
    std::size_t octets, fields;
    bool via_required;
  };
  Builder(std::string&& bytes, Limits limits)
      : message_(std::make_shared<Message>(Key{}, std::move(bytes))),
        m_(*message_),
        limits_(limits) {}

  ParseResult run() {
    skip_leading_line_ends();
    if (m_.text_.empty()) {
      fail(ParseError::empty, 0);
    } else if (m_.text_.size() > limits_.octets) {
      fail(ParseError::too_large, limits_.octets);
    } else {
      read_start_line();
      read_fields();
      if (!failed_) check_mandatory();
      if (!failed_) check_addresses();
      if (!failed_) take_body();
    }
    if (failed_) return failure();
    return MessagePtr(std::move(message_));
  }

 private:
  void fail(ParseError error, std::size_t offset) {
    if (failed_) return;  // the first fault is the one to tell
    failed_ = true;
    error_ = error;
    offset_ = offset;
  }
  void fail(ParseError error, std::string_view where) { fail(error, offset_of(where)); }
  [[nodiscard]] std::size_t offset_of(std::string_view part) const {
    return static_cast<std::size_t>(part.data() - m_.text_.data());
  }

  // RFC 3261 §7.5: line ends before the start line are ignored.
  void skip_leading_line_ends() {
    const std::size_t start = m_.text_.find_first_not_of("\r\n");
    m_.text_.erase(0, start);
    skipped_ = start == npos ? 0 : start;
  }

  /// One line without its CRLF; nullopt at the end of the text.
  std::optional<std::string_view> next_line() {
    const std::string_view rest = std::string_view(m_.text_).substr(at_);
    const std::size_t end = rest.find('\n');
    if (end == npos) return std::nullopt;
    at_ += end + 1;
    const std::string_view line = rest.substr(0, end);
    // A CR or LF alone must not end a line for us that goes on for the next element, or the
    // reverse.
    if (line.find('\r') + 1 != end || end == 0) {
      fail(ParseError::bad_line_end, line);
      return line.substr(0, line.find('\r'));
    }
    return line.substr(0, end - 1);
  }

  void read_start_line() {
    const auto line = next_line();
    if (!line) return fail(ParseError::headers_unterminated, m_.text_.size());
    if (line->starts_with("SIP/"))
      read_status_line(*line);
    else
      read_request_line(*line);
  }

  void read_status_line(std::string_view line) {
    m_.status_ = 1;  // a response, whatever else
    if (!line.starts_with("SIP/2.0 ")) return fail(ParseError::unsupported_version, line);
    const std::string_view rest = line.substr(8);
    const std::string_view code = rest.substr(0, rest.find(' '));
    std::uint32_t status = 0;
    if (code.size() != 3 || !grammar::to_number(code, status) || status < 100 || status > 699)
      return fail(ParseError::bad_status_code, rest);
    m_.status_ = static_cast<int>(status);
    m_.reason_ = rest.substr(std::min<std::size_t>(4, rest.size()));
  }

  void read_request_line(std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    m_.method_text_ = line.substr(0, first);
    if (!grammar::all_are(m_.method_text_, grammar::token)) {
      m_.method_text_ = {};
      return fail(ParseError::bad_start_line, line);
    }
    m_.method_ = parse_method(m_.method_text_);
    if (first == npos || first == last) return fail(ParseError::bad_start_line, line);
    const std::string_view version = line.substr(last + 1);
    m_.request_uri_ = line.substr(first + 1, last - first - 1);
    if (!version.starts_with("SIP/")) return fail(ParseError::bad_start_line, version);
    if (version != "SIP/2.0") return fail(ParseError::unsupported_version, version);
    UriParts uri;
    if (const std::size_t bad = scan_uri(m_.request_uri_, uri); bad != npos)
      return fail(ParseError::bad_request_uri, m_.request_uri_.substr(bad));
    // RFC 3261 §19.1.1: headers are not allowed in a Request-URI (RFC 4475 §3.1.2.11).
    if (!uri.headers.empty()) fail(ParseError::bad_request_uri, uri.headers);
  }

  void read_fields() {
    while (true) {
      const std::size_t begin = at_;
      auto line = next_line();
      if (!line) return fail(ParseError::headers_unterminated, m_.text_.size());
      if (line->empty()) return;
      while (at_ < m_.text_.size() && (m_.text_[at_] == ' ' || m_.text_[at_] == '\t')) {
        m_.text_[at_ - 1] = m_.text_[at_ - 2] = ' ';  // unfold in place, RFC 3261 §7.3.1
        const auto more = next_line();
        if (!more) return fail(ParseError::headers_unterminated, m_.text_.size());
        line = std::string_view(m_.text_).substr(begin, offset_of(*more) + more->size() - begin);
      }
      if (m_.fields_.size() == limits_.fields) return fail(ParseError::too_large, begin);
      read_field(*line);
    }
  }

  void read_field(std::string_view line) {
    const std::size_t length = grammar::run(line, grammar::token);
    const std::string_view behind = grammar::trim_left(line.substr(length));
    if (length == 0 || behind.empty() || behind.front() != ':')
      return fail(ParseError::bad_header_line, line);
    const std::string_view name = line.substr(0, length);
    const HeaderId id = parse_header_name(name);
    const std::string_view value = grammar::trim(behind.substr(1));
    m_.fields_.push_back({id, name, value});
    auto& first = m_.first_[index_of(id)];
    if (first == 0)
      first = static_cast<std::uint16_t>(m_.fields_.size());
    else
      check_repetition(id, value);
  }

  // RFC 4475 §3.3.8 and §3.3.9. Equal Content-Lengths are harmless, differing ones are not.
  void check_repetition(HeaderId id, std::string_view value) {
    switch (id) {
      case HeaderId::from:
      case HeaderId::to:
      case HeaderId::call_id:
      case HeaderId::cseq:
      case HeaderId::max_forwards:
        return fail(ParseError::repeated_header, value);
      case HeaderId::content_length:
        if (m_.header(id) != value) fail(ParseError::repeated_header, value);
        return;
      default:
        return;
    }
  }

  void check_mandatory() {
    for (HeaderId id :
         {HeaderId::via, HeaderId::from, HeaderId::to, HeaderId::call_id, HeaderId::cseq})
      if (!m_.has(id) && (id != HeaderId::via || m_.is_response() || limits_.via_required))
        return fail(ParseError::missing_header, at_);
    if (m_.has(HeaderId::via)) check_top_via(*m_.header(HeaderId::via));
    m_.from_tag_ = tag_of(HeaderId::from, ParseError::bad_from);
    m_.to_tag_ = tag_of(HeaderId::to, ParseError::bad_to);
    m_.call_id_ = *m_.header(HeaderId::call_id);
    if (!grammar::all_are(m_.call_id_, grammar::word)) fail(ParseError::bad_call_id, m_.call_id_);
    check_cseq(*m_.header(HeaderId::cseq));
  }

  void check_top_via(std::string_view vias) {
    std::string_view top = vias;
    grammar::next_element(vias, top);
    auto via = parse_via(top);
    if (!via.ok()) return fail(ParseError::bad_via, top);
    // The cookie with nothing behind it identifies nothing (RFC 4475 §3.2.1).
    if (via->branch == magic_cookie) return fail(ParseError::bad_via, via->branch);
    m_.top_via_ = *via;
  }

  std::string_view tag_of(HeaderId id, ParseError error) {
    NameAddrParts parts;
    const std::string_view value = *m_.header(id);
    const std::size_t bad = scan_name_addr(value, parts);
    if (bad != npos) fail(error, offset_of(value) + bad);
    return parts.tag;
  }

  void check_cseq(std::string_view value) {
    const auto cseq = parse_cseq(value);
    if (!cseq.ok()) return fail(ParseError::bad_cseq, value);
    m_.cseq_ = *cseq;
    if (m_.is_response()) {
      m_.method_ = cseq->method;
      m_.method_text_ = cseq->method_text;
    } else if (cseq->method_text != m_.method_text_) {
      fail(ParseError::cseq_method_mismatch, value);
    }
  }

  void check_addresses() {
    check_list(HeaderId::route, ParseError::bad_route);
    check_list(HeaderId::record_route, ParseError::bad_route);
    if (m_.is_response()) return;  // one strange binding must not cost the others in a 200
    if (m_.header(HeaderId::contact) != "*") check_list(HeaderId::contact, ParseError::bad_contact);
    const auto hops = m_.header(HeaderId::max_forwards);
    std::uint32_t number = 0;
    if (hops && (!grammar::to_number(*hops, number) || number > limits::max_forwards))
      fail(ParseError::bad_max_forwards, *hops);
  }

  void check_list(HeaderId id, ParseError error) {
    if (!m_.has(id)) return;
    for (const Field& field : m_.fields_) {
      if (field.id != id) continue;
      std::string_view rest = field.value;
      std::string_view element;
      while (grammar::next_element(rest, element)) {
        NameAddrParts parts;
        if (!element.empty() && scan_name_addr(element, parts) == npos) continue;
        return fail(error, field.value);
      }
    }
  }

  // RFC 3261 §18.3, for a transport that keeps message boundaries.
  void take_body() {
    const std::size_t available = m_.text_.size() - at_;
    std::size_t length = available;
    if (const auto announced = m_.header(HeaderId::content_length)) {
      std::uint32_t number = 0;
      if (!grammar::to_number(*announced, number))
        return fail(ParseError::bad_content_length, *announced);
      if (number > available) return fail(ParseError::body_length_mismatch, *announced);
      length = number;
    }
    m_.text_.resize(at_ + length);  // shrinking keeps every view valid
    m_.body_ = std::string_view(m_.text_).substr(at_);
  }

  [[nodiscard]] int status_to_answer() const {
    if (m_.is_response() || m_.method_ == Method::ack) return 0;
    if (!m_.has(HeaderId::via)) return 0;
    std::string_view rest = *m_.header(HeaderId::via);
    std::string_view top;
    // Only what shows where to answer; a malformed rest is among the reasons for the 400.
    grammar::next_element(rest, top);
    if (!parse_via(top.substr(0, top.find(';'))).ok()) return 0;
    switch (error_) {
      case ParseError::unsupported_version:
        return 505;
      case ParseError::too_large:
        return 513;
      case ParseError::cseq_method_mismatch:  // RFC 4475 §3.1.2.18
        return m_.method_ == Method::other ? 501 : 400;
      default:
        return 400;
    }
  }

  ParseFailure failure() {
    ParseFailure failure;
    failure.error = error_;
    failure.offset = skipped_ + offset_;
    failure.text = std::string(to_string(error_)) + " at octet " + std::to_string(failure.offset);
    failure.is_request = m_.is_request() && error_ != ParseError::empty;
    failure.method = m_.method_;
    failure.status_to_answer = status_to_answer();
    if (failure.status_to_answer == 0) return failure;
    for (const Field& field : m_.fields_)
      if (field.id == HeaderId::via || field.id == HeaderId::from || field.id == HeaderId::to ||
          field.id == HeaderId::call_id || field.id == HeaderId::cseq)
        failure.echo.emplace_back(field.id, field.value);
    return failure;
  }

  std::shared_ptr<Message> message_;
  Message& m_;
  Limits limits_;
  std::size_t at_ = 0;       // the next octet to read
  std::size_t skipped_ = 0;  // leading line ends that are gone
  bool failed_ = false;
  ParseError error_ = ParseError::empty;
  std::size_t offset_ = 0;
};

std::string_view to_string(ParseError error) {
  // In the order of the enumeration.
  static constexpr auto texts =
      std::to_array<std::string_view>({"empty message",
                                       "message too large",
                                       "malformed start line",
                                       "malformed Request-URI",
                                       "unsupported SIP version",
                                       "status code out of range",
                                       "CR or LF alone",
                                       "malformed header line",
                                       "headers end without an empty line",
                                       "mandatory header missing",
                                       "header repeated",
                                       "malformed Via",
                                       "malformed From",
                                       "malformed To",
                                       "malformed Call-ID",
                                       "malformed CSeq",
                                       "CSeq method differs from the request's",
                                       "malformed Contact",
                                       "malformed Route or Record-Route",
                                       "malformed Max-Forwards",
                                       "malformed Content-Length",
                                       "body shorter than Content-Length"});
  static_assert(texts.size() == static_cast<std::size_t>(ParseError::body_length_mismatch) + 1);
  return texts[static_cast<std::size_t>(error)];
}

ParseResult parse_datagram(std::string bytes) {
  return Message::Builder(std::move(bytes), {limits::message_octets, limits::header_fields, true})
      .run();
}

ParseResult parse_own(std::string bytes) {
  return Message::Builder(std::move(bytes),
                          {limits::own_message_octets, limits::own_header_fields, false})
      .run();
}

MessagePtr message_or_null(ParseResult result) {
  auto* message = std::get_if<MessagePtr>(&result);
  return message ? std::move(*message) : nullptr;
}

}  // namespace offhook::sip
