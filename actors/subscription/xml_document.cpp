// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/subscription/xml_document.hpp"

namespace offhook::subscription {
namespace {

class DepthGauge final : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node&) override { return depth() < xml_limits::depth; }
};

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string bounded(std::string_view text) {
  text = without_blanks(text);
  return text.size() <= xml_limits::text ? std::string(text) : std::string();
}

}  // namespace

absl::Status read_xml(std::string_view text, pugi::xml_document& into) {
  if (text.size() > xml_limits::octets) return invalid_argument("the XML document is too long");
  // pugixml never looks at a document type; whoever sends one wants something else of a parser.
  if (text.find("<!DOCTYPE") != std::string_view::npos)
    return invalid_argument("an XML document with a document type");
  const auto result =
      into.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!result)
    return invalid_argument(std::string("XML: ") + result.description() + " at octet " +
                            std::to_string(result.offset));
  DepthGauge gauge;
  if (!into.traverse(gauge)) return invalid_argument("the XML document is too deep");
  return absl::OkStatus();
}

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const auto& each : node.children())
    if (local_name(each) == name) return each;
  return {};
}

std::string text_of(const pugi::xml_node& node) { return bounded(node.child_value()); }

std::string attribute(const pugi::xml_node& node, const char* name) {
  return bounded(node.attribute(name).value());
}

}  // namespace offhook::subscription
