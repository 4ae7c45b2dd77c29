// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>

#include "actors/base/status.hpp"
#include "hal/capability.hpp"
#include "hal/types.hpp"

namespace offhook::hal {

struct AudioFormat {
  std::uint32_t rate_hz = 16000;
  std::uint32_t frames = 160;        ///< samples in one transfer
  std::uint32_t latency_frames = 0;  ///< wanted, then given: from transfer to the air and back
  friend bool operator==(const AudioFormat&, const AudioFormat&) = default;
};

/// An open endpoint. Opened and destroyed on the control thread, while nobody transfers; the board
/// outlives it.
class BoardAudio : private Capability<offhook_audio> {
 public:
  enum class Result : std::uint8_t {
    ok,
    slipped,  ///< overrun or underrun, mended by the board
    gone      ///< the hardware went away or broke: close, and wait for it to come back
  };

  /// Stands in for an endpoint the board does not have: swallows sound and hears silence.
  static std::unique_ptr<BoardAudio> silent(AudioFormat format);

  ~BoardAudio();
  BoardAudio(const BoardAudio&) = delete;
  BoardAudio& operator=(const BoardAudio&) = delete;

  /// What the board agreed to.
  [[nodiscard]] const AudioFormat& format() const { return format_; }

  /// One period of mono S16: plays `speaker` and fills `mic`. Each is empty (silence played,
  /// nothing wanted) or format().frames long. `mic` is always filled. Media thread only: never
  /// waits.
  Result transfer(std::span<std::int16_t> mic, std::span<const std::int16_t> speaker) noexcept;

  /// Readable when the next transfer is due; nullopt if the caller keeps time.
  [[nodiscard]] std::optional<int> period_fd() const;

 private:
  friend class Audio;
  BoardAudio(const Capability& audio, AudioEndpoint endpoint, AudioFormat format)
      : Capability(audio), endpoint_(endpoint), format_(format) {}

  AudioEndpoint endpoint_;
  AudioFormat format_;
};

class Audio : public Capability<offhook_audio> {
 public:
  using Capability::Capability;

  [[nodiscard]] bool has(AudioEndpoint endpoint) const;
  /// Opens an endpoint; the board may change the format, see BoardAudio::format(). NotFound if
  /// there is no such endpoint, FailedPrecondition while it is open.
  [[nodiscard]] absl::StatusOr<std::unique_ptr<BoardAudio>> open(AudioEndpoint endpoint,
                                                                 AudioFormat format) const;

  /// Endpoints share a codec, so paths must be connected with route().
  [[nodiscard]] bool needs_route() const { return offers(&offhook_audio::route); }
  /// One microphone, any number of speakers. OK where no routing is needed.
  absl::Status route(AudioEndpoint microphone_of, const std::set<AudioEndpoint>& speakers) const;

  /// Hundredths of a decibel around the board's nominal. Unimplemented: scale samples instead.
  absl::Status set_gain(AudioEndpoint endpoint, Direction direction, int centibel) const;
  /// Cuts the microphone. Unimplemented: send silence instead.
  absl::Status set_mute(AudioEndpoint endpoint, bool muted) const;
};

/// A set of OFFHOOK_DSP_…: sound processing in the board.
struct DspFunctions {
  std::uint32_t bits = 0;
  [[nodiscard]] bool has(offhook_dsp_function function) const { return (bits & function) != 0; }
  friend bool operator==(DspFunctions, DspFunctions) = default;
};

class Dsp : public Capability<offhook_dsp> {
 public:
  using Capability::Capability;

  /// Empty: the phone's own chain does everything.
  [[nodiscard]] DspFunctions functions(AudioEndpoint endpoint) const;
  /// Switches exactly these on. Unimplemented if one is not offered; then nothing changed.
  absl::Status enable(AudioEndpoint endpoint, DspFunctions functions) const;
};

}  // namespace offhook::hal
