// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/admission.hpp"

#include <gtest/gtest.h>

namespace offhook::transaction {
namespace {

const IpAddress server = IpAddress::v4(10, 0, 0, 9);
const IpAddress stranger = IpAddress::v4(203, 0, 113, 5);

TEST(Admission, AdmitsEverybodyUnlessTold) {
  Admission admission;
  for (int i = 0; i < 100'000; ++i)
    ASSERT_EQ(admission.judge(stranger, Instant(i)), Admittance::admit);
}

TEST(Admission, ServersOnlyMeetsStrangersWithSilenceAndCounts) {
  Admission admission;
  admission.set_rules({.servers_only = true});
  EXPECT_EQ(admission.judge(stranger, 0s), Admittance::drop);
  EXPECT_EQ(admission.judge(server, 0s), Admittance::drop);

  admission.learn_server(server);

  EXPECT_EQ(admission.judge(server, 0s), Admittance::admit);
  EXPECT_EQ(admission.judge(stranger, 0s), Admittance::drop);
  EXPECT_EQ(admission.counters().untrusted_dropped, 3u);
}

TEST(Admission, ConfiguredServersNeedNoRegistration) {
  Admission admission;
  admission.set_rules({.servers_only = true, .servers = {server}});
  EXPECT_EQ(admission.judge(server, 0s), Admittance::admit);
  EXPECT_TRUE(admission.is_server(server));
}

TEST(Admission, AFloodIsToldTenTimesASecondAndThenNothing) {
  Admission admission;
  admission.set_rules({.requests_per_second = 100});
  int admitted = 0, refused = 0, dropped = 0;
  for (int i = 0; i < 10'000; ++i) {
    const auto verdict = admission.judge(stranger, Instant(i) * 100);
    admitted += verdict == Admittance::admit ? 1 : 0;
    refused += verdict == Admittance::refuse ? 1 : 0;
    dropped += verdict == Admittance::drop ? 1 : 0;
  }
  EXPECT_EQ(admitted, 100);
  EXPECT_EQ(refused, 10);
  EXPECT_EQ(dropped, 9890);
  EXPECT_EQ(admission.judge(IpAddress::v4(203, 0, 113, 6), 0s), Admittance::admit);
  EXPECT_EQ(admission.judge(stranger, 1s), Admittance::admit);  // the next second
}

TEST(Admission, AServerIsNeverTooMuch) {
  Admission admission;
  admission.set_rules({.requests_per_second = 1});
  admission.learn_server(server);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(admission.judge(server, 0s), Admittance::admit);
}

TEST(Admission, ManySourcesCostNoMoreThanTheTable) {
  Admission admission;
  admission.set_rules({.requests_per_second = 50});
  int admitted = 0;
  for (unsigned i = 0; i < 5000; ++i)
    admitted += admission.judge(IpAddress::v4(198, 51, static_cast<std::uint8_t>(i >> 8),
                                              static_cast<std::uint8_t>(i)),
                                0s) == Admittance::admit
                    ? 1
                    : 0;
  EXPECT_EQ(admitted, static_cast<int>(Admission::most_sources) + 50);
}

}  // namespace
}  // namespace offhook::transaction
