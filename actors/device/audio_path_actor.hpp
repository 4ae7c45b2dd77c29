// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <optional>

#include "actors/device/audio_outputs.hpp"
#include "actors/device/audio_path.hpp"
#include "actors/device/device_actor.hpp"
#include "actors/device/volume.hpp"

namespace offhook::device {

/// The engine, as the audio path sees it. The taker of an endpoint drops it on the control thread
/// once the media thread has let go of it, which closes it; one that is asked for again before that
/// is the same again. It keeps the board alive. `main` must be set.
struct SoundEngine {
  /// The endpoint the person hears and speaks through from now on; null for none.
  std::function<void(std::shared_ptr<hal::BoardAudio>, bool rings)> main;
  /// A loudspeaker besides it, by place (`endpoints_beside`); null ends it.
  std::function<void(std::size_t place, std::shared_ptr<hal::BoardAudio>, OutputUse)> beside;
  std::function<void(const EngineLevels&)> levels;
};

/// Opens the endpoints the person uses and hands them to the engine; mute and volumes stay over
/// changes of path. Never touches a sample.
class AudioPathActor final : public DeviceActor<AudioRoute> {
 public:
  /// `format` is what the engine runs at. A board may give another rate, for the engine to convert;
  /// an endpoint whose period is not the engine's is not used.
  AudioPathActor(caf::actor_config& config, std::shared_ptr<hal::Board> board,
                 DeviceListener listener, hal::AudioFormat format, SoundEngine engine);

  const char* name() const override { return "audio path"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void use(const UseAudioPath& order);
  void set_mute(bool muted);
  void apply_mute();
  void set_volumes(const Volumes& volumes);
  void apply();
  void apply_main(const OutputPlan& plan);
  void apply_beside(const OutputPlan& plan);
  void apply_levels();
  [[nodiscard]] std::int32_t set_board_gain(hal::AudioEndpoint endpoint, std::int32_t centibel);
  absl::StatusOr<std::shared_ptr<hal::BoardAudio>> open(hal::AudioEndpoint endpoint);
  absl::StatusOr<std::unique_ptr<hal::BoardAudio>> open_in_period(hal::AudioEndpoint endpoint);

  hal::AudioFormat format_;
  SoundEngine engine_;
  OutputWish wish_;
  OutputPlan plan_;
  bool muted_ = false;
  Volumes volumes_;
  std::optional<EngineLevels> levels_;  ///< told last
  std::array<std::weak_ptr<hal::BoardAudio>, OFFHOOK_ENDPOINT_COUNT> given_;
};

}  // namespace offhook::device
