// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "actors/base/status.hpp"
#include "hal/audio.hpp"
#include "hal/display.hpp"
#include "hal/hook.hpp"
#include "hal/host.hpp"
#include "hal/keypad.hpp"
#include "hal/leds.hpp"
#include "hal/plugin_loader.hpp"
#include "hal/ringer.hpp"
#include "hal/sim_panel.hpp"

namespace offhook::hal {

/// One phone's hardware, owned. A capability the board lacks is still there to be called and
/// answers with its fallback. Control thread only, except BoardAudio::transfer.
class Board {
 public:
  /// Makes a board that is not started yet. `config_json` is a JSON object for the plugin. Failures
  /// name the plugin: a refused configuration is InvalidArgument, missing hardware NotFound, a
  /// broken promise of the plugin FailedPrecondition.
  static absl::StatusOr<std::unique_ptr<Board>> create(std::shared_ptr<const Plugin> plugin,
                                                       HostServices services,
                                                       const std::string& config_json = "{}");
  ~Board();
  Board(const Board&) = delete;
  Board& operator=(const Board&) = delete;

  absl::Status start();
  /// Dark and silent; no event afterwards. May be started again.
  absl::Status stop();

  [[nodiscard]] const PluginInfo& info() const { return plugin_->info(); }

  /// Replaces HostServices::wake. Only while the board is stopped.
  void set_wake(std::function<void()> wake);
  /// Delivers waiting events; see EventSink::drain for order and the result.
  bool drain(const std::function<void(const Event&)>& deliver) {
    return host_.events().drain(deliver);
  }
  /// Events the board lost because nobody drained: key states may be stale.
  [[nodiscard]] std::uint64_t lost_events() const { return host_.events().lost(); }

  [[nodiscard]] const Hook& hook() const { return hook_; }
  [[nodiscard]] const Keypad& keypad() const { return keypad_; }
  [[nodiscard]] const Leds& leds() const { return leds_; }
  [[nodiscard]] const Ringer& ringer() const { return ringer_; }
  [[nodiscard]] const Display& display() const { return display_; }
  [[nodiscard]] const Audio& audio() const { return audio_; }
  [[nodiscard]] const Dsp& dsp() const { return dsp_; }
  /// Offered by simulated boards only.
  [[nodiscard]] SimPanel& sim() { return sim_; }

 private:
  struct Destroy {
    void operator()(offhook_board* board) const { board->destroy(board); }
  };

  Board(std::shared_ptr<const Plugin> plugin, HostServices services)
      : plugin_(std::move(plugin)), host_(std::move(services)) {}
  absl::Status make(const std::string& config_json);
  absl::Status find_capabilities();
  [[nodiscard]] std::string named(std::string_view what) const;

  // Destroyed from the bottom: views, board, host, and the code itself last.
  std::shared_ptr<const Plugin> plugin_;
  Host host_;
  std::unique_ptr<offhook_board, Destroy> board_;
  bool started_ = false;
  Hook hook_;
  Keypad keypad_;
  Leds leds_;
  Ringer ringer_;
  Display display_;
  Audio audio_;
  Dsp dsp_;
  SimPanel sim_;
};

}  // namespace offhook::hal
