// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/dissect_sip_oddities.hpp"

#include <algorithm>
#include <array>

#include "actors/sip/grammar.hpp"
#include "actors/sip/headers.hpp"
#include "actors/sip/method.hpp"
#include "actors/sip/name_addr_parts.hpp"
#include "actors/sip/uri_parts.hpp"
#include "actors/sip/via.hpp"

namespace offhook::cli {
namespace {

using sip::HeaderId;
namespace grammar = sip::grammar;
using grammar::npos;

bool is_address(HeaderId id) {
  return id == HeaderId::from || id == HeaderId::to || id == HeaderId::contact ||
         id == HeaderId::route || id == HeaderId::record_route;
}

/// Headers that are no lists and yet may come twice, each with its own challenge or credentials.
bool may_repeat(HeaderId id) {
  return id == HeaderId::other || sip::is_list(id) || id == HeaderId::authorization ||
         id == HeaderId::proxy_authorization || id == HeaderId::www_authenticate ||
         id == HeaderId::proxy_authenticate || id == HeaderId::authentication_info;
}

/// Offset of the first control character that is not escaped in a quoted string, or npos.
std::size_t bare_control(std::string_view value) {
  bool quoted = false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto octet = static_cast<unsigned char>(value[i]);
    if (value[i] == '"')
      quoted = !quoted;
    else if (quoted && value[i] == '\\')
      ++i;
    else if ((octet < 0x20 && octet != '\t') || octet == 0x7F)
      return i;
  }
  return npos;
}

/// rfc1123-date of RFC 3261 §25.1: "Sat, 13 Nov 2010 23:29:00 GMT".
bool is_date(std::string_view text) {
  constexpr std::string_view shape = "Aaa, 00 Aaa 0000 00:00:00 GMT";
  if (text.size() != shape.size() || !text.ends_with("GMT")) return false;
  for (std::size_t i = 0; i + 3 < shape.size(); ++i) {
    const bool letter = shape[i] == 'A' || shape[i] == 'a';
    const char lower = grammar::lower(text[i]);
    if (letter            ? lower < 'a' || lower > 'z'
        : shape[i] == '0' ? !grammar::is_digit(text[i])
                          : text[i] != shape[i])
      return false;
  }
  return true;
}

bool is_seconds(std::string_view text) {
  std::uint64_t sum = 0;
  for (char c : text) {
    if (!grammar::is_digit(c)) return false;
    if ((sum = sum * 10 + static_cast<std::uint64_t>(c - '0')) > UINT32_MAX) return false;
  }
  return !text.empty();
}

class OddityReader {
 public:
  OddityReader(const RawHead& head, const SipDissection& facts) : head_(head), facts_(facts) {}

  std::vector<Remark> read() {
    read_frame();
    for (const RawField& field : head_.fields)
      if (!field.name.empty()) read_field(field);
    read_missing();
    return std::move(found_);
  }

 private:
  void add(std::size_t offset, std::string_view header, std::string_view reason) {
    found_.push_back({offset, header.empty() ? std::nullopt : std::optional(std::string(header)),
                      std::string(reason)});
  }
  void add(const RawField& field, std::string_view where, std::string_view reason) {
    add(where.empty() ? field.begin : head_.offset_of(where), field.long_name(), reason);
  }
  void add_missing(HeaderId id, std::string_view reason) {
    add(head_.end, sip::to_string(id), reason);
  }
  [[nodiscard]] const RawField* first(HeaderId id) const {
    const auto found = std::ranges::find(head_.fields, id, &RawField::id);
    return found == head_.fields.end() ? nullptr : &*found;
  }

  void read_frame() {
    if (head_.text.starts_with('\r') || head_.text.starts_with('\n'))
      add(0, "", "line ends before the start line");
    if (head_.has_lf_alone && !head_.has_crlf) add(0, "", "lines end in LF alone, not in CRLF");
    if (facts_.kind == MessageKind::response && head_.start_line.size() == 11)
      add(head_.offset_of(head_.start_line) + 11, "", "no space behind the status code");
    if (head_.has_empty_line && facts_.content_length && *facts_.content_length < head_.body.size())
      add(head_.offset_of(head_.body) + *facts_.content_length, "", "octets behind the body");
  }

  void read_field(const RawField& field) {
    const std::string_view line =
        std::string_view(head_.text).substr(field.begin, field.end - field.begin);
    if (!field.value.empty() && grammar::is_space(line.back()))
      add(field, line.substr(line.find_last_not_of(" \t\r\n") + 1),
          "white space at the line's end");
    if (!may_repeat(field.id) && first(field.id) != &field)
      add(field, line, "a header that may come once is repeated");
    if (const std::size_t at = bare_control(field.value); at != npos)
      add(field, field.value.substr(at), "control character in a value");
    if (sip::is_list(field.id)) read_list(field);
    if (field.id == HeaderId::from || field.id == HeaderId::to) read_address(field, field.value);
    if (field.id == HeaderId::call_id) read_call_id(field);
    if (field.id == HeaderId::date && !is_date(field.value))
      add(field, field.value, "no date as RFC 1123 writes it, in GMT");
    if ((field.id == HeaderId::expires || field.id == HeaderId::min_expires) &&
        !is_seconds(field.value))
      add(field, field.value, "no number of seconds below 2^32");
  }

  void read_call_id(const RawField& field) {  // word [ "@" word ]
    const std::string_view id = field.value;
    const std::size_t at = id.find('@');
    if (at == npos) return;
    if (at == 0 || at + 1 == id.size() || id.find('@', at + 1) != npos)
      add(field, id.substr(at), "not word@word");
  }

