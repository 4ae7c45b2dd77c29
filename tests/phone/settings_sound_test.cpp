// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "actors/phone/settings.hpp"

namespace offhook::phone {
namespace {

constexpr const char* account = "[[account]]\nuser = \"1\"\ndomain = \"d\"\n";

absl::StatusOr<PhoneSettings> read(const std::string& text) {
  return parse_settings(account + text, "phone.toml");
}
std::string error_of(const std::string& text) {
  const auto settings = read(text);
  return settings.ok() ? "" : message_of(settings.status());
}

TEST(SoundSettings, OfHold) {
  const auto settings = read(R"([hold]
reminder = false
held_reminder = true
held_reminder_delay_s = 5
end_tone = false
music = "clip:bob")");
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_FALSE(settings->hold.ours.enabled);
  EXPECT_TRUE(settings->hold.theirs.enabled);
  EXPECT_EQ(settings->hold.theirs.delay, std::chrono::seconds{5});
  EXPECT_FALSE(settings->desk.held_end_tone);
  ASSERT_TRUE(settings->hold.music);
  EXPECT_GT(settings->hold.music->size(), 8000u);
}

TEST(SoundSettings, AFileThatIsNotThereIsTold) {
  EXPECT_NE(error_of("[hold]\nmusic = \"nowhere.wav\"").find("nowhere.wav"), std::string::npos);
  EXPECT_NE(error_of("[ring]\nsound = \"nowhere.wav\"").find("nowhere.wav"), std::string::npos);
}

TEST(SoundSettings, MusicComesFromOnePlace) {
  EXPECT_NE(error_of("[hold]\nmusic = \"clip:bob\"\nmusic_server = \"sip:moh@d\"").find("both"),
            std::string::npos);
}

TEST(SoundSettings, OfRings) {
  const auto settings = read(R"([ring]
sound = 3
accounts = { "2" = 4 }
callers = { "1005" = "clip:alice" }
texts = { "alert-internal" = 2 }
alert_info = false
output = "both")");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const auto& ring = settings->ring;
  EXPECT_EQ(ring.usual.number, 3u);
  EXPECT_EQ(ring.accounts.at("2").number, 4u);
  EXPECT_TRUE(ring.callers.at("1005").file);
  ASSERT_EQ(ring.texts.size(), 1u);
  EXPECT_EQ(ring.texts[0].ring, 2u);
  EXPECT_FALSE(ring.alert_info);
  EXPECT_EQ(ring.output, device::RingOutput::both);
  EXPECT_NE(error_of("[ring]\nsound = 11"), "");
}

TEST(SoundSettings, OfTones) {
  const auto settings = read("[phone]\ncountry = \"DE\"\n[tones]\nbusy = \"480+620/500,0/500\"");
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->tones.country, "de");
  EXPECT_EQ(settings->tones.of(media::Tone::busy).front().frequencies[1], 620);
  EXPECT_NE(error_of("[phone]\ncountry = \"atlantis\""), "");
  EXPECT_NE(error_of("[tones]\nsong = \"440/100\""), "");
  EXPECT_NE(error_of("[tones]\nbusy = \"440\""), "");
}

TEST(SoundSettings, OfPathsAndVolumes) {
  const auto settings = read(R"([audio]
handset = 12
speaker_tone = 0
ring = 15
side_tone_db = -18
headset_preferred = true
keep_mute = true
allow_mute = false
group_listening = false
digit_tone = false
jitter_ms = 60
jitter_max_ms = 60)");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const auto& desk = settings->desk;
  EXPECT_EQ(desk.volumes.handset.speech, 12);
  EXPECT_EQ(desk.volumes.speaker.tone, 0);
  EXPECT_EQ(desk.volumes.ring, 15);
  EXPECT_EQ(desk.volumes.side_tone_centibel, -1800);
  EXPECT_TRUE(desk.headset_preferred);
  EXPECT_TRUE(desk.keep_mute);
  EXPECT_FALSE(desk.allow_mute);
  EXPECT_FALSE(desk.allow_group_listening);
  EXPECT_FALSE(settings->digit_tone);
  EXPECT_EQ(settings->jitter, settings->longest_jitter);
  EXPECT_NE(error_of("[audio]\nhandset = 16"), "");
  EXPECT_EQ(read("")->desk.volumes.side_tone_centibel, std::nullopt);
}

TEST(SoundSettings, OfPages) {
  const auto settings = read(R"([paging]
codec = "PCMA"
barge = 5
above_page = false
during_dnd = 2
volume = 10
[[paging.listen]]
address = "224.0.1.75:5004"
label = "Fire"
[[paging.listen]]
address = "224.0.1.76:5004"
[[paging.group]]
address = "224.0.1.77:5004"
label = "Office")");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const auto& paging = settings->paging;
  EXPECT_EQ(paging.codec, media::Codec::pcma);
  EXPECT_EQ(paging.rules.during_call, 5);
  EXPECT_FALSE(paging.rules.above_page);
  EXPECT_EQ(paging.rules.during_do_not_disturb, 2);
  ASSERT_EQ(paging.listen.size(), 2u);
  EXPECT_EQ(paging.listen[0].label, "Fire");
  EXPECT_EQ(paging.listen[1].label, "224.0.1.76:5004");
  EXPECT_EQ(paging.groups[0].label, "Office");
  EXPECT_NE(error_of("[[paging.listen]]\naddress = \"192.0.2.1:5004\"").find("multicast"),
            std::string::npos);
  EXPECT_NE(error_of("[[paging.group]]\nlabel = \"x\""), "");
}

TEST(SoundSettings, OfDigitsAndPackets) {
  const auto settings = parse_settings(
      std::string(account) +
          "dtmf = \"auto\"\ndtmf_repetition = 1\nptime = 30\ncodec_order = \"own\"\n",
      "phone.toml");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const auto& calls = settings->accounts[0].calls;
  EXPECT_EQ(calls.dtmf, sip::DigitWay::automatic);
  EXPECT_EQ(calls.digit_ends, 1);
  EXPECT_EQ(calls.packet_time, std::chrono::milliseconds{30});
  EXPECT_TRUE(calls.own_codec_order);
  EXPECT_FALSE(parse_settings(std::string(account) + "ptime = 25\n", "phone.toml").ok());
}

}  // namespace
}  // namespace offhook::phone
