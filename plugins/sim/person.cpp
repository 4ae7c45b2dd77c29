// SPDX-License-Identifier: GPL-3.0-or-later
// The C border, the person's side: fingers, eyes, mouth and ear, as sim.h has them.
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "extensions.hpp"
#include "offhook/sim.h"
#include "sim_board.hpp"

namespace offhook::plugins::sim {

namespace {

int set_hook(offhook_board* board, uint32_t hook, int off_hook) noexcept {
  if (hook >= OFFHOOK_HOOK_COUNT) return -EINVAL;
  auto& self = SimBoard::of(board);
  self.panel().off_hook[hook] = off_hook != 0;
  return self.post(OFFHOOK_EVENT_HOOK, hook, off_hook != 0 ? 1 : 0);
}

int set_key(offhook_board* board, uint32_t code, int down) noexcept {
  auto& self = SimBoard::of(board);
  if (!self.panel().has_key(code)) return -ENODEV;
  self.panel().set_key(code, down != 0);
  return self.post(OFFHOOK_EVENT_KEY, code, down != 0 ? 1 : 0);
}

int set_plugged(offhook_board* board, uint32_t device, int plugged) noexcept {
  auto& self = SimBoard::of(board);
  if (device >= self.panel().plugged.size()) return -EINVAL;
  self.panel().plugged[device] = plugged != 0;
  return self.post(OFFHOOK_EVENT_DEVICE, device, plugged != 0 ? 1 : 0);
}

int set_fault(offhook_board* board, uint32_t part, int error) noexcept {
  if (part > OFFHOOK_PART_AUDIO || error > 0) return -EINVAL;
  auto& self = SimBoard::of(board);
  self.set_fault(part, error);
  return self.post(OFFHOOK_EVENT_FAULT, part, error);
}

/// Copies as much of `whole` as the caller's struct has; its size stays what the caller set.
template <class Struct>
void fill(Struct* out, Struct whole) {
  whole.struct_size = out->struct_size;
  std::memcpy(out, &whole, std::min<std::size_t>(out->struct_size, sizeof whole));
}

int led(offhook_board* board, uint32_t id, offhook_sim_led* out) noexcept {
  const auto* shown = SimBoard::of(board).panel().led(id);
  if (shown == nullptr) return -ENODEV;
  fill(out, {0, shown->rgb, shown->on_ms, shown->off_ms});
  return 0;
}

int copy_text(const std::string* text, char* out, size_t size) {
  if (text == nullptr || out == nullptr || size == 0) return -EINVAL;
  const auto length = std::min(text->size(), size - 1);
  std::copy_n(text->data(), length, out);
  out[length] = '\0';
  return static_cast<int>(length);
}

int line(offhook_board* board, uint32_t row, char* out, size_t size) noexcept {
  return copy_text(SimBoard::of(board).panel().row(row), out, size);
}

int soft_key(offhook_board* board, uint32_t key, char* out, size_t size) noexcept {
  return copy_text(SimBoard::of(board).panel().soft_key(key), out, size);
}

int backlight(offhook_board* board) noexcept {
  return static_cast<int>(SimBoard::of(board).panel().backlight());
}

int ring(offhook_board* board, offhook_sim_ring* out) noexcept {
  const auto& now = SimBoard::of(board).panel().ring();
  fill(out, {0, now.sounding ? 1u : 0u, now.tone, now.volume});
  return 0;
}

int audio(offhook_board* board, uint32_t endpoint, offhook_sim_audio* out) noexcept {
  offhook_sim_audio whole{};
  const int answer = SimBoard::of(board).sound().describe(endpoint, whole);
  if (answer == 0) fill(out, whole);
  return answer;
}

int speak(offhook_board* board, uint32_t endpoint, const int16_t* samples,
          uint32_t frames) noexcept {
  return SimBoard::of(board).sound().speak(endpoint, samples, frames);
}

int hear(offhook_board* board, uint32_t endpoint, int16_t* samples, uint32_t frames) noexcept {
  return SimBoard::of(board).sound().hear(endpoint, samples, frames);
}

int observe(offhook_board* board, const offhook_sim_observer* observer) noexcept {
  SimBoard::of(board).observe(observer);
  return 0;
}

constexpr offhook_sim sim_table{
    sizeof sim_table, 0,         set_hook, set_key, set_plugged, set_fault, led,    line,
    soft_key,         backlight, ring,     audio,   speak,       hear,      observe};

}  // namespace

const void* person_extension() { return &sim_table; }

}  // namespace offhook::plugins::sim
