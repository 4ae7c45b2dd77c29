// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/params.hpp"

#include <algorithm>

#include "actors/sip/grammar.hpp"

namespace offhook::sip {

std::optional<std::string_view> find_param(const Params& params, std::string_view name) {
  for (const auto& [key, value] : params)
    if (grammar::equal_ignoring_case(key, name)) return value;
  return std::nullopt;
}

void set_param(Params& params, std::string_view name, std::string_view value) {
  for (auto& [key, old] : params)
    if (grammar::equal_ignoring_case(key, name)) {
      old = value;
      return;
    }
  params.emplace_back(name, value);
}

void remove_param(Params& params, std::string_view name) {
  std::erase_if(params, [&](const auto& p) { return grammar::equal_ignoring_case(p.first, name); });
}

std::optional<std::string_view> find_param(std::string_view text, std::string_view name) {
  grammar::Param param;
  while (grammar::next_param(text, param) == grammar::Step::param)
    if (grammar::equal_ignoring_case(param.name, name)) return param.value;
  return std::nullopt;
}

std::string unquote(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    plain.push_back(text[i]);
  }
  return plain;
}

std::string quote(std::string_view text) {
  std::string quoted = "\"";
  quoted.reserve(text.size() + 2);
  for (char c : text) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  quoted.push_back('"');
  return quoted;
}

}  // namespace offhook::sip
