// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "actors/base/status.hpp"

namespace offhook::subscription {

namespace xml_limits {
inline constexpr std::size_t octets = 65'536;
inline constexpr int depth = 16;
inline constexpr std::size_t text = 1'024;  ///< of one value; a longer one is as an absent one
}  // namespace xml_limits

/// Reads a document a peer sent into `into`. No document type, so no entities of its own; no more
/// octets and no deeper than `xml_limits`. InvalidArgument says what is wrong, and where.
[[nodiscard]] absl::Status read_xml(std::string_view text, pugi::xml_document& into);

/// The name without its prefix: peers write `<dialog-info xmlns=…>` and `<d:dialog-info …>` alike.
[[nodiscard]] std::string_view local_name(const pugi::xml_node& node);
/// The first child of that local name; a null node if there is none.
[[nodiscard]] pugi::xml_node child(const pugi::xml_node& node, std::string_view name);
/// Text of an element without the blanks around it; "" if there is none or it is too long.
[[nodiscard]] std::string text_of(const pugi::xml_node& node);
[[nodiscard]] std::string attribute(const pugi::xml_node& node, const char* name);

}  // namespace offhook::subscription
