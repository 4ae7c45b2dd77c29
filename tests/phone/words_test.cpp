// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <deque>
#include <set>

#include "actors/phone/menu_page.hpp"
#include "actors/phone/presentation.hpp"
#include "tests/phone/desk_fixture.hpp"

namespace offhook::phone {
namespace {

/// A language in which every word is "~": any letter on a page that is not of a name or number
/// comes from somewhere else than the table.
const Dictionary& tildes() {
  static const Dictionary words = [] {
    static std::deque<std::string> texts;
    Dictionary made{};
    for (std::size_t i = 1; i < word_count; ++i)
      made[i] = texts.emplace_back(english()[i].find("{}") == std::string_view::npos ? "~" : "~{}");
    return made;
  }();
  return words;
}

bool has_letters(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
}
void expect_no_other_words(const DisplayInfo& page) {
  for (const auto& text : page.lines) EXPECT_FALSE(has_letters(text)) << text;
  for (const auto& text : page.soft_keys) EXPECT_FALSE(has_letters(text)) << text;
}

TEST(Words, StandForThemselvesOrForANumberOrName) {
  EXPECT_EQ(text_of(english(), Word::on_hold), "On hold");
  EXPECT_EQ(text_of(english(), Word::missed_calls, "3"), "3 missed calls");
  EXPECT_EQ(text_of(english(), Word::on_hold, "3"), "On hold");
  for (std::size_t i = 1; i < word_count; ++i) EXPECT_FALSE(english()[i].empty()) << i;
}

TEST(Words, AreThereInOneLanguage) {
  EXPECT_EQ(dictionary_of("en"), &english());
  EXPECT_EQ(dictionary_of("de"), nullptr);
}

/// Every key pressed at every stage of calls that come and go, and each page that is seen.
TEST(Words, EveryPageOfTheDeskTakesThemFromTheTable) {
  DeskRules rules;
  rules.words = &tildes();
  rules.plan.block_out = {"0900."};
  rules.lock = LockedKeys::all;
  PageContext context;
  context.words = &tildes();
  context.label = "1001";
  constexpr std::array<std::string_view, 16> keys{
      "lift", "1",      "0900#", "replace", "SPEAKER", "HOLD", "TRANSFER", "CONFERENCE",
      "OK",   "CANCEL", "F1",    "F2",      "F3",      "F4",   "L2",       "MUTE"};
  std::uint32_t number = 3;
  const auto random = [&](std::size_t below) {
    number = number * 1'664'525 + 1'013'904'223;
    return (number >> 16) % below;
  };
  std::set<DeskMode> seen;
  Desk desk(rules);
  const auto call_of = [](std::string id, call::CallState state) {
    auto call = a_call(id, state,
                       id == "in" ? call::CallDirection::incoming : call::CallDirection::outgoing);
    call.remote_display.clear();
    call.diverted_by = "sip:1008@example.net";
    return call;
  };
  using enum call::CallState;
  for (int i = 0; i < 20'000; ++i) {
    const std::string id = random(2) == 0 ? "in" : "out";
    if (random(200) == 0) desk = Desk(rules);
    desk.lock(random(4) == 0);
    switch (random(5)) {
      case 0: {
        constexpr std::array states{dialing,    ringing_out, connected,
                                    held_local, held_remote, held_both};
        const auto state = id == "in" && random(2) == 0 ? ringing_in : states.at(random(6));
        desk.call_changed(call_of(id, state));
        break;
      }
      case 1: {
        if (desk.state().find(id) == nullptr) break;
        constexpr std::array statuses{0, 486, 480};
        desk.call_ended(call_of(id, ended), {random(2) == 0 ? call::EndCause::hung_up_there
                                                            : call::EndCause::refused_there,
                                             statuses.at(random(3)), ""});
        break;
      }
      default: {
        const auto key = keys.at(random(keys.size()));
        if (key == "lift")
          desk.lift();
        else if (key == "replace")
          desk.replace();
        else if (key == "0900#")
          for (const char digit : key) desk.press(std::string(1, digit));
        else
          desk.press(key);
      }
    }
    context.missed_calls = random(3);
    context.do_not_disturb = random(3) == 0;
    context.forwarded_to = random(2) == 0 ? "1009" : "";
    context.forwards_some = random(2) == 0;
    context.missed_to_tell.reset();
    if (random(3) == 0) context.missed_to_tell = MissedCall{"1002", "01-01 00:00"};
    seen.insert(mode_of(desk.state()));
    expect_no_other_words(page_of(desk.state(), context));
    if (HasFailure()) FAIL() << name_of(mode_of(desk.state()));
  }
  EXPECT_GE(seen.size(), 14u);
}

TEST(Words, EveryPageOfTheMenuTakesThemFromTheTable) {
  MenuContent content;
  content.calls = {{.id = 1, .kind = LogKind::missed, .remote_uri = "1002"}};
  content.contacts = {{"1", "22", {"1002"}, "33"}};
  content.groups = {"33"};
  content.accounts = {{"1001", true}, {"1002", false}};
  for (std::size_t screen = 0; screen < screen_count; ++screen)
    for (const auto& [kind, text] :
         {std::pair<std::optional<LogKind>, std::string>{{}, ""},
          std::pair<std::optional<LogKind>, std::string>{LogKind::placed, "1"}}) {
      Menu menu;
      menu.open({.screen = static_cast<Screen>(screen), .kind = kind, .entry_id = 1, .text = text});
      expect_no_other_words(page_of(menu, content, tildes(), 8));
      for (int i = 0; i < 2; ++i) {
        menu.press("#", content, {});
        if (menu.is_open()) expect_no_other_words(page_of(menu, content, tildes(), 8));
      }
    }
}

TEST(SoftKeys, CanBeReplacedForAState) {
  DeskRules rules;
  rules.soft_keys.at(static_cast<std::size_t>(DeskMode::talking)) = {SoftKey::end, SoftKey::hold};
  Desk desk(rules);
  desk.call_changed(a_call("a", call::CallState::connected));
  EXPECT_EQ(soft_key_labels(desk.state(), rules.soft_keys),
            (std::vector<std::string>{"End", "Hold", "", ""}));
  EXPECT_EQ(text(desk.press("F3")), "");
  EXPECT_EQ(text(desk.press("F1")), "hang up a");
}

TEST(SoftKeys, HaveNamesForTheSettings) {
  for (std::size_t i = 0; i < mode_count; ++i) {
    const auto mode = static_cast<DeskMode>(i);
    EXPECT_EQ(mode_named(name_of(mode)), mode);
  }
  EXPECT_EQ(soft_key_named("new_call"), SoftKey::new_call);
  EXPECT_EQ(soft_key_named("explode"), std::nullopt);
  EXPECT_EQ(mode_named("asleep"), std::nullopt);
}

}  // namespace
}  // namespace offhook::phone
