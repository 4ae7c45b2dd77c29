// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/list_keys.hpp"

namespace offhook::phone {
namespace {

/// A map of names sorts D10 before D2.
std::vector<std::string> names_in_order() {
  std::vector<std::string> names;
  for (const char letter : {'L', 'D'})
    for (std::size_t n = 1; n <= most_lines; ++n) names.push_back(letter + std::to_string(n));
  return names;
}

}  // namespace

std::vector<std::pair<std::string, KeyFunction>> keys_for_list(
    const DeskRules& rules, const std::string& account_id, bool is_first_account,
    const std::vector<ListMember>& members) {
  const auto belongs = [&](const KeyFunction& key) {
    return key.account_id == account_id || (key.account_id.empty() && is_first_account);
  };
  std::vector<std::string> taken, free;
  for (const auto& name : names_in_order()) {
    const auto key = rules.keys.find(name);
    if (key == rules.keys.end() && name[0] == 'D') free.push_back(name);
    if (key != rules.keys.end() && key->second.type == KeyType::blf_list && belongs(key->second))
      taken.push_back(name);
  }
  if (rules.watch.fills_keys)
    for (const auto& name : free)
      if (taken.size() < members.size()) taken.push_back(name);
  std::vector<std::pair<std::string, KeyFunction>> keys;
  for (std::size_t n = 0; n < taken.size(); ++n) {
    KeyFunction key{KeyType::blf_list, {}, account_id, {}};
    if (n < members.size()) {
      key.value = members[n].uri;
      key.label = members[n].name;
    }
    keys.emplace_back(taken[n], std::move(key));
  }
  return keys;
}

}  // namespace offhook::phone
