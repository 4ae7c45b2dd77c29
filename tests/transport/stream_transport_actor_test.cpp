// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/stream_transport_actor.hpp"

#include <deque>
#include <optional>

#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "actors/sip/draft.hpp"
#include "sim/virtual_stream_network.hpp"
#include "tests/transport/heard.hpp"

namespace offhook::transport {
namespace {

/// A far end without a stack: one connection, its octets as they come.
struct Wire {
  std::unique_ptr<StreamConnection> connection;
  std::string arrived;
  bool connected = false;
  std::optional<absl::Status> closed;
};

class StreamTransportTest : public testing::Test {
 protected:
  void SetUp() override {
    log::set_sink([this](log::Level, std::string_view line) { logged.emplace_back(line); });
  }
  void TearDown() override {
    act::stop(transport);
    act::stop(receiver);
    transport = nullptr;
    receiver = nullptr;
    wires.clear();
    far_listener.reset();
    loop.run_for(1s);
    EXPECT_EQ(loop.running_actors(), 0u);
    EXPECT_EQ(loop.pending_timers(), 0u);
    log::set_sink(nullptr);
  }

  /// The transport under test, at 192.0.2.1:5060, and a server that hears at 192.0.2.2:5060.
  void begin(StreamTransportOptions options = {}, bool is_heard = true) {
    auto bound = start_stream_transport(loop.system(), *network, {Protocol::tcp, here, is_heard},
                                        random, options);
    ASSERT_TRUE(bound.ok()) << bound.status();
    transport = bound->transport;
    receiver = loop.spawn<HearingReceiver>(heard);
    act::tell_anon(transport, DeliverTo{receiver});
    listen_far();
    loop.run_for(0s);
  }
  void listen_far() {
    far_listener =
        *network->listen(far, [this](std::unique_ptr<StreamConnection> c) { keep(std::move(c)); });
  }
  Wire& keep(std::unique_ptr<StreamConnection> connection) {
    Wire& wire = wires.emplace_back();
    wire.connection = std::move(connection);
    wire.connection->start({[&wire] { wire.connected = true; },
                            [&wire](std::string_view octets) { wire.arrived += octets; },
                            [&wire](const absl::Status& why) { wire.closed = why; }});
    return wire;
  }
  Wire& connect(const char* from = "192.0.2.2") {
    Wire& wire = keep(*network->connect({*IpAddress::parse(from), here}));
    loop.run_for(0s);
    return wire;
  }
  void write(Wire& wire, std::string_view octets) {
    ASSERT_TRUE(wire.connection->send(octets).ok());
    loop.run_for(0s);
  }
  void send(const sip::MessagePtr& message, const Hop& to) {
    act::tell_anon(transport, SendMessage{message, to});
    loop.run_for(0s);
  }
  Counters counters() {
    Counters result;
    caf::scoped_actor self(loop.system());
    auto asked = self->request(transport, caf::infinite, QueryCounters{});
    loop.run_for(0s);
    asked.receive([&](const Counters& c) { result = c; }, [](const caf::error&) { FAIL(); });
    return result;
  }
  static sip::Draft options(int number = 1) {
    auto draft = sip::Draft::request(sip::Method::options, "sip:bob@192.0.2.1");
    draft.append("Via",
                 "SIP/2.0/TCP pc.example:5062;branch=z9hG4bK" + std::to_string(number) + ";rport");
    draft.append("From", "<sip:a@a.example>;tag=a").append("To", "<sip:bob@192.0.2.1>");
    return draft.append("Call-ID", "c").append("CSeq", std::to_string(number) + " OPTIONS");
  }

