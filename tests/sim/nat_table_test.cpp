// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/nat_table.hpp"

#include <gtest/gtest.h>

namespace offhook::sim {
namespace {

const IpAddress public_address = IpAddress::v4(203, 0, 113, 1);
const Endpoint phone = *Endpoint::parse("10.0.0.2:5060");
const Endpoint other_phone = *Endpoint::parse("10.0.0.3:5060");
const Endpoint server = *Endpoint::parse("192.0.2.10:5060");
const Endpoint same_host = *Endpoint::parse("192.0.2.10:16384");
const Endpoint stranger = *Endpoint::parse("198.51.100.7:5060");

NatTable make(NatKind kind) { return NatTable({.kind = kind, .outside = public_address}); }

struct Whom {
  bool server, same_host, stranger;
  friend bool operator==(const Whom&, const Whom&) = default;
};
/// Who gets in after the phone has sent to the server.
Whom lets_in(NatKind kind) {
  NatTable nat = make(kind);
  const Endpoint outside = *nat.outbound(phone, server, 0s);
  const auto reaches_phone = [&](const Endpoint& from) {
    return nat.inbound(outside, from, 1s) == phone;
  };
  return {reaches_phone(server), reaches_phone(same_host), reaches_phone(stranger)};
}

// RFC 3489 §5, RFC 4787 §5.
TEST(NatTable, EachKindLetsInWhomItShould) {
  EXPECT_EQ(lets_in(NatKind::full_cone), (Whom{true, true, true}));
  EXPECT_EQ(lets_in(NatKind::restricted_cone), (Whom{true, true, false}));
  EXPECT_EQ(lets_in(NatKind::port_restricted_cone), (Whom{true, false, false}));
  EXPECT_EQ(lets_in(NatKind::symmetric), (Whom{true, false, false}));
}

// RFC 4787 §4.1.
TEST(NatTable, AConeMapsAnEndpointOnceForAll) {
  NatTable nat = make(NatKind::port_restricted_cone);

  const auto outside = nat.outbound(phone, server, 0s);

  EXPECT_EQ(outside->address, public_address);
  EXPECT_EQ(nat.outbound(phone, stranger, 1s), outside);
  EXPECT_NE(nat.outbound(other_phone, server, 1s), outside);
}

TEST(NatTable, ASymmetricOneMapsAnewForEachDestination) {
  NatTable nat = make(NatKind::symmetric);

  const auto outside = nat.outbound(phone, server, 0s);

  EXPECT_EQ(nat.outbound(phone, server, 1s), outside);
  EXPECT_NE(nat.outbound(phone, same_host, 1s), outside);
  EXPECT_NE(nat.outbound(phone, stranger, 1s), outside);
  EXPECT_EQ(nat.bindings(1s).size(), 3u);
}

TEST(NatTable, NobodyGetsInUnasked) {
  NatTable nat = make(NatKind::full_cone);

  EXPECT_FALSE(nat.inbound({public_address, 20000}, server, 0s));
  const Endpoint outside = *nat.outbound(phone, server, 0s);
  EXPECT_FALSE(nat.inbound({server.address, outside.port}, server, 0s));
}

TEST(NatTable, AMappingEndsWhenNothingLeavesByIt) {
  NatTable nat = make(NatKind::full_cone);
  const Endpoint outside = *nat.outbound(phone, server, 0s);

  EXPECT_TRUE(nat.inbound(outside, server, 59s));
  EXPECT_FALSE(nat.inbound(outside, server, 61s));
  EXPECT_TRUE(nat.bindings(61s).empty());
  EXPECT_NE(nat.outbound(phone, server, 61s), outside);
}

TEST(NatTable, DatagramsKeepAMappingAlive) {
  NatTable nat = make(NatKind::full_cone);
  const Endpoint outside = *nat.outbound(phone, server, 0s);

  EXPECT_EQ(nat.outbound(phone, server, 50s), outside);
  EXPECT_TRUE(nat.inbound(outside, server, 100s));
  EXPECT_FALSE(nat.inbound(outside, server, 150s));
}

TEST(NatTable, ThoseFromOutsideDoOnlyWherePolicySaysSo) {
  NatTable nat({.kind = NatKind::symmetric, .outside = public_address, .inbound_refreshes = true});
  const Endpoint outside = *nat.outbound(phone, server, 0s);

  EXPECT_TRUE(nat.inbound(outside, server, 50s));
  EXPECT_TRUE(nat.inbound(outside, server, 100s));
  EXPECT_FALSE(nat.inbound(outside, server, 161s));
}

TEST(NatTable, APermissionEndsThoughTheMappingIsUsedForOthers) {
  NatTable nat = make(NatKind::port_restricted_cone);
  const Endpoint outside = *nat.outbound(phone, server, 0s);
  nat.outbound(phone, stranger, 50s);

  EXPECT_FALSE(nat.inbound(outside, server, 70s));
  EXPECT_TRUE(nat.inbound(outside, stranger, 70s));
}

TEST(NatTable, ARebootForgetsEverythingAndTakesOtherPorts) {
  NatTable nat = make(NatKind::full_cone);
  const Endpoint outside = *nat.outbound(phone, server, 0s);
  nat.reboot();

  EXPECT_FALSE(nat.inbound(outside, server, 1s));
  EXPECT_NE(nat.outbound(phone, server, 1s), outside);
}

TEST(NatTable, IsFullAtItsCapUntilMappingsEnd) {
  NatTable nat = make(NatKind::full_cone);
  for (std::size_t i = 0; i < NatTable::max_mappings; ++i)
    ASSERT_TRUE(nat.outbound({phone.address, static_cast<std::uint16_t>(i + 1)}, server, 0s));

  EXPECT_FALSE(nat.outbound(other_phone, server, 1s));
  EXPECT_TRUE(nat.outbound(other_phone, server, 61s));
}

}  // namespace
}  // namespace offhook::sim
