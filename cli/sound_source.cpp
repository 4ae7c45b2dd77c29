// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/sound_source.hpp"

#include "media/clips.hpp"
#include "media/wav.hpp"

namespace offhook::cli {
namespace {

constexpr std::chrono::minutes longest_recording{10};

}  // namespace

absl::StatusOr<std::unique_ptr<SoundSource>> SoundSource::open(
    const phone::AudioSettings& settings) {
  auto source = std::unique_ptr<SoundSource>(new SoundSource(settings));
  if (settings.source == "echo") {
    if (!settings.record.empty())
      return invalid_argument("[audio] record needs another source than echo");
    source->device_ = std::make_shared<media::EchoAudio>();
    return source;
  }
  std::span<const media::Sample> clip;
  if (settings.source.starts_with("clip:")) {
    clip = media::clip(settings.source.substr(5));
    if (clip.empty())
      return invalid_argument("[audio] source: no clip '" + settings.source +
                              "'; there are clip:alice and clip:bob");
  } else if (settings.source != "silence") {
    auto loaded = media::load_wav(settings.source);
    if (!loaded.ok()) return loaded.status();
    source->file_ = std::move(*loaded);
    clip = source->file_;
  }
  const std::chrono::milliseconds longest =
      settings.record.empty() ? std::chrono::milliseconds{0} : longest_recording;
  source->recorder_ =
      std::make_shared<media::WavAudio>(clip, media::ClipPlayer::Repeat::forever, longest);
  source->device_ = source->recorder_;
  return source;
}

absl::Status SoundSource::save() const {
  if (settings_.record.empty() || !recorder_) return absl::OkStatus();
  return media::save_wav(settings_.record, recorder_->recording().samples());
}

}  // namespace offhook::cli
