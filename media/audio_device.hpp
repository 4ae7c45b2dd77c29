// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "media/realtime.hpp"
#include "media/units.hpp"

namespace offhook::media {

/// Where the engine's microphone comes from and its speaker goes to. The media thread calls
/// `transfer`; everything else about a device happens on the control side while it is not in use.
class AudioDevice {
 public:
  virtual ~AudioDevice() = default;

  /// One period: fills `mic`, plays `speaker`. Equal lengths, the engine's rate.
  OFFHOOK_REALTIME virtual void transfer(std::span<Sample> mic,
                                         std::span<const Sample> speaker) noexcept = 0;

  /// True if the device needs the tick even with no stream and no tone.
  [[nodiscard]] virtual bool needs_tick() const noexcept { return false; }
};

/// A sound kept in memory, at the engine's rate: music on hold, a ring.
using Sound = std::vector<Sample>;

/// Hears nothing, plays nothing.
class NullAudio final : public AudioDevice {
 public:
  void transfer(std::span<Sample> mic, std::span<const Sample> speaker) noexcept override;
};

/// Says what it heard one period ago: a far end to talk to.
class EchoAudio final : public AudioDevice {
 public:
  EchoAudio() : heard_(samples_per_period) {}
  void transfer(std::span<Sample> mic, std::span<const Sample> speaker) noexcept override;

 private:
  std::vector<Sample> heard_;
};

/// A sound being written without allocation: whatever comes after it is full is dropped.
class Recording {
 public:
  explicit Recording(std::chrono::milliseconds longest, SampleRate rate = narrowband);

  OFFHOOK_REALTIME void append(std::span<const Sample> samples) noexcept;

  /// What was recorded so far. Read it on the media thread, or when that thread is done with it.
  [[nodiscard]] std::span<const Sample> samples() const { return {samples_.data(), length_}; }
  void clear() { length_ = 0; }

 private:
  std::vector<Sample> samples_;
  std::size_t length_ = 0;
};

/// A clip being said, once or for ever; then silence. The clip is borrowed and must outlive this.
class ClipPlayer {
 public:
  enum class Repeat : bool { once, forever };

  ClipPlayer() = default;
  ClipPlayer(std::span<const Sample> clip, Repeat repeat) : clip_(clip), repeat_(repeat) {}

  OFFHOOK_REALTIME void next(std::span<Sample> out) noexcept;
  [[nodiscard]] bool finished() const {
    return clip_.empty() || (repeat_ == Repeat::once && at_ >= clip_.size());
  }

 private:
  std::span<const Sample> clip_;
  Repeat repeat_ = Repeat::once;
  std::size_t at_ = 0;
};

/// A headless phone's mouth and ear: says a clip, records what the speaker plays.
class WavAudio final : public AudioDevice {
 public:
  /// The clip is borrowed. Memory for `longest` of recording is taken here.
  WavAudio(std::span<const Sample> clip, ClipPlayer::Repeat repeat,
           std::chrono::milliseconds longest);
  void transfer(std::span<Sample> mic, std::span<const Sample> speaker) noexcept override;

  [[nodiscard]] const Recording& recording() const { return recording_; }

 private:
  ClipPlayer player_;
  Recording recording_;
};

}  // namespace offhook::media
