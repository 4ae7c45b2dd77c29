// SPDX-License-Identifier: GPL-3.0-or-later
// A whole call between two stacks, each of its datagrams lost once, and many lost by chance.
#include <gtest/gtest.h>

#include "tests/transaction/world.hpp"

namespace offhook::transaction {
namespace {

constexpr auto call_id = "lossy-call";

/// The least of a caller: acknowledges every 2xx, hangs up a second after the first.
class Caller {
 public:
  Caller(World& world, Host& host, const Endpoint& callee)
      : world_(world), host_(host), callee_(callee) {
    host.script.on_response = [this](const ResponseArrived& m) { hear(m); };
  }
  void call() { send_request(host_, callee_, {.method = "INVITE", .call_id = call_id}, branch(1)); }
  bool hung_up = false;

 private:
  void hear(const ResponseArrived& m) {
    const int status = m.response->status();
    if (m.response->method() == sip::Method::bye && status == 200) hung_up = true;
    if (m.response->method() != sip::Method::invite || status != 200) return;
    const RequestShape shape{
        .method = "ACK", .call_id = call_id, .to_tag = std::string(m.response->to_tag())};
    act::tell_anon(host_.dispatcher,
                   SendAck{request_to(callee_, shape).build(), branch(100 + acks_++)});
    if (acks_ > 1) return;
    bye_ = world_.loop.timers()->call_after(1s, [this, tag = shape.to_tag] {
      send_request(host_, callee_, {.method = "BYE", .call_id = call_id, .cseq = 2, .to_tag = tag},
                   branch(2));
    });
  }

  World& world_;
  Host& host_;
  Endpoint callee_;
  int acks_ = 0;
  Timer bye_;
};

/// The least of a callee: rings, answers after a second, repeats its 200 until the ACK (§13.3.1.4).
class Callee {
 public:
  Callee(World& world, Host& host) : world_(world), host_(host) {
    host.script.on_request = [this](const RequestArrived& m) { hear(m); };
    host.script.on_ack = [this](const AckArrived&) {
      acknowledged = true;
      repeat_.cancel();
    };
  }
  bool acknowledged = false;
  bool ended = false;

 private:
  void hear(const RequestArrived& m) {
    if (m.request->method() == sip::Method::bye) {
      respond(m.transaction, *m.request, 200);
      act::tell_anon(host_.dispatcher, ReleaseDialog{call_id, "to-tag"});
      repeat_.cancel();
      ended = true;
      return;
    }
    invite_ = m;
    act::tell_anon(host_.dispatcher, ClaimDialog{call_id, "to-tag", host_.user});
    respond(m.transaction, *m.request, 180);
    repeat_ = world_.loop.timers()->call_after(1s, [this] { accept(500ms); });
  }
  void accept(Instant interval) {
    respond(invite_.transaction, *invite_.request, 200);
    if (world_.loop.now() > 60s) return;
    repeat_ = world_.loop.timers()->call_after(
        interval, [this, interval] { accept(std::min<Instant>(2 * interval, 4s)); });
  }

  World& world_;
  Host& host_;
  RequestArrived invite_;
  Timer repeat_;
};

struct Call {
  explicit Call(std::uint64_t seed, sim::LinkPath link = {.delay = 10ms}) : world(seed) {
    world.network.set_link(link);
  }
  void run() {
    caller.call();
    world.loop.run_for(200s);
  }
  World world;
  Host& alice = world.add_host("192.0.2.1:5060");
  Host& bob = world.add_host("192.0.2.2:5060");
  Caller caller{world, alice, bob.address};
  Callee callee{world, bob};
};

void expect_complete(Call& call) {
  EXPECT_TRUE(call.callee.ended);
  EXPECT_TRUE(call.caller.hung_up);
  EXPECT_TRUE(call.alice.script.failures.empty());
  EXPECT_TRUE(call.bob.script.response_failures.empty());
  // Each request reached the core once, however often it was sent.
  EXPECT_EQ(call.bob.script.requests.size(), 2u);
  call.world.expect_idle();
}

TEST(LossyCall, TakesSixDatagramsWhenNothingIsLost) {
  Call call(0);
  call.run();

  expect_complete(call);
  EXPECT_TRUE(call.callee.acknowledged);
  std::vector<std::string> lines;
  for (const Sent& sent : call.world.sent)
    lines.push_back(sent.text.starts_with("SIP/2.0") ? sent.text.substr(8, 3)
                                                     : sent.text.substr(0, 3));
  EXPECT_EQ(lines, (std::vector<std::string>{"INV", "180", "200", "ACK", "BYE", "200"}));
}

TEST(LossyCall, SurvivesTheLossOfAnyOneDatagram) {
  for (int lost = 0; lost < 6; ++lost) {
    SCOPED_TRACE("datagram " + std::to_string(lost) + " is lost");
    Call call(0);
    int number = 0;
    call.world.network.set_loss_filter(
        [&](const Endpoint&, const Endpoint&, std::string_view) { return number++ == lost; });
    call.run();

    expect_complete(call);
    EXPECT_TRUE(call.callee.acknowledged);
  }
}

// With both copies of the ACK lost the BYE comes first, and ends the call as well (§15.1.2).
TEST(LossyCall, SurvivesTheLossOfAnyTwoDatagrams) {
  for (int first = 0; first < 8; ++first)
    for (int second = first + 1; second < 10; ++second) {
      SCOPED_TRACE("datagrams " + std::to_string(first) + " and " + std::to_string(second));
      Call call(0);
      int number = 0;
      call.world.network.set_loss_filter([&](const Endpoint&, const Endpoint&, std::string_view) {
        const int index = number++;
        return index == first || index == second;
      });
      call.run();

      expect_complete(call);
    }
}

TEST(LossyCall, SurvivesDuplicatesJitterAndAFifthLostInAnyOrderOfEvents) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Call call(seed, {.delay = 20ms, .jitter = 30ms, .loss = 0.2, .duplication = 0.2});
    call.run();

    expect_complete(call);
  }
}

TEST(LossyCall, IsTheSameForTheSameSeed) {
  const auto sent_in = [](std::uint64_t seed) {
    Call call(seed, {.delay = 20ms, .jitter = 30ms, .loss = 0.2, .duplication = 0.2});
    call.run();
    std::string all;
    for (const Sent& sent : call.world.sent)
      all += std::to_string(sent.at.count()) + " " + sent.from.to_string() + " " + sent.text;
    return all;
  };

  EXPECT_EQ(sent_in(5), sent_in(5));
  EXPECT_NE(sent_in(5), sent_in(6));
}

TEST(LossyCall, TimesOutWhenTheFarEndIsDead) {
  Call call(0);
  call.world.network.partition(call.bob.address.address);
  call.run();

  ASSERT_EQ(call.alice.script.failures.size(), 1u);
  EXPECT_EQ(call.alice.script.failures[0].second.failure, Failure::timeout);
  EXPECT_TRUE(call.bob.script.requests.empty());
  call.world.expect_idle();
}

}  // namespace
}  // namespace offhook::transaction
