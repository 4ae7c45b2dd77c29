// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/page_rules.hpp"

#include <gtest/gtest.h>

namespace offhook::media {
namespace {

using enum PageVerdict;

struct Case {
  const char* what;
  std::uint8_t page;
  PageSituation situation;
  PageSettings settings;
  PageVerdict verdict;
};

TEST(PageRules, AreThoseOfThisTable) {
  const PageSituation idle;
  const PageSituation call{.call = true, .playing = {}};
  const PageSituation quiet{.do_not_disturb = true, .playing = {}};
  const PageSituation page_10{.playing = PagePriority{10}};
  const Case cases[] = {
      {"idle", 31, idle, {}, play},
      {"a call, as delivered", 31, call, {}, play_and_hold_call},
      {"a call, as urgent as the barrier", 5, call, {.during_call = 5}, play_and_hold_call},
      {"a call, less urgent", 6, call, {.during_call = 5}, ignore},
      {"a call, never", 1, call, {.during_call = 0}, ignore},
      {"more urgent than the page", 9, page_10, {}, replace},
      {"as urgent as the page", 10, page_10, {}, ignore},
      {"less urgent than the page", 11, page_10, {}, ignore},
      {"first come, first served", 1, page_10, {.above_page = false}, ignore},
      {"do not disturb, as delivered", 1, quiet, {}, ignore},
      {"do not disturb, urgent", 3, quiet, {.during_do_not_disturb = 3}, play},
      {"do not disturb, not urgent", 4, quiet, {.during_do_not_disturb = 3}, ignore},
      {"no priority", 0, idle, {}, ignore},
      {"beyond the last", 32, idle, {}, ignore},
  };
  for (const Case& c : cases)
    EXPECT_EQ(judge_page(PagePriority{c.page}, c.situation, c.settings), c.verdict) << c.what;
}

}  // namespace
}  // namespace offhook::media
