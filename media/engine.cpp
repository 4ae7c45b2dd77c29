// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/engine.hpp"

#include <variant>

#include "media/mixer.hpp"
#include "media/stream.hpp"

namespace offhook::media {
namespace {

constexpr std::size_t orders_held = 256;
constexpr std::size_t events_held = 1024;
/// Orders obeyed in one period; more wait for the next.
constexpr int most_orders = 64;

}  // namespace

Engine::Engine() : Engine(Options{}) {}

Engine::Engine(const Options& options)
    : options_(options),
      orders_(orders_held),
      events_(events_held),
      garbage_(options.max_streams),
      slots_(options.max_streams) {}

Engine::~Engine() { abandon(); }

// ---- the tick ----

void Engine::tick() noexcept {
  const RealtimeScope realtime;
  const VirtualTimeScope clock(options_.virtual_time);
  reported_ = false;
  take_orders();
  receive_and_play();
  send();
  publish_pool();
  if (reported_ && on_event_ != nullptr) on_event_->wake();
}

void Engine::receive_and_play() noexcept {
  conference_.fill(0);
  for (const Slot& slot : slots_) {
    if (slot.stream == nullptr) continue;
    slot.stream->receive();
    if (slot.stream->connected()) add(conference_, slot.stream->heard());
  }
  sum_without(conference_, {}, speaker_);
  if (tone_.playing()) {
    tone_.mix_into(speaker_);
    if (!tone_.playing()) report(ToneFinished{tone_ticket_});
  }
  device_->transfer(microphone_, speaker_);
}

void Engine::send() noexcept {
  static constexpr Period silence{};
  if (!muted_) add(conference_, microphone_);
  Period said;
  for (const Slot& slot : slots_) {
    if (slot.stream == nullptr) continue;
    if (slot.stream->connected()) {
      sum_without(conference_, slot.stream->heard(), said);
      slot.stream->send(said);
    } else {
      slot.stream->send(silence);
    }
  }
}

bool Engine::idle() const noexcept {
  return open_ == 0 && !tone_.playing() && orders_.empty() && !device_->needs_tick();
}

void Engine::publish_pool() noexcept {
  const PoolLevels levels = thread_pool_levels();
  for (std::size_t c = 0; c < pool_classes; ++c)
    pool_levels_[c].store(levels[c], std::memory_order_relaxed);
  pool_misses_.store(thread_pool_misses(), std::memory_order_relaxed);
}

void Engine::report(const Event& event) noexcept {
  reported_ = true;
  if (!events_.push(event)) ++events_lost_;
}

// ---- orders ----

void Engine::take_orders() noexcept {
  Order order;
  for (int i = 0; i < most_orders && orders_.pop(order); ++i)
    std::visit([this](const auto& o) { obey(o); }, order);
}

Stream* Engine::find(StreamId id) noexcept {
  if (id.slot >= slots_.size()) return nullptr;
  const Slot& slot = slots_[id.slot];
  return slot.id == id ? slot.stream : nullptr;
}

void Engine::obey(const AddStream& order) noexcept {
  adopt(order.grant);
  order.stream->attach(order.id, *this);
  slots_[order.id.slot] = {order.id, order.stream};
  ++open_;
}

void Engine::obey(const RemoveStream& order) noexcept {
  Stream* const stream = find(order.id);
  if (stream == nullptr) return;
  stream->close();
  slots_[order.id.slot] = {};
  --open_;
  garbage_.push({order.id, stream});  // never full: it has room for every stream there can be
  reported_ = true;
}

void Engine::obey(const ConfigureStream& order) noexcept {
  if (Stream* const stream = find(order.id)) stream->configure(order.plan);
}

void Engine::obey(const ConnectStream& order) noexcept {
  if (Stream* const stream = find(order.id)) stream->set_connected(order.connected);
}

void Engine::obey(const SendDigit& order) noexcept {
  if (Stream* const stream = find(order.id)) stream->send_digit(order.event, order.timing);
}

void Engine::obey(const PlayClip& order) noexcept {
  if (Stream* const stream = find(order.id)) stream->play(order.player);
}

void Engine::obey(const RecordStream& order) noexcept {
  if (Stream* const stream = find(order.id)) stream->record(order.sink);
}

void Engine::obey(const PlayTone& order) noexcept {
  tone_.start(order.segments);
  tone_ticket_ = order.ticket;
}

void Engine::obey(const StopTone&) noexcept { tone_.stop(); }

void Engine::obey(const MuteMicrophone& order) noexcept { muted_ = order.muted; }

void Engine::obey(const UseDevice& order) noexcept {
  AudioDevice* const before = device_;
  device_ = order.device != nullptr ? order.device : &silence_;
  if (before != device_ && before != &silence_) report(DeviceReleased{before});
}

// ---- control side ----

bool Engine::push(const Order& order) noexcept {
  if (!orders_.push(order)) return false;
  if (on_order_ != nullptr) on_order_->wake();
  return true;
}

PoolLevels Engine::pool_levels() const noexcept {
  PoolLevels levels{};
  for (std::size_t c = 0; c < pool_classes; ++c)
    levels[c] = pool_levels_[c].load(std::memory_order_relaxed);
  return levels;
}

void Engine::abandon() noexcept {
  const VirtualTimeScope clock(options_.virtual_time);
  for (Order order; orders_.pop(order);) std::visit([this](const auto& o) { obey(o); }, order);
  for (const Slot& slot : slots_)
    if (slot.stream != nullptr) obey(RemoveStream{slot.id});
}

}  // namespace offhook::media
