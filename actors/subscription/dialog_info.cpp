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

struct Party {
  std::string_view element, uri, display, target;
  bool renders = true;
};

std::string target_of(const Party& party) {
  if (party.target.empty() && party.renders) return {};
  const auto uri = attribute("uri", party.target.empty() ? party.uri : party.target);
  if (party.renders) return "<target" + uri + "/>";
  // RFC 4235 §4.1.6.2 calls the second one pval; its schema and its examples write pvalue.
  return "<target" + uri + "><param pname=\"+sip.rendering\" pvalue=\"no\"/></target>";
}

std::string write(const Party& party) {
  if (party.uri.empty()) return {};
  const std::string name(party.element);
  return "<" + name + "><identity" + attribute("display", party.display) + ">" +
         escaped(party.uri) + "</identity>" + target_of(party) + "</" + name + ">\n";
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
            escaped(call.state) + "</state>\n" +
            write({"local", call.local_uri, "", "", call.renders}) +
            write({"remote", call.remote_uri, call.remote_display, call.remote_target}) +
            "</dialog>\n";
  return text + "</dialog-info>\n";
}

}  // namespace offhook::subscription
