// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/engine.hpp"

#include <algorithm>
#include <variant>

#include "media/stream.hpp"

namespace offhook::media {
namespace {

constexpr std::size_t orders_held = 256;
constexpr std::size_t events_held = 1024;

/// In virtual time nobody is late, the far side has looked before the next period: a simulated
/// phone does without the room that is for the late.
std::size_t room_for(std::size_t at_most, std::size_t for_each_stream,
                     const Engine::Options& options) {
  if (options.virtual_time == nullptr) return at_most;
  return std::min(at_most, for_each_stream * std::max<std::size_t>(options.max_streams, 8));
}

/// Orders obeyed in one period; more wait for the next.
constexpr int most_orders = 64;

}  // namespace

Engine::Engine() : Engine(Options{}) {}

Engine::Engine(const Options& options)
    : options_(options),
      orders_(room_for(orders_held, 4, options)),
      events_(room_for(events_held, 8, options)),
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
  mix_.begin();
  for (const Slot& slot : slots_) {
    if (slot.stream == nullptr) continue;
    slot.stream->receive();
    mix_.add(slot.stream->party());
  }
  local_.transfer(mix_.ear());
}

void Engine::send() noexcept {
  std::array<Sample, samples_per_period> said;
  for (const Slot& slot : slots_) {
    if (slot.stream == nullptr) continue;
    mix_.for_party(slot.stream->party(), local_.said(), said);
    slot.stream->send(said);
  }
}

bool Engine::idle() const noexcept { return open_ == 0 && orders_.empty() && !local_.busy(); }

void Engine::publish_pool() noexcept {
  const PoolLevels levels = thread_pool_levels();
  for (std::size_t c = 0; c < pool_classes; ++c)
    pool_levels_[c].store(levels[c], std::memory_order_relaxed);
  pool_misses_.store(thread_pool_misses(), std::memory_order_relaxed);
}

void Engine::report(const Event& event) noexcept {
  reported_ = true;
  if (!events_.push(event)) events_lost_.fetch_add(1, std::memory_order_relaxed);
}

// ---- orders ----

void Engine::take_orders() noexcept {
  Order order;
  for (int i = 0; i < most_orders && orders_.pop(order); ++i) carry_out(order);
}

void Engine::carry_out(const Order& order) noexcept {
  std::visit([this](const auto& o) { obey(o); }, order);
  orders_obeyed_.fetch_add(1, std::memory_order_release);
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
  // Never full: it has room for every stream there can be.
  garbage_.push({order.id, stream, surplus_of_thread_pool(open_)});
  reported_ = true;
}

void Engine::obey(const ConfigureStream& order) noexcept {
  if (Stream* const stream = find(order.id)) stream->configure(order.plan);
}

void Engine::obey(const ConnectStream& order) noexcept {
  if (Stream* const stream = find(order.id)) stream->set_connected(order.connected);
}

void Engine::obey(const SetMembership& order) noexcept {
  if (Stream* const stream = find(order.id)) stream->set_membership(order.membership);
}

void Engine::obey(const SendDigit& order) noexcept {
  if (Stream* const stream = find(order.id)) stream->send_digit(order.event, order.timing);
}

void Engine::obey(const SayDigit& order) noexcept {
  if (Stream* const stream = find(order.id)) stream->say_digit(order.digit, order.timing);
}

void Engine::obey(const PlayClip& order) noexcept {
  if (Stream* const stream = find(order.id)) stream->play(order.player);
}

void Engine::obey(const RecordStream& order) noexcept {
  if (Stream* const stream = find(order.id)) stream->record(order.sink);
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
  for (Order order; orders_.pop(order);) carry_out(order);
  for (const Slot& slot : slots_)
    if (slot.stream != nullptr) obey(RemoveStream{slot.id});
}

}  // namespace offhook::media
