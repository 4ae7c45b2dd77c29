// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/web_socket_kinds.hpp"

#include <gtest/gtest.h>

namespace offhook::transport {
namespace {

Hop hop(Protocol protocol, const char* remote) {
  return {protocol, *Endpoint::parse(remote), "example.net"};
}

TEST(WebSocketKinds, KeepsToTlsWhereItWasSpoken) {
  WebSocketKinds kinds;
  const auto secure = hop(Protocol::wss, "192.0.2.1:443"),
             plain = hop(Protocol::ws, "192.0.2.1:443"), other = hop(Protocol::ws, "192.0.2.1:80"),
             udp = hop(Protocol::udp, "192.0.2.1:443");

  EXPECT_EQ(kinds.sort_out({plain}), std::vector{plain});
  EXPECT_EQ(kinds.sort_out({secure}), std::vector{secure});
  EXPECT_EQ(kinds.sort_out({plain, other, udp}), (std::vector{secure, other, udp}));
}

}  // namespace
}  // namespace offhook::transport