  void read_list(const RawField& field) {
    std::string_view rest = field.value, element;
    while (grammar::next_element(rest, element)) {
      // A list may be empty as a whole where its header says so; never beside a comma.
      if (element.empty() && !field.value.empty())
        add(field, field.value, "empty element in a list");
      if (field.id == HeaderId::via) read_via(field, element);
      if (is_address(field.id) && element != "*") read_address(field, element);
    }
    if (field.value.ends_with(',')) add(field, field.value, "empty element in a list");
  }

  void read_via(const RawField& field, std::string_view element) {
    sip::Via via;
    if (sip::scan_via(element, via) != npos) return;
    if (!is_sip_2(element)) add(field, element, "not of SIP/2.0");
    read_params(field, via.params);
    if (const auto received = sip::find_param(via.params, "received");
        received && received->starts_with('['))
      add(field, *received, "received has brackets");
    const bool is_top = &field == first(HeaderId::via) && element.data() == field.value.data();
    if (!is_top || via.branch == sip::magic_cookie) return;
    if (via.branch.empty())
      add(field, element, "no branch (RFC 2543)");
    else if (!via.has_magic_cookie())
      add(field, via.branch, "branch without the magic cookie (RFC 2543)");
  }

  /// "SIP / 2.0 /", white space allowed.
  static bool is_sip_2(std::string_view via) {
    for (const std::string_view part : {"SIP", "2.0"}) {
      const std::size_t length = grammar::run(via, grammar::token);
      if (!grammar::equal_ignoring_case(via.substr(0, length), part)) return false;
      via = grammar::trim_left(via.substr(length));
      via = grammar::trim_left(via.substr(std::min<std::size_t>(1, via.size())));
    }
    return true;
  }

  void read_address(const RawField& field, std::string_view value) {
    sip::NameAddrParts parts;
    if (sip::scan_name_addr(value, parts) != npos) return;
    const std::string_view name = parts.display_name;
    const auto strange = std::ranges::find_if(
        name, [](char c) { return !grammar::is(c, grammar::token) && !grammar::is_space(c); });
    if (!name.starts_with('"') && strange != name.end())
      add(field, name.substr(static_cast<std::size_t>(strange - name.begin())),
          "display name needs quotes");
    read_uri(parts.uri, field.long_name());
    read_params(field, parts.params);
  }

  void read_uri(std::string_view text, std::string_view header) {
    sip::UriParts uri;
    if (sip::scan_uri(text, uri) != npos) return;
    const bool is_sip = uri.scheme == sip::Scheme::sip || uri.scheme == sip::Scheme::sips;
    const auto mark = [&](std::string_view part, char c, std::string_view reason) {
      if (const std::size_t at = part.find(c); at != npos)
        add(head_.offset_of(part) + at, header, reason);
    };
    if (!is_sip) return;
    mark(uri.user, '#', "'#' in a user part is not escaped");
    mark(uri.host, '_', "'_' in a host name");
  }

  /// generic-param of RFC 3261 §25.1: a value is a token, a host or a quoted string.
  void read_params(const RawField& field, std::string_view params) {
    grammar::Param param;
    for (std::string_view rest = params;
         grammar::next_param(rest, param) == grammar::Step::param;) {
      if (param.value.empty()) {
        const std::size_t behind = head_.offset_of(param.name) + param.name.size();
        const auto next = grammar::trim_left(std::string_view(head_.text).substr(behind));
        // rport may stand alone (RFC 3581 §3), and so may any flag; but not an equals sign.
        if (next.starts_with('='))
          add(field, param.name, "parameter without the value it announces");
      } else if (param.value.front() != '"' && !is_generic(param.value)) {
        add(field, param.value, "parameter value needs quotes");
      }
    }
  }
  static bool is_generic(std::string_view value) {
    return std::ranges::all_of(value, [](char c) {
      return grammar::is(c, grammar::token) || c == '[' || c == ']' || c == ':';
    });
  }

  void read_missing() {
    const auto missing = [&](HeaderId id) { return first(id) == nullptr; };
    const bool is_request = facts_.kind == MessageKind::request;
    if (is_request && facts_.request_uri) read_request_uri();
    if (!missing(HeaderId::from) && !facts_.from_tag)
      add(*first(HeaderId::from), first(HeaderId::from)->value, "no tag (RFC 2543)");
    if (facts_.status && *facts_.status > 100 && !missing(HeaderId::to) && !facts_.to_tag)
      add(*first(HeaderId::to), first(HeaderId::to)->value, "no tag (RFC 2543)");
    if (is_request && missing(HeaderId::max_forwards))
      add_missing(HeaderId::max_forwards, "missing (RFC 2543)");
    if (is_request && sip::creates_dialog(sip::parse_method(*facts_.method)) &&
        missing(HeaderId::contact))
      add_missing(HeaderId::contact, "missing in what creates a dialog");
    const auto& transport = facts_.top_via_transport;
    const bool stream = transport && (grammar::equal_ignoring_case(*transport, "TCP") ||
                                      grammar::equal_ignoring_case(*transport, "TLS"));
    if (stream && missing(HeaderId::content_length))
      add_missing(HeaderId::content_length, "missing on a stream");
    if (facts_.body_octets > 0 && missing(HeaderId::content_type))
      add_missing(HeaderId::content_type, "missing, and there is a body");
  }

  void read_request_uri() {
    const std::size_t at = head_.start_line.find(*facts_.request_uri);
    if (at != npos) read_uri(head_.start_line.substr(at, facts_.request_uri->size()), "");
  }

  const RawHead& head_;
  const SipDissection& facts_;
  std::vector<Remark> found_;
};

}  // namespace

std::vector<Remark> oddities_of(const RawHead& head, const SipDissection& facts) {
  return OddityReader(head, facts).read();
}

}  // namespace offhook::cli
