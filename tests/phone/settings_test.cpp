// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings.hpp"

#include <gtest/gtest.h>

namespace offhook::phone {
namespace {

constexpr const char* whole = R"(
[phone]
id = "desk"
country = "de"
codecs = ["PCMA"]
auto_answer = 200
max_calls = 1

[sip]
listen = "127.0.0.1:5070"

[[account]]
user = "1001"
domain = "example.net"
display_name = "Alice"
password = "secret"
registrar = "sip:127.0.0.1:5060"
expires = 300

[dial]
inter_digit_ms = 2500

[audio]
source = "clip:alice"

[api]
listen = "127.0.0.1:0"
)";

std::string error_of(std::string_view toml) {
  const auto settings = parse_settings(toml, "phone.toml");
  return settings.ok() ? "no error" : message_of(settings.status());
}

/// The least that a phone needs, and what a test adds to it.
std::string with_account(std::string_view more) {
  std::string text = "[[account]]\nuser = \"1\"\ndomain = \"x\"\n";
  return text.append(more);
}

TEST(Settings, SayWhoMayCallAndTransfer) {
  const auto settings = parse_settings(with_account(R"(
anonymous = true
subscribe_mwi = true
[sip]
accept_from = "servers"
trusted_servers = ["192.0.2.1"]
source_rate = 50
[phone]
reject_anonymous = true
[transfer]
accept = "ask"
refer_from = "servers"
replaces = false
)"),
                                       "phone.toml");
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_TRUE(settings->servers_only);
  EXPECT_EQ(settings->trusted_servers, std::vector{IpAddress::v4(192, 0, 2, 1)});
  EXPECT_EQ(settings->source_rate, 50u);
  EXPECT_TRUE(settings->features.reject_anonymous);
  EXPECT_EQ(settings->transfers, call::TransferPolicy::ask);
  EXPECT_FALSE(settings->may_be_replaced);
  EXPECT_EQ(settings->refer_from, ReferFrom::servers);
  EXPECT_TRUE(settings->accounts[0].anonymous);
  EXPECT_TRUE(settings->accounts[0].subscribe_mwi);
}

TEST(Settings, AreCarefulWithoutBeingTold) {
  const auto settings = parse_settings(with_account(""), "phone.toml");
  ASSERT_TRUE(settings.ok());
  EXPECT_FALSE(settings->servers_only);
  EXPECT_FALSE(settings->mwi_unsolicited);
  EXPECT_FALSE(settings->check_sync);
  EXPECT_EQ(settings->refer_from, ReferFrom::nobody);
  EXPECT_EQ(settings->transfers, call::TransferPolicy::accept);
}

TEST(Settings, APhoneThatNobodyCouldCallIsAMistake) {
  const auto nobody = error_of(with_account("[sip]\naccept_from = \"servers\"\n"));
  EXPECT_NE(nobody.find("trusted_servers"), std::string::npos);
  const auto unknown = error_of(with_account("[sip]\naccept_from = \"friends\"\n"));
  EXPECT_NE(unknown.find("\"anyone\", \"servers\""), std::string::npos);
}

TEST(Settings, ReadsAWholeFile) {
  const auto settings = parse_settings(whole, "phone.toml");

  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->phone_id, "desk");
  EXPECT_EQ(settings->codecs, std::vector<std::string>{"PCMA"});
  EXPECT_EQ(settings->auto_answer, 200ms);
  EXPECT_EQ(settings->listen.sip, std::vector{*Endpoint::parse("127.0.0.1:5070")});
  ASSERT_EQ(settings->accounts.size(), 1u);
  EXPECT_EQ(settings->accounts[0].aor, "sip:1001@example.net");
  EXPECT_EQ(settings->accounts[0].auth_user, "1001");
  EXPECT_EQ(settings->accounts[0].expires, 300s);
  EXPECT_EQ(settings->desk.plan.inter_digit, 2500ms);
  ASSERT_TRUE(settings->api.listen);
  EXPECT_EQ(settings->api.listen->port, 0);
}