  act::Loop loop{act::Loop::Virtual{}};
  std::unique_ptr<sim::VirtualStreamNetwork> network =
      std::make_unique<sim::VirtualStreamNetwork>(loop.timers());
  SeededRandom random{1};
  Endpoint here = *Endpoint::parse("192.0.2.1:5060");
  Endpoint far = *Endpoint::parse("192.0.2.2:5060");
  Hop far_hop{Protocol::tcp, far};
  StreamTransport transport;
  Receiver receiver;
  Heard heard;
  std::unique_ptr<StreamListener> far_listener;
  std::deque<Wire> wires;
  std::vector<std::string> logged;
};

// RFC 3261 §18.1.1: connections are reused.
TEST_F(StreamTransportTest, OpensOneConnectionForAllThatGoesThere) {
  begin();
  const auto first = options(1).build(), second = options(2).build();
  send(first, far_hop);
  send(second, far_hop);

  ASSERT_EQ(wires.size(), 1u);
  EXPECT_EQ(wires[0].arrived, std::string(first->text()) + std::string(second->text()));
  EXPECT_EQ(counters().sent, 2u);
  EXPECT_TRUE(heard.failures.empty());
}

// What proved to be one domain is never used for another (RFC 5922 §7.1).
TEST_F(StreamTransportTest, SharesNoConnectionBetweenDomains) {
  begin();
  send(options(1).build(), {Protocol::tcp, far, "one.example"});
  send(options(2).build(), {Protocol::tcp, far, "two.example"});
  send(options(3).build(), {Protocol::tcp, far, "one.example"});

  EXPECT_EQ(wires.size(), 2u);
}

TEST_F(StreamTransportTest, DeliversMessagesHoweverTheyWereCut) {
  network = std::make_unique<sim::VirtualStreamNetwork>(loop.timers(), 7,
                                                        sim::StreamPath{.largest_piece = 1});
  begin();
  Wire& wire = connect();
  write(wire, options(1).body("text/plain", "one").serialize() + "\r\n\r\n" +
                  options(2).body("text/plain", "two").serialize());

  ASSERT_EQ(heard.messages.size(), 2u);
  EXPECT_EQ(heard.messages[0].message->body(), "one");
  EXPECT_EQ(heard.messages[1].message->body(), "two");
  EXPECT_EQ(wire.arrived, "\r\n");  // the pong
}

// RFC 3261 §18.2.1, RFC 3581 §4.
TEST_F(StreamTransportTest, WritesTheSourceIntoTheTopVia) {
  begin();
  Wire& wire = connect();
  write(wire, options().serialize());

  ASSERT_EQ(heard.messages.size(), 1u);
  const sip::Via& via = heard.messages[0].message->top_via();
  EXPECT_EQ(via.received, "192.0.2.2");
  EXPECT_EQ(via.rport, wire.connection->local().port);
  EXPECT_EQ(heard.messages[0].from, (Hop{Protocol::tcp, wire.connection->local()}));
}

// RFC 3261 §18.2.2.
TEST_F(StreamTransportTest, AnswersOnTheConnectionOfTheRequest) {
  begin();
  Wire& wire = connect();
  write(wire, options().serialize());
  ASSERT_EQ(heard.messages.size(), 1u);
  const auto response = sip::Draft::response(*heard.messages[0].message, 200, "", "b").build();
  send(response, heard.messages[0].from);

  EXPECT_EQ(wire.arrived, response->text());
  EXPECT_EQ(wires.size(), 1u);
}

// RFC 3261 §18.2.2: the received address, and the port of sent-by.
TEST_F(StreamTransportTest, AnswersOnANewConnectionWhenThatIsGone) {
  begin();
  Wire& wire = connect();
  write(wire, options().serialize());
  wire.connection.reset();
  loop.run_for(1s);
  std::string answered;
  std::unique_ptr<StreamConnection> kept;
  auto listener = *network->listen({far.address, 5062}, [&](std::unique_ptr<StreamConnection> c) {
    kept = std::move(c);
    kept->start({{}, [&](std::string_view octets) { answered += octets; }, {}});
  });
  ASSERT_EQ(heard.messages.size(), 1u);
  const auto response = sip::Draft::response(*heard.messages[0].message, 200, "", "b").build();
  send(response, heard.messages[0].from);

  EXPECT_EQ(answered, response->text());
  EXPECT_TRUE(heard.failures.empty());
}

// RFC 3261 §18.3.
TEST_F(StreamTransportTest, RefusesARequestWithoutContentLengthAndCloses) {
  begin();
  Wire& wire = connect();
  auto text = options().serialize();
  text.erase(text.find("Content-Length"));
  write(wire, text + "\r\n" + options(2).serialize());

  EXPECT_TRUE(wire.arrived.starts_with("SIP/2.0 400 Content-Length missing")) << wire.arrived;
  ASSERT_TRUE(wire.closed.has_value());
  EXPECT_TRUE(wire.closed->ok());
  EXPECT_TRUE(heard.messages.empty());
  EXPECT_EQ(counters().refused, 1u);
}

TEST_F(StreamTransportTest, RefusesAMalformedRequestAndGoesOn) {
  begin();
  Wire& wire = connect();
  write(wire, options().set("CSeq", "one OPTIONS").serialize() + options(2).serialize());

  EXPECT_TRUE(wire.arrived.starts_with("SIP/2.0 400 ")) << wire.arrived;
  EXPECT_FALSE(wire.closed.has_value());
  EXPECT_EQ(heard.messages.size(), 1u);
}

TEST_F(StreamTransportTest, ClosesWithoutAWordOnWhatIsNotSip) {
  begin();
  Wire& wire = connect();
  write(wire, "\x16\x03\x01\x02");  // a TLS greeting

  EXPECT_EQ(wire.arrived, "");
  EXPECT_TRUE(wire.closed.has_value());
  EXPECT_EQ(counters().dropped, 1u);
  EXPECT_EQ(logged.size(), 1u);
}

// Each message is reported, and once.
TEST_F(StreamTransportTest, ReportsWhatCouldNotLeaveBecauseNobodyListens) {
  begin();
  far_listener.reset();
  const auto first = options(1).build(), second = options(2).build();
  act::tell_anon(transport, SendMessage{first, far_hop});
  act::tell_anon(transport, SendMessage{second, far_hop});
  loop.run_for(60s);

  ASSERT_EQ(heard.failures.size(), 2u);
  EXPECT_EQ(heard.failures[0].message, first);
  EXPECT_EQ(heard.failures[1].message, second);
  EXPECT_EQ(heard.failures[0].to, far_hop);
  EXPECT_NE(heard.failures[0].why.find("refused"), std::string::npos);
  EXPECT_EQ(counters().connections, 0u);
}

TEST_F(StreamTransportTest, ReportsWhatHadNotLeftWhenTheConnectionBroke) {
  begin();
  send(options(1).build(), far_hop);
  network->partition(far.address);
  const auto second = options(2).build();
  send(second, far_hop);
  loop.run_for(20min);

  ASSERT_EQ(heard.failures.size(), 1u);
  EXPECT_EQ(heard.failures[0].message, second);
}

TEST_F(StreamTransportTest, OpensAnewWhenThePeerHasClosed) {
  begin();
  send(options(1).build(), far_hop);
  wires.at(0).connection.reset();
  loop.run_for(1s);
  send(options(2).build(), far_hop);

  EXPECT_EQ(wires.size(), 2u);
  EXPECT_TRUE(heard.failures.empty());
}

TEST_F(StreamTransportTest, ReportsAMessageThatHasNoRoom) {
  begin();
  network->partition(far.address);
  const auto large = options().body("text/plain", std::string(60000, 'x')).build();
  for (int i = 0; i < 5; ++i) send(large, far_hop);

  ASSERT_EQ(heard.failures.size(), 1u);
  EXPECT_NE(heard.failures[0].why.find("does not read"), std::string::npos);
}

// RFC 5626 §4.4.1.
TEST_F(StreamTransportTest, KeepsItsConnectionsAlive) {
  begin();
  send(options().build(), far_hop);
  Wire& wire = wires.at(0);
  wire.arrived.clear();
  loop.run_for(95s);
  EXPECT_EQ(wire.arrived, "");
  loop.run_for(26s);
  EXPECT_EQ(wire.arrived, "\r\n\r\n");
  write(wire, "\r\n");
  loop.run_for(10min);

  EXPECT_TRUE(wire.closed.has_value());  // the second ping had no pong
  EXPECT_EQ(counters().connections, 0u);
}

TEST_F(StreamTransportTest, ExpectsNoPongOfAPeerThatNeverSentOne) {
  begin();
  send(options().build(), far_hop);
  wires.at(0).arrived.clear();
  loop.run_for(20min);

  EXPECT_FALSE(wires.at(0).closed.has_value());
  EXPECT_GE(wires.at(0).arrived.size(), 10 * 4u);
}

/// A REGISTER of ours and its 2xx, with what the registrar says besides.
sip::MessagePtr a_register() {
  auto draft = sip::Draft::request(sip::Method::register_, "sip:192.0.2.2");
  draft.append("Via", "SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bKr");
  draft.append("From", "<sip:a@a.example>;tag=a").append("To", "<sip:a@a.example>");
  return draft.append("Call-ID", "c").append("CSeq", "1 REGISTER").build();
}
std::string accepted(const std::string& name, const std::string& value) {
  return sip::Draft::response(*a_register(), 200, "", "r").append(name, value).serialize();
}

// RFC 5626 §4.4.1: "Require: outbound" or Flow-Timer say that pings are answered.
TEST_F(StreamTransportTest, ExpectsPongsOfARegistrarThatSpeaksOutbound) {
  begin();
  send(a_register(), far_hop);
  write(wires.at(0), accepted("Require", "outbound"));
  loop.run_for(131s);
  EXPECT_TRUE(wires.at(0).closed.has_value());
}

TEST_F(StreamTransportTest, PingsAsOftenAsTheFlowTimerSays) {  // RFC 5626 §4.4
  begin();
  send(a_register(), far_hop);
  wires.at(0).arrived.clear();
  write(wires.at(0), accepted("Flow-Timer", "30"));
  loop.run_for(30s);
  EXPECT_EQ(wires.at(0).arrived, "\r\n\r\n");
  write(wires.at(0), "\r\n");
  loop.run_for(20s);
  EXPECT_FALSE(wires.at(0).closed.has_value());
}

TEST_F(StreamTransportTest, ReportsTheRegisterWhoseConnectionIsLost) {  // RFC 5626 §4.5
  begin();
  const auto sent = a_register();
  send(sent, far_hop);
  write(wires.at(0), accepted("Flow-Timer", "120"));
  ASSERT_TRUE(heard.failures.empty());
  wires.at(0).connection.reset();
  loop.run_for(1s);
  ASSERT_EQ(heard.failures.size(), 1u);
  EXPECT_EQ(heard.failures[0].message, sent);
}

TEST_F(StreamTransportTest, MeetsWhatIsNoMessageWithSilenceIfToldSo) {
  StreamTransportOptions quiet;
  quiet.answers_malformed = false;
  begin(quiet);
  Wire& wire = connect();
  write(wire, options().set("CSeq", "one OPTIONS").serialize());
  EXPECT_EQ(wire.arrived, "");
  EXPECT_EQ(counters().dropped, 1u);
}

TEST_F(StreamTransportTest, ClosesAnIdleConnectionOfAPeer) {
  begin();
  Wire& wire = connect();
  loop.run_for(10min);

  EXPECT_TRUE(wire.closed.has_value());
  EXPECT_EQ(wire.arrived, "");  // no pings there: the peer has to keep it
}

TEST_F(StreamTransportTest, ClosesOnAPeerThatDripsAMessage) {
  begin();
  Wire& wire = connect();
  const auto text = options().serialize();
  for (std::size_t i = 0; i + 1 < text.size() && !wire.closed; ++i) {
    write(wire, text.substr(i, 1));
    loop.run_for(100ms);
  }

  EXPECT_TRUE(wire.closed.has_value());
  EXPECT_EQ(loop.now(), 10s);
}

TEST_F(StreamTransportTest, LeavesTimeForEachMessageOfMany) {
  begin();
  Wire& wire = connect();
  std::string text;
  for (int i = 1; i <= 40; ++i) text += options(i).serialize();
  for (std::size_t i = 0; i < text.size(); i += 200) {
    write(wire, text.substr(i, 200));
    loop.run_for(2s);
  }

  EXPECT_EQ(heard.messages.size(), 40u);
}

TEST_F(StreamTransportTest, ForgetsAMessageThatAResetCutShort) {
  begin();
  const auto text = options().serialize();
  for (const std::size_t cut : {std::size_t{1}, text.size() / 2, text.size() - 1}) {
    Wire& wire = connect();
    write(wire, text.substr(0, cut));
    network->reset(far.address);
    loop.run_for(1ms);
    EXPECT_TRUE(wire.closed.has_value());
  }
  EXPECT_TRUE(heard.messages.empty());
  EXPECT_EQ(counters().connections, 0u);
  write(connect(), text);

  EXPECT_EQ(heard.messages.size(), 1u);
}

TEST_F(StreamTransportTest, TakesSoManyConnectionsOfOnePeer) {
  begin({.flows = {.accepted = 3, .per_peer = 2}});
  connect();
  connect();
  Wire& third = connect();
  Wire& other = connect("192.0.2.3");
  Wire& fifth = connect("192.0.2.4");
  loop.run_for(1s);

  EXPECT_TRUE(third.closed.has_value());
  EXPECT_FALSE(other.closed.has_value());
  EXPECT_TRUE(fifth.closed.has_value());
  EXPECT_EQ(counters().turned_away, 2u);
}

TEST_F(StreamTransportTest, ClosesTheLeastUsedConnectionForANewOne) {
  begin({.flows = {.opened = 2}});
  send(options(1).build(), {Protocol::tcp, far, "one"});
  send(options(2).build(), {Protocol::tcp, far, "two"});
  send(options(3).build(), {Protocol::tcp, far, "one"});
  send(options(4).build(), {Protocol::tcp, far, "three"});
  loop.run_for(1s);

  ASSERT_EQ(wires.size(), 3u);
  EXPECT_FALSE(wires[0].closed.has_value());
  EXPECT_TRUE(wires[1].closed.has_value());
  EXPECT_TRUE(heard.failures.empty());
}

TEST_F(StreamTransportTest, SpeaksOneProtocolAlone) {
  begin();
  send(options().build(), {Protocol::tls, far});

  ASSERT_EQ(heard.failures.size(), 1u);
  EXPECT_TRUE(wires.empty());
}

TEST_F(StreamTransportTest, SaysWhichAddressIsTaken) {
  begin();
  const auto again =
      start_stream_transport(loop.system(), *network, {Protocol::tcp, here, true}, random);

  EXPECT_EQ(again.status().code(), absl::StatusCode::kAlreadyExists);
}

}  // namespace
}  // namespace offhook::transport
