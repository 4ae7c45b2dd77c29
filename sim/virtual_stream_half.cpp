// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/virtual_stream_half.hpp"

#include <algorithm>

#include "sim/link.hpp"

namespace offhook::sim {
namespace {

using transport::StreamHandlers;

constexpr std::uint16_t first_free_port = 49152;  // RFC 6335 §6: dynamic ports
constexpr Instant retry = 1s;                     // how soon an end of a partition is noticed

}  // namespace

const StreamPath& StreamWires::path(const IpAddress& from, const IpAddress& to) const {
  const auto own = paths.find({from, to});
  return own != paths.end() ? own->second : default_path;
}

std::uint16_t StreamWires::next_port() {
  last_port = std::max<std::uint16_t>(first_free_port, static_cast<std::uint16_t>(last_port + 1));
  return last_port;
}

std::shared_ptr<StreamHalf> StreamWires::add(std::shared_ptr<StreamHalf> half) {
  std::erase_if(halves, [](const auto& weak) { return weak.expired(); });
  halves.push_back(half);
  return half;
}

std::uint64_t StreamWires::next_seed(const IpAddress& from, const IpAddress& to) {
  return seed_of(seed, from.to_string() + ">" + to.to_string()) + opened[{from, to}]++;
}

StreamHalf::StreamHalf(std::shared_ptr<StreamWires> wires, const Endpoint& local,
                       const Endpoint& remote)
    : local_(local), remote_(remote), wires_(std::move(wires)), pieces_(0), jitter_(0) {
  const std::uint64_t seed = wires_->next_seed(local_.address, remote_.address);
  pieces_ = SeededRandom(seed_of(seed, "pieces"));
  jitter_ = SeededRandom(seed_of(seed, "jitter"));
  const StreamReset& reset = path().reset;
  SeededRandom place(seed_of(seed, "reset"));
  breaks_after_ =
      reset.by_chance && reset.octets != 0 ? 1 + place.next() % reset.octets : reset.octets;
}

void StreamHalf::start(StreamHandlers handlers) {
  handlers_ = std::make_shared<StreamHandlers>(std::move(handlers));
  if (is_connected_) {
    touch();
    return land();
  }
  expire_after(wires_->limits.connect);
  handshake_ = after(path().delay, [](StreamHalf& self) { self.knock(); });
}

absl::Status StreamHalf::send(std::string_view octets) {
  if (!is_open_ || is_finishing_)
    return failed_precondition("the connection to " + remote_.to_string() + " is closed");
  if (octets.size() > wires_->limits.queued_octets - unsent())
    return absl::ResourceExhaustedError(to_absl(remote_.to_string() + " does not read"));
  if (!is_connected_)
    unsent_ += octets;
  else
    transmit(octets);
  return absl::OkStatus();
}

void StreamHalf::finish() {
  if (std::exchange(is_finishing_, true) || !is_open_) return;
  if (is_connected_) transmit_end();
  expire_after(wires_->limits.connect);
}

void StreamHalf::close() {
  if (!std::exchange(is_open_, false)) return;
  handlers_ = nullptr;
  for (Timer* timer : {&handshake_, &landing_, &expiry_}) timer->cancel();
  if (is_connected_ && !is_finishing_) transmit_end();
}

absl::Status StreamHalf::was_reset() const {
  return unavailable("reading from " + remote_.to_string() + ": connection reset");
}

void StreamHalf::reset() {
  is_broken_ = true;
  incoming_.clear();
  landing_ = after(Instant::zero(), [](StreamHalf& self) {
    if (self.is_open_) self.end(self.was_reset());
  });
}

void StreamHalf::vanish() {
  is_broken_ = true;
  incoming_.clear();
  for (Timer* timer : {&handshake_, &landing_, &expiry_}) timer->cancel();
}

void StreamHalf::lose_peer(HalfOpen answer) {
  peer_is_ = answer == HalfOpen::resets ? Peer::resets : Peer::silent;
}

bool StreamHalf::is_cut() const {
  return wires_->partitions->is_cut(local_.address, remote_.address) ||
         wires_->partitions->is_cut(remote_.address, local_.address);
}

/// The SYN arrives, or gets lost.
void StreamHalf::knock() {
  const Opening opening = path().opening;
  if (is_cut() || opening == Opening::silent) return;  // until `connect` has passed
  const Instant back = wires_->path(remote_.address, local_.address).delay;
  const auto listener = wires_->listeners.find(remote_);
  if (listener == wires_->listeners.end() || opening == Opening::refused) {
    handshake_ = after(back, [](StreamHalf& self) {
      self.end(unavailable("connecting to " + self.remote_.to_string() + ": refused"));
    });
    return;
  }
  auto other = wires_->add(std::make_shared<StreamHalf>(wires_, remote_, local_));
  other->is_connected_ = true;
  other->peer_ = weak_from_this();
  peer_ = other;
  handshake_ = after(back, [](StreamHalf& self) { self.connected(); });
  const auto told = listener->second;  // it may destroy the listener
  (*told)(std::make_unique<VirtualStreamConnection>(std::move(other)));
}

void StreamHalf::connected() {
  is_connected_ = true;
  touch();
  if (!unsent_.empty()) transmit(std::exchange(unsent_, {}));
  if (is_finishing_) transmit_end();
  const auto told = handlers_;
  if (told && told->connected) told->connected();
  land();
}

std::size_t StreamHalf::next_piece(std::size_t size) {
  const std::size_t largest = path().largest_piece;
  return largest == 0 ? size : std::min(size, 1 + pieces_.next() % largest);
}

void StreamHalf::transmit(std::string_view octets) {
  if (is_broken_) return;
  if (wires_->tap) wires_->tap(wires_->timers->now(), local_, remote_, octets);
  in_flight_ += peer_is_ == Peer::there ? std::size_t{0} : octets.size();
  if (peer_is_ == Peer::resets) {
    const Instant back = wires_->path(remote_.address, local_.address).delay;
    return expect(path().delay + back, Kind::reset);
  }
  const auto peer = peer_.lock();
  if (peer_is_ == Peer::silent || !peer || !peer->is_open_) return;

  const std::uint64_t left = breaks_after_ - std::min(breaks_after_, transmitted_);
  const bool breaks = breaks_after_ != 0 && octets.size() >= left;
  if (breaks) octets = octets.substr(0, left);
  transmitted_ += octets.size();
  in_flight_ += octets.size();
  while (!octets.empty()) {
    const std::size_t size = next_piece(octets.size());
    const Instant late = draw_jitter(jitter_, path().jitter, JitterShape::uniform);
    peer->expect(path().delay + late, Kind::octets, std::string(octets.substr(0, size)));
    octets.remove_prefix(size);
  }
  if (!breaks) return;
  peer->expect(path().delay, Kind::reset);
  reset();
}

void StreamHalf::transmit_end() {
  const auto peer = peer_.lock();
  if (peer && peer->is_open_ && !is_broken_ && peer_is_ == Peer::there)
    peer->expect(path().delay, Kind::end);
}

void StreamHalf::expect(Instant delay, Kind kind, std::string octets) {
  if (is_broken_) return;
  last_due_ = std::max(last_due_, wires_->timers->now() + delay);  // nothing overtakes
  incoming_.push_back({last_due_, kind, std::move(octets)});
  land();
}

/// Sees to it that the next segment lands in its time.
void StreamHalf::land() {
  if (incoming_.empty() || is_landing_ || !is_connected_ || !handlers_ || is_broken_) return;
  is_landing_ = true;
  const Instant left = incoming_.front().due - wires_->timers->now();
  const Instant wait = is_cut() ? retry : std::max(Instant::zero(), left);
  landing_ = after(wait, [](StreamHalf& self) {
    self.is_landing_ = false;
    if (!self.is_cut()) self.take();
    if (self.is_open_) self.land();
  });
}

void StreamHalf::take() {
  const Segment segment = std::move(incoming_.front());
  incoming_.pop_front();
  if (segment.kind == Kind::end) return end(absl::OkStatus());
  if (segment.kind == Kind::reset) {
    is_broken_ = true;
    return end(was_reset());
  }
  if (const auto sender = peer_.lock()) {
    sender->in_flight_ -= segment.octets.size();
    sender->touch();
  }
  touch();
  const auto told = handlers_;  // it may destroy the handle
  if (!is_finishing_ && told->arrived) told->arrived(segment.octets);
}

void StreamHalf::touch() {
  if (is_open_ && handlers_ && !is_finishing_ && !is_broken_) expire_after(wires_->limits.idle);
}

void StreamHalf::expire_after(Instant span) {
  expiry_ = after(span, [](StreamHalf& self) { self.expire(); });
}

void StreamHalf::expire() {
  if (is_finishing_ && in_flight_ == 0) return end(absl::OkStatus());
  const std::string text = is_connected_ ? " was idle" : " does not answer";
  end(absl::DeadlineExceededError(to_absl(remote_.to_string() + text)));
}

void StreamHalf::end(const absl::Status& why) {
  const auto told = std::exchange(handlers_, nullptr);
  close();
  if (told && told->closed) told->closed(why);
}

}  // namespace offhook::sim
