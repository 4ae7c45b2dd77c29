// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/virtual_stream_network.hpp"

#include <utility>

#include "sim/virtual_stream_half.hpp"

namespace offhook::sim {

using transport::StreamLimits;

class VirtualStreamNetwork::Listener final : public transport::StreamListener {
 public:
  Listener(std::shared_ptr<StreamWires> wires, const Endpoint& local)
      : wires_(std::move(wires)), local_(local) {}
  ~Listener() override { wires_->listeners.erase(local_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  [[nodiscard]] Endpoint local() const override { return local_; }

 private:
  std::shared_ptr<StreamWires> wires_;
  Endpoint local_;
};

VirtualStreamNetwork::VirtualStreamNetwork(std::shared_ptr<Timers> timers, std::uint64_t seed,
                                           StreamPath path, StreamLimits limits)
    : wires_(std::make_shared<StreamWires>(StreamWires{std::move(timers), seed, path, limits})) {}
VirtualStreamNetwork::~VirtualStreamNetwork() = default;

absl::StatusOr<std::unique_ptr<transport::StreamConnection>> VirtualStreamNetwork::connect(
    const transport::StreamRoute& route) {
  if (route.from.is_unspecified())
    return unavailable("connecting to " + route.to.to_string() + ": from which address?");
  const Endpoint local{route.from, wires_->next_port()};
  return std::make_unique<VirtualStreamConnection>(
      wires_->add(std::make_shared<StreamHalf>(wires_, local, route.to)));
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

void VirtualStreamNetwork::set_path(StreamPath path) { wires_->default_path = path; }
void VirtualStreamNetwork::set_path(const IpAddress& from, const IpAddress& to, StreamPath path) {
  wires_->paths[{from, to}] = path;
}
const StreamPath& VirtualStreamNetwork::path(const IpAddress& from, const IpAddress& to) const {
  return wires_->path(from, to);
}
void VirtualStreamNetwork::follow(std::shared_ptr<Partitions> partitions) {
  wires_->partitions = std::move(partitions);
}
void VirtualStreamNetwork::partition(const IpAddress& address, bool is_cut) {
  wires_->partitions->isolate(address, is_cut);
}

void VirtualStreamNetwork::reset(const IpAddress& address) {
  for (const auto& weak : wires_->halves)
    if (const auto half = weak.lock();
        half && (half->local().address == address || half->remote().address == address))
      half->reset();
}

void VirtualStreamNetwork::vanish(const IpAddress& address, HalfOpen answer) {
  for (const auto& weak : wires_->halves) {
    const auto half = weak.lock();
    if (half && half->local().address == address)
      half->vanish();
    else if (half && half->remote().address == address)
      half->lose_peer(answer);
  }
}

void VirtualStreamNetwork::set_tap(Tap tap) { wires_->tap = std::move(tap); }

}  // namespace offhook::sim
