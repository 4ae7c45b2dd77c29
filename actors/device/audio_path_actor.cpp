// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/audio_path_actor.hpp"

#include <utility>

#include <absl/strings/str_cat.h>

namespace offhook::device {

AudioPathActor::AudioPathActor(caf::actor_config& config, std::shared_ptr<hal::Board> board,
                               DeviceListener listener, hal::AudioFormat format, SoundEngine engine)
    : DeviceActor(config, std::move(board), std::move(listener), "audio"),
      format_(format),
      engine_(std::move(engine)) {
  OFFHOOK_CHECK(engine_.main != nullptr);
}

AudioPathActor::behavior_type AudioPathActor::make_behavior() {
  wish_.shared_codec = board().audio().needs_route();
  for (const auto endpoint :
       {hal::AudioEndpoint::handset, hal::AudioEndpoint::headset, hal::AudioEndpoint::speaker})
    if (board().audio().has(endpoint)) wish_.present.insert(endpoint);
  return {
      [this](const UseAudioPath& order) { use(order); },
      [this](const SetPathMute& order) { set_mute(order.muted); },
      [this](const RingAloud& order) {
        wish_.ringing = order.ringing;
        apply();
      },
      [this](const SetRingOutput& order) {
        wish_.ring_output = order.output;
        apply();
      },
      [this](const SetVolumes& order) { set_volumes(order.volumes); },
      [this](const SetRingVolume& order) {
        volumes_.ring = order.step;
        apply_levels();
      },
  };
}

void AudioPathActor::use(const UseAudioPath& order) {
  wish_.path = order.path;
  wish_.group_listening = order.group_listening;
  apply();
}

void AudioPathActor::set_volumes(const Volumes& volumes) {
  volumes_ = volumes;
  apply_levels();
}

// ---- endpoints ----

/// What is not wanted any more ends first: a board may have fewer endpoints open than there are.
void AudioPathActor::apply() {
  const OutputPlan plan = plan_outputs(wish_);
  if (plan == plan_) return;
  const OutputPlan before = std::exchange(plan_, plan);
  if (engine_.beside)
    for (std::size_t place = 0; place < before.beside.size(); ++place)
      if (before.beside.at(place) && !plan.beside.at(place)) engine_.beside(place, nullptr, {});
  if (before.main != plan.main || before.main_rings != plan.main_rings) apply_main(plan);
  apply_beside(plan);
  if (plan.routed_from && (plan.routed_from != before.routed_from || plan.main != before.main ||
                           plan.routed_to != before.routed_to))
    report(board().audio().route(*plan.routed_from, plan.routed_to));
  apply_levels();
}

void AudioPathActor::apply_main(const OutputPlan& plan) {
  if (!plan.main) return engine_.main(nullptr, false);
  auto opened = open(*plan.main);
  if (opened.ok())
    apply_mute();
  else
    report(opened.status());
  // Without the endpoint the call goes on in silence rather than through the one before.
  engine_.main(opened.ok() ? *std::move(opened) : hal::BoardAudio::silent(format_),
               plan.main_rings);
}

void AudioPathActor::apply_beside(const OutputPlan& plan) {
  if (!engine_.beside) return;
  for (std::size_t place = 0; place < plan.beside.size(); ++place) {
    if (!plan.beside.at(place)) continue;
    auto opened = open(endpoints_beside.at(place));
    if (!opened.ok()) report(opened.status());
    engine_.beside(place, opened.ok() ? *std::move(opened) : nullptr, *plan.beside.at(place));
  }
}

absl::StatusOr<std::shared_ptr<hal::BoardAudio>> AudioPathActor::open(hal::AudioEndpoint endpoint) {
  auto& given = given_.at(static_cast<std::size_t>(endpoint));
  if (auto still_open = given.lock()) return still_open;
  auto opened = open_in_period(endpoint);
  if (!opened.ok()) return opened.status();
  std::shared_ptr<hal::BoardAudio> shared(
      opened->release(), [board = shared_board()](hal::BoardAudio* audio) { delete audio; });
  given = shared;
  return shared;
}

/// Whatever rate the board gives, a transfer must last as long as a period of the engine.
absl::StatusOr<std::unique_ptr<hal::BoardAudio>> AudioPathActor::open_in_period(
    hal::AudioEndpoint endpoint) {
  const auto fits = [this](const hal::AudioFormat& got) {
    return std::uint64_t{got.frames} * format_.rate_hz ==
           std::uint64_t{format_.frames} * got.rate_hz;
  };
  auto opened = board().audio().open(endpoint, format_);
  if (!opened.ok() || fits((*opened)->format())) return opened;
  hal::AudioFormat theirs = (*opened)->format();
  opened->reset();
  theirs.frames =
      static_cast<std::uint32_t>(std::uint64_t{theirs.rate_hz} * format_.frames / format_.rate_hz);
  opened = board().audio().open(endpoint, theirs);
  if (!opened.ok() || fits((*opened)->format())) return opened;
  const auto& got = (*opened)->format();
  return failed_precondition(absl::StrCat("audio: open: the board gives ", got.frames,
                                          " samples at ", got.rate_hz, " Hz, not a period of ",
                                          format_.frames, " at ", format_.rate_hz, " Hz"));
}

// ---- mute and volume ----

void AudioPathActor::set_mute(bool muted) {
  muted_ = muted;
  apply_mute();
}

void AudioPathActor::apply_mute() {
  // A board that cannot mute says so, and the engine sends silence instead.
  if (plan_.main) report(board().audio().set_mute(*plan_.main, muted_));
}

/// What the board scales itself, 0 if it cannot.
std::int32_t AudioPathActor::set_board_gain(hal::AudioEndpoint endpoint, std::int32_t centibel) {
  const auto set = board().audio().set_gain(endpoint, hal::Direction::speaker, centibel);
  report(set);
  return set.ok() ? centibel : 0;
}

void AudioPathActor::apply_levels() {
  BoardGains gains;
  if (plan_.main)
    gains.path =
        set_board_gain(*plan_.main, speech_centibel(volume_of(volumes_, wish_.path).speech));
  if (plan_.main_rings) gains.ring = gains.path;
  for (std::size_t place = 0; place < plan_.beside.size(); ++place)
    if (plan_.beside.at(place) && plan_.beside.at(place)->talk)
      static_cast<void>(
          set_board_gain(endpoints_beside.at(place), speech_centibel(volumes_.speaker.speech)));
    else if (plan_.beside.at(place))
      static_cast<void>(set_board_gain(endpoints_beside.at(place), 0));
  const EngineLevels levels = engine_levels(volumes_, wish_.path, gains);
  if (levels_ == levels) return;
  levels_ = levels;
  if (engine_.levels) engine_.levels(levels);
}

void AudioPathActor::on_exit() {
  for (std::size_t place = 0; engine_.beside && place < plan_.beside.size(); ++place)
    if (plan_.beside.at(place)) engine_.beside(place, nullptr, {});
  engine_.main(nullptr, false);
  engine_ = {};
  DeviceActor::on_exit();
}

}  // namespace offhook::device
