// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "actors/control/event_json.hpp"
#include "actors/control/registry.hpp"

namespace offhook::control {
namespace {

std::string page() {
  std::ifstream file(OFFHOOK_TEST_DATA "/../../docs/control_api.md");
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Documentation, NamesEveryMethodWithItsWords) {
  const std::string text = page();
  for (const auto& method : methods()) {
    EXPECT_NE(text.find("`" + std::string(method.name) + "`"), std::string::npos) << method.name;
    EXPECT_NE(text.find(method.doc), std::string::npos) << method.name;
  }
}

TEST(Documentation, NamesEveryEventWithItsWords) {
  const std::string text = page();
  for (const auto& row : event_rows()) {
    EXPECT_NE(text.find("`" + std::string(row.type) + "`"), std::string::npos) << row.type;
    EXPECT_NE(text.find(row.doc), std::string::npos) << row.type;
  }
}

}  // namespace
}  // namespace offhook::control
