// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "sim/fleet/coordinator_actor.hpp"
#include "sim/fleet/worker_actor.hpp"

namespace offhook::sim::fleet {
namespace {

/// A worker whose share is a book-keeper's: so many calls a second, all good.
struct FakeShare {
  std::optional<BeginShare> order;
  Standing standing;
  std::vector<std::string> calls;
  std::optional<std::string> gave_up;
  bool done = false;
  double rate = 0;
  WorkerItself worker;
};

class CoordinatorTest : public ::testing::Test {
 protected:
  void start(std::size_t workers, std::size_t phones = 60, double cps = 3) {
    CoordinatorParts parts;
    parts.plan.phones = phones;
    parts.plan.calls_per_second = cps;
    parts.plan.hold = 1s;
    parts.users = number_users(100, phones, "pw");
    parts.server = "sip:192.0.2.1:5060";
    parts.workers = workers;
    parts.token = "secret";
    parts.version = "1";
    parts.random = &random_;
    parts.call_over = [this](const std::string& line) { lines_ += line; };
    coordinator_ = loop_.spawn<CoordinatorActor>(std::move(parts), muster_);
  }
  FakeShare& join(const std::string& token = "secret", const std::string& version = "1") {
    auto& share = *shares_.emplace_back(std::make_unique<FakeShare>());
    WorkerParts parts;
    parts.coordinator = caf::actor_cast<Coordinator>(coordinator_);
    parts.token = token;
    parts.version = version;
    parts.name = "w" + std::to_string(shares_.size());
    parts.random = &random_;
    parts.begin = [&share](const BeginShare& order) {
      share.order = order;
      share.standing.phase = Phase::calling;
      return absl::OkStatus();
    };
    parts.end = [&share](bool) { share.standing.phase = Phase::over; };
    parts.change_rate = [&share](double rate) { share.rate = rate; };
    parts.standing = [&share] { return share.standing; };
    parts.take_calls = [&share] { return std::exchange(share.calls, {}); };
    parts.done = [&share](std::optional<std::string> why) {
      share.done = true;
      share.gave_up = std::move(why);
    };
    share.worker = loop_.spawn<WorkerActor>(std::move(parts));
    loop_.run_for(100ms);
    return share;
  }
  void TearDown() override {
    for (auto& share : shares_) act::stop(std::exchange(share->worker, nullptr));
    act::stop(std::exchange(coordinator_, nullptr));
    loop_.run_for(1s);
    EXPECT_EQ(loop_.running_actors(), 0u);
  }

