// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <set>

#include "media/page_rules.hpp"

namespace offhook::phone {

/// Which of the pages on the air is heard. A page is named by its priority, which is its place in
/// the list of groups that are listened to. One that was refused is not heard before it begins
/// again; one that a more urgent page has ended is.
class PageBoard {
 public:
  explicit PageBoard(const media::PageSettings& rules) : rules_(rules) {}

  void began(std::uint8_t priority) { on_air_.insert(priority); }
  void ended(std::uint8_t priority);
  /// Somebody does not want to hear it, or the call could not be held for it.
  void refuse(std::uint8_t priority);

  /// `situation.playing` is this one's to know.
  struct Choice {
    std::optional<std::uint8_t> heard;
    bool hold_call = false;  ///< before it is heard
    friend bool operator==(const Choice&, const Choice&) = default;
  };
  /// What is to be heard now. Every page that is not is refused, but for less urgent ones than the
  /// one that is heard.
  Choice choose(media::PageSituation situation);
  /// None of those that are on the air now.
  void refuse_all();

  [[nodiscard]] std::optional<std::uint8_t> heard() const { return heard_; }

 private:
  media::PageSettings rules_;
  std::set<std::uint8_t> on_air_;   ///< the most urgent first
  std::set<std::uint8_t> refused_;  ///< of these
  std::optional<std::uint8_t> heard_;
};

}  // namespace offhook::phone
