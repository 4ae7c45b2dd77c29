// SPDX-License-Identifier: GPL-3.0-or-later
// A conference mixed in one phone: each party says a pitch of its own, and what it hears is looked
// at by frequency.
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "spectrum.hpp"
#include "two_phones.hpp"

namespace offhook::media {
namespace {

using namespace std::chrono_literals;
using testing::amplitude_at;

constexpr double loud = 4000;
constexpr ConferenceId room{1};

/// Somebody at the far end of one call: says a pitch, keeps what it hears.
struct Party {
  Party(testing::MemoryNetwork& network, const Clock& clock, std::uint64_t seed, int hz)
      : pitch(hz),
        voice(testing::sine(hz, loud)),
        time(clock, seed),
        random(seed),
        engine({.max_streams = 1, .virtual_time = &time}),
        audio(voice, ClipPlayer::Repeat::forever, 60s),
        control(engine, network, random) {
    control.set_device(&audio);
  }
  [[nodiscard]] double hears(double hz) const {
    return amplitude_at(testing::last_second(audio.recording().samples()), hz);
  }

  int pitch;
  std::vector<Sample> voice;
  VirtualTime time;
  SeededRandom random;
  Engine engine;
  WavAudio audio;
  MediaControl control;
};

/// The phone that mixes, and its far ends.
class Conference : public ::testing::Test {
 protected:
  static constexpr int own_pitch = 350;

  void call(int hz, Codec codec = Codec::pcmu) {
    parties.push_back(std::make_unique<Party>(network, clock, 10 + parties.size(), hz));
    Party& party = *parties.back();
    const auto near = phone.control.open_stream(IpAddress::v4(10, 0, 0, 1)).value();
    const auto far = party.control.open_stream(IpAddress::v4(10, 0, 1, 1)).value();
    const PayloadType payload{codec == Codec::pcma ? std::uint8_t{8} : std::uint8_t{0}};
    phone.control.configure(
        near.id,
        {.remote = far.rtp, .rtcp = {}, .codec = codec, .payload = payload, .telephone_event = {}});
    party.control.configure(far.id, {.remote = near.rtp,
                                     .rtcp = {},
                                     .codec = codec,
                                     .payload = payload,
                                     .telephone_event = {}});
    party.control.connect(far.id, true);
    phone.control.connect(near.id, true);
    streams.push_back(near.id);
  }
  void join_all() {
    for (const StreamId stream : streams) ASSERT_TRUE(phone.control.join(room, stream).ok());
  }
  void run(std::chrono::milliseconds span) {
    for (auto passed = period; passed <= span; passed += period) {
      phone.tick();
      for (auto& party : parties) {
        party->engine.tick();
        party->control.poll_events([](const Event&) {});
      }
      network.pass_tick();
      clock.advance(period);
    }
  }
  /// Everybody hears everybody else and not himself.
  void expect_full_mesh() {
    for (const auto& hearer : parties) {
      for (const auto& speaker : parties)
        if (speaker != hearer) {
          EXPECT_NEAR(hearer->hears(speaker->pitch), loud, loud / 10);
        }
      EXPECT_NEAR(hearer->hears(own_pitch), loud, loud / 10);
      EXPECT_LT(hearer->hears(hearer->pitch), loud / 40);
    }
  }

  testing::MemoryNetwork network;
  testing::TestClock clock;
  testing::Phone phone{network, clock, 2, "", 8};
  std::vector<std::unique_ptr<Party>> parties;
  std::vector<StreamId> streams;
  std::vector<Sample> own_voice = testing::sine(own_pitch, loud);
  WavAudio own_audio{own_voice, ClipPlayer::Repeat::forever, 60s};

