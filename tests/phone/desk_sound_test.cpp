// SPDX-License-Identifier: GPL-3.0-or-later
// Keys that change what is heard and no call.
#include "actors/phone/pages.hpp"
#include "actors/phone/presentation.hpp"
#include "tests/phone/desk_fixture.hpp"

namespace offhook::phone {
namespace {

using call::CallState;
using device::AudioPath;

struct DeskSound : DeskTest {
  void talk() {
    desk.lift();
    change("a", CallState::dialing);
    change("a", CallState::connected);
  }
  [[nodiscard]] Presentation shown(const PageContext& context = {}) const {
    return present(desk.state(), context);
  }
};

TEST_F(DeskSound, GroupListeningNeedsACallInTheEar) {
  desk.press("GROUP_LISTEN");
  EXPECT_FALSE(shown().group_listening);
  talk();
  desk.press("GROUP_LISTEN");
  EXPECT_TRUE(shown().group_listening);
  EXPECT_EQ(shown().page.lines[2], "Group listening");
  desk.press("GROUP_LISTEN");
  EXPECT_FALSE(shown().group_listening);
}

TEST_F(DeskSound, GroupListeningEndsOnTheLoudspeakerAndWithTheCall) {
  talk();
  desk.press("GROUP_LISTEN");
  desk.press("HEADSET");
  EXPECT_TRUE(shown().group_listening) << "from ear to ear it stays";
  desk.press("SPEAKER");
  EXPECT_FALSE(shown().group_listening);
}

TEST_F(DeskSound, GroupListeningMayBeForbidden) {
  desk = Desk(DeskRules{.allow_group_listening = false});
  talk();
  desk.press("GROUP_LISTEN");
  EXPECT_FALSE(shown().group_listening);
}

TEST_F(DeskSound, MuteStaysOverEveryChangeOfPath) {
  talk();
  desk.press("MUTE");
  for (const char* key : {"SPEAKER", "HEADSET", "HEADSET", "SPEAKER", "SPEAKER"}) {
    desk.press(key);
    EXPECT_TRUE(shown().muted) << key;
  }
}

TEST_F(DeskSound, MuteIsKeptOverCallsWhereItIsAskedFor) {
  desk = Desk(DeskRules{.keep_mute = true});
  talk();
  desk.press("MUTE");
  let_go("a");
  EXPECT_TRUE(shown().muted);
  desk.replace();
  desk.press("MUTE");
  EXPECT_FALSE(shown().muted) << "and may be switched off without a call";
}

TEST_F(DeskSound, MuteMayBeForbidden) {
  desk = Desk(DeskRules{.allow_mute = false});
  talk();
  desk.press("MUTE");
  EXPECT_FALSE(shown().muted);
}

TEST_F(DeskSound, AChosenHeadsetTakesTheNextCall) {
  desk = Desk(DeskRules{.headset_preferred = true});
  desk.press("HEADSET");
  EXPECT_EQ(shown().path, AudioPath::none);
  dial("1002");
  desk.press("OK");
  change("a", CallState::dialing);
  EXPECT_EQ(shown().path, AudioPath::headset);
}

TEST_F(DeskSound, AndGetsItBackFromTheHandset) {
  desk = Desk(DeskRules{.headset_preferred = true});
  desk.press("HEADSET");
  dial("1002");
  desk.press("OK");
  change("a", CallState::dialing);
  change("a", CallState::connected);
  desk.lift();
  EXPECT_EQ(shown().path, AudioPath::handset);
  EXPECT_EQ(text(desk.replace()), "");
  EXPECT_EQ(shown().path, AudioPath::headset);
}

TEST_F(DeskSound, ACallThatEndsOnHoldMayEndInSilence) {
  for (const bool heard : {true, false}) {
    desk = Desk(DeskRules{.held_end_tone = heard});
    talk();
    change("a", CallState::held_local);
    desk.call_ended(a_call("a", CallState::ended), hung_up_there());
    EXPECT_EQ(shown().tone == media::Tone::busy, heard);
  }
}

TEST_F(DeskSound, TheDialToneTellsWhatToKnow) {
  desk.lift();
  EXPECT_EQ(shown().tone, media::Tone::dial);
  EXPECT_EQ(shown({.messages = true}).tone, media::Tone::message);
  EXPECT_EQ(shown({.do_not_disturb = true}).tone, media::Tone::special_dial);
  EXPECT_EQ(shown({.forwarded_to = "1009"}).tone, media::Tone::special_dial);
}

TEST_F(DeskSound, AnotherDialToneBehindTheAccessDigit) {
  desk = Desk(DeskRules{.second_dial_tone = {"9"}});
  desk.lift();
  dial("9");
  EXPECT_TRUE(desk.has_second_dial_tone());
  EXPECT_EQ(shown({.second_dial_tone = true}).tone, media::Tone::secondary_dial);
  dial("1");
  EXPECT_FALSE(desk.has_second_dial_tone());
}

TEST_F(DeskSound, ANumberThatIsNotHasItsOwnTone) {
  talk();
  desk.call_ended(a_call("a", CallState::ended), {call::EndCause::refused_there, 404, "Not Found"});
  EXPECT_EQ(shown().tone, media::Tone::unobtainable);
}

TEST_F(DeskSound, EarlyMediaIsTheirsOursOrBoth) {
  desk.lift();
  auto rings = a_call("a", CallState::ringing_out);
  rings.early_media = true;
  desk.call_changed(rings);
  const auto heard = [&](EarlyMedia early) {
    const auto now = shown({.early_media = early});
    return std::pair(now.tone == media::Tone::ringback, now.audible.contains("a"));
  };
  EXPECT_EQ(heard(EarlyMedia::theirs), std::pair(false, true));
  EXPECT_EQ(heard(EarlyMedia::both), std::pair(true, true));
  EXPECT_EQ(heard(EarlyMedia::ours), std::pair(true, false));
}

// ---- pages ----

TEST_F(DeskSound, APageKeySpeaksUntilItIsPressedAgain) {
  DeskRules rules;
  rules.keys["D1"] = {KeyType::page, "Office", ""};
  desk = Desk(rules);
  desk.press("D1");
  EXPECT_EQ(shown().paging, "Office");
  EXPECT_EQ(shown().path, AudioPath::speaker);
  EXPECT_EQ(shown().page.lines[0], "Paging");
  EXPECT_EQ(keys(), "|||End|");
  desk.press("D1");
  EXPECT_EQ(shown().paging, "");
  EXPECT_EQ(shown().path, AudioPath::none);
}

TEST_F(DeskSound, APageEndsByItsKeyTheHandsetOrACall) {
  EXPECT_TRUE(desk.begin_page("Office"));
  desk.press("CANCEL");
  EXPECT_EQ(shown().paging, "");
  desk.lift();
  EXPECT_TRUE(desk.begin_page("Office")) << "over the dial tone";
  EXPECT_EQ(shown().path, AudioPath::handset);
  desk.replace();
  EXPECT_EQ(shown().paging, "");
  EXPECT_TRUE(desk.begin_page("Office"));
  desk.call_changed(incoming("a"));
  EXPECT_FALSE(shown().ringing) << "a phone in use does not ring aloud";
  desk.press("OK");
  EXPECT_EQ(shown().paging, "");
}

TEST_F(DeskSound, NobodyPagesDuringACall) {
  talk();
  EXPECT_FALSE(desk.begin_page("Office"));
  EXPECT_FALSE(desk.begin_page(""));
}

TEST_F(DeskSound, APageIsHeardAloudAndMayBeDismissed) {
  desk.hear_page("Office");
  EXPECT_EQ(shown({.page_volume = 12}).path, AudioPath::speaker);
  EXPECT_EQ(shown({.page_volume = 12}).volumes.speaker.speech, 12);
  EXPECT_EQ(shown().page.lines[1], "Office");
  EXPECT_EQ(text(desk.press("SPEAKER")), "dismiss page");
  EXPECT_EQ(text(desk.press("F4")), "dismiss page");
  desk.hear_page("");
  EXPECT_EQ(shown().path, AudioPath::none);
}

TEST_F(DeskSound, AnIntercomKeyCallsAtOnce) {
  DeskRules rules;
  rules.keys["D1"] = {KeyType::intercom, "1005", ""};
  desk = Desk(rules);
  const auto acts = desk.press("D1");
  ASSERT_EQ(acts.size(), 1u);
  const auto* place = std::get_if<PlaceCall>(&acts[0]);
  ASSERT_NE(place, nullptr);
  EXPECT_EQ(place->dialled, "1005");
  EXPECT_TRUE(place->intercom);
}

}  // namespace
}  // namespace offhook::phone
