// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>

#include "actors/device/audio_path.hpp"
#include "actors/device/device_actor.hpp"

namespace offhook::device {

/// Opens the endpoint the person uses and hands it to the engine; mute stays over changes of path.
/// Never touches a sample.
class AudioPathActor final : public DeviceActor<AudioRoute> {
 public:
  /// Takes the endpoint that sound goes through from now on; null for none. The taker drops it on
  /// the control thread once the media thread has let go of it, which closes it; one that is asked
  /// for again before that is the same again. It keeps the board alive.
  using Engine = std::function<void(std::shared_ptr<hal::BoardAudio>)>;

  /// `format` is what the engine runs at; an endpoint that cannot is not used.
  AudioPathActor(caf::actor_config& config, std::shared_ptr<hal::Board> board,
                 DeviceListener listener, hal::AudioFormat format, Engine engine);

  const char* name() const override { return "audio path"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void use(AudioPath path);
  void set_mute(bool muted);
  void apply_mute();
  absl::StatusOr<std::shared_ptr<hal::BoardAudio>> open(hal::AudioEndpoint endpoint);

  hal::AudioFormat format_;
  Engine engine_;
  AudioPath path_ = AudioPath::none;
  bool muted_ = false;
  std::array<std::weak_ptr<hal::BoardAudio>, OFFHOOK_ENDPOINT_COUNT> given_;
};

}  // namespace offhook::device
