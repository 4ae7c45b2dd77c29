// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/virtual_network.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "actors/base/random_source.hpp"
#include "actors/base/status.hpp"

namespace offhook::sim {
namespace {

constexpr std::uint16_t first_free_port = 49152;  // RFC 6335 §6: dynamic ports

}  // namespace

/// Everything that sockets, the network and datagrams on their way share.
class VirtualNetwork::Wires final : public std::enable_shared_from_this<Wires> {
 public:
  struct Bound {
    std::shared_ptr<DatagramHandler> arrived;
    transport::DatagramSocket::UnreachableHandler unreachable;
  };

  Wires(std::shared_ptr<Timers> timers, std::uint64_t seed, Link link)
      : default_link_(link), timers_(std::move(timers)), random_(seed) {}

  void send(const Endpoint& from, const Endpoint& to, std::string_view octets) {
    if (tap_) tap_(timers_->now(), from, to, octets);
    if (cut_.contains(from.address) || cut_.contains(to.address)) return;
    if (lose_ && lose_(from, to, octets)) return;
    const Link& link = link_between(from.address, to.address);
    if (happens(link.loss)) return;
    const int copies = happens(link.duplication) ? 2 : 1;
    for (int copy = 0; copy < copies; ++copy)
      fly(link, [this, from, to, text = std::string(octets)] { arrive(from, to, text); });
  }

  [[nodiscard]] std::optional<std::uint16_t> free_port(const IpAddress& address) const {
    for (std::uint32_t port = first_free_port; port <= 65535; ++port)
      if (!bound_.contains({address, static_cast<std::uint16_t>(port)}))
        return static_cast<std::uint16_t>(port);
    return std::nullopt;
  }

  std::map<Endpoint, Bound> bound_;
  std::map<std::pair<IpAddress, IpAddress>, Link> links_;
  std::set<IpAddress> cut_;
  Link default_link_;
  Tap tap_;
  Filter lose_;
  bool reports_unreachable_ = false;
  std::map<std::uint64_t, Timer> flying_;

 private:
  [[nodiscard]] const Link& link_between(const IpAddress& from, const IpAddress& to) const {
    const auto own = links_.find({from, to});
    return own != links_.end() ? own->second : default_link_;
  }

  bool happens(double probability) {
    if (probability <= 0) return false;  // asks chance only where it has a say
    return static_cast<double>(random_.next() >> 11) * 0x1p-53 < probability;
  }

  template <class Task>
  void fly(const Link& link, Task task) {
    Instant delay = link.delay;
    if (link.jitter > Instant::zero())
      delay += Instant(static_cast<Instant::rep>(
          random_.next() % static_cast<std::uint64_t>(link.jitter.count() + 1)));
    const auto number = ++sent_;
    auto landing = [weak = weak_from_this(), number, task = std::move(task)] {
      const auto self = weak.lock();
      if (!self) return;
      const auto timer = self->flying_.extract(number);
      task();
    };
    flying_.emplace(number, timers_->call_after(delay, std::move(landing)));
  }

  void arrive(const Endpoint& from, const Endpoint& to, const std::string& octets) {
    if (cut_.contains(to.address)) return;
    const auto found = bound_.find(to);
    if (found == bound_.end()) return return_to_sender(from, to);
    const auto handler = found->second.arrived;  // it may close the socket
    (*handler)(octets, from);
  }

  void return_to_sender(const Endpoint& from, const Endpoint& to) {
    if (!reports_unreachable_) return;
    fly(link_between(to.address, from.address), [this, from, to] {
      const auto sender = bound_.find(from);
      if (sender != bound_.end() && sender->second.unreachable) sender->second.unreachable(to);
    });
  }

  std::shared_ptr<Timers> timers_;
  SeededRandom random_;
  std::uint64_t sent_ = 0;
};

class VirtualNetwork::Socket final : public transport::DatagramSocket {
 public:
  Socket(std::shared_ptr<Wires> wires, const Endpoint& local)
      : wires_(std::move(wires)), local_(local) {}
  ~Socket() override { wires_->bound_.erase(local_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  [[nodiscard]] Endpoint local() const override { return local_; }
  absl::Status send(const Endpoint& to, std::string_view octets) override {
    if (octets.size() > max_datagram) return invalid_argument("the datagram is too long");
    wires_->send(local_, to, octets);
    return absl::OkStatus();
  }
  void on_unreachable(UnreachableHandler handler) override {
    wires_->bound_[local_].unreachable = std::move(handler);
  }

 private:
  static constexpr std::size_t max_datagram = 65507;

  std::shared_ptr<Wires> wires_;
  Endpoint local_;
};

VirtualNetwork::VirtualNetwork(std::shared_ptr<Timers> timers, std::uint64_t seed, Link link)
    : wires_(std::make_shared<Wires>(std::move(timers), seed, link)) {}
VirtualNetwork::~VirtualNetwork() = default;

absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> VirtualNetwork::bind(
    const Endpoint& local, DatagramHandler arrived) {
  Endpoint endpoint = local;
  if (endpoint.port == 0) {
    const auto port = wires_->free_port(local.address);
    if (!port) return unavailable("no free port on " + local.address.to_string());
    endpoint.port = *port;
  }
  if (wires_->bound_.contains(endpoint))
    return absl::AlreadyExistsError(
        to_absl("listening on " + endpoint.to_string() + ": address already in use"));
  wires_->bound_[endpoint] = {std::make_shared<DatagramHandler>(std::move(arrived)), nullptr};
  return std::make_unique<Socket>(wires_, endpoint);
}

void VirtualNetwork::set_link(Link link) { wires_->default_link_ = link; }
void VirtualNetwork::set_link(const IpAddress& from, const IpAddress& to, Link link) {
  wires_->links_[{from, to}] = link;
}
void VirtualNetwork::partition(const IpAddress& address, bool is_cut) {
  if (is_cut)
    wires_->cut_.insert(address);
  else
    wires_->cut_.erase(address);
}
void VirtualNetwork::report_unreachable(bool on) { wires_->reports_unreachable_ = on; }
void VirtualNetwork::set_tap(Tap tap) { wires_->tap_ = std::move(tap); }
void VirtualNetwork::set_loss_filter(Filter lose) { wires_->lose_ = std::move(lose); }
std::size_t VirtualNetwork::in_flight() const { return wires_->flying_.size(); }

}  // namespace offhook::sim
