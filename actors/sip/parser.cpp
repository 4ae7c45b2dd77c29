// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/parser.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

#include "actors/sip/cseq_scan.hpp"
#include "actors/sip/field_scan.hpp"
#include "actors/sip/grammar.hpp"
#include "actors/sip/head_reader.hpp"
#include "actors/sip/limits.hpp"
#include "actors/sip/message_block.hpp"
#include "actors/sip/name_addr_scan.hpp"
#include "actors/sip/parse_failure.hpp"
#include "actors/sip/uri_scan.hpp"
#include "actors/sip/via_scan.hpp"

namespace offhook::sip {

using grammar::npos;
using grammar::Padded;

/// Fills a message in one pass over its text. After the first fault it reads on, because a refusal
/// has to echo Via, From, To, Call-ID and CSeq (RFC 3261 §8.2.6).
class Message::Builder {
 public:
  struct Limits {
    std::size_t octets, fields;
    bool via_required;
  };
  Builder(std::string_view octets, const Limits& limits)
      : limits_(limits), skipped_(line_ends_before(octets)) {
    octets.remove_prefix(skipped_);
    is_too_large_ = octets.size() > limits.octets;
    octets = octets.substr(0, limits.octets);
    // Its text is not known before it is allocated, and it is allocated with its text.
    char* text = nullptr;
    message_ = std::allocate_shared<Message>(
        BlockAllocator<Message>(octets.size() + LineScanner::padding, &text), Key{},
        std::string_view{});
    raw_ = message_.get();
    std::memcpy(text, octets.data(), octets.size());
    std::memset(text + octets.size(), 0, LineScanner::padding);
    raw_->text_ = {text, octets.size()};
    head_ = HeadReader(text, octets.size());
  }

  ParseResult run() {
    if (text().empty()) {
      fail(ParseError::empty, 0);
    } else if (is_too_large_) {
      fail(ParseError::too_large, limits_.octets);
    } else {
      read_start_line();
      read_fields();
      if (!fault_.found()) check_mandatory();
      if (!fault_.found()) check_addresses();
      if (!fault_.found()) take_body();
    }
    if (fault_.found()) return make_failure(*raw_, fault_, skipped_);
    return MessagePtr(std::move(message_));
  }

 private:
  [[nodiscard]] Message& m() const { return *raw_; }
  [[nodiscard]] const std::string_view& text() const { return raw_->text_; }
  /// Whole, of the first field with that name, which there is.
  [[nodiscard]] Padded value_of(HeaderId id) const {
    return Padded(m().fields()[m().first_[index_of(id)] - 1U].value);
  }

  void fail(ParseError error, std::size_t offset) { fault_.note(error, offset); }
  void fail(ParseError error, std::string_view where) { fail(error, offset_of(where)); }
  [[nodiscard]] std::size_t offset_of(std::string_view part) const {
    return static_cast<std::size_t>(part.data() - text().data());
  }

  // RFC 3261 §7.5: line ends before the start line are ignored.
  static std::size_t line_ends_before(std::string_view octets) {
    std::size_t at = 0;
    while (at < octets.size() && (octets[at] == '\r' || octets[at] == '\n')) ++at;
    return at;
  }

  void read_start_line() {
    const HeadReader::Line found = head_.next(fault_);
    if (!found.found) return fail(ParseError::headers_unterminated, text().size());
    const std::string_view line = head_.text_of(found);
    if (begins_with_version(line))
      read_status_line(line);
    else
      read_request_line(line);
  }

  /// The version may be written in any case (RFC 3261 §7.1); we write capitals.
  static bool begins_with_version(std::string_view line) {
    return line.starts_with("SIP/") || grammar::equal_ignoring_case(line.substr(0, 4), "SIP/");
  }
  static bool is_version_2(std::string_view version) {
    return version == "SIP/2.0" || grammar::equal_ignoring_case(version, "SIP/2.0");
  }

  void read_status_line(std::string_view line) {
    m().status_ = 1;  // a response, whatever else
    if (!is_version_2(line.substr(0, 7)) || !line.substr(7).starts_with(' '))
      return fail(ParseError::unsupported_version, line);
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
    if (!begins_with_version(version)) return fail(ParseError::bad_start_line, version);
    if (!is_version_2(version)) return fail(ParseError::unsupported_version, version);
    UriParts& uri = m().request_uri_parts_;
    if (const std::size_t bad = UriScanner(Padded(m().request_uri_), uri).scan(); bad != npos)
      return fail(ParseError::bad_request_uri, m().request_uri_.substr(bad));
    // RFC 3261 §19.1.1: headers are not allowed in a Request-URI (RFC 4475 §3.1.2.11).
    if (!uri.headers.empty()) fail(ParseError::bad_request_uri, uri.headers);
  }

  void read_fields() {
    const bool good = read_fields_of(head_);
    at_ = head_.at();
    if (!good) fail(ParseError::headers_unterminated, text().size());
  }

