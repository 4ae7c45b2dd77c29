// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/link.hpp"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

namespace offhook::sim {
namespace {

const IpAddress alice = IpAddress::v4(192, 0, 2, 11);
const IpAddress bob = IpAddress::v4(192, 0, 2, 12);
constexpr int many = 20000;

/// Sends one datagram every 20 ms, as RTP does.
class Stream {
 public:
  explicit Stream(LinkPath path, std::uint64_t seed = 1) : path_(path), link_(seed, alice, bob) {}

  std::vector<Landing> next() {
    now_ += 20ms;
    return link_.carry(path_, now_, std::string(172, 'x'));
  }
  /// The first copy of each; those that never arrive are left out.
  std::vector<Landing> send(int count) {
    std::vector<Landing> all;
    for (int i = 0; i < count; ++i)
      for (auto& landing : next()) all.push_back(std::move(landing));
    return all;
  }
  [[nodiscard]] const LinkCounts& counts() const { return link_.counts(); }

 private:
  LinkPath path_;
  Link link_;
  Instant now_{};
};

double milliseconds(Instant span) {
  return std::chrono::duration<double, std::milli>(span).count();
}

struct Moments {
  double mean = 0;
  double deviation = 0;
};
Moments delays_of(const std::vector<Landing>& landings) {
  double sum = 0;
  double squares = 0;
  for (const auto& landing : landings) {
    const double delay = milliseconds(landing.delay);
    sum += delay;
    squares += delay * delay;
  }
  const auto count = static_cast<double>(landings.size());
  const double mean = sum / count;
  return {mean, std::sqrt(squares / count - mean * mean)};
}

TEST(Link, CarriesEverythingAsItIsWhenNothingIsWrong) {
  Stream stream({.delay = 10ms});

  const auto landings = stream.send(100);

  ASSERT_EQ(landings.size(), 100u);
  for (const auto& landing : landings) {
    EXPECT_EQ(landing.delay, 10ms);
    EXPECT_EQ(landing.octets, std::string(172, 'x'));
  }
}

TEST(Link, LosesTheShareAskedFor) {
  Stream stream({.loss = 0.05});

  EXPECT_NEAR(static_cast<double>(stream.send(many).size()), many * 0.95, 130);
}

TEST(Link, DrawsUniformJitterBetweenNothingAndTheWhole) {
  const auto landings = Stream({.delay = 5ms, .jitter = 30ms}).send(many);

  const auto [mean, deviation] = delays_of(landings);
  EXPECT_NEAR(mean, 20, 0.3);
  EXPECT_NEAR(deviation, 30 / std::sqrt(12.0), 0.2);
  for (const auto& landing : landings) {
    EXPECT_GE(landing.delay, 5ms);
    EXPECT_LT(landing.delay, 35ms);
  }
}

TEST(Link, DrawsNormalJitterAroundTheDelay) {
  const auto landings =
      Stream({.delay = 100ms, .jitter = 10ms, .jitter_shape = JitterShape::normal}).send(many);

  const auto [mean, deviation] = delays_of(landings);
  EXPECT_NEAR(mean, 100, 0.3);
  EXPECT_NEAR(deviation, 10, 0.2);
}

TEST(Link, NothingArrivesBeforeItWasSent) {
  const auto landings = Stream({.jitter = 50ms, .jitter_shape = JitterShape::normal}).send(1000);

  for (const auto& landing : landings) EXPECT_GE(landing.delay, Instant::zero());
}

// Share p / (p + r) = 1/21 in spells of 1 / r = 5 on average.
TEST(Link, LosesInBurstsByGilbertAndElliott) {
  Stream stream({.bursts = {.p = 0.01, .r = 0.2}});
  int lost = 0;
  int spells = 0;
  bool was_lost = false;
  for (int i = 0; i < 5 * many; ++i) {
    const bool is_lost = stream.next().empty();
    lost += is_lost ? 1 : 0;
    spells += is_lost && !was_lost ? 1 : 0;
    was_lost = is_lost;
  }

  EXPECT_NEAR(lost / (5.0 * many), 1 / 21.0, 0.005);
  EXPECT_NEAR(static_cast<double>(lost) / spells, 5, 0.4);
  EXPECT_EQ(stream.counts().lost_in_bursts, static_cast<std::uint64_t>(lost));
}

TEST(Link, LosesOnlyItsShareInABadSpell) {
  Stream stream({.bursts = {.p = 0.05, .r = 0.05, .bad_loss = 0.5}});

  EXPECT_NEAR(static_cast<double>(stream.send(many).size()), many * 0.75, 500);
}

TEST(Link, SendsTheShareAskedForTwice) {
  EXPECT_NEAR(static_cast<double>(Stream({.duplication = 0.02}).send(many).size()), many * 1.02,
              80);
}

TEST(Link, LetsTheShareAskedForComeLate) {
  Stream stream({.delay = 10ms, .reordering = {.share = 0.1, .extra = 50ms}});

  int late = 0;
  for (const auto& landing : stream.send(many)) late += landing.delay == 60ms ? 1 : 0;

  EXPECT_NEAR(late, many * 0.1, 170);
}

TEST(Link, TurnsOctetsOfTheShareAskedForIntoOthers) {
  Stream stream({.corruption = {.share = 0.1, .octets = 1}});
  const std::string sound(172, 'x');

  int damaged = 0;
  for (const auto& landing : stream.send(many)) {
    ASSERT_EQ(landing.octets.size(), sound.size());
    int wrong = 0;
    for (std::size_t i = 0; i < sound.size(); ++i) wrong += landing.octets[i] != sound[i] ? 1 : 0;
    ASSERT_LE(wrong, 1);
    damaged += wrong;
  }

  EXPECT_NEAR(damaged, many * 0.1, 170);
}

TEST(Link, DropsWhatIsLongerThanTheMtuUnlessToldOtherwise) {
  const std::string longest(1500 - 28, 'x');
  Link link(1, alice, bob);

  EXPECT_EQ(link.carry({.mtu = 1500}, {}, longest).size(), 1u);
  EXPECT_EQ(link.carry({.mtu = 1500}, {}, longest + "x").size(), 0u);
  EXPECT_EQ(link.carry({.mtu = 1500, .oversize = Oversize::delivered}, {}, longest + "x").size(),
            1u);
  EXPECT_EQ(link.counts().too_long, 1u);
}

// 200 octets with headers every 20 ms are 10,000 a second.
TEST(Link, DropsTheTailWhenMoreIsSentThanTheNarrowPlaceCarries) {
  Stream stream({.bandwidth = {.octets_per_second = 5000, .longest_queue = 200ms}});

  const auto landings = stream.send(1000);

  EXPECT_NEAR(static_cast<double>(landings.size()), 500, 10);
  EXPECT_EQ(landings.front().delay, 40ms);
  for (const auto& landing : landings) EXPECT_LE(landing.delay, 240ms);
  EXPECT_EQ(stream.counts().queue_full, 1000 - landings.size());
}

TEST(Link, AWideEnoughPlaceDelaysOnlyByItsOwnTime) {
  for (const auto& landing : Stream({.bandwidth = {.octets_per_second = 20000}}).send(100))
    EXPECT_EQ(landing.delay, 10ms);
}

const LinkPath noisy{.delay = 20ms,
                     .jitter = 30ms,
                     .loss = 0.05,
                     .bursts = {.p = 0.01, .r = 0.3},
                     .duplication = 0.02,
                     .reordering = {.share = 0.05, .extra = 40ms},
                     .corruption = {.share = 0.02, .octets = 3}};

std::string fate(std::uint64_t seed, const IpAddress& to = bob, const LinkPath& path = noisy) {
  Link link(seed, alice, to);
  std::string text;
  for (int i = 0; i < 500; ++i) {
    for (const auto& landing : link.carry(path, i * 20ms, "datagram"))
      text += std::to_string(landing.delay.count()) + " " + landing.octets + " ";
    text += "\n";
  }
  return text;
}

TEST(Link, TheSameSeedAndAddressesGiveTheSameFate) {
  EXPECT_EQ(fate(1), fate(1));
  EXPECT_NE(fate(1), fate(2));
  EXPECT_NE(fate(1), fate(1, IpAddress::v4(192, 0, 2, 13)));
}

TEST(Link, OneFaultDoesNotMoveAnother) {
  const auto lost_with = [](LinkPath path) {
    std::set<int> lost;
    Link link(7, alice, bob);
    for (int i = 0; i < 1000; ++i)
      if (link.carry(path, i * 20ms, "x").empty()) lost.insert(i);
    return lost;
  };

  EXPECT_EQ(lost_with({.loss = 0.1}), lost_with({.delay = 10ms,
                                                 .jitter = 30ms,
                                                 .loss = 0.1,
                                                 .duplication = 0.5,
                                                 .reordering = {.share = 0.5, .extra = 10ms},
                                                 .corruption = {.share = 0.5}}));
}

}  // namespace
}  // namespace offhook::sim
