// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/appearance.hpp"

#include <algorithm>
#include <array>

#include "actors/sip/grammar.hpp"
#include "actors/sip/headers.hpp"

namespace offhook::sip {
namespace {

struct Row {
  std::string_view text;
  AppearanceState state;
};
// The first of a state is the one we write.
constexpr auto states = std::to_array<Row>({
    {"idle", AppearanceState::idle},
    {"seized", AppearanceState::seized},
    {"progressing", AppearanceState::progressing},
    {"alerting", AppearanceState::alerting},
    {"active", AppearanceState::active},
    {"held", AppearanceState::held},
    {"held-private", AppearanceState::held_private},
    {"bridge-held", AppearanceState::held_private},  // several in the call: not for the taking
});

AppearanceState state_named(std::string_view text) {
  const auto* row = std::find_if(states.begin(), states.end(), [&](const Row& each) {
    return grammar::equal_ignoring_case(each.text, text);
  });
  return row == states.end() ? AppearanceState::active : row->state;
}

/// `*` is 0; nullopt for what is no index of ours.
std::optional<std::uint32_t> index_of(std::string_view text) {
  if (text == "*") return 0;
  const auto number = parse_number(text);
  if (!number || *number == 0 || *number > most_appearances) return std::nullopt;
  return *number;
}

}  // namespace

std::string_view to_string(AppearanceState state) {
  return std::find_if(states.begin(), states.end(),
                      [&](const Row& row) { return row.state == state; })
      ->text;
}

std::optional<Appearance> parse_appearance(std::string_view value) {
  const auto parts = split_params(value);
  const auto index_text = parts.param("appearance-index");
  const auto index = index_text ? index_of(unquote(*index_text)) : std::nullopt;
  if (!index) return std::nullopt;
  Appearance appearance{.index = *index};
  if (const auto state = parts.param("appearance-state"))
    appearance.state = state_named(unquote(*state));
  if (const auto uri = parts.param("appearance-uri")) appearance.uri = unquote(*uri);
  return appearance;
}

std::vector<Appearance> appearances_of(const Message& message) {
  std::vector<Appearance> all;
  for (const auto value : message.headers(HeaderId::call_info))
    if (auto one = parse_appearance(value); one && all.size() <= most_appearances)
      all.push_back(*std::move(one));
  return all;
}

std::string write_appearance(std::string_view host, const Appearance& appearance) {
  std::string value = "<sip:";
  value.append(host).append(">;appearance-index=");
  value.append(appearance.index == 0 ? "*" : std::to_string(appearance.index));
  if (appearance.state) value.append(";appearance-state=").append(to_string(*appearance.state));
  if (!appearance.uri.empty()) value.append(";appearance-uri=").append(quote(appearance.uri));
  return value;
}

std::string write_appearances(std::string_view host, const std::vector<Appearance>& appearances) {
  std::string all;
  for (const auto& each : appearances)
    all.append(all.empty() ? "" : ", ").append(write_appearance(host, each));
  return all;
}

}  // namespace offhook::sip
