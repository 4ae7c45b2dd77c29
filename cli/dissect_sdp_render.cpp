// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/dissect_sdp.hpp"

namespace offhook::cli {
namespace {

namespace json = boost::json;
using Numbered = std::vector<std::pair<std::string, std::string>>;

json::object to_json(const Numbered& entries) {
  json::object object;
  for (const auto& [number, text] : entries) object.emplace(to_utf8(number), to_utf8(text));
  return object;
}

json::object to_json(const MediaDissection& media) {
  json::array formats;
  for (const std::string& format : media.formats) formats.emplace_back(to_utf8(format));
  return {{"type", to_utf8(media.type)},
          {"port", media.port},
          {"ports", media.ports},
          {"protocol", to_utf8(media.protocol)},
          {"formats", std::move(formats)},
          {"connection", json_or_null(media.connection)},
          {"effective_connection", json_or_null(media.effective_connection)},
          {"direction", json_or_null(media.direction)},
          {"effective_direction", media.effective_direction},
          {"ptime", json_or_null(media.ptime)},
          {"rtpmap", to_json(media.rtpmap)},
          {"fmtp", to_json(media.fmtp)},
          {"crypto", media.crypto},
          {"ice_candidates", media.ice_candidates},
          {"rtcp_mux", media.rtcp_mux},
          {"mid", json_or_null(media.mid)}};
}

std::string joined(const Numbered& entries) {
  std::string text;
  for (const auto& [number, value] : entries)
    text += (text.empty() ? "" : ", ") + number + " " + value;
  return text;
}

void render(Page& page, const MediaDissection& media) {
  std::string line = std::to_string(media.port) +
                     (media.ports == 1 ? "" : "/" + std::to_string(media.ports)) + " " +
                     media.protocol;
  for (const std::string& format : media.formats) line += " " + format;
  page.fact(media.type.empty() ? "?" : media.type.substr(0, 12), line);
  page.fact("  towards", media.effective_connection.value_or("?") + ", " +
                             media.effective_direction +
                             (media.ptime ? ", ptime " + std::to_string(*media.ptime) : ""));
  if (!media.rtpmap.empty()) page.fact("  rtpmap", joined(media.rtpmap));
  if (!media.fmtp.empty()) page.fact("  fmtp", joined(media.fmtp));
  std::string extras;
  if (media.mid) extras += "mid " + *media.mid + " ";
  if (media.rtcp_mux) extras += "rtcp-mux ";
  if (media.crypto > 0) extras += std::to_string(media.crypto) + " crypto ";
  if (media.ice_candidates > 0) extras += std::to_string(media.ice_candidates) + " candidates";
  if (!extras.empty()) page.fact("  with", extras);
}

}  // namespace

json::object to_json(const SdpDissection& session, std::string_view file) {
  json::array media;
  for (const MediaDissection& medium : session.media) media.emplace_back(to_json(medium));
  return {{"file", to_utf8(file)},
          {"validity", std::string(to_string(session.validity))},
          {"origin_user", json_or_null(session.origin_user)},
          {"session_id", json_or_null(session.session_id)},
          {"session_version", json_or_null(session.session_version)},
          {"origin_address", json_or_null(session.origin_address)},
          {"session_name", json_or_null(session.session_name)},
          {"session_connection", json_or_null(session.session_connection)},
          {"held", session.held},
          {"media", std::move(media)},
          {"errors", to_json(session.errors)},
          {"warnings", to_json(session.warnings)}};
}

std::string render(const SdpDissection& session, std::string_view file, std::string_view text,
                   bool colour) {
  Page page(colour);
  page.title(file, session.validity,
             "session of " + session.origin_user.value_or("?") + " with " +
                 std::to_string(session.media.size()) + " media" + (session.held ? ", held" : ""));
  if (session.session_id || session.session_version)
    page.fact("origin",
              session.origin_address.value_or("?") + ", id " +
                  (session.session_id ? std::to_string(*session.session_id) : "?") + ", version " +
                  (session.session_version ? std::to_string(*session.session_version) : "?"));
  page.fact("name", session.session_name);
  page.fact("connection", session.session_connection);
  for (const MediaDissection& medium : session.media) render(page, medium);
  for (const Remark& error : session.errors) page.remark("error", error, text);
  for (const Remark& warning : session.warnings) page.remark("odd", warning, text);
  return page.take();
}

}  // namespace offhook::cli
