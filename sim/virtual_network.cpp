// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/virtual_network.hpp"

#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "actors/base/status.hpp"
#include "media/packet_port.hpp"

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

  /// From a socket, seen from outside its NAT box as another, to whom it was addressed.
  struct Way {
    Endpoint sender;
    Endpoint seen;
    Endpoint to;
  };

  Wires(std::shared_ptr<Timers> timers, std::uint64_t seed, LinkPath path)
      : default_path_(path), timers_(std::move(timers)), seed_(seed) {}

  void send(const Endpoint& from, const Endpoint& to, std::string_view octets) {
    if (tap_) tap_(timers_->now(), from, to, octets);
    if (const auto group = groups_.find(to); group != groups_.end())
      return send_to_members(from, to, group->second, octets);
    if (partitions_->is_cut(from.address, to.address)) return;
    if (lose_ && lose_(from, to, octets)) return;
    const auto seen = boxes_.departs(from, to, timers_->now());
    if (!seen) return;
    const LinkPath& path = path_between(from.address, to.address);
    for (auto& landing : link(from.address, to.address).carry(path, timers_->now(), octets))
      fly(landing.delay, [this, way = Way{from, *seen, to}, text = std::move(landing.octets)] {
        arrive(way, text);
      });
  }

  [[nodiscard]] const LinkPath& path_between(const IpAddress& from, const IpAddress& to) const {
    const auto own = paths_.find({from, to});
    return own != paths_.end() ? own->second : default_path_;
  }

  [[nodiscard]] std::optional<std::uint16_t> free_port(const IpAddress& address) const {
    for (std::uint32_t port = first_free_port; port <= 65535; ++port)
      if (!bound_.contains({address, static_cast<std::uint16_t>(port)}))
        return static_cast<std::uint16_t>(port);
    return std::nullopt;
  }

  std::map<Endpoint, Bound> bound_;
  /// Who listens to a multicast group, by the number of the socket.
  struct Listener {
    IpAddress address;
    std::shared_ptr<DatagramHandler> arrived;
  };
  using Members = std::map<std::uint64_t, Listener>;
  std::map<Endpoint, Members> groups_;
  std::uint64_t last_member_ = 0;
  std::map<std::pair<IpAddress, IpAddress>, LinkPath> paths_;
  std::map<std::pair<IpAddress, IpAddress>, Link> links_;  ///< those that carried something
  LinkPath default_path_;
  std::shared_ptr<Partitions> partitions_ = std::make_shared<Partitions>();
  NatBoxes boxes_;
  Tap tap_;
  Filter lose_;
  bool reports_unreachable_ = false;
  std::map<std::uint64_t, Timer> flying_;

 private:
  /// The network copies it: each link has its own faults.
  void send_to_members(const Endpoint& from, const Endpoint& group, const Members& members,
                       std::string_view octets) {
    for (const auto& [number, member] : members) {
      const IpAddress address = member.address;
      if (address == from.address || partitions_->is_cut(from.address, address)) continue;
      if (lose_ && lose_(from, {address, group.port}, octets)) continue;
      const LinkPath& path = path_between(from.address, address);
      for (auto& landing : link(from.address, address).carry(path, timers_->now(), octets))
        fly(landing.delay, [this, from, group, id = number, text = std::move(landing.octets)] {
          reach_member(from, group, id, text);
        });
    }
  }

  void reach_member(const Endpoint& from, const Endpoint& group, std::uint64_t number,
                    const std::string& octets) {
    const auto members = groups_.find(group);
    if (members == groups_.end()) return;
    const auto member = members->second.find(number);
    if (member == members->second.end()) return;
    if (partitions_->is_cut(from.address, member->second.address)) return;
    const auto handler = member->second.arrived;  // it may close the socket
    (*handler)(octets, from);
  }

  Link& link(const IpAddress& from, const IpAddress& to) {
    return links_.try_emplace({from, to}, seed_, from, to).first->second;
  }

  template <class Task>
  void fly(Instant delay, Task task) {
    const auto number = ++sent_;
    auto landing = [weak = weak_from_this(), number, task = std::move(task)] {
      const auto self = weak.lock();
      if (!self) return;
      const auto timer = self->flying_.extract(number);
      task();
    };
    flying_.emplace(number, timers_->call_after(delay, std::move(landing)));
  }

  void arrive(const Way& way, const std::string& octets) {
    const auto to = boxes_.arrives(way.seen, way.to, timers_->now());
    if (!to || partitions_->is_cut(way.sender.address, to->address)) return;
    const auto found = bound_.find(*to);
    if (found == bound_.end()) return return_to_sender(way);
    const auto handler = found->second.arrived;  // it may close the socket
    (*handler)(octets, way.seen);
  }

  void return_to_sender(const Way& way) {
    if (!reports_unreachable_) return;
    fly(path_between(way.to.address, way.sender.address).delay, [this, way] {
      const auto sender = bound_.find(way.sender);
      if (sender != bound_.end() && sender->second.unreachable) sender->second.unreachable(way.to);
    });
  }

  std::shared_ptr<Timers> timers_;
  std::uint64_t seed_;
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