TEST(Settings, AnAccountSaysHowItsCallsAreToBe) {
  const auto settings = parse_settings(R"(
[[account]]
user = "1"
domain = "d"
reliable = "required"
session_timer = "supported"
session_expires = 600
min_se = 120
refresher = "uas"
follow_redirects = false
late_offer = true
hold_form = "inactive"
dtmf = "info"
)",
                                       "phone.toml");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const auto& calls = settings->accounts[0].calls;
  EXPECT_EQ(calls.reliable, sip::Use::required);
  EXPECT_EQ(calls.session_timer, sip::Use::supported);
  EXPECT_EQ(calls.session_expires, 600s);
  EXPECT_EQ(calls.min_se, 120s);
  EXPECT_EQ(calls.refresher, sip::Refresher::uas);
  EXPECT_FALSE(calls.follow_redirects);
  EXPECT_TRUE(calls.late_offer);
  EXPECT_EQ(calls.hold_form, sip::HoldForm::inactive);
  EXPECT_EQ(calls.dtmf, sip::DigitWay::info);
}

TEST(Settings, RefusesWhatNoCallCouldBe) {
  EXPECT_EQ(error_of("[[account]]\nuser = \"1\"\ndomain = \"d\"\nreliable = \"yes\""),
            "phone.toml:4:12: expected \"off\", \"supported\" or \"required\"");
  EXPECT_EQ(error_of("[[account]]\nuser = \"1\"\ndomain = \"d\"\nsession_expires = 10"),
            "phone.toml:4:19: expected a number from 90 to 86400");
}

TEST(Settings, NamesFileLineAndColumnOfEachFault) {
  EXPECT_EQ(error_of("[phone]\nidd = \"x\"\n"),
            "phone.toml:2:7: unknown key 'idd' in [phone]; known here: auto_answer, "
            "auto_answer_headers, auto_answer_tone, board, busy_code, call_waiting, "
            "call_waiting_tone, caller_source, codecs, country, default_account, direct_ip_calls, "
            "early_media, id, lines, max_calls, media_timeout_s, own_users_only, refuse_code, "
            "reject_anonymous, "
            "ring_limit_s, uuid");
  EXPECT_EQ(error_of("[sip]\nlisten = 5060\n"),
            "phone.toml:2:10: expected \"ADDRESS:PORT\", for example \"127.0.0.1:5060\"");
  EXPECT_EQ(error_of("[phone]\nmax_calls = 9999\n"),
            "phone.toml:2:13: expected a number from 1 to 4096");
  EXPECT_EQ(error_of("[[account]]\nuser = \"1001\"\n"),
            "phone.toml:1:1: an [[account]] needs user and domain");
  EXPECT_EQ(error_of("[phone]\ncodecs = [\"G729\"]\n"),
            "phone.toml:2:11: known codecs are \"PCMU\" and \"PCMA\"");
  EXPECT_EQ(error_of("[account]\nuser = \"1001\"\n"),
            "phone.toml:1:1: write [[account]] with two brackets");
  EXPECT_EQ(error_of(""), "phone.toml:1:1: a phone needs at least one [[account]]");
  EXPECT_NE(error_of("[phone\n").find("phone.toml:1:"), std::string::npos);
}

TEST(Settings, ListensWhereItIsTold) {
  const std::string account = "[[account]]\nuser = \"1\"\ndomain = \"d\"\n";
  const auto settings = parse_settings(R"([sip]
listen = ["192.0.2.7:5060", "[2001:db8::7]:5060"]
tls_listen = "192.0.2.7:5061"
ws_listen = "192.0.2.7:8080"
ws_path = "/ws"
ws_origins = ["https://example.net"]
[tls]
ca_file = "ca.pem"
certificate = "phone.pem"
key = "phone.key"
verify = false
)" + account,
                                       "f");

  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->listen.sip, (std::vector{*Endpoint::parse("192.0.2.7:5060"),
                                               *Endpoint::parse("[2001:db8::7]:5060")}));
  EXPECT_EQ(settings->listen.tls, std::vector{*Endpoint::parse("192.0.2.7:5061")});
  EXPECT_EQ(settings->listen.ws, std::vector{*Endpoint::parse("192.0.2.7:8080")});
  EXPECT_TRUE(settings->listen.wss.empty());
  EXPECT_EQ(settings->web_socket.path, "/ws");
  EXPECT_EQ(settings->web_socket.origins, std::vector<std::string>{"https://example.net"});
  EXPECT_EQ(settings->tls.certificate, "phone.pem");
  EXPECT_FALSE(settings->tls.verify);
}