  void SetUp() override { phone.control.set_device(&own_audio); }
  [[nodiscard]] double person_hears(double hz) const {
    return amplitude_at(testing::last_second(own_audio.recording().samples()), hz);
  }
};

TEST_F(Conference, GivesEachOfThreePartiesTheOthersAndNotItself) {
  call(500);
  call(800);
  call(1100);
  join_all();
  run(2s);

  expect_full_mesh();
  for (const auto& party : parties) EXPECT_NEAR(person_hears(party->pitch), loud, loud / 10);
  EXPECT_LT(person_hears(own_pitch), loud / 40);
}

TEST_F(Conference, MixesCodecs) {
  call(500, Codec::pcmu);
  call(800, Codec::pcma);
  join_all();
  run(2s);
  expect_full_mesh();
}

TEST_F(Conference, HoldsSixPartiesAndNoMore) {
  for (const int hz : {500, 700, 900, 1100, 1300, 1500}) call(hz);
  for (std::size_t i = 0; i < most_members; ++i)
    EXPECT_TRUE(phone.control.join(room, streams[i]).ok());
  EXPECT_EQ(phone.control.join(room, streams.back()).code(), absl::StatusCode::kResourceExhausted);
  phone.control.leave(streams[0]);
  EXPECT_TRUE(phone.control.join(room, streams.back()).ok());
  run(2s);
  EXPECT_NEAR(parties[1]->hears(1500), loud, loud / 10);
  EXPECT_LT(parties[1]->hears(500), loud / 40);
}

TEST_F(Conference, CallsThatDidNotJoinDoNotHearEachOther) {
  call(500);
  call(800);
  run(2s);
  EXPECT_LT(parties[0]->hears(800), loud / 40);
  EXPECT_NEAR(parties[0]->hears(own_pitch), loud, loud / 10);
  EXPECT_NEAR(person_hears(500), loud, loud / 10);
}

TEST_F(Conference, AMutedMemberIsHeardByNobodyAndHearsAll) {
  call(500);
  call(800);
  join_all();
  phone.control.set_member(streams[0], false, true);
  run(2s);
  EXPECT_LT(parties[1]->hears(500), loud / 40);
  EXPECT_LT(person_hears(500), loud / 40);
  EXPECT_NEAR(parties[0]->hears(800), loud, loud / 10);
}

TEST_F(Conference, AHeldMemberNeitherHearsNorIsHeardWhileTheOthersTalkOn) {
  call(500);
  call(800);
  call(1100);
  join_all();
  phone.control.set_member(streams[0], false, false);
  run(2s);
  for (const int hz : {own_pitch, 800, 1100}) EXPECT_LT(parties[0]->hears(hz), loud / 40);
  EXPECT_NEAR(parties[1]->hears(1100), loud, loud / 10);

  phone.control.set_member(streams[0], true, true);
  run(2s);
  expect_full_mesh();
}

TEST_F(Conference, GoesOnWithoutThePerson) {
  call(500);
  call(800);
  join_all();
  for (const StreamId stream : streams) phone.control.connect(stream, false);
  run(2s);
  EXPECT_NEAR(parties[0]->hears(800), loud, loud / 10);
  EXPECT_LT(parties[0]->hears(own_pitch), loud / 40);
  EXPECT_LT(person_hears(500), loud / 40);
}

TEST_F(Conference, EndsForAMemberThatLeavesOrHangsUp) {
  call(500);
  call(800);
  call(1100);
  join_all();
  phone.control.leave(streams[0]);
  phone.control.close(streams[1]);
  run(2s);
  EXPECT_LT(parties[0]->hears(1100), loud / 40);
  EXPECT_NEAR(parties[0]->hears(own_pitch), loud, loud / 10);
  EXPECT_EQ(phone.control.members(room), std::vector<StreamId>{streams[2]});
}

TEST_F(Conference, RefusesWhatIsNotThere) {
  EXPECT_EQ(phone.control.join(room, {}).code(), absl::StatusCode::kNotFound);
  call(500);
  EXPECT_EQ(phone.control.join({0}, streams[0]).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(phone.control.join({most_conferences + 1}, streams[0]).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(MixMatrix, SaturatesOnlyWhatComesOut) {
  const std::vector<Sample> loudest(samples_per_period, 32767);
  const std::vector<Sample> deepest(samples_per_period, -32768);
  const std::vector<Sample> silence(samples_per_period, 0);
  const auto party = [](std::span<const Sample> heard) {
    return MixMatrix::Party{true, {.conference = room}, heard};
  };
  MixMatrix mix;
  mix.begin();
  for (const auto& voice : {loudest, loudest, deepest}) mix.add(party(voice));
  std::vector<Sample> out(samples_per_period);
  mix.for_party(party(deepest), silence, out);
  EXPECT_EQ(out[0], 32767);
  mix.for_party(party(loudest), silence, out);
  EXPECT_EQ(out[0], -1);
}

}  // namespace
}  // namespace offhook::media
