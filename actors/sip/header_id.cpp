// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/header_id.hpp"

#include "actors/sip/grammar.hpp"
#include "actors/sip/header_names.hpp"

namespace offhook::sip {
HeaderId parse_header_name(std::string_view name) {
  if (name.empty()) return HeaderId::other;
  if (name.size() == 1) return header_names::parse_compact(name[0]);
  const std::uint8_t index = header_names::table[header_names::slot_of(name)];
  return grammar::equal_ignoring_case(header_names::rows[index].name, name)
             ? static_cast<HeaderId>(index)
             : HeaderId::other;
}

std::string_view to_string(HeaderId id) {
  return header_names::rows[static_cast<std::size_t>(id)].name;
}

std::string_view compact_name(HeaderId id) {
  static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
  for (std::size_t i = 0; id != HeaderId::other && i < letters.size(); ++i)
    if (header_names::parse_compact(letters[i]) == id) return letters.substr(i, 1);
  return to_string(id);
}

bool is_list(HeaderId id) { return header_names::rows[static_cast<std::size_t>(id)].is_list; }

}  // namespace offhook::sip
