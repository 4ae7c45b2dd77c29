// SPDX-License-Identifier: GPL-3.0-or-later
#include "hal/board.hpp"

#include <absl/strings/str_cat.h>

#include "hal/device_status.hpp"

namespace offhook::hal {

namespace {

/// Finds the capability `id`. It may be missing; what is there must have its `required` functions.
template <class View, class Table, class... Functions>
absl::Status find(offhook_board* board, const char* id, View& view,
                  Functions Table::*... required) {
  const auto* table = static_cast<const Table*>(board->get_extension(board, id));
  if (table == nullptr) return absl::OkStatus();
  if (!(offers(table, required) && ...))
    return failed_precondition(
        absl::StrCat(id, " is too short or lacks a function that is not optional"));
  view = View(board, table);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Board>> Board::create(std::shared_ptr<const Plugin> plugin,
                                                     HostServices services,
                                                     const std::string& config_json) {
  OFFHOOK_CHECK(plugin != nullptr);
  std::unique_ptr<Board> board(new Board(std::move(plugin), std::move(services)));
  if (auto status = board->make(config_json); !status.ok()) return status;
  if (auto status = board->find_capabilities(); !status.ok())
    return absl::Status(status.code(), to_absl(board->named(message_of(status))));
  return board;
}

Board::~Board() {
  if (started_) board_->stop(board_.get());
  sim_.observe(nullptr);  // it dies before the board, which may change something while it goes
}

absl::Status Board::make(const std::string& config_json) {
  offhook_board* made = nullptr;
  const int answer = plugin_->descriptor().create(&host_.c(), config_json.c_str(), &made);
  if (answer != 0) return device_status(answer < 0 ? answer : -EINVAL, named("create"));
  if (made == nullptr) return failed_precondition(named("create gave no board"));
  if (!offers(made, &offhook_board::destroy))
    return failed_precondition(named("the board has no destroy"));
  board_.reset(made);
  if (!offers(made, &offhook_board::start) || !offers(made, &offhook_board::stop) ||
      !offers(made, &offhook_board::get_extension))
    return failed_precondition(named("the board lacks start, stop or get_extension"));
  return absl::OkStatus();
}

absl::Status Board::find_capabilities() {
  offhook_board* board = board_.get();
  absl::Status status = find(board, OFFHOOK_HOOK, hook_, &offhook_hook::position);
  status.Update(find(board, OFFHOOK_KEYPAD, keypad_, &offhook_keypad::has_key));
  status.Update(find(board, OFFHOOK_LEDS, leds_, &offhook_leds::has_led, &offhook_leds::set));
  status.Update(
      find(board, OFFHOOK_RINGER, ringer_, &offhook_ringer::start, &offhook_ringer::stop));
  status.Update(
      find(board, OFFHOOK_DISPLAY, display_, &offhook_display::size, &offhook_display::set_line));
  status.Update(find(board, OFFHOOK_AUDIO, audio_, &offhook_audio::has_endpoint,
                     &offhook_audio::open, &offhook_audio::close, &offhook_audio::transfer));
  status.Update(find(board, OFFHOOK_DSP, dsp_, &offhook_dsp::functions, &offhook_dsp::enable));
  status.Update(find(board, OFFHOOK_SIM, sim_, &offhook_sim::set_hook, &offhook_sim::set_key,
                     &offhook_sim::set_plugged, &offhook_sim::set_fault, &offhook_sim::led,
                     &offhook_sim::line, &offhook_sim::soft_key, &offhook_sim::backlight,
                     &offhook_sim::ring, &offhook_sim::audio, &offhook_sim::speak,
                     &offhook_sim::hear, &offhook_sim::observe));
  return status;
}

absl::Status Board::start() {
  if (started_) return absl::OkStatus();
  const int answer = board_->start(board_.get());
  started_ = answer >= 0;
  return device_status(answer, named("start"));
}

absl::Status Board::stop() {
  if (!started_) return absl::OkStatus();
  started_ = false;
  return device_status(board_->stop(board_.get()), named("stop"));
}

void Board::set_wake(std::function<void()> wake) {
  OFFHOOK_CHECK(!started_);  // a plugin's thread may be in the old one
  host_.events().set_wake(std::move(wake));
}

std::string Board::named(std::string_view what) const {
  return absl::StrCat(info().path.string(), ": ", to_absl(what));
}

}  // namespace offhook::hal