TEST(Settings, RefusesToListenWhereItCannot) {
  EXPECT_EQ(error_of("[sip]\ntls_listen = \"127.0.0.1:5061\"\n"),
            "phone.toml:1:1: tls_listen and wss_listen need certificate and key in [tls]");
  EXPECT_EQ(error_of("[sip]\nlisten = [\"127.0.0.1:1\", \"127.0.0.1:2\"]\n"),
            "phone.toml:2:26: one IPv4 and one IPv6 address at most");
  EXPECT_EQ(error_of("[sip]\nlisten = []\n"), "phone.toml:2:10: an empty list");
}

TEST(Settings, APhoneThatAnswersByItselfTakesManyCalls) {
  const std::string account = "[[account]]\nuser = \"1\"\ndomain = \"d\"\n";
  EXPECT_EQ(parse_settings(account, "f")->max_calls, 2u);
  EXPECT_EQ(parse_settings("[phone]\nauto_answer = true\n" + account, "f")->max_calls, 64u);
  EXPECT_EQ(
      parse_settings("[phone]\nmax_calls = 1\nauto_answer = true\n" + account, "f")->max_calls, 1u);
}

TEST(Settings, RefusesAnUriThatCannotBe) {
  EXPECT_EQ(error_of("[[account]]\nuser = \"1\"\ndomain = \"d\"\nregistrar = \"http://x\"\n"),
            "phone.toml:1:1: 'http://x' is not a SIP URI with a transport we speak");
}

constexpr const char* line = "[[account]]\nuser = \"1\"\ndomain = \"d\"\n";

TEST(Settings, ReadsSeveralServersOfAnAccount) {
  const auto settings = parse_settings(std::string(line) +
                                           "keep_alive_s = 20\nreg_surge_s = 5\nrealm = \"r\"\n"
                                           "unregister_at_start = true\n"
                                           "[[account.servers]]\nuri = \"sip:a.example\"\n"
                                           "failback_mode = 3\nfailback_timeout = 60\n"
                                           "[[account.servers]]\nuri = \"sips:b.example\"\n"
                                           "outbound_proxy = \"sip:p.example;lr\"\nexpires = 90\n"
                                           "retry_counts = 2\nregister_on_enable = true\n",
                                       "f");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const auto& account = settings->accounts[0];
  ASSERT_EQ(account.servers.size(), 2u);
  EXPECT_EQ(account.registrar, "sip:a.example");
  EXPECT_EQ(account.servers[0].failback_mode, sip::FailbackMode::after_a_time);
  EXPECT_EQ(account.servers[0].failback_timeout, 60s);
  EXPECT_EQ(account.servers[1].retry_counts, 2);
  EXPECT_EQ(account.servers[1].expires, 90s);
  EXPECT_TRUE(account.servers[1].register_on_enable);
  EXPECT_EQ(account.upkeep.keep_alive, 20s);
  EXPECT_EQ(account.upkeep.recovery, 2s);
  EXPECT_EQ(account.upkeep.surge, 5s);
  EXPECT_TRUE(account.upkeep.unregister_at_start);
  EXPECT_EQ(account.realm, "r");
}

TEST(Settings, SaysWhatIsWrongWithAServer) {
  EXPECT_EQ(error_of(std::string(line) + "[[account.servers]]\nexpires = 90\n"),
            "phone.toml:4:1: each of account.servers needs a uri");
  EXPECT_EQ(
      error_of(std::string(line) + "registrar = \"sip:d\"\nservers = [{ uri = \"sip:d\" }]\n"),
      "phone.toml:1:1: an [[account]] has servers, or registrar and outbound_proxy");
  EXPECT_EQ(error_of(std::string(line) + "servers = \"sip:d\"\n"),
            "phone.toml:4:11: expected 1 to 8 servers, each in [[account.servers]]");
}

