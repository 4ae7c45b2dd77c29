// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/observed.hpp"

#include <algorithm>
#include <map>

#include "actors/sdp/parser.hpp"
#include "actors/sdp/session.hpp"
#include "actors/sip/parser.hpp"
#include "sim/media_naming.hpp"

namespace offhook::sim::scenario {
namespace {

using Value = std::optional<std::string>;

Value some(std::string_view text) { return text.empty() ? std::nullopt : Value(std::string(text)); }

/// The audio of a description.
Value sdp_field(const sip::Message& message, std::string_view field) {
  if (!message.has_body_of("application/sdp")) return std::nullopt;
  if (field == "sdp") return "present";
  const auto session = sdp::parse(message.body());
  if (!session.ok()) return std::nullopt;
  const auto audio = std::find_if(session->media.begin(), session->media.end(),
                                  [](const auto& media) { return media.type == "audio"; });
  if (audio == session->media.end()) return std::nullopt;
  if (field == "sdp.dir")
    return std::string(sdp::to_string(sdp::effective_direction(*session, *audio)));
  if (field == "sdp.port") return std::to_string(audio->port);
  if (field == "sdp.address") {
    const auto endpoint = sdp::effective_endpoint(*session, *audio);
    return endpoint ? Value(endpoint->address.to_string()) : std::nullopt;
  }
  std::string codecs;
  for (const auto& format : audio->formats) {
    const auto name = MediaNaming::name_in(*audio, format);
    if (field == "sdp.codec") return name;
    codecs += (codecs.empty() ? "" : ",") + name;
  }
  return field == "sdp.codecs" ? some(codecs) : std::nullopt;
}

/// Who proves who he is: "digest".
Value auth_of(const sip::Message& message) {
  for (const auto id : {sip::HeaderId::authorization, sip::HeaderId::proxy_authorization})
    if (const auto value = message.header(id)) {
      std::string scheme(value->substr(0, value->find(' ')));
      std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      return scheme;
    }
  return std::nullopt;
}

Value contact_field(const sip::Message& message, std::string_view field) {
  const auto contact = message.contact();
  if (!contact) return std::nullopt;
  if (field == "contact.user") return some(contact->address.uri.user);
  if (field == "contact.uri") return sip::to_string(contact->address.uri);
  if (field != "contact.expires") return std::nullopt;
  if (const auto own = contact->expires()) return std::to_string(*own);
  const auto expires = message.expires();
  return expires ? Value(std::to_string(*expires)) : std::nullopt;
}

Value message_field(const sip::Message& message, std::string_view field) {
  if (field == "method") return std::string(message.cseq().method_text);
  if (field == "status")
    return message.is_response() ? Value(std::to_string(message.status())) : std::nullopt;
  if (field == "reason-phrase") return some(message.reason());
  if (field == "uri") return some(message.request_uri_text());
  if (field == "auth") return auth_of(message);
  if (field == "from.user") return some(message.from().uri.user);
  if (field == "to.user") return some(message.to().uri.user);
  if (field == "to.tag") return some(message.to_tag());
  if (field == "from.tag") return some(message.from_tag());
  if (field == "body") return some(message.body());
  if (field.starts_with("contact.")) return contact_field(message, field);
  if (field == "sdp" || field.starts_with("sdp.")) return sdp_field(message, field);
  const auto header = message.header(field);
  return header ? Value(std::string(*header)) : std::nullopt;
}

}  // namespace

Observed observe(const Trace& trace, std::span<const Participant> participants,
                 const LadderOptions& options, Instant end) {
  Observed observed;
  observed.end = end;
  std::map<std::string, std::size_t> calls;
  for (auto& row : make_ladder(trace, participants, options)) {
    if (row.kind == RowKind::media) {
      observed.media.push_back(std::move(row));
      continue;
    }
    auto message = sip::message_or_null(sip::parse_datagram(trace.packets()[row.packet].octets));
    if (message == nullptr) continue;
    std::size_t call = 0;
    if (row.method == "INVITE") calls.try_emplace(row.call_id, calls.size() + 1);
    if (const auto known = calls.find(row.call_id); known != calls.end()) call = known->second;
    observed.rows.push_back({std::move(row), std::move(message), call});
  }
  return observed;
}

std::optional<std::string> field_of(const ObservedRow& observed, std::string_view field) {
  if (field == "call")
    return observed.call == 0 ? std::nullopt : Value(std::to_string(observed.call));
  if (field == "target") return some(observed.row.target);
  return message_field(*observed.message, field);
}

}  // namespace offhook::sim::scenario
