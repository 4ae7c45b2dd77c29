// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/page_board.hpp"

namespace offhook::phone {

void PageBoard::ended(std::uint8_t priority) {
  on_air_.erase(priority);
  refused_.erase(priority);
  if (heard_ == priority) heard_.reset();
}

void PageBoard::refuse(std::uint8_t priority) {
  if (on_air_.contains(priority)) refused_.insert(priority);
  if (heard_ == priority) heard_.reset();
}

void PageBoard::refuse_all() {
  refused_ = on_air_;
  heard_.reset();
}

PageBoard::Choice PageBoard::choose(media::PageSituation situation) {
  Choice choice{heard_, false};
  for (const std::uint8_t priority : on_air_) {
    if (refused_.contains(priority) || heard_ == priority) continue;
    situation.playing.reset();
    if (heard_) situation.playing = media::PagePriority{*heard_};
    switch (media::judge_page({priority}, situation, rules_)) {
      case media::PageVerdict::ignore:
        // It waits for its turn behind a more urgent one only.
        if (!heard_ || *heard_ > priority) refused_.insert(priority);
        continue;
      case media::PageVerdict::play_and_hold_call:
        choice.hold_call = true;
        break;
      case media::PageVerdict::play:
      case media::PageVerdict::replace:
        break;
    }
    heard_ = priority;
    choice.heard = heard_;
  }
  return choice;
}

}  // namespace offhook::phone
