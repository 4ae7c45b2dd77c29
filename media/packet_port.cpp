// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/packet_port.hpp"

#include "actors/base/status.hpp"

namespace offhook::media {
namespace {

class NullPort final : public PacketPort {
 public:
  explicit NullPort(const Endpoint& local) : local_(local) {}
  bool send(const Endpoint&, std::span<const std::byte>) noexcept override { return true; }
  std::size_t receive(std::span<std::byte>, Arrival&) noexcept override { return 0; }
  [[nodiscard]] Endpoint local() const noexcept override { return local_; }

 private:
  const Endpoint local_;
};

}  // namespace

absl::StatusOr<PortPair> PacketPorts::join_group(const IpAddress& local, const Endpoint& group) {
  if (const auto status = check_group(local, group); !status.ok()) return status;
  return absl::UnimplementedError("no multicast on this network");
}

bool is_multicast(const IpAddress& address) {
  const auto first = address.octets()[0];
  return address.is_v6() ? first == 0xFF : (first & 0xF0) == 0xE0;
}

std::unique_ptr<PacketPort> null_port(const Endpoint& local) {
  return std::make_unique<NullPort>(local);
}

absl::Status check_group(const IpAddress& local, const Endpoint& group) {
  if (!is_multicast(group.address) || group.port == 0)
    return invalid_argument(group.address.to_string() + " is no multicast group");
  if (group.address.is_v6() != local.is_v6())
    return invalid_argument(group.address.to_string() + " is not of the family of " +
                            local.to_string());
  return absl::OkStatus();
}

}  // namespace offhook::media
