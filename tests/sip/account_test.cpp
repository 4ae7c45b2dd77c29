// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/account.hpp"

#include <gtest/gtest.h>

namespace offhook::sip {
namespace {

TEST(Account, TheShortFormIsOneServer) {
  Account account;
  EXPECT_TRUE(servers_of(account).empty());
  account.registrar = "sip:example.net";
  account.outbound_proxy = "sip:proxy.example.net;lr";
  account.expires = std::chrono::seconds{600};
  ASSERT_EQ(servers_of(account).size(), 1u);
  EXPECT_EQ(servers_of(account)[0].uri, "sip:example.net");
  EXPECT_EQ(servers_of(account)[0].outbound_proxy, "sip:proxy.example.net;lr");
  EXPECT_EQ(servers_of(account)[0].expires, std::chrono::seconds{600});
}

// RFC 3608 §6.1.
TEST(Account, PutsTheServiceRouteBehindTheOutboundProxy) {
  Account account;
  EXPECT_TRUE(preloaded_routes(account).empty());
  account.service_route = {"sip:edge.example.net;lr", "sip:home.example.net;lr"};
  EXPECT_EQ(preloaded_routes(account),
            (std::vector<std::string>{"<sip:edge.example.net;lr>", "<sip:home.example.net;lr>"}));
  account.outbound_proxy = "sip:proxy.example.net;lr";
  EXPECT_EQ(preloaded_routes(account).size(), 3u);
  account.outbound_proxy = "sip:Edge.example.net;lr";  // the same, so once
  EXPECT_EQ(preloaded_routes(account),
            (std::vector<std::string>{"<sip:Edge.example.net;lr>", "<sip:home.example.net;lr>"}));
}

// RFC 5626 §4.1: the same after each start, another for each device.
TEST(Account, DerivesAStableInstance) {
  const auto urn = instance_urn("machine 1 desk");
  EXPECT_EQ(urn, instance_urn("machine 1 desk"));
  EXPECT_NE(urn, instance_urn("machine 2 desk"));
  EXPECT_EQ(urn.size(), 45u);
  EXPECT_EQ(urn.substr(0, 9), "urn:uuid:");
  EXPECT_EQ(urn[23], '8');
}

}  // namespace
}  // namespace offhook::sip