TEST(Settings, DerivesTheInstanceForOutbound) {
  const auto stable = [](std::string_view more, const std::string& machine = "here") {
    return parse_settings(std::string(more) + line + "outbound = true\n", "f", machine)
        ->accounts[0]
        .instance_id;
  };
  EXPECT_EQ(stable(""), stable(""));
  EXPECT_NE(stable(""), stable("", "there"));
  EXPECT_NE(stable(""), stable("[phone]\nid = \"other\"\n"));
  EXPECT_EQ(stable("[phone]\nuuid = \"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"\n"),
            "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
  EXPECT_EQ(parse_settings(line, "f")->accounts[0].instance_id, "");
  EXPECT_NE(error_of("[phone]\nuuid = \"1\"\n").find("expected a UUID"), std::string::npos);
}

TEST(Settings, ReadsNameServersAndStaticRecords) {
  const auto settings = parse_settings(
      std::string(
          "[sip]\nnat = \"rport\"\n[dns]\nservers = [\"127.0.0.1:5353\", \"192.0.2.53\"]\n") +
          "prefer_records = true\n"
          "[[dns.records]]\nname = \"_sip._udp.Example.net\"\ntype = \"SRV\"\nvalue = "
          "\"a.example.net.\"\n"
          "port = 5060\npriority = 1\nttl = 60\n"
          "[[dns.records]]\nname = \"a.example.net\"\ntype = \"A\"\nvalue = \"192.0.2.1\"\n"
          "[[dns.records]]\nname = \"example.net\"\ntype = \"NAPTR\"\nservice = \"SIP+D2U\"\n"
          "value = \"_sip._udp.example.net\"\n" +
          line,
      "f");
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_TRUE(settings->accounts[0].upkeep.learn_address);
  const auto& dns = settings->dns;
  EXPECT_TRUE(dns.prefer_records);
  ASSERT_EQ(dns.servers.size(), 2u);
  EXPECT_EQ(dns.servers[1].to_string(), "192.0.2.53:53");
  ASSERT_EQ(dns.records.size(), 3u);
  EXPECT_EQ(dns.records[0].owner, "_sip._udp.example.net");
  EXPECT_EQ(std::get<transport::SrvRecord>(dns.records[0].data),
            (transport::SrvRecord{1, 0, 5060, "a.example.net"}));
  EXPECT_EQ(std::get<IpAddress>(dns.records[1].data), IpAddress::v4(192, 0, 2, 1));
  EXPECT_EQ(std::get<transport::NaptrRecord>(dns.records[2].data).services, "SIP+D2U");
  EXPECT_EQ(error_of("[dns]\nservers = [\"one\"]\n"),
            "phone.toml:2:12: expected \"ADDRESS\" or \"ADDRESS:PORT\"");
  EXPECT_NE(
      error_of("[[dns.records]]\nname = \"a\"\nvalue = \"b\"\ntype = \"MX\"\n").find("type is"),
      std::string::npos);
}

TEST(Settings, APasswordFileThatCannotBeReadIsAFault) {
  EXPECT_EQ(
      error_of("[[account]]\nuser = \"1\"\ndomain = \"d\"\npassword_file = \"/nonexistent/x\"\n"),
      "phone.toml:1:1: password_file /nonexistent/x cannot be read");
}

TEST(Settings, AMissingFileSaysWhereHelpIs) {
  const auto settings = load_settings("/nonexistent/phone.toml");
  ASSERT_FALSE(settings.ok());
  EXPECT_NE(message_of(settings.status()).find("/nonexistent/phone.toml"), std::string::npos);
}

TEST(Settings, SayWhatTheDeskDoesWithCalls) {
  const auto settings = parse_settings(R"toml(
[phone]
call_waiting = false
busy_code = 480
[dial]
send_key = "*"
block_out = ["0900."]
dial_now = ["1xxx"]
area_code = { code = "030", min_length = 5 }
digit_map = "[1-7]xxx|0T"
hotline = "1009"
hotline_ms = 0
[[dial.replace]]
prefix = "9(.)"
replace = "$1"
[forward]
busy = "1003"
ring_s = 18
scope = "account"
[dnd]
enabled = true
code = 486
emergency = ["1004"]
[transfer]
semi_attended = false
[conference]
connect_others = true
[[key]]
name = "D1"
type = "speed_dial"
value = "1005"
[[account]]
user = "1001"
domain = "example.net"
forward_always = "1002"
dnd = true
)toml",
                                       "phone.toml");
  ASSERT_TRUE(settings.ok()) << settings.status();
  const auto& desk = settings->desk;
  const auto& features = settings->features;
  EXPECT_FALSE(features.call_waiting);
  EXPECT_EQ(features.busy_status, 480);
  EXPECT_EQ(desk.plan.send_key, EndKey::star);
  EXPECT_EQ(desk.plan.replace.size(), 1u);
  EXPECT_EQ(desk.plan.area_code.code, "030");
  EXPECT_EQ(desk.hotline.number, "1009");
  EXPECT_EQ(features.phone.forwards.of(ForwardKind::busy).target, "1003");
  EXPECT_FALSE(features.phone.forwards.of(ForwardKind::always).enabled);
  EXPECT_EQ(features.forwards_of("1").of(ForwardKind::always).target, "1002");
  EXPECT_TRUE(features.phone.do_not_disturb);
  EXPECT_EQ(features.do_not_disturb_status, 486);
  EXPECT_FALSE(desk.transfer.semi_attended);
  EXPECT_TRUE(desk.conference.connect_others);
  EXPECT_EQ(desk.keys.at("D1").value, "1005");
}

TEST(Settings, TimersAndWhatServersWantToSee) {
  const auto settings = parse_settings(R"toml(
[timers]
t1_ms = 1000
t2_ms = 8000
[[account]]
user = "1001"
domain = "example.net"
compact_headers = true
redundancy = "concurrent"
register_mac = "00:00:5e:00:53:01"
[[account]]
user = "1002"
domain = "example.net"
outbound_proxy = "sip:proxy.example.net;lr"
outbound_in_dialog = true
register_line = true
)toml",
                                       "phone.toml");
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->timers.timer_b(), 64s);
  EXPECT_EQ(settings->timers.t2, 8s);
  EXPECT_EQ(settings->timers.t4, 5s);
  const auto& first = settings->accounts[0];
  EXPECT_TRUE(first.compact_headers);
  EXPECT_TRUE(first.upkeep.concurrent);
  EXPECT_EQ(first.upkeep.mac, "00:00:5e:00:53:01");
  EXPECT_EQ(first.upkeep.line, 0);
  EXPECT_TRUE(settings->accounts[1].outbound_in_dialog);
  EXPECT_EQ(settings->accounts[1].upkeep.line, 2);
  EXPECT_NE(error_of("[timers]\nt1_ms = 5000\n").find("t2_ms"), std::string::npos);
  EXPECT_NE(error_of("[timers]\nt1_ms = 5\n").find("100"), std::string::npos);
}

TEST(Settings, RefusePatternsAndKeysThatAreNone) {
  EXPECT_NE(error_of("[dial]\nblock_out = [\"(1\"]\n").find("without its )"), std::string::npos);
  EXPECT_NE(error_of("[dial]\ndigit_map = \"T1\"\n").find("digit map"), std::string::npos);
  EXPECT_NE(error_of("[[key]]\nname = \"D1\"\ntype = \"line\"\n").find("lines are at keys"),
            std::string::npos);
  EXPECT_NE(error_of("[[key]]\nname = \"HOLD\"\n").find("a [[key]] has a name"), std::string::npos);
  EXPECT_NE(error_of("[forward]\nbusy = \"1 2\"\n").find("no spaces"), std::string::npos);
}

}  // namespace
}  // namespace offhook::phone
