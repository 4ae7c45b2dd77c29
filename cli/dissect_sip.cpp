// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/dissect_sip.hpp"

#include <algorithm>
#include <charconv>

#include "actors/sip/grammar.hpp"
#include "actors/sip/limits.hpp"
#include "actors/sip/name_addr_parts.hpp"
#include "actors/sip/parser.hpp"
#include "actors/sip/via.hpp"
#include "cli/dissect_answer.hpp"
#include "cli/dissect_head.hpp"
#include "cli/dissect_sip_oddities.hpp"

namespace offhook::cli {
namespace {

using sip::HeaderId;
using sip::ParseError;
namespace grammar = sip::grammar;
using grammar::npos;

std::optional<std::string> unless_empty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(std::string(text));
}

/// Exact or nothing: a saturated number would be a wrong fact.
std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = end == text.data() + text.size() && !text.empty();
  return whole && error == std::errc{} ? std::optional(number) : std::nullopt;
}

/// Reads every fact there is, and notes what it cannot read. It decides nothing: whether the
/// message is refused is the parser's word.
class FactReader {
 public:
  FactReader(const RawHead& head, SipDissection& facts) : head_(head), facts_(facts) {}

  std::vector<Remark> read() {
    read_start_line();
    facts_.header_count = head_.fields.size();
    for (const RawField& field : head_.fields) read_field(field);
    for (HeaderId id :
         {HeaderId::via, HeaderId::from, HeaderId::to, HeaderId::call_id, HeaderId::cseq})
      if (first(id) == nullptr)
        faults_.push_back({head_.end, std::string(sip::to_string(id)),
                           std::string(to_string(ParseError::missing_header))});
    read_body();
    return std::move(faults_);
  }

 private:
  [[nodiscard]] const RawField* first(HeaderId id) const {
    const auto found = std::ranges::find(head_.fields, id, &RawField::id);
    return found == head_.fields.end() ? nullptr : &*found;
  }
  void add(const RawField& field, std::size_t offset, ParseError error) {
    faults_.push_back({offset, unless_empty(field.long_name()), std::string(to_string(error))});
  }

  void read_start_line() {
    const std::string_view line = head_.start_line;
    const std::size_t space = line.find(' ');
    const std::string_view word = line.substr(0, space);
    const std::string_view rest = space == npos ? "" : grammar::trim(line.substr(space));
    if (word.starts_with("SIP/")) {
      facts_.kind = MessageKind::response;
      facts_.status = number_of(rest.substr(0, rest.find(' ')));
      return;
    }
    if (!grammar::all_are(word, grammar::token) || rest.empty()) return;
    facts_.kind = MessageKind::request;
    facts_.method = word;
    // The version is behind the last space; without one all of it is the URI.
    const std::size_t last = rest.rfind(' ');
    const bool has_version = last != npos && rest.substr(last + 1).starts_with("SIP/");
    facts_.request_uri = unless_empty(grammar::trim(has_version ? rest.substr(0, last) : rest));
  }

  void read_field(const RawField& field) {
    if (field.name.empty()) return add(field, field.begin, ParseError::bad_header_line);
    if (first(field.id) != &field) return read_repetition(field);
    switch (field.id) {
      case HeaderId::via:
        return read_vias(field);
      case HeaderId::from:
        return read_party(field, facts_.from_uri, facts_.from_tag, ParseError::bad_from);
      case HeaderId::to:
        return read_party(field, facts_.to_uri, facts_.to_tag, ParseError::bad_to);
      case HeaderId::call_id:
        facts_.call_id = unless_empty(field.value);
        if (!grammar::all_are(field.value, grammar::word))
          add(field, first_that_is_not(grammar::word, field), ParseError::bad_call_id);
        return;
      case HeaderId::cseq:
        return read_cseq(field);
      case HeaderId::max_forwards:
        facts_.max_forwards = number_of(field.value);
        if (!facts_.max_forwards || *facts_.max_forwards > sip::limits::max_forwards)
          add(field, value_offset(field), ParseError::bad_max_forwards);
        return;
      case HeaderId::content_length:
        return read_content_length(field);
      case HeaderId::user_agent:
        facts_.user_agent = unless_empty(field.value);
        return;
      default:
        return read_list(field);
    }
  }

