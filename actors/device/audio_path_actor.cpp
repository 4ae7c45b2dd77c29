// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/audio_path_actor.hpp"

#include <absl/strings/str_cat.h>

namespace offhook::device {

AudioPathActor::AudioPathActor(caf::actor_config& config, std::shared_ptr<hal::Board> board,
                               DeviceListener listener, hal::AudioFormat format, Engine engine)
    : DeviceActor(config, std::move(board), std::move(listener), "audio"),
      format_(format),
      engine_(std::move(engine)) {
  OFFHOOK_CHECK(engine_ != nullptr);
}

AudioPathActor::behavior_type AudioPathActor::make_behavior() {
  return {
      [this](const UseAudioPath& order) { use(order.path); },
      [this](const SetPathMute& order) { set_mute(order.muted); },
  };
}

void AudioPathActor::use(AudioPath path) {
  if (path == path_) return;
  path_ = path;
  const auto endpoint = endpoint_of(path);
  if (!endpoint) return engine_(nullptr);
  auto opened = open(*endpoint);
  if (opened.ok()) {
    report(board().audio().route(*endpoint, {*endpoint}));
    apply_mute();
  } else {
    report(opened.status());
  }
  // Without the endpoint the call goes on in silence rather than through the one before.
  engine_(opened.ok() ? *std::move(opened) : hal::BoardAudio::silent(format_));
}

absl::StatusOr<std::shared_ptr<hal::BoardAudio>> AudioPathActor::open(hal::AudioEndpoint endpoint) {
  auto& given = given_.at(static_cast<std::size_t>(endpoint));
  if (auto still_open = given.lock()) return still_open;
  auto opened = board().audio().open(endpoint, format_);
  if (!opened.ok()) return opened.status();
  const auto& got = (*opened)->format();
  if (got.rate_hz != format_.rate_hz || got.frames != format_.frames)
    return failed_precondition(absl::StrCat("audio: open: the board gives ", got.frames,
                                            " samples at ", got.rate_hz, " Hz, not ",
                                            format_.frames, " at ", format_.rate_hz, " Hz"));
  std::shared_ptr<hal::BoardAudio> shared(
      opened->release(), [board = shared_board()](hal::BoardAudio* audio) { delete audio; });
  given = shared;
  return shared;
}

void AudioPathActor::set_mute(bool muted) {
  muted_ = muted;
  apply_mute();
}

void AudioPathActor::apply_mute() {
  // A board that cannot mute says so, and the engine sends silence instead.
  if (const auto endpoint = endpoint_of(path_)) report(board().audio().set_mute(*endpoint, muted_));
}

void AudioPathActor::on_exit() {
  engine_(nullptr);
  engine_ = nullptr;
  DeviceActor::on_exit();
}

}  // namespace offhook::device
