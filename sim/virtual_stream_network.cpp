// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/virtual_stream_network.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "actors/base/random_source.hpp"

namespace offhook::sim {
namespace {

using transport::StreamHandlers;
using transport::StreamLimits;

constexpr std::uint16_t first_free_port = 49152;  // RFC 6335 §6: dynamic ports
constexpr Instant retry = 1s;                     // how soon an end of a partition is noticed

}  // namespace

/// What connections and listeners share.
struct VirtualStreamNetwork::Wires {
  std::shared_ptr<Timers> timers;
  SeededRandom random;
  StreamPath path;
  StreamLimits limits;
  Tap tap;
  std::map<Endpoint, std::shared_ptr<AcceptHandler>> listeners;
  std::set<IpAddress> cut;
  std::vector<std::weak_ptr<Half>> halves;  ///< those that are gone, until the next one comes
  std::uint16_t last_port = 0;

  std::uint16_t next_port() {
    last_port = std::max<std::uint16_t>(first_free_port, static_cast<std::uint16_t>(last_port + 1));
    return last_port;
  }
  std::shared_ptr<Half> add(std::shared_ptr<Half> half) {
    halves.erase(std::remove_if(halves.begin(), halves.end(),
                                [](const auto& weak) { return weak.expired(); }),
                 halves.end());
    halves.push_back(half);
    return half;
  }
  [[nodiscard]] std::size_t piece_of(std::size_t size) {
    return path.largest_piece == 0 ? size : std::min(size, 1 + random.next() % path.largest_piece);
  }
};

/// One end. What flies towards it waits in its own queue; its handle alone keeps it alive.
class VirtualStreamNetwork::Half final : public std::enable_shared_from_this<Half> {
 public:
  Half(std::shared_ptr<Wires> wires, const Endpoint& local, const Endpoint& remote)
      : local_(local), remote_(remote), wires_(std::move(wires)) {}

  void start(StreamHandlers handlers) {
    handlers_ = std::make_shared<StreamHandlers>(std::move(handlers));
    if (is_connected_) {
      touch();
      return land();
    }
    expire_after(wires_->limits.connect);
    handshake_ = after(wires_->path.delay, [](Half& self) { self.knock(); });
  }

