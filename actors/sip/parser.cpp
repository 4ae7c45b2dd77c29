// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/parser.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <memory>

#include "actors/sip/block_pool.hpp"
#include "actors/sip/cseq_scan.hpp"
#include "actors/sip/grammar.hpp"
#include "actors/sip/header_names.hpp"
#include "actors/sip/limits.hpp"
#include "actors/sip/line_scanner.hpp"
#include "actors/sip/name_addr_scan.hpp"
#include "actors/sip/uri_scan.hpp"
#include "actors/sip/via_scan.hpp"

namespace offhook::sip {

using grammar::npos;
using grammar::Padded;

namespace {

/// Allocates the one block of a message: the shared state of its pointer, the message, its octets.
template <class T>
struct BlockAllocator {
  using value_type = T;

  BlockAllocator(std::size_t text_octets, char** text_begin)
      : octets(text_octets), text(text_begin) {}
  template <class U>
  BlockAllocator(const BlockAllocator<U>& other) : octets(other.octets), text(other.text) {}

  T* allocate(std::size_t count) {
    void* const block = block_pool::take(count * sizeof(T) + octets);
    T* const objects = static_cast<T*>(block);
    *text = static_cast<char*>(block) + count * sizeof(T);
    return objects;
  }
  void deallocate(T* objects, std::size_t count) noexcept {
    block_pool::give_back(objects, count * sizeof(T) + octets);
  }
  friend bool operator==(const BlockAllocator&, const BlockAllocator&) = default;

  std::size_t octets;
  char** text;  // where `allocate` says where the octets go; of no meaning later
};

}  // namespace

/// Fills a message in one pass over its text. After the first fault it reads on, because a refusal
/// has to echo Via, From, To, Call-ID and CSeq (RFC 3261 §8.2.6).
class Message::Builder {
 public:
  struct Limits {
    std::size_t octets, fields;
    bool via_required;
  };
  Builder(std::string_view octets, Limits limits) : skipped_(line_ends_before(octets)) {
    octets.remove_prefix(skipped_);
    limits_ = limits;
    is_too_large_ = octets.size() > limits.octets;
    octets = octets.substr(0, limits.octets);
    // Its text is not known before it is allocated, and it is allocated with its text.
    message_ = std::allocate_shared<Message>(
        BlockAllocator<Message>(octets.size() + LineScanner::padding, &octets_), Key{},
        std::string_view{});
    raw_ = message_.get();
    std::memcpy(octets_, octets.data(), octets.size());
    std::memset(octets_ + octets.size(), 0, LineScanner::padding);
    message_->text_ = {octets_, octets.size()};
    lines_ = LineScanner(message_->text_);
  }

