// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/led_panel_actor.hpp"

namespace offhook::device {

LedPanelActor::behavior_type LedPanelActor::make_behavior() {
  return {
      [this](const ShowLed& order) { show(order); },
      [this](const BlinkTurned& due) { turn(due); },
  };
}

void LedPanelActor::show(const ShowLed& order) {
  const auto [place, is_new] = shown_.try_emplace(order.led);
  Shown& shown = place->second;
  if (!is_new && shown.pattern == order.pattern) return;
  shown.pattern = order.pattern;
  shown.next_turn = Timer{};
  ++shown.turn;
  const auto colour = rgb_of(order.pattern.colour);
  const auto blink = blink_of(order.pattern.rhythm);
  if (!blink)
    report(board().leds().set(order.led, colour));
  else if (board().leds().can_blink())
    report(board().leds().blink(order.led, colour, *blink));
  else if (board().leds().has(order.led))  // no timers for a lamp that is not there
    set_lit(order.led, shown, true);
}

void LedPanelActor::turn(const BlinkTurned& due) {
  const auto place = shown_.find(due.led);
  if (place == shown_.end() || place->second.turn != due.turn) return;
  set_lit(due.led, place->second, !place->second.lit);
}

void LedPanelActor::set_lit(LedId led, Shown& shown, bool lit) {
  shown.lit = lit;
  report(board().leds().set(led, rgb_of(lit ? shown.pattern.colour : LedColour::dark)));
  const auto period = *blink_of(shown.pattern.rhythm);
  shown.next_turn = after(lit ? period.on : period.off, BlinkTurned{led, shown.turn});
}

void LedPanelActor::on_exit() {
  shown_.clear();
  DeviceActor::on_exit();
}

}  // namespace offhook::device