  act::Loop loop_{act::Loop::Virtual{1}};
  SeededRandom random_{1};
  std::shared_ptr<Muster> muster_ = std::make_shared<Muster>();
  CoordinatorItself coordinator_;
  std::vector<std::unique_ptr<FakeShare>> shares_;
  std::string lines_;
};

TEST_F(CoordinatorTest, DividesTheWorkWhenAllHaveCome) {
  start(2, 5, 1);
  auto& one = join();
  EXPECT_FALSE(one.order);
  auto& two = join();

  ASSERT_TRUE(one.order && two.order);
  EXPECT_EQ(one.order->users, (std::vector<std::string>{"100", "101", "102"}));
  EXPECT_EQ(two.order->users, (std::vector<std::string>{"103", "104"}));
  EXPECT_DOUBLE_EQ(two.order->calls_per_second, 0.5);
  EXPECT_EQ(two.order->server, "sip:192.0.2.1:5060");
}

TEST_F(CoordinatorTest, AddsUpWhatTheyTellUntilAllAreOver) {
  start(2);
  auto &one = join(), &two = join();
  one.standing.statistics.calls_placed = one.standing.statistics.calls_completed = 7;
  two.standing.statistics.calls_placed = two.standing.statistics.calls_completed = 5;
  one.calls = {"a line\n"};
  loop_.run_for(2s);
  EXPECT_EQ(muster_->statistics.calls_completed, 12u);
  EXPECT_EQ(lines_, "a line\n");
  EXPECT_FALSE(muster_->over);

  one.standing.phase = two.standing.phase = Phase::over;
  loop_.run_for(2s);

  EXPECT_TRUE(muster_->over);
  EXPECT_TRUE(one.done && !one.gave_up);
  EXPECT_EQ(muster_->outcome, Outcome::finished);
}

TEST_F(CoordinatorTest, GivesNothingToAWorkerWithoutTheToken) {
  start(1);
  auto& stranger = join("guess");

  EXPECT_FALSE(stranger.order);
  // It does not trust that coordinator either, and sees that first.
  EXPECT_EQ(stranger.gave_up, "the coordinator has another token than this worker");
  EXPECT_EQ(muster_->joined, 0u);
  EXPECT_TRUE(join().order);
}

TEST_F(CoordinatorTest, AProofWithoutAChallengeIsRefused) {
  start(1);
  struct Forger : act::actor<Worker> {
    Forger(caf::actor_config& config, Coordinator to, std::string& answer)
        : actor(config), to_(std::move(to)), answer_(answer) {}
    behavior_type make_behavior() override {
      ask(to_, 1s, ProveWorker{me(), "forger", "00"})
          .then([this](const Admission& admission) { answer_ = admission.refusal; },
                [](const act::error&) {});
      return {[](const BeginShare&) {}, [](const EndShare&) {}, [](const ShareRate&) {}};
    }
    Coordinator to_;
    std::string& answer_;
  };
  std::string answer;
  auto forger = loop_.spawn<Forger>(caf::actor_cast<Coordinator>(coordinator_), answer);
  loop_.run_for(100ms);
  act::stop(forger);

  EXPECT_EQ(answer, "no challenge was asked for");
  EXPECT_EQ(muster_->joined, 0u);
}

TEST_F(CoordinatorTest, AnotherVersionIsRefused) {
  start(1);
  EXPECT_EQ(join("secret", "2").gave_up,
            "the coordinator refused: this is offhook 1, the worker is another version");
}

TEST_F(CoordinatorTest, GoesOnWithoutALostWorkerAndHandsItsCallsOn) {
  start(3);
  auto &one = join(), &two = join(), &three = join();
  two.standing.statistics.calls_placed = 4;
  two.standing.statistics.calls_completed = 3;
  loop_.run_for(2s);

  act::stop(two.worker);
  loop_.run_for(1s);

  ASSERT_EQ(muster_->workers.size(), 3u);
  EXPECT_TRUE(muster_->workers[1].lost);
  EXPECT_EQ(muster_->statistics.calls_placed, 4u);  // what it last told
  EXPECT_DOUBLE_EQ(one.rate, 1.5);
  EXPECT_DOUBLE_EQ(three.rate, 1.5);
  ASSERT_EQ(muster_->notes.size(), 2u);
  EXPECT_EQ(muster_->notes[1], "its 1.00 calls/s went to the others");
  EXPECT_FALSE(muster_->over);

  one.standing.phase = three.standing.phase = Phase::over;
  loop_.run_for(2s);
  EXPECT_TRUE(muster_->over);
}

TEST_F(CoordinatorTest, SaysSoWhenTheOthersHaveNoPhonesToSpare) {
  start(2, 6, 1.5);
  auto& one = join();
  auto& two = join();
  loop_.run_for(2s);
  act::stop(two.worker);
  loop_.run_for(1s);

  EXPECT_EQ(one.rate, 0);
  ASSERT_EQ(muster_->notes.size(), 2u);
  EXPECT_NE(muster_->notes[1].find("no phones to spare for its 0.75 calls/s"), std::string::npos);
}

TEST_F(CoordinatorTest, AWorkerObeysNobodyElse) {
  start(1);
  auto& one = join();
  one.standing.phase = Phase::calling;
  loop_.run_for(3s);
  EXPECT_FALSE(muster_->over);
  act::tell_anon(one.worker, EndShare{});  // from nobody it knows: not obeyed
  loop_.run_for(3s);
  EXPECT_EQ(one.standing.phase, Phase::calling);
}

TEST_F(CoordinatorTest, WorkersThatDoNotComeAreMissed) {
  start(2);
  join();
  loop_.run_for(61s);

  EXPECT_TRUE(muster_->over);
  EXPECT_EQ(muster_->outcome, Outcome::workers_missing);
  EXPECT_EQ(muster_->why, "1 of 2 workers came within 60.0 s");
}

TEST_F(CoordinatorTest, ASignalEndsTheWorkersAndKeepsTheirResults) {
  start(2);
  auto &one = join(), &two = join();
  one.standing.statistics.calls_completed = two.standing.statistics.calls_completed = 1;
  act::tell_anon(coordinator_, EndFleet{true});
  loop_.run_for(3s);

  EXPECT_TRUE(muster_->over);
  EXPECT_EQ(muster_->outcome, Outcome::interrupted);
  EXPECT_EQ(muster_->statistics.calls_completed, 2u);
}

}  // namespace
}  // namespace offhook::sim::fleet
