// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/devices.hpp"

#include "actors/device/audio_path_actor.hpp"
#include "actors/device/board_actor.hpp"
#include "actors/device/display_actor.hpp"
#include "actors/device/dsp_actor.hpp"
#include "actors/device/handset_actor.hpp"
#include "actors/device/hook_switch_actor.hpp"
#include "actors/device/keypad_actor.hpp"
#include "actors/device/led_panel_actor.hpp"
#include "actors/device/ringer_actor.hpp"
#include "actors/phone/board_sound.hpp"
#include "media/units.hpp"

namespace offhook::phone {
namespace {

/// One endpoint of the board as the engine's microphone and speaker.
constexpr hal::AudioFormat engine_format{media::narrowband.hz,
                                         static_cast<std::uint32_t>(media::samples_per_period), 0};

device::SoundEngine sound_engine(const DeviceSound& sound) {
  const media::Media media = sound.media;
  device::SoundEngine engine;
  engine.main = [media, used = sound.board_has_sound](std::shared_ptr<hal::BoardAudio> audio,
                                                      bool rings) {
    if (used) act::tell_anon(media, media::UseAudioDevice{sound_of(std::move(audio)), rings});
  };
  engine.beside = [media](std::size_t place, std::shared_ptr<hal::BoardAudio> audio,
                          device::OutputUse use) {
    act::tell_anon(media, media::UseOutputDevice{static_cast<std::uint8_t>(place),
                                                 sound_of(std::move(audio)),
                                                 {.talk = use.talk, .ring = use.ring}});
  };
  engine.levels = [media](const device::EngineLevels& levels) {
    act::tell_anon(media, media::AdjustLevels{{.speaker = levels.speaker,
                                               .tone = levels.tone,
                                               .ring = levels.ring,
                                               .side_tone = levels.side_tone}});
  };
  return engine;
}

/// The ring of a board without a ringer.
device::Loudspeaker loudspeaker(const device::AudioRoute& audio, const media::Media& media) {
  return {.open = [audio](bool ringing) { act::tell_anon(audio, device::RingAloud{ringing}); },
          .sound =
              [audio, media](const std::optional<device::LoudRing>& ring) {
                if (!ring) return act::tell_anon(media, media::EndRing{});
                act::tell_anon(audio, device::SetRingVolume{
                                          static_cast<device::VolumeStep>(ring->sound.volume)});
                act::tell_anon(media, media::StartRing{ring->sound.tone, ring->file});
              }};
}

}  // namespace

Devices spawn_devices(caf::actor_system& system, const std::shared_ptr<hal::Board>& board,
                      const device::DeviceListener& listener, std::string_view country,
                      const DeviceSound& sound) {
  Devices devices;
  devices.hook = system.spawn<device::HookSwitchActor>(board, listener, device::hook_settle_time);
  devices.keypad = system.spawn<device::KeypadActor>(board, listener);
  devices.leds = system.spawn<device::LedPanelActor>(board, listener);
  devices.display = system.spawn<device::DisplayActor>(board, listener);
  devices.handset = system.spawn<device::HandsetActor>(board, listener);
  devices.audio =
      system.spawn<device::AudioPathActor>(board, listener, engine_format, sound_engine(sound));
  devices.ringer = system.spawn<device::RingerActor>(board, listener, device::ring_cadence(country),
                                                     loudspeaker(devices.audio, sound.media));
  devices.dsp = system.spawn<device::DspActor>(board, listener);
  devices.board = system.spawn<device::BoardActor>(board, listener, devices.hook, devices.keypad);
  return devices;
}

void Devices::stop() {
  act::stop(hook);
  act::stop(keypad);
  act::stop(leds);
  act::stop(ringer);
  act::stop(display);
  act::stop(handset);
  act::stop(audio);
  act::stop(dsp);
  act::stop(board);
  *this = {};
}

std::vector<DeviceInfo> describe_devices(const hal::Board& board) {
  std::vector<DeviceInfo> devices;
  const auto add = [&](const char* id, const auto& capability, const char* abi) -> DeviceInfo* {
    if (!capability.offered()) return nullptr;
    devices.push_back({id, id, board.info().name, {abi}});
    return &devices.back();
  };
  add("hook", board.hook(), OFFHOOK_HOOK);
  add("keypad", board.keypad(), OFFHOOK_KEYPAD);
  add("leds", board.leds(), OFFHOOK_LEDS);
  add("ringer", board.ringer(), OFFHOOK_RINGER);
  add("display", board.display(), OFFHOOK_DISPLAY);
  if (auto* audio = add("audio", board.audio(), OFFHOOK_AUDIO))
    for (const auto path :
         {device::AudioPath::handset, device::AudioPath::headset, device::AudioPath::speaker})
      if (board.audio().has(*device::endpoint_of(path)))
        audio->capabilities.emplace_back(device::name_of(path));
  add("dsp", board.dsp(), OFFHOOK_DSP);
  return devices;
}

}  // namespace offhook::phone
