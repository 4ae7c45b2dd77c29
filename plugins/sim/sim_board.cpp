// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim_board.hpp"

#include "extensions.hpp"

namespace offhook::plugins::sim {

namespace {

int start(offhook_board* board) noexcept {
  auto& self = SimBoard::of(board);
  if (const int error = self.fault(OFFHOOK_PART_BOARD); error != 0) return error;
  self.start();
  return 0;
}

int stop(offhook_board* board) noexcept {
  SimBoard::of(board).stop();
  return 0;
}

void destroy(offhook_board* board) noexcept { delete &SimBoard::of(board); }

}  // namespace

SimBoard::SimBoard(const offhook_host& host, const Settings& settings)
    : host_(host),
      settings_(settings),
      panel_(settings),
      sound_(settings.queue_ms, settings.rate_hz, settings.dsp),
      handle_{.struct_size = sizeof handle_,
              .reserved = 0,
              .self = this,
              .start = sim::start,
              .stop = sim::stop,
              .destroy = sim::destroy,
              .get_extension = find_extension} {}

void SimBoard::stop() {
  for (const auto led : panel_.leds())
    answer(panel_.set_led(led, {}), OFFHOOK_SIM_CHANGED_LED, led, 0);
  answer(panel_.set_ring({}), OFFHOOK_SIM_CHANGED_RINGER, 0, 0);
  started_ = false;
}

int SimBoard::post(offhook_event_kind kind, std::uint32_t source, std::int32_t value) const {
  if (!started_) return 0;
  const offhook_event event{.struct_size = sizeof event,
                            .kind = static_cast<std::uint32_t>(kind),
                            .at_ns = host_.now_ns(&host_),
                            .source = source,
                            .value = value,
                            .flags = 0,
                            .reserved = 0};
  return host_.post(&host_, &event);
}

void SimBoard::observe(const offhook_sim_observer* observer) {
  observer_ = observer != nullptr && OFFHOOK_HAS_MEMBER(observer, offhook_sim_observer, changed)
                  ? *observer
                  : offhook_sim_observer{};
}

void SimBoard::tell(offhook_sim_change what, std::uint32_t index) const {
  if (observer_.changed != nullptr) observer_.changed(observer_.context, what, index);
}

int SimBoard::answer(FrontPanel::Change change, offhook_sim_change what, std::uint32_t index,
                     int refusal) const {
  if (change == FrontPanel::Change::changed) tell(what, index);
  return change == FrontPanel::Change::refused ? refusal : 0;
}

}  // namespace offhook::plugins::sim
