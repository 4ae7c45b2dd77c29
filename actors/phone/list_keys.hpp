// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "actors/phone/desk_rules.hpp"

namespace offhook::phone {

struct ListMember {
  std::string uri, name;
};

/// The keys that change when an account's list has these members: those of type blf_list take them
/// in order, lines before programmable keys, and are empty after the last; further members take the
/// programmable keys that have no type, where the settings say so.
[[nodiscard]] std::vector<std::pair<std::string, KeyFunction>> keys_for_list(
    const DeskRules& rules, const std::string& account_id, bool is_first_account,
    const std::vector<ListMember>& members);

}  // namespace offhook::phone
