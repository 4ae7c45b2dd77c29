// SPDX-License-Identifier: GPL-3.0-or-later
#include "hal/sim_panel.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "hal/device_status.hpp"

namespace offhook::hal {

namespace {

constexpr auto raw(auto id) { return static_cast<std::uint32_t>(id); }

std::uint32_t bounded(std::size_t frames) {
  constexpr std::size_t most = std::numeric_limits<int>::max();
  return static_cast<std::uint32_t>(std::min(frames, most));
}

std::size_t count_or_none(int answer) { return answer < 0 ? 0 : static_cast<std::size_t>(answer); }

/// The text that `read(buffer, size)` copies out; it returns the length or an error.
template <class Read>
std::string text_from(Read read) {
  std::string text(1024, '\0');
  const int length = read(text.data(), text.size());
  text.resize(std::min(count_or_none(length), text.size() - 1));
  return text;
}

void forward(void* context, std::uint32_t what, std::uint32_t index) {
  (*static_cast<SimPanel::Observer*>(context))(static_cast<offhook_sim_change>(what), index);
}

}  // namespace

absl::Status SimPanel::set_hook(HookId hook, HookPosition position) const {
  if (!offered()) return not_offered("sim: set_hook");
  const int off_hook = position == HookPosition::off_hook ? 1 : 0;
  return device_status(call(&offhook_sim::set_hook, raw(hook), off_hook), "sim: set_hook");
}

absl::Status SimPanel::press(KeyCode key) const {
  if (!offered()) return not_offered("sim: press");
  return device_status(call(&offhook_sim::set_key, key.value, 1), "sim: press");
}

absl::Status SimPanel::release(KeyCode key) const {
  if (!offered()) return not_offered("sim: release");
  return device_status(call(&offhook_sim::set_key, key.value, 0), "sim: release");
}

absl::Status SimPanel::set_plugged(Device device, bool plugged) const {
  if (!offered()) return not_offered("sim: set_plugged");
  return device_status(call(&offhook_sim::set_plugged, raw(device), plugged ? 1 : 0),
                       "sim: set_plugged");
}

absl::Status SimPanel::set_fault(Part part, int error) const {
  if (!offered()) return not_offered("sim: set_fault");
  return device_status(call(&offhook_sim::set_fault, raw(part), -error), "sim: set_fault");
}

absl::StatusOr<SimLed> SimPanel::led(LedId led) const {
  if (!offered()) return not_offered("sim: led");
  offhook_sim_led shown{};
  shown.struct_size = sizeof shown;
  const int answer = call(&offhook_sim::led, led.value, &shown);
  if (answer < 0) return device_status(answer, "sim: led");
  return SimLed{.colour = {shown.rgb},
                .blink = {.on = std::chrono::milliseconds{shown.on_ms},
                          .off = std::chrono::milliseconds{shown.off_ms}}};
}

std::string SimPanel::line(std::uint32_t row) const {
  if (!offered()) return {};
  return text_from(
      [&](char* out, std::size_t size) { return call(&offhook_sim::line, row, out, size); });
}

std::string SimPanel::soft_key(std::uint32_t key) const {
  if (!offered()) return {};
  return text_from(
      [&](char* out, std::size_t size) { return call(&offhook_sim::soft_key, key, out, size); });
}

int SimPanel::backlight() const { return offered() ? call(&offhook_sim::backlight) : 0; }

SimRing SimPanel::ring() const {
  offhook_sim_ring ring{};
  ring.struct_size = sizeof ring;
  if (!offered() || call(&offhook_sim::ring, &ring) < 0) return {};
  return {.sounding = ring.sounding != 0, .sound = {.tone = ring.tone, .volume = ring.volume}};
}

offhook_sim_audio SimPanel::audio(AudioEndpoint endpoint) const {
  offhook_sim_audio audio{};
  audio.struct_size = sizeof audio;
  if (!offered() || call(&offhook_sim::audio, raw(endpoint), &audio) < 0) return {};
  return audio;
}

std::size_t SimPanel::speak(AudioEndpoint endpoint, std::span<const std::int16_t> samples) const {
  if (!offered()) return 0;
  return count_or_none(
      call(&offhook_sim::speak, raw(endpoint), samples.data(), bounded(samples.size())));
}

std::size_t SimPanel::hear(AudioEndpoint endpoint, std::span<std::int16_t> samples) const {
  if (!offered()) return 0;
  return count_or_none(
      call(&offhook_sim::hear, raw(endpoint), samples.data(), bounded(samples.size())));
}

std::size_t SimPanel::forget_heard(AudioEndpoint endpoint) const {
  if (!offered()) return 0;
  std::int16_t* nowhere = nullptr;
  return count_or_none(call(&offhook_sim::hear, raw(endpoint), nowhere,
                            bounded(std::numeric_limits<std::size_t>::max())));
}

void SimPanel::observe(Observer observer) {
  if (!offered()) return;
  auto kept = observer ? std::make_shared<Observer>(std::move(observer)) : nullptr;
  const offhook_sim_observer c{
      .struct_size = sizeof c, .reserved = 0, .context = kept.get(), .changed = forward};
  call(&offhook_sim::observe, kept ? &c : static_cast<const offhook_sim_observer*>(nullptr));
  observer_ = std::move(kept);
}

}  // namespace offhook::hal
