// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/subscription/dialog_info.hpp"

namespace offhook::subscription {
namespace {

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        // URIs and tags are ASCII; anything else would need a declared encoding that it may not
        // fit.
        if (static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F)
          safe += c;
    }
  }
  return safe;
}

std::string attribute(std::string_view name, std::string_view value) {
  if (value.empty()) return {};
  return " " + std::string(name) + "=\"" + escaped(value) + "\"";
}

std::string party(std::string_view element, std::string_view uri) {
  if (uri.empty()) return {};
  const std::string name(element);
  return "<" + name + "><identity>" + escaped(uri) + "</identity></" + name + ">\n";
}

}  // namespace

std::string write_dialog_info(std::string_view entity, std::uint32_t version,
                              const std::vector<DialogEntry>& calls) {
  std::string text =
      "<?xml version=\"1.0\"?>\n"
      "<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"" +
      std::to_string(version) + "\" state=\"full\"" + attribute("entity", entity) + ">\n";
  for (const auto& call : calls)
    text += "<dialog" + attribute("id", call.id) + attribute("call-id", call.call_id) +
            attribute("local-tag", call.local_tag) + attribute("remote-tag", call.remote_tag) +
            attribute("direction", call.is_initiator ? "initiator" : "recipient") + ">\n<state>" +
            escaped(call.state) + "</state>\n" + party("local", call.local_uri) +
            party("remote", call.remote_uri) + "</dialog>\n";
  return text + "</dialog-info>\n";
}

}  // namespace offhook::subscription