  absl::Status send(std::string_view octets) {
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

  void reset() {
    incoming_.clear();
    landing_ = after(Instant::zero(), [](Half& self) {
      if (self.is_open_)
        self.end(unavailable("reading from " + self.remote_.to_string() + ": connection reset"));
    });
  }

  [[nodiscard]] std::size_t unsent() const { return unsent_.size() + in_flight_; }

  void finish() {
    if (std::exchange(is_finishing_, true) || !is_open_) return;
    if (is_connected_) transmit_end();
    expire_after(wires_->limits.connect);
  }

  void close() {
    if (!std::exchange(is_open_, false)) return;
    handlers_ = nullptr;
    for (Timer* timer : {&handshake_, &landing_, &expiry_}) timer->cancel();
    if (is_connected_ && !is_finishing_) transmit_end();
  }

  Endpoint local_, remote_;
  bool is_connected_ = false;

 private:
  struct Segment {
    Instant due;
    std::string octets;  // empty: the other end has closed
  };

  template <class Task>
  Timer after(Instant delay, Task task) {
    return wires_->timers->call_after(delay, [weak = weak_from_this(), task] {
      if (const auto self = weak.lock()) task(*self);
    });
  }

  [[nodiscard]] bool is_cut() const {
    return wires_->cut.contains(local_.address) || wires_->cut.contains(remote_.address);
  }

  void knock();

  void connected() {
    is_connected_ = true;
    touch();
    if (!unsent_.empty()) transmit(std::exchange(unsent_, {}));
    if (is_finishing_) transmit_end();
    const auto told = handlers_;
    if (told && told->connected) told->connected();
    land();
  }

  void transmit(std::string_view octets) {
    if (wires_->tap) wires_->tap(wires_->timers->now(), local_, remote_, octets);
    const auto peer = peer_.lock();
    if (!peer || !peer->is_open_) return;
    in_flight_ += octets.size();
    while (!octets.empty()) {
      const std::size_t size = wires_->piece_of(octets.size());
      peer->expect(std::string(octets.substr(0, size)));
      octets.remove_prefix(size);
    }
  }

  void transmit_end() {
    if (const auto peer = peer_.lock(); peer && peer->is_open_) peer->expect({});
  }

  void expect(std::string octets) {
    incoming_.push_back({wires_->timers->now() + wires_->path.delay, std::move(octets)});
    land();
  }

  /// Sees to it that the next segment lands in its time.
  void land() {
    if (incoming_.empty() || is_landing_ || !is_connected_ || !handlers_) return;
    is_landing_ = true;
    const Instant left = incoming_.front().due - wires_->timers->now();
    const Instant wait = is_cut() ? retry : std::max(Instant::zero(), left);
    landing_ = after(wait, [](Half& self) {
      self.is_landing_ = false;
      if (!self.is_cut()) self.take();
      if (self.is_open_) self.land();
    });
  }

  void take() {
    const Segment segment = std::move(incoming_.front());
    incoming_.pop_front();
    if (segment.octets.empty()) return end(absl::OkStatus());
    if (const auto sender = peer_.lock()) {
      sender->in_flight_ -= segment.octets.size();
      sender->touch();
    }
    touch();
    const auto told = handlers_;  // it may destroy the handle
    if (!is_finishing_ && told->arrived) told->arrived(segment.octets);
  }

  void touch() {
    if (is_open_ && handlers_ && !is_finishing_) expire_after(wires_->limits.idle);
  }

  void expire_after(Instant span) {
    expiry_ = after(span, [](Half& self) { self.expire(); });
  }

  void expire() {
    if (is_finishing_ && in_flight_ == 0) return end(absl::OkStatus());
    const std::string text = is_connected_ ? " was idle" : " does not answer";
    end(absl::DeadlineExceededError(to_absl(remote_.to_string() + text)));
  }

  void end(const absl::Status& why) {
    const auto told = std::exchange(handlers_, nullptr);
    close();
    if (told && told->closed) told->closed(why);
  }

  std::shared_ptr<Wires> wires_;
  std::weak_ptr<Half> peer_;
  std::shared_ptr<StreamHandlers> handlers_;
  bool is_open_ = true;
  bool is_finishing_ = false;
  bool is_landing_ = false;
  std::string unsent_;         // until it is connected
  std::size_t in_flight_ = 0;  // octets of ours that the peer has not got
  std::deque<Segment> incoming_;
  Timer handshake_, landing_, expiry_;
};

class VirtualStreamNetwork::Connection final : public transport::StreamConnection {
 public:
  explicit Connection(std::shared_ptr<Half> half) : half_(std::move(half)) {}
  ~Connection() override { half_->close(); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start(StreamHandlers handlers) override { half_->start(std::move(handlers)); }
  [[nodiscard]] Endpoint local() const override {
    return half_->is_connected_ ? half_->local_ : Endpoint{};
  }
  [[nodiscard]] Endpoint remote() const override { return half_->remote_; }
  absl::Status send(std::string_view octets) override { return half_->send(octets); }
  [[nodiscard]] std::size_t unsent() const override { return half_->unsent(); }
  void finish() override { half_->finish(); }

 private:
  std::shared_ptr<Half> half_;
};

/// The SYN arrives, or gets lost.
void VirtualStreamNetwork::Half::knock() {
  if (is_cut()) return;  // until `connect` has passed
  const auto listener = wires_->listeners.find(remote_);
  if (listener == wires_->listeners.end()) {
    handshake_ = after(wires_->path.delay, [](Half& self) {
      self.end(unavailable("connecting to " + self.remote_.to_string() + ": refused"));
    });
    return;
  }
  auto other = wires_->add(std::make_shared<Half>(wires_, remote_, local_));
  other->is_connected_ = true;
  other->peer_ = weak_from_this();
  peer_ = other;
  handshake_ = after(wires_->path.delay, [](Half& self) { self.connected(); });
  const auto told = listener->second;  // it may destroy the listener
  (*told)(std::make_unique<Connection>(std::move(other)));
}

class VirtualStreamNetwork::Listener final : public transport::StreamListener {
 public:
  Listener(std::shared_ptr<Wires> wires, const Endpoint& local)
      : wires_(std::move(wires)), local_(local) {}
  ~Listener() override { wires_->listeners.erase(local_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  [[nodiscard]] Endpoint local() const override { return local_; }

 private:
  std::shared_ptr<Wires> wires_;
  Endpoint local_;
};

VirtualStreamNetwork::VirtualStreamNetwork(std::shared_ptr<Timers> timers, std::uint64_t seed,
                                           StreamPath path, StreamLimits limits)
    : wires_(std::make_shared<Wires>(
          Wires{std::move(timers), SeededRandom(seed), path, limits, {}, {}, {}, {}})) {}
VirtualStreamNetwork::~VirtualStreamNetwork() = default;

absl::StatusOr<std::unique_ptr<transport::StreamConnection>> VirtualStreamNetwork::connect(
    const transport::StreamRoute& route) {
  if (route.from.is_unspecified())
    return unavailable("connecting to " + route.to.to_string() + ": from which address?");
  const Endpoint local{route.from, wires_->next_port()};
  return std::make_unique<Connection>(wires_->add(std::make_shared<Half>(wires_, local, route.to)));
}

absl::StatusOr<std::unique_ptr<transport::StreamListener>> VirtualStreamNetwork::listen(
    const Endpoint& local, AcceptHandler accepted) {
  const Endpoint endpoint{local.address, local.port != 0 ? local.port : wires_->next_port()};
  if (wires_->listeners.contains(endpoint))
    return absl::AlreadyExistsError(
        to_absl("listening on " + endpoint.to_string() + ": address already in use"));
  wires_->listeners[endpoint] = std::make_shared<AcceptHandler>(std::move(accepted));
  return std::make_unique<Listener>(wires_, endpoint);
}

void VirtualStreamNetwork::partition(const IpAddress& address, bool is_cut) {
  if (is_cut)
    wires_->cut.insert(address);
  else
    wires_->cut.erase(address);
}
void VirtualStreamNetwork::reset(const IpAddress& address) {
  for (const auto& weak : wires_->halves)
    if (const auto half = weak.lock();
        half && (half->local_.address == address || half->remote_.address == address))
      half->reset();
}
void VirtualStreamNetwork::set_tap(Tap tap) { wires_->tap = std::move(tap); }

}  // namespace offhook::sim
