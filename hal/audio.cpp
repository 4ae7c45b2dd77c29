// SPDX-License-Identifier: GPL-3.0-or-later
#include "hal/audio.hpp"

#include <algorithm>
#include <cerrno>

#include "hal/device_status.hpp"

namespace offhook::hal {

namespace {

constexpr auto raw(auto id) { return static_cast<std::uint32_t>(id); }

}  // namespace

std::unique_ptr<BoardAudio> BoardAudio::silent(AudioFormat format) {
  return std::unique_ptr<BoardAudio>(new BoardAudio({}, AudioEndpoint::handset, format));
}

BoardAudio::~BoardAudio() {
  if (offered()) call(&offhook_audio::close, raw(endpoint_));
}

BoardAudio::Result BoardAudio::transfer(std::span<std::int16_t> mic,
                                        std::span<const std::int16_t> speaker) noexcept {
  OFFHOOK_CHECK(mic.empty() || mic.size() == format_.frames);
  OFFHOOK_CHECK(speaker.empty() || speaker.size() == format_.frames);
  if (!offered()) {
    std::fill(mic.begin(), mic.end(), std::int16_t{0});
    return Result::ok;
  }
  const int answer =
      call(&offhook_audio::transfer, raw(endpoint_), mic.empty() ? nullptr : mic.data(),
           speaker.empty() ? nullptr : speaker.data(), format_.frames);
  if (answer >= 0) return Result::ok;
  if (answer == -EPIPE) return Result::slipped;
  // A board that fails may have left anything in the buffer: better silence than noise.
  std::fill(mic.begin(), mic.end(), std::int16_t{0});
  return Result::gone;
}

std::optional<int> BoardAudio::period_fd() const {
  if (!offers(&offhook_audio::period_fd)) return std::nullopt;
  const int fd = call(&offhook_audio::period_fd, raw(endpoint_));
  return fd < 0 ? std::nullopt : std::optional(fd);
}

bool Audio::has(AudioEndpoint endpoint) const {
  return offered() && call(&offhook_audio::has_endpoint, raw(endpoint)) > 0;
}

absl::StatusOr<std::unique_ptr<BoardAudio>> Audio::open(AudioEndpoint endpoint,
                                                        AudioFormat format) const {
  if (!has(endpoint)) return not_found("audio: the board has no such endpoint");
  offhook_audio_format agreed{.struct_size = sizeof agreed,
                              .rate_hz = format.rate_hz,
                              .frames = format.frames,
                              .latency_frames = format.latency_frames};
  const int answer = call(&offhook_audio::open, raw(endpoint), &agreed);
  if (answer < 0) return device_status(answer, "audio: open");
  if (agreed.rate_hz == 0 || agreed.frames == 0) {
    call(&offhook_audio::close, raw(endpoint));
    return absl::InternalError("audio: open: the board agreed to a format without samples");
  }
  return std::unique_ptr<BoardAudio>(new BoardAudio(*this, endpoint,
                                                    {.rate_hz = agreed.rate_hz,
                                                     .frames = agreed.frames,
                                                     .latency_frames = agreed.latency_frames}));
}

absl::Status Audio::route(AudioEndpoint microphone_of,
                          const std::set<AudioEndpoint>& speakers) const {
  if (!needs_route()) return absl::OkStatus();
  std::uint32_t set = 0;
  for (const auto endpoint : speakers) set |= 1u << raw(endpoint);
  return device_status(call(&offhook_audio::route, raw(microphone_of), set), "audio: route");
}

absl::Status Audio::set_gain(AudioEndpoint endpoint, Direction direction, int centibel) const {
  if (!offers(&offhook_audio::set_gain)) return not_offered("audio: set_gain");
  return device_status(call(&offhook_audio::set_gain, raw(endpoint), raw(direction), centibel),
                       "audio: set_gain");
}

absl::Status Audio::set_mute(AudioEndpoint endpoint, bool muted) const {
  if (!offers(&offhook_audio::set_mute)) return not_offered("audio: set_mute");
  return device_status(call(&offhook_audio::set_mute, raw(endpoint), muted ? 1 : 0),
                       "audio: set_mute");
}

DspFunctions Dsp::functions(AudioEndpoint endpoint) const {
  return {offered() ? call(&offhook_dsp::functions, raw(endpoint)) : 0};
}

absl::Status Dsp::enable(AudioEndpoint endpoint, DspFunctions functions) const {
  if (!offered())
    return functions.bits == 0 ? absl::OkStatus() : not_offered("dsp: sound processing");
  return device_status(call(&offhook_dsp::enable, raw(endpoint), functions.bits), "dsp: enable");
}

}  // namespace offhook::hal