  ParseResult run() {
    Message& m = *message_;
    if (m.text_.empty()) {
      fail(ParseError::empty, 0);
    } else if (is_too_large_) {
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
  [[nodiscard]] Message& m() const { return *raw_; }
  [[nodiscard]] const std::string_view& text() const { return raw_->text_; }

  void fail(ParseError error, std::size_t offset) {
    if (failed_) return;  // the first fault is the one to tell
    failed_ = true;
    error_ = error;
    offset_ = offset;
  }
  void fail(ParseError error, std::string_view where) { fail(error, offset_of(where)); }
  [[nodiscard]] std::size_t offset_of(std::string_view part) const {
    return static_cast<std::size_t>(part.data() - text().data());
  }

  // RFC 3261 §7.5: line ends before the start line are ignored.
  static std::size_t line_ends_before(std::string_view octets) {
    const std::size_t start = octets.find_first_not_of("\r\n");
    return start == npos ? octets.size() : start;
  }

  /// A line without its CRLF.
  struct Line {
    std::size_t begin;
    std::size_t end;
    bool found;  ///< else the text has ended
    [[nodiscard]] bool empty() const { return begin == end; }
  };
  [[nodiscard]] std::string_view text_of(const Line& line) const {
    return {octets_ + line.begin, line.end - line.begin};
  }

  [[gnu::always_inline]] Line next_line() {
    const std::size_t begin = at_;
    const std::size_t end = lines_.next();
    if (end == npos || !is_line_end(end)) return next_odd_line();
    lines_.skip_both();
    at_ = end + 2;
    return {begin, end, true};
  }
  [[nodiscard]] bool is_line_end(std::size_t at) const {  // beyond the text there are zeros
    return octets_[at] == '\r' && octets_[at + 1] == '\n';
  }

  // A CR or LF alone must not end a line for us that goes on for the next element, or the reverse.
  Line next_odd_line() {
    const std::size_t begin = at_;
    const std::size_t end = text().find('\n', begin);
    if (end == npos) return {begin, begin, false};
    at_ = end + 1;
    lines_.restart(at_);
    fail(ParseError::bad_line_end, begin);
    return {begin, std::min(end, text().find('\r', begin)), true};
  }

  void read_start_line() {
    const Line found = next_line();
    if (!found.found) return fail(ParseError::headers_unterminated, text().size());
    const std::string_view line = text_of(found);
    if (line.starts_with("SIP/"))
      read_status_line(line);
    else
      read_request_line(line);
  }

  void read_status_line(std::string_view line) {
    m().status_ = 1;  // a response, whatever else
    if (!line.starts_with("SIP/2.0 ")) return fail(ParseError::unsupported_version, line);
    const std::string_view rest = line.substr(8);
    const std::string_view code = rest.substr(0, rest.find(' '));
    std::uint32_t status = 0;
    if (code.size() != 3 || !grammar::to_number(code, status) || status < 100 || status > 699)
      return fail(ParseError::bad_status_code, rest);
    m().status_ = static_cast<int>(status);
    m().reason_ = rest.substr(std::min<std::size_t>(4, rest.size()));
  }

  void read_request_line(std::string_view line) {
    const std::size_t first = grammar::find_any(Padded(line), 0, ' ');
    const std::size_t last =
        line.ends_with(" SIP/2.0") ? line.size() - sizeof "SIP/2.0" : line.rfind(' ');
    m().method_text_ = line.substr(0, first);
    if (!grammar::all_are(Padded(m().method_text_), grammar::token)) {
      m().method_text_ = {};
      return fail(ParseError::bad_start_line, line);
    }
    m().method_ = parse_method(m().method_text_);
    if (first == npos || first == last) return fail(ParseError::bad_start_line, line);
    const std::string_view version = line.substr(last + 1);
    m().request_uri_ = line.substr(first + 1, last - first - 1);
    if (!version.starts_with("SIP/")) return fail(ParseError::bad_start_line, version);
    if (version != "SIP/2.0") return fail(ParseError::unsupported_version, version);
    UriParts& uri = m().request_uri_parts_;
    if (const std::size_t bad = UriScanner(Padded(m().request_uri_), uri).scan(); bad != npos)
      return fail(ParseError::bad_request_uri, m().request_uri_.substr(bad));
    // RFC 3261 §19.1.1: headers are not allowed in a Request-URI (RFC 4475 §3.1.2.11).
    if (!uri.headers.empty()) fail(ParseError::bad_request_uri, uri.headers);
  }

  void read_fields() {
    while (true) {
      Line line = next_line();
      if (!line.found) return fail(ParseError::headers_unterminated, text().size());
      if (line.empty()) return;
      if (is_folded() && !unfold(line))
        return fail(ParseError::headers_unterminated, text().size());
      if (m().fields_.size() == limits_.fields) return fail(ParseError::too_large, line.begin);
      read_field(text_of(line));
    }
  }

  [[nodiscard]] bool is_folded() const { return octets_[at_] == ' ' || octets_[at_] == '\t'; }

  /// Adds the lines that go on with it, in place (RFC 3261 §7.3.1).
  bool unfold(Line& line) {
    while (is_folded()) {
      octets_[at_ - 1] = octets_[at_ - 2] = ' ';
      const Line more = next_odd_or_even_line();
      if (!more.found) return false;
      line.end = more.end;
    }
    return true;
  }
  [[gnu::noinline]] Line next_odd_or_even_line() { return next_line(); }

  [[gnu::always_inline]] void read_field(std::string_view line) {
    // A name that we know is a token, and needs no looking at its letters.
    std::size_t length = name_length(line.data());
    HeaderId id = HeaderId::other;
    std::size_t colon = length;
    if (length < line.size() && length <= header_names::longest)
      id = header_names::parse_padded(line.data(), length);
    if (id == HeaderId::other) {
      length = grammar::run(line, grammar::token);
      colon = length;
      while (colon < line.size() && grammar::is_space(line[colon])) ++colon;
      if (length == 0 || length > UINT16_MAX || colon == line.size() || line[colon] != ':')
        return fail(ParseError::bad_header_line, line);
      id = parse_header_name(line.substr(0, length));
    }
    std::string_view value(line.data() + colon + 1, line.size() - colon - 1);
    if (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    if (!value.empty() && (grammar::is_space(value.front()) || grammar::is_space(value.back())))
      value = grammar::trim(value);
    m().fields_.push_back(
        {static_cast<std::uint32_t>(offset_of(line)), static_cast<std::uint32_t>(offset_of(value)),
         static_cast<std::uint32_t>(value.size()), static_cast<std::uint16_t>(length), id});
    auto& first = m().first_[index_of(id)];
    if (first == 0)
      first = static_cast<std::uint16_t>(m().fields_.size());
    else
      check_repetition(id, value);
  }

  /// Octets before the ':', if it is among the first 32; more otherwise. Reads that many.
  static std::size_t name_length(const char* line) {
    constexpr std::size_t half = grammar::Octets::count;
    std::uint64_t colons = grammar::Octets(line).any_of(':');
    if (colons == 0) colons = std::uint64_t{grammar::Octets(line + half).any_of(':')} << half;
    return static_cast<std::size_t>(std::countr_zero(colons));
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
        if (m().header(id) != value) fail(ParseError::repeated_header, value);
        return;
      default:
        return;
    }
  }

  void check_mandatory() {
    for (HeaderId id :
         {HeaderId::via, HeaderId::from, HeaderId::to, HeaderId::call_id, HeaderId::cseq})
      if (!m().has(id) && (id != HeaderId::via || m().is_response() || limits_.via_required))
        return fail(ParseError::missing_header, at_);
    if (m().has(HeaderId::via)) check_top_via(*m().header(HeaderId::via));
    check_address(HeaderId::from, m().from_, ParseError::bad_from);
    check_address(HeaderId::to, m().to_, ParseError::bad_to);
    m().call_id_ = *m().header(HeaderId::call_id);
    if (!grammar::all_are(Padded(m().call_id_), grammar::word))
      fail(ParseError::bad_call_id, m().call_id_);
    check_cseq(*m().header(HeaderId::cseq));
  }

  void check_top_via(std::string_view vias) {
    Padded rest(vias);
    Padded top(vias);
    grammar::next_element(rest, top);
    Via& via = m().top_via_;
    rest = top;
    if (!scan_via_in(rest, via)) {
      via = {};
      return fail(ParseError::bad_via, top);
    }
    // The cookie with nothing behind it identifies nothing (RFC 4475 §3.2.1).
    if (via.branch == magic_cookie) fail(ParseError::bad_via, via.branch);
  }

  void check_address(HeaderId id, NameAddrParts& parts, ParseError error) {
    const std::string_view value = *m().header(id);
    const std::size_t bad = scan_name_addr_in(Padded(value), parts);
    if (bad != npos) fail(error, offset_of(value) + bad);
  }

  void check_cseq(std::string_view value) {
    CSeq& cseq = m().cseq_;
    if (scan_cseq_in(Padded(value), cseq) != npos) return fail(ParseError::bad_cseq, value);
    if (m().is_response()) {
      m().method_ = cseq.method;
      m().method_text_ = cseq.method_text;
    } else if (cseq.method_text != m().method_text_) {
      fail(ParseError::cseq_method_mismatch, value);
    }
  }

  void check_addresses() {
    check_list(HeaderId::route, ParseError::bad_route);
    check_list(HeaderId::record_route, ParseError::bad_route);
    check_contacts();
    if (m().is_response()) return;
    const auto hops = m().header(HeaderId::max_forwards);
    std::uint32_t number = 0;
    if (hops && (!grammar::to_number(*hops, number) || number > limits::max_forwards))
      fail(ParseError::bad_max_forwards, *hops);
  }

  void check_contacts() {
    if (!m().has(HeaderId::contact) || m().header(HeaderId::contact) == "*") return;
    for_each_element(HeaderId::contact, [this](std::string_view field, Padded element) {
      NameAddrParts other;
      NameAddrParts& parts = m().has_contact_ ? other : m().contact_;
      if (!element.empty() && scan_name_addr_in(element, parts) == npos) {
        m().has_contact_ = true;
        return m().is_request();
      }
      parts = {};
      // One strange binding must not cost the others in a 200.
      if (m().is_request()) fail(ParseError::bad_contact, field);
      return m().is_response();
    });
  }

  void check_list(HeaderId id, ParseError error) {
    for_each_element(id, [&](std::string_view field, Padded element) {
      NameAddrParts parts;
      if (!element.empty() && scan_name_addr_in(element, parts) == npos) return true;
      fail(error, field);
      return false;
    });
  }

  /// Calls with each value of a list header and its whole field, until it has enough.
  template <class Use>
  void for_each_element(HeaderId id, Use use) {
    const std::size_t first = m().first_[index_of(id)];
    if (first == 0) return;
    const Fields fields = m().fields();
    for (std::size_t i = first - 1; i < fields.size(); ++i) {
      if (m().fields_.id(i) != id) continue;
      Padded rest(fields[i].value);
      Padded element;
      while (grammar::next_element(rest, element))
        if (!use(fields[i].value, element)) return;
    }
  }

  // RFC 3261 §18.3, for a transport that keeps message boundaries.
  void take_body() {
    const std::size_t available = text().size() - at_;
    std::size_t length = available;
    if (const auto announced = m().header(HeaderId::content_length)) {
      std::uint32_t number = 0;
      if (!grammar::to_number(*announced, number))
        return fail(ParseError::bad_content_length, *announced);
      if (number > available) return fail(ParseError::body_length_mismatch, *announced);
      length = number;
    }
    message_->text_ = text().substr(0, at_ + length);
    m().body_ = std::string_view(text()).substr(at_);
  }

  [[nodiscard]] int status_to_answer() const {
    if (m().is_response() || m().method_ == Method::ack) return 0;
    if (!m().has(HeaderId::via)) return 0;
    std::string_view rest = *m().header(HeaderId::via);
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
        return m().method_ == Method::other ? 501 : 400;
      default:
        return 400;
    }
  }

  ParseFailure failure() {
    ParseFailure failure;
    failure.error = error_;
    failure.offset = skipped_ + offset_;
    failure.text = std::string(to_string(error_)) + " at octet " + std::to_string(failure.offset);
    failure.is_request = m().is_request() && error_ != ParseError::empty;
    failure.method = m().method_;
    failure.status_to_answer = status_to_answer();
    if (failure.status_to_answer == 0) return failure;
    for (const Field field : m().fields())
      if (field.id == HeaderId::via || field.id == HeaderId::from || field.id == HeaderId::to ||
          field.id == HeaderId::call_id || field.id == HeaderId::cseq)
        failure.echo.emplace_back(field.id, field.value);
    return failure;
  }

  std::shared_ptr<Message> message_;
  Message* raw_ = nullptr;
  char* octets_ = nullptr;  // the message's text, which is padded
  LineScanner lines_;
  Limits limits_{};
  bool is_too_large_ = false;
  std::size_t at_ = 0;   // the next octet to read
  std::size_t skipped_;  // leading line ends that are gone
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

ParseResult parse_datagram(std::string_view octets) {
  return Message::Builder(octets, {limits::message_octets, limits::header_fields, true}).run();
}

ParseResult parse_own(std::string_view octets) {
  return Message::Builder(octets, {limits::own_message_octets, limits::own_header_fields, false})
      .run();
}

MessagePtr message_or_null(ParseResult result) {
  auto* message = std::get_if<MessagePtr>(&result);
  return message ? std::move(*message) : nullptr;
}

}  // namespace offhook::sip
