// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/dissect_sdp.hpp"

#include <algorithm>
#include <charconv>

#include "actors/sdp/parser.hpp"
#include "cli/dissect_sdp_oddities.hpp"

namespace offhook::cli {
namespace {

std::optional<std::string> unless_empty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(std::string(text));
}

/// "0 PCMU/8000" apart: the payload type and the rest.
std::pair<std::string, std::string> numbered(std::string_view value) {
  const std::size_t space = value.find(' ');
  if (space == std::string_view::npos) return {std::string(value), ""};
  const std::size_t text = std::min(value.find_first_not_of(' ', space), value.size());
  return {std::string(value.substr(0, space)), std::string(value.substr(text))};
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = end == text.data() + text.size() && error == std::errc{};
  return whole ? std::optional(number) : std::nullopt;
}

std::optional<std::string> address_of(const sdp::Connection* connection) {
  return connection ? unless_empty(connection->address) : std::nullopt;
}

MediaDissection dissect(const sdp::Session& session, const sdp::Media& media) {
  MediaDissection result;
  result.type = media.type;
  result.port = media.port;
  result.ports = media.port_count;
  result.protocol = media.protocol;
  result.formats = media.formats;
  result.connection = address_of(media.connection ? &*media.connection : nullptr);
  result.effective_connection = address_of(sdp::effective_connection(session, media));
  result.effective_direction = to_string(sdp::written_direction(session, media));
  for (const sdp::Attribute& attribute : media.attributes) {
    const std::string& name = attribute.name;
    if (!result.direction && is_direction(name)) result.direction = name;
    if (name == "rtpmap") result.rtpmap.push_back(numbered(attribute.value));
    if (name == "fmtp") result.fmtp.push_back(numbered(attribute.value));
    if (name == "ptime" && !result.ptime) result.ptime = number_of(attribute.value);
    if (name == "crypto") ++result.crypto;
    if (name == "candidate") ++result.ice_candidates;
    if (name == "rtcp-mux") result.rtcp_mux = true;
    if (name == "mid" && !result.mid) result.mid = unless_empty(attribute.value);
  }
  return result;
}

bool is_held(const sdp::Session& session) {
  bool in_use = false;
  for (const sdp::Media& media : session.media) {
    if (media.is_refused()) continue;
    in_use = true;
    if (sdp::receives(sdp::effective_direction(session, media))) return false;
  }
  return in_use;
}

Remark remark_of(const sdp::Fault& fault, std::string_view text) {
  const bool typed =
      fault.line > 0 && fault.offset + 1 < text.size() && text[fault.offset + 1] == '=';
  return {fault.offset, typed ? std::optional(std::string(1, text[fault.offset])) : std::nullopt,
          fault.reason};
}

/// o= and s= have defaults in a `Session`; here only what the text has counts.
void read_head(const sdp::Reading& reading, const SdpLines& lines, SdpDissection& result) {
  const sdp::Session& session = reading.session;
  if (lines.has('o')) {
    const sdp::Origin& origin = session.origin;
    result.origin_user = unless_empty(origin.username);
    if (reading.has_origin) {
      result.session_id = origin.session_id;
      result.session_version = origin.session_version;
      result.origin_address = unless_empty(origin.address);
    } else {  // what is there may be in the wrong place
      const auto fields = lines.fields_of('o');
      if (fields.size() > 1) result.session_id = number_of(fields[1]);
      if (fields.size() > 2) result.session_version = number_of(fields[2]);
      if (fields.size() > 5) result.origin_address = fields[5];
    }
  }
  if (lines.has('s')) result.session_name = session.name;
  result.session_connection = address_of(session.connection ? &*session.connection : nullptr);
}

}  // namespace

SdpDissection dissect_sdp(std::string_view text) {
  text = text.substr(0, sdp::limits::text_octets + 1);
  const sdp::Reading reading = sdp::read_all(text);
  const SdpLines lines(text);
  SdpDissection result;
  read_head(reading, lines, result);
  for (const sdp::Media& media : reading.session.media)
    result.media.push_back(dissect(reading.session, media));
  result.held = is_held(reading.session);
  for (const sdp::Fault& fault : reading.faults) result.errors.push_back(remark_of(fault, text));
  result.warnings = oddities_of(lines, reading.session);
  if (result.warnings.size() > most_remarks) result.warnings.resize(most_remarks);
  if (result.errors.empty())
    result.validity = result.warnings.empty() ? Validity::valid : Validity::odd;
  return result;
}

}  // namespace offhook::cli
