// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/list_keys.hpp"

#include <gtest/gtest.h>

namespace offhook::phone {
namespace {

const std::vector<ListMember> team{
    {"sip:1002@pbx", "Bob"}, {"sip:1003@pbx", "Carol"}, {"sip:1004@pbx", ""}};

std::string text(const std::vector<std::pair<std::string, KeyFunction>>& keys) {
  std::string all;
  for (const auto& [name, key] : keys)
    all += (all.empty() ? "" : ", ") + name + " " + key.value +
           (key.label.empty() ? "" : " (" + key.label + ")");
  return all;
}

TEST(ListKeys, TakeMembersInTheOrderOfTheirNumbers) {
  DeskRules rules;
  rules.watch.fills_keys = false;
  rules.keys["D10"] = {KeyType::blf_list, "", "", ""};
  rules.keys["D2"] = {KeyType::blf_list, "", "1", ""};
  rules.keys["D3"] = {KeyType::blf_list, "", "2", ""};  // of another account
  EXPECT_EQ(text(keys_for_list(rules, "1", true, team)),
            "D2 sip:1002@pbx (Bob), D10 sip:1003@pbx (Carol)");
}

TEST(ListKeys, FreeKeysTakeTheOthers) {
  DeskRules rules;
  rules.keys["D1"] = {KeyType::speed_dial, "1005", "", ""};
  rules.keys["L3"] = {KeyType::blf_list, "", "", ""};
  EXPECT_EQ(text(keys_for_list(rules, "1", true, team)),
            "L3 sip:1002@pbx (Bob), D2 sip:1003@pbx (Carol), D3 sip:1004@pbx");
}

TEST(ListKeys, AreEmptiedWhenTheListGetsShorter) {
  DeskRules rules;
  for (auto& [name, key] : keys_for_list(rules, "1", true, team)) rules.keys[name] = key;
  EXPECT_EQ(text(keys_for_list(rules, "1", true, {team[2]})), "D1 sip:1004@pbx, D2 , D3 ");
}

}  // namespace
}  // namespace offhook::phone