  void read_repetition(const RawField& field) {
    switch (field.id) {
      case HeaderId::from:
      case HeaderId::to:
      case HeaderId::call_id:
      case HeaderId::cseq:
      case HeaderId::max_forwards:
        return add(field, field.begin, ParseError::repeated_header);
      case HeaderId::content_length:
        if (field.value != first(HeaderId::content_length)->value)
          add(field, field.begin, ParseError::repeated_header);
        return;
      case HeaderId::via:
        return read_vias(field);
      default:
        return read_list(field);
    }
  }

  void read_list(const RawField& field) {
    if (field.id == HeaderId::contact) return read_addresses(field, ParseError::bad_contact);
    if (field.id == HeaderId::route || field.id == HeaderId::record_route)
      return read_addresses(field, ParseError::bad_route);
  }

  void read_vias(const RawField& field) {
    if (field.value.empty()) return add(field, field.end, ParseError::bad_via);
    std::string_view rest = field.value, element;
    while (grammar::next_element(rest, element)) {
      sip::Via via{.transport = {}};
      const std::size_t bad = sip::scan_via(element, via);
      const bool is_top = facts_.via_count++ == 0;
      if (is_top) keep_top_via(via, element);
      if (bad != npos)
        add(field, head_.offset_of(element) + bad, ParseError::bad_via);
      else if (is_top && via.branch == sip::magic_cookie)
        add(field, head_.offset_of(via.branch), ParseError::bad_via);
    }
  }

  void keep_top_via(const sip::Via& via, std::string_view element) {
    facts_.top_via_transport = unless_empty(via.transport);
    if (!via.host.empty())
      facts_.top_via_sent_by =
          std::string(via.host) + (via.port ? ":" + std::to_string(*via.port) : "");
    // Behind a fault the parameters may still be read.
    facts_.top_via_branch = unless_empty(
        via.branch.empty() ? sip::split_params(element).param("branch").value_or("") : via.branch);
  }

  void read_party(const RawField& field, std::optional<std::string>& uri,
                  std::optional<std::string>& tag, ParseError error) {
    sip::NameAddrParts parts;
    const std::size_t bad = sip::scan_name_addr(field.value, parts);
    if (bad != npos) add(field, value_offset(field) + bad, error);
    if (parts.uri.empty()) parts.uri = uri_in(field.value);
    if (parts.tag.empty()) parts.tag = tag_in(field.value);
    uri = unless_empty(grammar::trim(parts.uri));
    tag = unless_empty(parts.tag);
  }

  /// What stands in the last angle brackets, if the address around it cannot be read.
  static std::string_view uri_in(std::string_view value) {
    const std::size_t open = value.rfind('<');
    if (open == npos) return {};
    return grammar::trim(value.substr(open + 1, value.find('>', open) - open - 1));
  }
  static std::string_view tag_in(std::string_view value) {
    const std::size_t close = value.rfind('>');
    const auto params = sip::split_params(close == npos ? value : value.substr(close + 1));
    return params.param("tag").value_or("");
  }

  void read_addresses(const RawField& field, ParseError error) {
    const bool is_contact = field.id == HeaderId::contact;
    if (is_contact && field.value == "*") {
      if (facts_.contact_count++ == 0) facts_.contact_uri = "*";
      return;
    }
    std::string_view rest = field.value, element;
    while (grammar::next_element(rest, element)) {
      sip::NameAddrParts parts;
      const std::size_t bad = sip::scan_name_addr(element, parts);
      if (bad != npos) add(field, head_.offset_of(element) + bad, error);
      if (!is_contact || element.empty()) continue;
      if (facts_.contact_count++ == 0)
        facts_.contact_uri =
            unless_empty(grammar::trim(parts.uri.empty() ? uri_in(element) : parts.uri));
    }
  }

