// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "actors/base/random_source.hpp"
#include "actors/base/timers.hpp"
#include "actors/transport/stream_network.hpp"
#include "sim/partitions.hpp"
#include "sim/stream_path.hpp"

namespace offhook::sim {

class StreamHalf;

/// What the connections and listeners of a virtual stream network share.
struct StreamWires {
  using Tap = std::function<void(Instant, const Endpoint& from, const Endpoint& to,
                                 std::string_view octets)>;

  std::shared_ptr<Timers> timers;
  std::uint64_t seed = 0;
  StreamPath default_path;
  transport::StreamLimits limits;
  Tap tap{};
  std::map<std::pair<IpAddress, IpAddress>, StreamPath> paths{};
  std::map<Endpoint, std::shared_ptr<transport::StreamNetwork::AcceptHandler>> listeners{};
  std::shared_ptr<Partitions> partitions = std::make_shared<Partitions>();
  std::vector<std::weak_ptr<StreamHalf>> halves{};  ///< the gone ones until the next one comes
  std::map<std::pair<IpAddress, IpAddress>, std::uint64_t> opened{};
  std::uint16_t last_port = 0;

  [[nodiscard]] const StreamPath& path(const IpAddress& from, const IpAddress& to) const;
  std::uint16_t next_port();
  std::shared_ptr<StreamHalf> add(std::shared_ptr<StreamHalf> half);
  /// The seed of the next connection in that direction: others do not change it.
  std::uint64_t next_seed(const IpAddress& from, const IpAddress& to);
};

/// One end. What flies towards it waits in its own queue; its handle alone keeps it alive.
class StreamHalf final : public std::enable_shared_from_this<StreamHalf> {
 public:
  StreamHalf(std::shared_ptr<StreamWires> wires, const Endpoint& local, const Endpoint& remote);

  void start(transport::StreamHandlers handlers);
  absl::Status send(std::string_view octets);
  void finish();
  void close();
  [[nodiscard]] std::size_t unsent() const { return unsent_.size() + in_flight_; }
  [[nodiscard]] const Endpoint& local() const { return local_; }
  [[nodiscard]] const Endpoint& remote() const { return remote_; }
  [[nodiscard]] bool is_connected() const { return is_connected_; }

  /// It breaks, and what was under way to it is lost.
  void reset();
  /// Its host has died: it hears nothing more and is not heard.
  void vanish();
  /// The other end has died.
  void lose_peer(HalfOpen answer);

 private:
  enum class Kind : std::uint8_t { octets, end, reset };
  struct Segment {
    Instant due;
    Kind kind = Kind::octets;
    std::string octets{};
  };
  enum class Peer : std::uint8_t { there, silent, resets };

  template <class Task>
  Timer after(Instant delay, Task task) {
    return wires_->timers->call_after(delay, [weak = weak_from_this(), task] {
      if (const auto self = weak.lock()) task(*self);
    });
  }
  [[nodiscard]] const StreamPath& path() const {
    return wires_->path(local_.address, remote_.address);
  }
  [[nodiscard]] bool is_cut() const;
  [[nodiscard]] std::size_t next_piece(std::size_t size);

  void knock();
  void connected();
  void transmit(std::string_view octets);
  void transmit_end();
  void expect(Instant delay, Kind kind, std::string octets = {});
  void land();
  void take();
  void touch();
  void expire_after(Instant span);
  void expire();
  void end(const absl::Status& why);
  [[nodiscard]] absl::Status was_reset() const;

  Endpoint local_, remote_;
  std::shared_ptr<StreamWires> wires_;
  SeededRandom pieces_, jitter_;
  std::uint64_t breaks_after_ = 0;  ///< octets of ours; 0: never
  std::uint64_t transmitted_ = 0;
  std::weak_ptr<StreamHalf> peer_;
  Peer peer_is_ = Peer::there;
  std::shared_ptr<transport::StreamHandlers> handlers_;
  bool is_connected_ = false;
  bool is_open_ = true;
  bool is_finishing_ = false;
  bool is_landing_ = false;
  bool is_broken_ = false;     ///< reset, or its host is dead
  std::string unsent_;         ///< until it is connected
  std::size_t in_flight_ = 0;  ///< octets of ours that the peer has not got
  Instant last_due_{};
  std::deque<Segment> incoming_;
  Timer handshake_, landing_, expiry_;
};

/// The handle of one end.
class VirtualStreamConnection final : public transport::StreamConnection {
 public:
  explicit VirtualStreamConnection(std::shared_ptr<StreamHalf> half) : half_(std::move(half)) {}
  ~VirtualStreamConnection() override { half_->close(); }
  VirtualStreamConnection(const VirtualStreamConnection&) = delete;
  VirtualStreamConnection& operator=(const VirtualStreamConnection&) = delete;

  void start(transport::StreamHandlers handlers) override { half_->start(std::move(handlers)); }
  [[nodiscard]] Endpoint local() const override {
    return half_->is_connected() ? half_->local() : Endpoint{};
  }
  [[nodiscard]] Endpoint remote() const override { return half_->remote(); }
  absl::Status send(std::string_view octets) override { return half_->send(octets); }
  [[nodiscard]] std::size_t unsent() const override { return half_->unsent(); }
  void finish() override { half_->finish(); }

 private:
  std::shared_ptr<StreamHalf> half_;
};

}  // namespace offhook::sim
