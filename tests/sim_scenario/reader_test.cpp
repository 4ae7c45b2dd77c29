// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/reader.hpp"

#include <gmock/gmock.h>

#include "tests/sim_scenario/files.hpp"

namespace offhook::sim::scenario {
namespace {

using testing::HasSubstr;

template <class Type>
const Type& action(const Scenario& scenario, std::size_t step) {
  return std::get<Type>(scenario.script.at(step).action);
}
template <class Type>
const Type& expectation(const Scenario& scenario, std::size_t step) {
  return std::get<Type>(action<Expect>(scenario, step).what);
}

TEST(ScenarioReader, ReadsTheEnvelope) {
  const auto read = scenario_of(R"(
title = "SRV fail-over"
seed = 41
fold = []
[dns]
"_sip._udp.sim.test" = [{ type = "SRV", priority = 10, target = "east.sim.test", port = 5060, ttl = 30 }]
[registrar.east]
challenge = ["REGISTER", "INVITE"]
min_expires = "30s"
[registrar.west]
[proxy]
record_route = false
[phone.zoe]
extension = "1001"
register_every = "60s"
outbound = "west"
codecs = ["PCMA"]
auto_answer = true
[phone.zoe.account]
session_timer = "required"
[phone.bob]
extension = "1002"
[net]
all = { delay = "10ms" }
"zoe->bob" = { loss = "5%", jitter = "30ms" }
[flow]
script = '''
'''
)");

  EXPECT_EQ(read.title, "SRV fail-over");
  EXPECT_EQ(read.seed, 41u);
  EXPECT_FALSE(read.fold_trying || read.fold_retransmissions || read.proxy.record_route);
  EXPECT_EQ(read.dns.size(), 1u);
  ASSERT_EQ(read.registrars.size(), 2u);
  EXPECT_TRUE(read.registrars[0].challenges_invite);
  EXPECT_EQ(read.registrars[0].min_expires, std::chrono::seconds{30});
  ASSERT_EQ(read.phones.size(), 2u);
  EXPECT_EQ(read.phones[0].name, "zoe") << "in the order of the file";
  EXPECT_EQ(read.phones[0].outbound, "west");
  EXPECT_EQ(read.phones[0].settings.codecs, std::vector<std::string>{"PCMA"});
  EXPECT_TRUE(read.phones[0].settings.auto_answer);
  EXPECT_EQ(read.phones[0].settings.accounts.at(0).expires, std::chrono::seconds{60});
  EXPECT_EQ(read.phones[0].settings.accounts.at(0).calls.session_timer, sip::Use::required);
  ASSERT_EQ(read.net.size(), 3u);
  EXPECT_FALSE(read.has_ladder);
}

TEST(ScenarioReader, ReadsTheStepsOfPeople) {
  const auto read =
      scenario_of(file_with("# a comment\n"
                            "alice  offhook   # another\n"
                            "alice  keys 1002#\n"
                            "bob    key HOLD\n"
                            "bob    softkey \"New call\"\n"
                            "bob    linekey 2\n"
                            "alice  dial sip:1002@sim.test\n"
                            "bob    answer\n"
                            "bob    hold 2\n"
                            "alice  transfer 1 to 1003\n"
                            "alice  say clip:bob\n"
                            "all    wait 500ms"));

  ASSERT_EQ(read.script.size(), 11u);
  EXPECT_EQ(read.script[0].text, "alice  offhook");
  EXPECT_EQ(read.script[0].at.line, 12u);
  EXPECT_TRUE(action<Hook>(read, 0).off_hook);
  EXPECT_EQ(action<PressKeys>(read, 1).keys.size(), 5u) << "the # is a key";
  EXPECT_EQ(action<PressSoftKey>(read, 3).label, "New call");
  EXPECT_EQ(action<PressKeys>(read, 4).keys.at(0), "L2");
  EXPECT_EQ(action<Order>(read, 5).argument, "sip:1002@sim.test");
  EXPECT_EQ(action<Order>(read, 7).call, 2u);
  EXPECT_EQ(action<Order>(read, 8).call, 1u);
  EXPECT_EQ(action<Order>(read, 8).argument, "1003");
  EXPECT_EQ(action<Say>(read, 9).clip, "bob");
  EXPECT_EQ(action<Pause>(read, 10).span, 500ms);
}

TEST(ScenarioReader, ReadsWhatMustBecomeSo) {
  const auto read =
      scenario_of(file_with("all    wait registered\n"
                            "alice  expect call 1 talking within 5s\n"
                            "alice  expect call none\n"
                            "bob    expect led line1 fast-red\n"
                            "bob    expect led line1 green\n"
                            "bob    sees \"Alice 1001\"\n"
                            "bob    hears clip:alice match>=0.9\n"
                            "bob    hears silence for 500ms\n"
                            "bob    expect stats loss in 3%..7%\n"
                            "bob    expect stats mos >= 3.3\n"
                            "bob    expect mwi 2"));

  ASSERT_EQ(read.script.size(), 11u);
  EXPECT_TRUE(expectation<IsRegistered>(read, 0).registered);
  EXPECT_EQ(action<Expect>(read, 0).within, 5s);
  EXPECT_EQ(expectation<CallIs>(read, 1).state, "connected");
  EXPECT_EQ(action<Expect>(read, 1).within, 5s);
  EXPECT_EQ(expectation<CallIs>(read, 2).call, 0u);
  EXPECT_EQ(action<Expect>(read, 2).within, 2s);
  EXPECT_EQ(expectation<LedIs>(read, 3).shown, "red fast_flash");
  EXPECT_EQ(expectation<LedIs>(read, 4).shown, "green steady");
  EXPECT_EQ(expectation<ScreenShows>(read, 5).text, "Alice 1001");
  EXPECT_DOUBLE_EQ(expectation<Hears>(read, 6).match, 0.9);
  EXPECT_EQ(expectation<HearsSilence>(read, 7).span, 500ms);
  EXPECT_DOUBLE_EQ(expectation<StatisticIs>(read, 8).low, 0.03);
  EXPECT_DOUBLE_EQ(expectation<StatisticIs>(read, 8).high, 0.07);
  EXPECT_DOUBLE_EQ(expectation<StatisticIs>(read, 9).low, 3.3);
  EXPECT_EQ(expectation<MailboxHas>(read, 10).new_messages, 2u);
}

TEST(ScenarioReader, ReadsWhatHappensToTheNetwork) {
  const auto read =
      scenario_of(file_with("net  loss alice->bob 5%\n"
                            "net  jitter alice <-> proxy 30ms\n"
                            "net  reorder all 1%\n"
                            "net  partition proxy\n"
                            "net  heal all\n"
                            "net  clock +60s"));

  EXPECT_EQ(action<Disturb>(read, 0).way.to, "bob");
  EXPECT_DOUBLE_EQ(action<Disturb>(read, 0).share, 0.05);
  EXPECT_TRUE(action<Disturb>(read, 1).way.both);
  EXPECT_EQ(action<Disturb>(read, 2).way.from, "all");
  EXPECT_EQ(action<Partition>(read, 3).who, "proxy");
  EXPECT_EQ(action<MoveClock>(read, 5).span, 60s);
}

TEST(ScenarioReader, ReadsLadders) {
  const auto read = scenario_of(file_with("alice offhook",
                                          "...                   # registrations\n"
                                          "F1 alice -> proxy  INVITE 1002  sdp.dir=sendrecv\n"
                                          "   proxy -> alice  200 CANCEL   contact.expires<=60\n"
                                          " ? proxy -> alice  180\n"
                                          "{\n"
                                          "alice == bob    RTP PCMU\n"
                                          "bob -> alice    RTP none\n"
                                          "}\n"
                                          "bob -> proxy  REFER  refer-to~1003 replaces!"));

  ASSERT_EQ(read.ladder.size(), 6u);
  EXPECT_EQ(read.ladder[0].kind, ExpectedItem::Kind::anything);
  const auto& invite = read.ladder[1].rows.at(0);
  EXPECT_EQ(invite.label, "F1");
  EXPECT_EQ(invite.target, "1002");
  EXPECT_EQ(invite.matchers.at(0).field, "sdp.dir");
  EXPECT_EQ(read.ladder[2].rows.at(0).method, "CANCEL");
  EXPECT_EQ(read.ladder[2].rows.at(0).matchers.at(0).relation, Matcher::Relation::at_most);
  EXPECT_TRUE(read.ladder[3].rows.at(0).optional);
  ASSERT_EQ(read.ladder[4].rows.size(), 2u);
  EXPECT_TRUE(read.ladder[4].rows[0].both_ways);
  EXPECT_EQ(read.ladder[4].rows[1].kind, ExpectedKind::silence);
  EXPECT_EQ(read.ladder[5].rows.at(0).matchers.at(1).relation, Matcher::Relation::present);
  EXPECT_EQ(read.ladder_last - read.ladder_first, 9u);
}

TEST(ScenarioReader, SaysWhereAndWhatWasExpected) {
  EXPECT_THAT(faults_of(file_with("alice  offhok")),
              HasSubstr("11:8: unknown verb 'offhok', did you mean 'offhook'?"));
  EXPECT_THAT(faults_of(file_with("alfred offhook")),
              HasSubstr("11:1: nobody is called 'alfred'; expected a phone (alice, bob, carol"));
  EXPECT_THAT(faults_of(file_with("alice keys 10x2")), HasSubstr("11:12: 'x' is no key"));
  EXPECT_THAT(faults_of(file_with("alice expect call 1 speaking")),
              HasSubstr("11:21: unknown call state 'speaking'"));
  EXPECT_THAT(faults_of(file_with("alice expect led line1 fast-blue")),
              HasSubstr("11:24: 'fast-blue' is nothing a lamp shows"));
  EXPECT_THAT(faults_of(file_with("alice offhook now")), HasSubstr("11:15: 'now' is too much"));
  EXPECT_THAT(faults_of(file_with("alice sees \"Bob")),
              HasSubstr("11:12: this quote does not end"));
  EXPECT_THAT(faults_of(file_with("net loss alice->dave 5%")),
              HasSubstr("11:10: 'alice->dave' is no way"));
  EXPECT_THAT(faults_of(file_with("alice wait 5 minutes")), HasSubstr("11:12: '5' is no time"));
  EXPECT_THAT(faults_of(file_with("alice say clip:eve")), HasSubstr("11:11: no such clip"));
}

TEST(ScenarioReader, SaysWhatNothingCanBe) {
  EXPECT_THAT(faults_of(file_with("bob hears clip:eve")), HasSubstr("11:11: no such clip"));
  EXPECT_THAT(faults_of(file_with("bob expect tone dail")),
              HasSubstr("11:17: unknown tone 'dail', did you mean 'dial'?"));
  EXPECT_THAT(faults_of(file_with("bob expect registered via prox")),
              HasSubstr("11:27: unknown registrar 'prox', did you mean 'proxy'?"));
  EXPECT_THAT(faults_of(file_with("bob expect stats loss in 7%..3%")),
              HasSubstr("11:26: '7%..3%': expected the smaller value first"));
  EXPECT_THAT(faults_of(file_with("bob hears clip:bob match>=9")),
              HasSubstr("expected a likeness"));
}

TEST(ScenarioReader, SaysWhatIsWrongWithPhonesAndServices) {
  const auto with = [](const std::string& more) {
    return faults_of("[registrar]\n[phone.a]\nextension = \"1\"\n" + more +
                     "\n[flow]\nscript = '''\n'''");
  };
  EXPECT_THAT(with("nat = \"cone\""), HasSubstr("4:7: expected \"full_cone\""));
  EXPECT_THAT(with("hold_form = \"mute\""), HasSubstr("expected \"sendonly\""));
  EXPECT_THAT(with("linekey.2 = \"1002\""), HasSubstr("expected linekey.2 = { type"));
  EXPECT_THAT(with("linekey.2 = { type = \"lamp\" }"), HasSubstr("4:22: expected"));
  EXPECT_THAT(with("[voicemail]"), HasSubstr("4:1: [voicemail] expected extension"));
  EXPECT_EQ(with("linekey.2 = { type = \"speed_dial\", value = \"2\" }"), "");
  EXPECT_THAT(faults_of("[registrar]\nshares_bindings_with = \"east\"\n[phone.a]\nextension = "
                        "\"1\"\n[flow]\nscript = '''\n'''"),
              HasSubstr("1:1: shares_bindings_with = \"east\": expected a registrar"));
}

TEST(ScenarioReader, SaysWhatIsWrongWithALadder) {
  EXPECT_THAT(faults_of(file_with("alice offhook", "alice -> bill INVITE")),
              HasSubstr("14:10: nobody is called 'bill'"));
  EXPECT_THAT(faults_of(file_with("alice offhook", "alice > bob INVITE")),
              HasSubstr("14:7: '>': expected -> or =="));
  EXPECT_THAT(faults_of(file_with("alice offhook", "alice -> bob Invite")),
              HasSubstr("14:14: 'Invite': expected a method, a status code"));
  EXPECT_THAT(faults_of(file_with("alice offhook", "alice -> bob INVITE 1002 sdp")),
              HasSubstr("14:26: 'sdp': expected FIELD=VALUE"));
  EXPECT_THAT(faults_of(file_with("alice offhook", "{\nalice -> bob ACK")),
              HasSubstr("14:1: this { has no end"));
  EXPECT_THAT(faults_of(file_with("alice offhook", "}")), HasSubstr("14:1: expected { before"));
}

TEST(ScenarioReader, SaysWhatIsWrongWithTheEnvelope) {
  EXPECT_THAT(faults_of("title = "), HasSubstr("1:"));
  EXPECT_THAT(faults_of(file_with("", "...", "sed = 3\n")), HasSubstr("2:7: unknown key 'sed', did "
                                                                      "you mean 'seed'?"));
  EXPECT_THAT(faults_of(file_with("", "...", "fold = [\"tryng\"]\n")),
              HasSubstr("2:9: expected one"));
  EXPECT_THAT(faults_of("title = \"x\""), HasSubstr("expected [flow] with a script"));
  EXPECT_THAT(faults_of("[phone.alice]\n[flow]\nscript = '''\n'''"),
              HasSubstr("1:1: [phone.alice] expected extension"));
  EXPECT_THAT(faults_of("[phone.all]\nextension = \"1\"\n[flow]\nscript = '''\n'''"),
              HasSubstr("'all' cannot be the name of a phone"));
  EXPECT_THAT(faults_of("[phone.a]\nextension = \"1\"\n[flow]\nscript = \"a offhook\""),
              HasSubstr("4:10: expected '''"));
  EXPECT_THAT(faults_of("[phone.a]\nextension = \"1\"\nmax_call = 3\n[flow]\nscript = '''\n'''"),
              HasSubstr("3:12: unknown key 'max_call'"));
}

TEST(ScenarioReader, TellsSeveralFaultsAtOnceInOrder) {
  const auto faults =
      faults_of(file_with("alice offhok\nbob expect\nalice onhook", "alice -> x ACK"));

  EXPECT_EQ(std::count(faults.begin(), faults.end(), '\n'), 3) << faults;
  EXPECT_LT(faults.find("11:7:"), faults.find("12:11:"));
  EXPECT_LT(faults.find("12:11:"), faults.find("16:10:"));
}

}  // namespace
}  // namespace offhook::sim::scenario
