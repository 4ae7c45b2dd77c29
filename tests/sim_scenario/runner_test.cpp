// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/runner.hpp"

#include <gmock/gmock.h>

#include "sim/scenario/bless.hpp"
#include "tests/sim_scenario/files.hpp"

namespace offhook::sim::scenario {
namespace {

using testing::HasSubstr;

Outcome run(const Scenario& scenario, std::uint64_t seed = 1) {
  RunOptions options;
  options.seed = seed;
  options.board_plugin = OFFHOOK_PLUGIN_DIR "/sim.so";
  auto outcome = run_scenario(scenario, options);
  EXPECT_TRUE(outcome.ok()) << outcome.status();
  return outcome.ok() ? *std::move(outcome) : Outcome{};
}

const std::string talk =
    "all wait registered\nalice offhook\nalice expect tone dial\nalice keys 1002#\nbob wait "
    "ringing\nbob offhook\n"
    "alice expect call 1 talking\nalice wait 500ms\n";
const std::string end_of_talk =
    "bob onhook\nalice expect tone busy\nalice onhook\nall expect call none";
const std::string ladder_of_talk = R"(...
alice -> proxy  INVITE 1002  sdp.dir=sendrecv
proxy -> bob  INVITE 1002
bob -> proxy  180
proxy -> alice  180
bob -> proxy  200
proxy -> alice  200  sdp.dir=sendrecv
alice -> proxy  ACK
proxy -> bob  ACK
alice == bob  RTP PCMU
bob -> proxy  BYE
proxy -> alice  BYE
alice -> proxy  200
proxy -> bob  200 BYE)";

TEST(ScenarioRunner, PlaysACallAndComparesIt) {
  const auto outcome = run(scenario_of(file_with(talk + end_of_talk, ladder_of_talk)));

  EXPECT_TRUE(outcome.pass()) << outcome.explanation;
  EXPECT_EQ(outcome.explanation, "");
}

TEST(ScenarioRunner, NamesTheStepThatFailsAndWhatWasThere) {
  const auto outcome = run(scenario_of(file_with(talk + "alice expect call 1 held within 1s")));

  EXPECT_FALSE(outcome.pass());
  EXPECT_THAT(outcome.explanation,
              HasSubstr("test.toml:19: alice expect call 1 held within 1s: waited 1 s in vain; "
                        "alice: registered, call 1 connected"));
}

TEST(ScenarioRunner, NamesTheRowThatDiffers) {
  auto ladder = ladder_of_talk;
  ladder.replace(ladder.find("bob -> proxy  180"), 17, "bob -> proxy  183");
  const auto outcome = run(scenario_of(file_with(talk + end_of_talk, ladder)));

  EXPECT_FALSE(outcome.pass());
  EXPECT_TRUE(outcome.script_passed);
  EXPECT_THAT(outcome.explanation, HasSubstr("line 28: bob -> proxy 183"));
  EXPECT_THAT(outcome.explanation, HasSubstr("message: expected 183, is 180 INVITE"));
}

TEST(ScenarioRunner, HoldsByKeyAndHearsSilence) {
  const auto outcome = run(scenario_of(
      file_with(talk +
                "alice say clip:alice\nbob hears clip:alice match>=0.9\nalice softkey Hold\n"
                "bob expect call 1 held-by-peer\nalice expect led line1 slow-green\n"
                "bob hears silence for 500ms\nalice softkey Resume\nalice expect call 1 talking\n"
                "alice say clip:alice\nbob hears clip:alice match>=0.9\n" +
                end_of_talk)));

  EXPECT_TRUE(outcome.pass()) << outcome.explanation;
}

TEST(ScenarioRunner, RefusesASoftKeyThatIsNotThere) {
  const auto outcome = run(scenario_of(file_with("alice softkey Hold")));

  EXPECT_THAT(outcome.explanation, HasSubstr("alice has no soft key Hold"));
}

TEST(ScenarioRunner, OrdersGoThroughTheApi) {
  const auto outcome = run(scenario_of(file_with(
      "all wait registered\nalice dial 1002\nbob wait ringing\nbob answer\n"
      "alice expect call 1 talking\nbob wait 50ms\nbob hold\nalice expect call 1 held-by-peer\n"
      "bob wait 50ms\nbob resume\nalice expect call 1 talking\nalice hangup\nall expect call "
      "none")));
  EXPECT_TRUE(outcome.pass()) << outcome.explanation;

  const auto refused = run(scenario_of(file_with("alice dial \"no number\"")));
  EXPECT_THAT(refused.explanation, HasSubstr("call.dial was refused: "));
}

TEST(ScenarioRunner, DisturbsTheNetwork) {
  const auto lossy = run(
      scenario_of(file_with("net loss alice->bob 20%\n" + talk + "alice wait 5s\n" + end_of_talk +
                            "\nbob expect stats loss in 10%..30%\n"
                            "alice expect stats loss in 0%..0%")));
  EXPECT_TRUE(lossy.pass()) << lossy.explanation;

  const auto cut = run(scenario_of(
      file_with("all wait registered\nnet partition proxy\nalice dial 1002\nalice wait 40s\n"
                "net heal proxy\nalice expect call 1 ended\nalice dial 1002\nbob wait ringing")));
  EXPECT_TRUE(cut.pass()) << cut.explanation;
}

TEST(ScenarioRunner, TheSameSeedGivesTheSameRun) {
  const auto scenario = scenario_of(file_with("net jitter all 20ms\n" + talk + end_of_talk));
  const auto once = run(scenario, 3), again = run(scenario, 3), other = run(scenario, 4);

  EXPECT_EQ(once.record.events, again.record.events);
  EXPECT_NE(once.record.events, other.record.events);
}

TEST(Bless, WritesALadderThatHolds) {
  const auto text = file_with(talk + end_of_talk, "alice -> bob  MESSAGE  # wrong");
  const auto scenario = scenario_of(text);
  const auto blessed_text = blessed(text, scenario, run(scenario).observed);

  EXPECT_THAT(blessed_text, HasSubstr("\nalice -> proxy  INVITE 1002\n"));
  EXPECT_THAT(blessed_text, HasSubstr("\nalice == bob  RTP PCMU\nbob -> proxy  BYE\n"));
  EXPECT_EQ(blessed_text.substr(0, text.find("alice -> bob  MESSAGE")),
            text.substr(0, text.find("alice -> bob  MESSAGE")));
  const auto again = scenario_of(blessed_text);
  const auto outcome = run(again);
  EXPECT_TRUE(outcome.pass()) << outcome.explanation;
  EXPECT_EQ(blessed(blessed_text, again, outcome.observed), blessed_text);
}

}  // namespace
}  // namespace offhook::sim::scenario
