// SPDX-License-Identifier: GPL-3.0-or-later
#include "hal/event_sink.hpp"

#include <cerrno>

namespace offhook::hal {

namespace {

// A latched move in one word, so that it is replaced in one store: time, a mark, the position.
// 62 bits of nanoseconds are 146 years.
constexpr std::uint64_t latch_mark = 2;

std::uint64_t pack(const offhook_event& raw) {
  return raw.at_ns << 2 | latch_mark | (raw.value != 0 ? 1u : 0u);
}

HookMoved unpack(std::size_t hook, std::uint64_t latch) {
  return {.hook = HookId{static_cast<std::uint32_t>(hook)},
          .position = (latch & 1) != 0 ? HookPosition::off_hook : HookPosition::on_hook,
          .at = Instant{static_cast<Instant::rep>(latch >> 2)},
          .latched = true};
}

}  // namespace

int EventSink::post(const offhook_event& raw) noexcept {
  if (const int refused = check(raw); refused != 0) return refused;
  if (raw.kind == OFFHOOK_EVENT_HOOK) {
    post_hook(raw);
  } else if (!push(raw)) {
    lost_.fetch_add(1, std::memory_order_relaxed);
    return -EAGAIN;
  }
  if (!awake_.exchange(true, std::memory_order_acq_rel) && wake_) wake_();
  return 0;
}

void EventSink::post_hook(const offhook_event& raw) noexcept {
  // While one is latched the next one follows it there, even if the queue has room again: in the
  // queue it would be delivered before the older one.
  auto& latch = latched_[raw.source];
  if (latch.load(std::memory_order_acquire) != 0 || !push(raw))
    latch.store(pack(raw), std::memory_order_release);
}

bool EventSink::push(const offhook_event& raw) noexcept {
  // First a place, then a number. Whoever holds number n knows that n+1 places were claimed, so the
  // reader has given back the place that n - capacity had: each of the two additions acquires what
  // the earlier ones released, hence the slot is free to write.
  if (occupied_.fetch_add(1, std::memory_order_acq_rel) >= capacity) {
    occupied_.fetch_sub(1, std::memory_order_acq_rel);
    return false;
  }
  const auto ticket = next_ticket_.fetch_add(1, std::memory_order_acq_rel);
  Slot& slot = slots_[ticket % capacity];
  slot.event = raw;
  slot.published.store(ticket + 1, std::memory_order_release);
  return true;
}

bool EventSink::pop(offhook_event& raw) noexcept {
  Slot& slot = slots_[next_out_ % capacity];
  if (slot.published.load(std::memory_order_acquire) != next_out_ + 1) return false;
  raw = slot.event;
  ++next_out_;
  occupied_.fetch_sub(1, std::memory_order_acq_rel);
  return true;
}

bool EventSink::drain(const std::function<void(const Event&)>& deliver) {
  if (draining_) return false;
  draining_ = true;
  awake_.exchange(false, std::memory_order_acq_rel);
  offhook_event raw;
  std::size_t delivered = 0;
  while (delivered < capacity && pop(raw)) {
    deliver(to_event(raw));
    ++delivered;
  }
  // Latched moves are younger than all that was in the queue, so they wait until it is empty.
  if (delivered < capacity) deliver_latched(deliver);
  draining_ = false;
  return delivered == capacity || awake_.load(std::memory_order_acquire);
}

void EventSink::deliver_latched(const std::function<void(const Event&)>& deliver) {
  for (std::size_t hook = 0; hook < latched_.size(); ++hook) {
    const auto latch = latched_[hook].exchange(0, std::memory_order_acq_rel);
    if (latch != 0) deliver(unpack(hook, latch));
  }
}

}  // namespace offhook::hal
