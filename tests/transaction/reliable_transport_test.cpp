// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "tests/transaction/world.hpp"

namespace offhook::transaction {
namespace {

/// Notes what it is given to send.
class NotingTransport final : public act::actor<transport::Transport> {
 public:
  using Notes = std::vector<transport::SendMessage>;
  NotingTransport(caf::actor_config& config, Notes& notes) : actor(config), notes_(notes) {}
  behavior_type make_behavior() override {
    return {
        [this](const transport::SendMessage& m) { notes_.push_back(m); },
        [](const transport::DeliverTo&) {},
    };
  }

 private:
  Notes& notes_;
};

class TcpResolver final : public transport::Resolver {
 public:
  explicit TcpResolver(transport::Hop hop) : hop_(hop) {}
  void resolve(const sip::Uri&, Answer answer) override { answer(std::vector{hop_}); }

 private:
  transport::Hop hop_;
};

/// A transaction layer whose every hop is TCP.
class ReliableTransportTest : public testing::Test {
 protected:
  ReliableTransportTest() {
    transport = loop.spawn<NotingTransport>(sent);
    user = loop.spawn<ScriptedUser>(script);
    const Endpoint here = *Endpoint::parse("192.0.2.1:5060");
    dispatcher = loop.spawn<DispatcherActor>(
        transport::Transports{{transport::Protocol::udp, transport, here},
                              {transport::Protocol::tcp, transport, here}},
        resolver, random);
    act::tell_anon(dispatcher, SetCore{user});
    loop.run_for(0s);
  }
  ~ReliableTransportTest() override {
    act::stop(user);
    act::stop(dispatcher);
    act::stop(transport);
    user = nullptr;
    dispatcher = nullptr;
    transport = nullptr;
    script = {};
    sent.clear();
    loop.run_for(1s);
    EXPECT_EQ(loop.running_actors(), 0u);
  }

  void send(std::string_view method) {
    const auto request = request_to(far.remote, {.method = std::string(method)}).build();
    act::tell_anon(dispatcher, SendRequest{request, branch(1), user});
    loop.run_for(0s);
  }
  void arrive(std::string text) {
    const auto message = sip::message_or_null(sip::parse_datagram(std::move(text)));
    ASSERT_TRUE(message);
    act::tell_anon(dispatcher, transport::MessageArrived{message, far});
    loop.run_for(0s);
  }
  void arrive_request(std::string_view method) {
    arrive(request_to(*Endpoint::parse("192.0.2.1:5060"), {.method = std::string(method)})
               .append("Via", "SIP/2.0/TCP 192.0.2.2;branch=z9hG4bKfar")
               .serialize());
  }

  act::Loop loop{act::Loop::Virtual{}};
  SeededRandom random{1};
  /// The port of a connection, not that of the Via.
  transport::Hop far{transport::Protocol::tcp, *Endpoint::parse("192.0.2.2:49999")};
  TcpResolver resolver{far};
  NotingTransport::Notes sent;
  Script script;
  transport::Transport transport;
  User user;
  Dispatcher dispatcher;
};

TEST_F(ReliableTransportTest, NamesItselfInTheVia) {  // RFC 3261 §18.1.1
  send("OPTIONS");

  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].to, far);
  EXPECT_EQ(sent[0].message->top_via().transport, "TCP");
}

TEST_F(ReliableTransportTest, RetransmitsNoRequestButStillTimesOut) {  // §17.1.1.2, §17.1.2.2
  for (std::string_view method : {"INVITE", "OPTIONS"}) {
    sent.clear();
    script = {};
    const Instant begin = loop.now();
    send(method);
    loop.run_for(40s);

    EXPECT_EQ(sent.size(), 1u) << method;
    ASSERT_EQ(script.failures.size(), 1u) << method;
    EXPECT_EQ(script.failures[0].first - begin, 32s) << method;
  }
}

TEST_F(ReliableTransportTest, AbsorbsNothingOnceTheAnswerIsThere) {  // timers D and K are zero
  for (std::string_view method : {"INVITE", "OPTIONS"}) {
    sent.clear();
    send(method);
    ASSERT_EQ(sent.size(), 1u);
    arrive(sip::Draft::response(*sent[0].message, 486, "", "far").serialize());
    loop.run_for(1ms);

    EXPECT_EQ(loop.running_actors(), 3u) << method;
    EXPECT_EQ(sent.size(), method == "INVITE" ? 2u : 1u);  // the ACK
    EXPECT_EQ(sent.back().to, far);
  }
  EXPECT_EQ(loop.pending_timers(), 0u);
}

TEST_F(ReliableTransportTest, AnswersOnTheConnectionOfTheRequest) {  // §18.2.2
  arrive_request("OPTIONS");
  ASSERT_EQ(script.requests.size(), 1u);
  const RequestArrived arrived = script.requests[0].second;
  respond(arrived.transaction, *arrived.request, 200);
  loop.run_for(1ms);

  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].to, far);
  script = {};
  EXPECT_EQ(loop.pending_timers(), 0u);  // timer J is zero
}

TEST_F(ReliableTransportTest, RepeatsNoFailureButAwaitsItsAck) {  // §17.2.1: no timer G
  arrive_request("INVITE");
  ASSERT_EQ(script.requests.size(), 1u);
  const RequestArrived arrived = script.requests[0].second;
  respond(arrived.transaction, *arrived.request, 486);
  loop.run_for(40s);

  EXPECT_EQ(sent.size(), 1u);
  ASSERT_EQ(script.response_failures.size(), 1u);
  EXPECT_EQ(script.response_failures[0].second.failure, Failure::timeout);
}

TEST_F(ReliableTransportTest, RefusesOnTheConnectionToo) {
  act::tell_anon(dispatcher, SetCore{User{}});
  loop.run_for(0s);
  arrive_request("OPTIONS");

  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].message->status(), 503);
  EXPECT_EQ(sent[0].to, far);
}

}  // namespace
}  // namespace offhook::transaction