  [[gnu::always_inline]] bool read_fields_of(HeadReader& head) {
    Message& m = *raw_;
    const char* const octets = m.text_.data();
    while (true) {
      HeadReader::Line line = head.next(fault_);
      if (line.empty()) return line.found;
      if (head.is_folded() && !head.unfold(line, fault_)) [[unlikely]]
        return false;
      const std::size_t count = m.fields_.size();
      if (count == limits_.fields) {
        fail(ParseError::too_large, line.begin);
        return true;
      }
      FieldSpan& field = m.fields_.next();
      if (!scan_field(octets, head.text_of(line), field)) {
        fail(ParseError::bad_header_line, line.begin);
        continue;
      }
      m.fields_.keep();
      auto& first = m.first_[index_of(field.id)];
      if (first == 0)
        first = static_cast<std::uint16_t>(count + 1);
      else
        check_repetition(field.id, {octets + field.value_at, field.value_size});
    }
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
    if (m().has(HeaderId::via)) check_top_via();
    check_address(HeaderId::from, m().from_, ParseError::bad_from);
    check_address(HeaderId::to, m().to_, ParseError::bad_to);
    const Padded call_id = value_of(HeaderId::call_id);
    m().call_id_ = call_id;
    if (!grammar::all_are(call_id, grammar::word)) fail(ParseError::bad_call_id, call_id);
    check_cseq(value_of(HeaderId::cseq));
  }

  void check_top_via() {
    const Padded vias = value_of(HeaderId::via);
    const char* at = vias.data();
    Via& via = m().top_via_;
    if (!take_via<Padded, grammar::Extent::list>(at, at + vias.size(), via)) {
      via = {};
      return fail(ParseError::bad_via, vias);
    }
    // The cookie with nothing behind it identifies nothing (RFC 4475 §3.2.1).
    if (via.branch == magic_cookie) fail(ParseError::bad_via, via.branch);
  }

  void check_address(HeaderId id, NameAddrParts& parts, ParseError error) {
    const Padded value = value_of(id);
    const std::size_t bad = scan_name_addr_in(value, parts);
    if (bad != npos) fail(error, offset_of(value) + bad);
  }

  void check_cseq(Padded value) {
    CSeq& cseq = m().cseq_;
    if (scan_cseq_in(value, cseq) != npos) return fail(ParseError::bad_cseq, value);
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
    if (m().is_response() || !m().has(HeaderId::max_forwards)) return;
    const Padded hops = value_of(HeaderId::max_forwards);
    std::uint32_t number = 0;
    if (!grammar::to_number(hops, number) || number > limits::max_forwards)
      fail(ParseError::bad_max_forwards, hops);
  }

  void check_contacts() {
    if (!m().has(HeaderId::contact) || value_of(HeaderId::contact) == "*") return;
    for_each_field(HeaderId::contact, [this](Padded rest) {
      const std::string_view field = rest;
      while (!rest.empty()) {
        NameAddrParts other;
        NameAddrParts& parts = m().has_contact_ ? other : m().contact_;
        if (take_name_addr_in(rest, parts)) {
          m().has_contact_ = true;
          if (m().is_response()) return false;
          continue;
        }
        parts = {};
        // One strange binding must not cost the others in a 200.
        if (m().is_response()) continue;
        fail(ParseError::bad_contact, field);
        return false;
      }
      return true;
    });
  }

  void check_list(HeaderId id, ParseError error) {
    for_each_field(id, [&](Padded rest) {
      const std::string_view field = rest;
      while (!rest.empty()) {
        NameAddrParts parts;
        if (take_name_addr_in(rest, parts)) continue;
        fail(error, field);
        return false;
      }
      return true;
    });
  }

  /// Calls with the value of each field of that name, until `use` says false.
  template <class Use>
  void for_each_field(HeaderId id, Use use) {
    const std::size_t first = m().first_[index_of(id)];
    if (first == 0) return;
    const Fields fields = m().fields();
    for (std::size_t i = first - 1; i < fields.size(); ++i)
      if (m().fields_.id(i) == id && !use(Padded(fields[i].value))) return;
  }

  // RFC 3261 §18.3, for a transport that keeps message boundaries.
  void take_body() {
    const std::size_t available = text().size() - at_;
    std::size_t length = available;
    if (m().has(HeaderId::content_length)) {
      const Padded announced = value_of(HeaderId::content_length);
      std::uint32_t number = 0;
      if (!grammar::to_number(announced, number))
        return fail(ParseError::bad_content_length, announced);
      if (number > available) return fail(ParseError::body_length_mismatch, announced);
      length = number;
    }
    m().text_ = text().substr(0, at_ + length);
    m().body_ = text().substr(at_);
  }

  std::shared_ptr<Message> message_;
  Message* raw_ = nullptr;
  HeadReader head_;
  FirstFault fault_;
  Limits limits_;
  bool is_too_large_ = false;
  std::size_t at_ = 0;   // behind the fields
  std::size_t skipped_;  // leading line ends that are gone
};

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
