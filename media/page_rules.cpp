// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/page_rules.hpp"

namespace offhook::media {
namespace {

bool passes(PagePriority page, std::uint8_t barrier) { return page.value <= barrier; }

}  // namespace

PageVerdict judge_page(PagePriority page, const PageSituation& situation,
                       const PageSettings& settings) {
  if (page.value < PagePriority::highest || page.value > PagePriority::lowest)
    return PageVerdict::ignore;
  if (situation.do_not_disturb && !passes(page, settings.during_do_not_disturb))
    return PageVerdict::ignore;
  if (situation.playing)
    return settings.above_page && page.above(*situation.playing) ? PageVerdict::replace
                                                                 : PageVerdict::ignore;
  if (!situation.call) return PageVerdict::play;
  return passes(page, settings.during_call) ? PageVerdict::play_and_hold_call : PageVerdict::ignore;
}

}  // namespace offhook::media
