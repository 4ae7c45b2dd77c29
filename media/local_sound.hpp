// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "media/audio_device.hpp"
#include "media/command.hpp"
#include "media/levels.hpp"
#include "media/mixer.hpp"
#include "media/realtime.hpp"
#include "media/tone_generator.hpp"

namespace offhook::media {

/// The person's end of the engine: microphone, ear, tones, ring and how loud each is. The main
/// device hears and is heard; the other outputs only play.
class LocalSound {
 public:
  explicit LocalSound(EventSink& events) : events_(events) {}

  OFFHOOK_REALTIME void obey(const PlayTone& order) noexcept;
  OFFHOOK_REALTIME void obey(const StopTone& order) noexcept;
  OFFHOOK_REALTIME void obey(const PlayRing& order) noexcept;
  OFFHOOK_REALTIME void obey(const StopRing& order) noexcept;
  OFFHOOK_REALTIME void obey(const MuteMicrophone& order) noexcept { muted_ = order.muted; }
  OFFHOOK_REALTIME void obey(const SetLevels& order) noexcept;
  OFFHOOK_REALTIME void obey(const UseDevice& order) noexcept;
  OFFHOOK_REALTIME void obey(const UseOutput& order) noexcept;

  /// One period: plays `ear`, with tones and ring added, and listens.
  OFFHOOK_REALTIME void transfer(const MixMatrix::Sum& ear) noexcept;
  /// What the person said in this period; silence while muted.
  [[nodiscard]] OFFHOOK_REALTIME std::span<const Sample> said() const noexcept { return said_; }

  /// True if a tone, a ring or a device wants the next tick.
  [[nodiscard]] bool busy() const noexcept;

 private:
  using Period = std::array<Sample, samples_per_period>;
  struct Layer {
    ToneGenerator generator{narrowband};
    std::uint32_t ticket = 0;
  };
  struct Output {
    AudioDevice* device = nullptr;
    OutputSound sound;
  };

  OFFHOOK_REALTIME void mix_talk(const MixMatrix::Sum& ear) noexcept;
  OFFHOOK_REALTIME void mix_tones() noexcept;
  OFFHOOK_REALTIME void mix_ring() noexcept;
  OFFHOOK_REALTIME void play(AudioDevice& device, OutputSound sound,
                             std::span<Sample> mic) noexcept;
  OFFHOOK_REALTIME void listen() noexcept;
  [[nodiscard]] OFFHOOK_REALTIME bool ringing() const noexcept {
    return ring_.playing() || !ring_clip_.finished();
  }

  EventSink& events_;
  NullAudio silence_;
  AudioDevice* device_ = &silence_;
  bool main_rings_ = false;
  std::array<Output, most_outputs> outputs_{};
  std::array<Layer, 2> layers_{};  ///< by ToneLayer
  ToneGenerator ring_{narrowband};
  ClipPlayer ring_clip_;
  bool muted_ = false;
  bool side_tone_on_ = false;
  Gain speaker_gain_, microphone_gain_, tone_gain_, ring_gain_, side_tone_gain_;
  Period talk_{};
  Period rings_{};
  Period said_{};
};

}  // namespace offhook::media
