// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/watch_rules.hpp"

namespace offhook::phone {
namespace {

const std::string nothing;

}  // namespace

/// The account "" of a key is the first one.
const std::string& WatchRules::own_or(std::string AccountServices::*own,
                                      std::string_view account_id,
                                      const std::string& otherwise) const {
  const auto found = account_id.empty() ? accounts.begin() : accounts.find(account_id);
  if (found == accounts.end() || (found->second.*own).empty()) return otherwise;
  return found->second.*own;
}

const std::string& WatchRules::pickup_code_of(std::string_view account_id) const {
  return own_or(&AccountServices::pickup_code, account_id, pickup_code);
}
const std::string& WatchRules::group_pickup_code_of(std::string_view account_id) const {
  return own_or(&AccountServices::group_pickup_code, account_id, group_pickup_code);
}
std::string WatchRules::voice_mail_of(std::string_view account_id) const {
  return own_or(&AccountServices::voice_mail, account_id, nothing);
}

}  // namespace offhook::phone
