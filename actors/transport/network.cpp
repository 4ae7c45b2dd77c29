// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/network.hpp"

namespace offhook::transport {

absl::StatusOr<std::unique_ptr<DatagramSocket>> Network::join(const IpAddress&, const Endpoint&,
                                                              DatagramHandler) {
  return absl::UnimplementedError("no multicast on this network");
}

}  // namespace offhook::transport