  void read_cseq(const RawField& field) {
    const std::size_t length = std::min(field.value.find_first_of(" \t"), field.value.size());
    facts_.cseq_number = number_of(field.value.substr(0, length));
    facts_.cseq_method = unless_empty(grammar::trim(field.value.substr(length)));
    if (!sip::parse_cseq(field.value).ok())
      add(field, value_offset(field), ParseError::bad_cseq);
    else if (facts_.method && facts_.cseq_method != facts_.method)
      add(field, value_offset(field), ParseError::cseq_method_mismatch);
  }

  void read_content_length(const RawField& field) {
    facts_.content_length = number_of(field.value);
    const bool digits = !field.value.empty() && field.value.find_first_not_of("0123456789") == npos;
    if (!digits)
      add(field, value_offset(field), ParseError::bad_content_length);
    else if (!facts_.content_length || *facts_.content_length > head_.body.size())
      add(field, value_offset(field), ParseError::body_length_mismatch);
  }

  void read_body() {
    if (!head_.has_empty_line && !head_.has_too_many)
      faults_.push_back({head_.text.size(), std::nullopt,
                         std::string(to_string(ParseError::headers_unterminated))});
    facts_.body_octets =
        std::min<std::uint64_t>(head_.body.size(), facts_.content_length.value_or(UINT64_MAX));
  }

  [[nodiscard]] std::size_t value_offset(const RawField& field) const {
    return field.value.empty() ? field.end : head_.offset_of(field.value);
  }
  [[nodiscard]] std::size_t first_that_is_not(unsigned bits, const RawField& field) const {
    return value_offset(field) + grammar::run(field.value, bits);
  }

  const RawHead& head_;
  SipDissection& facts_;
  std::vector<Remark> faults_;
};

/// The field whose line holds that octet.
const RawField* field_at(const RawHead& head, std::size_t offset) {
  for (const RawField& field : head.fields)
    if (field.begin <= offset && offset <= field.end) return &field;
  return nullptr;
}

/// The parser's word among the faults, unless one of them stands in the same line and says it more
/// exactly.
void add_refusal(std::vector<Remark>& faults, const RawHead& head, ParseError error,
                 std::size_t offset) {
  const RawField* field = field_at(head, offset);
  const std::string reason(to_string(error));
  for (const Remark& fault : faults)
    if (fault.reason == reason || (field != nullptr && field_at(head, fault.offset) == field))
      return;
  faults.push_back({offset, field ? unless_empty(field->long_name()) : std::nullopt, reason});
}

void put_in_order(std::vector<Remark>& remarks) {
  std::ranges::stable_sort(remarks, {}, &Remark::offset);
  if (remarks.size() > most_remarks) remarks.resize(most_remarks);
}

}  // namespace

SipDissection dissect_sip(std::string_view text) {
  // One octet more than may be shows the parser that there are too many.
  text = text.substr(0, sip::limits::message_octets + 1);
  const RawHead head(text);
  SipDissection result;
  std::vector<Remark> faults = FactReader(head, result).read();

  std::string bytes(text);
  sip::ParseResult parsed = sip::parse_datagram(bytes);
  result.answer = answer_of(parsed);
  if (head.has_lf_alone && !head.has_crlf) {  // all of them: saved by an editor, not sent like this
    bytes = with_crlf(head, text);
    parsed = sip::parse_datagram(bytes);
  }
  result.warnings = oddities_of(head, result);
  if (const auto* failure = std::get_if<sip::ParseFailure>(&parsed)) {
    const bool converted = bytes.size() != text.size();
    add_refusal(faults, head, failure->error,
                converted ? without_crlf(bytes, head, failure->offset) : failure->offset);
    result.errors = std::move(faults);
  } else {
    // A lower Via, a response's Contact: unreadable, and no reason to refuse the rest.
    std::ranges::move(faults, std::back_inserter(result.warnings));
    result.validity = result.warnings.empty() ? Validity::valid : Validity::odd;
  }
  put_in_order(result.errors);
  put_in_order(result.warnings);
  return result;
}

}  // namespace offhook::cli