/// Listens to a group; sends nothing.
class VirtualNetwork::Member final : public transport::DatagramSocket {
 public:
  Member(std::shared_ptr<Wires> wires, const Endpoint& group, std::uint64_t number)
      : wires_(std::move(wires)), group_(group), number_(number) {}
  ~Member() override {
    const auto members = wires_->groups_.find(group_);
    members->second.erase(number_);
    if (members->second.empty()) wires_->groups_.erase(members);
  }
  Member(const Member&) = delete;
  Member& operator=(const Member&) = delete;

  [[nodiscard]] Endpoint local() const override { return group_; }
  absl::Status send(const Endpoint&, std::string_view) override {
    return failed_precondition("a member of a group only listens");
  }

 private:
  std::shared_ptr<Wires> wires_;
  Endpoint group_;
  std::uint64_t number_;
};

VirtualNetwork::VirtualNetwork(std::shared_ptr<Timers> timers, std::uint64_t seed, LinkPath path)
    : wires_(std::make_shared<Wires>(std::move(timers), seed, path)) {}
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

absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> VirtualNetwork::join(
    const IpAddress& local, const Endpoint& group, DatagramHandler arrived) {
  if (const auto status = media::check_group(local, group); !status.ok()) return status;
  const auto number = ++wires_->last_member_;
  wires_->groups_[group][number] = {local, std::make_shared<DatagramHandler>(std::move(arrived))};
  return std::make_unique<Member>(wires_, group, number);
}

void VirtualNetwork::set_link(LinkPath path) { wires_->default_path_ = path; }
void VirtualNetwork::set_link(const IpAddress& from, const IpAddress& to, LinkPath path) {
  wires_->paths_[{from, to}] = path;
}
void VirtualNetwork::clear_links() { wires_->paths_.clear(); }
const LinkPath& VirtualNetwork::link(const IpAddress& from, const IpAddress& to) const {
  return wires_->path_between(from, to);
}
const LinkPath& VirtualNetwork::default_link() const { return wires_->default_path_; }
LinkCounts VirtualNetwork::counts(const IpAddress& from, const IpAddress& to) const {
  const auto found = wires_->links_.find({from, to});
  return found != wires_->links_.end() ? found->second.counts() : LinkCounts{};
}
void VirtualNetwork::partition(const IpAddress& address, bool is_cut) {
  wires_->partitions_->isolate(address, is_cut);
}
const std::shared_ptr<Partitions>& VirtualNetwork::partitions() const {
  return wires_->partitions_;
}
std::shared_ptr<NatTable> VirtualNetwork::add_nat(NatPolicy policy, Hosts inside) {
  return wires_->boxes_.add(policy, std::move(inside));
}
void VirtualNetwork::report_unreachable(bool on) { wires_->reports_unreachable_ = on; }
void VirtualNetwork::set_tap(Tap tap) { wires_->tap_ = std::move(tap); }
void VirtualNetwork::set_loss_filter(Filter lose) { wires_->lose_ = std::move(lose); }
std::size_t VirtualNetwork::bound() const { return wires_->bound_.size(); }
std::size_t VirtualNetwork::bound_from(const IpAddress& address, std::uint16_t first_port) const {
  return static_cast<std::size_t>(
      std::distance(wires_->bound_.lower_bound({address, first_port}),
                    wires_->bound_.lower_bound({address, first_free_port})));
}
std::size_t VirtualNetwork::in_flight() const { return wires_->flying_.size(); }

}  // namespace offhook::sim
