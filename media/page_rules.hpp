// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace offhook::media {

/// How urgent a page is: 1 (most) to 31, by its place in the list of addresses that are listened
/// to.
struct PagePriority {
  std::uint8_t value = lowest;
  static constexpr std::uint8_t highest = 1;
  static constexpr std::uint8_t lowest = 31;
  [[nodiscard]] constexpr bool at_least(PagePriority other) const { return value <= other.value; }
  [[nodiscard]] constexpr bool above(PagePriority other) const { return value < other.value; }
  friend constexpr bool operator==(PagePriority, PagePriority) = default;
};

/// Which pages interrupt what. A barrier of 0 lets none through.
struct PageSettings {
  std::uint8_t during_call = PagePriority::lowest;  ///< pages at least this urgent put it on hold
  bool above_page = true;                           ///< a more urgent page ends a less urgent one
  std::uint8_t during_do_not_disturb = 0;           ///< pages at least this urgent are played
};

/// What the phone does when a page begins.
struct PageSituation {
  bool call = false;
  bool do_not_disturb = false;
  std::optional<PagePriority> playing{};  ///< the page that is heard now
};

enum class PageVerdict : std::uint8_t {
  ignore,
  play,
  play_and_hold_call,
  replace,  ///< the page that plays gives way
};

/// Do not disturb refuses first, then a page that plays, then a call. A page that is refused is not
/// remembered: it may begin again.
[[nodiscard]] PageVerdict judge_page(PagePriority page, const PageSituation& situation,
                                     const PageSettings& settings = {});

}  // namespace offhook::media
