// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/base/loop.hpp"

#include <thread>

#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

namespace offhook {

struct Order {
  int number = 0;
};
struct Fail {};
struct Question {
  int number = 0;
};
struct Reply {
  int number = 0;
};
struct Start {};

}  // namespace offhook

OFFHOOK_MESSAGES(sim,
                 (offhook::Order)(offhook::Fail)(offhook::Question)(offhook::Reply)(offhook::Start))

namespace offhook {
namespace {

using Worker =
    act::ref<act::result<void>(Order), act::result<void>(Fail), act::result<Reply>(Question)>;
using Parent = act::ref<act::result<void>(Start)>;

struct Record {
  std::vector<std::pair<Instant, int>> orders;
  std::string down;
  int live = 0;
  int reply = 0;
};

class WorkerActor final : public act::actor<Worker> {
 public:
  WorkerActor(caf::actor_config& config, Record& record) : actor(config), record_(record) {
    ++record_.live;
  }
  ~WorkerActor() override { --record_.live; }
  const char* name() const override { return "worker"; }
  behavior_type make_behavior() override {
    return {
        [this](const Order& order) { take(order); },
        [](const Fail&) { throw std::runtime_error("broken on purpose"); },
        [](const Question& question) { return Reply{question.number + 1}; },
    };
  }

 private:
  void take(const Order& order) {
    record_.orders.emplace_back(now(), order.number);
    if (order.number == 1) {
      later_ = after(500ms, Order{2});
      never_ = after(400ms, Order{99});
      never_.cancel();
    }
  }
  Record& record_;
  Timer later_, never_;
};

class ParentActor final : public act::actor<Parent> {
 public:
  ParentActor(caf::actor_config& config, Record& record) : actor(config), record_(record) {}
  behavior_type make_behavior() override {
    return {[this](const Start&) { start(); }};
  }

 private:
  void start() {
    auto child = spawn<WorkerActor>(record_);
    watch(child, [this](const act::error& reason) { record_.down = act::describe(reason); });
    ask(child, 1s, Question{41})
        .then([this](const Reply& reply) { record_.reply = reply.number; },
              [](const act::error&) { FAIL() << "the child answers"; });
    tell(child, Fail{});
  }
  Record& record_;
};

/// Asks a worker, who answers, or itself, who never does.
using Asker = act::ref<act::result<void>(Start), act::result<Reply>(Question)>;
class AskerActor final : public act::actor<Asker> {
 public:
  AskerActor(caf::actor_config& config, Record& record, Worker worker)
      : actor(config), record_(record), worker_(std::move(worker)) {
    ++record_.live;
  }
  ~AskerActor() override { --record_.live; }
  behavior_type make_behavior() override {
    return {[this](const Start&) { worker_ ? put(worker_) : put(me()); },
            [this](const Question&) -> act::result<Reply> {
              silent_ = make_response_promise<Reply>();
              return *silent_;
            }};
  }
  void on_exit() override {
    worker_ = nullptr;
    silent_.reset();
  }

 private:
  template <class Answerer>
  void put(const Answerer& to) {
    ask(to, 5s, Question{41})
        .then([this](const Reply& reply) { record_.reply = reply.number; },
              [this](const act::error& failed) {
                record_.orders.emplace_back(now(), 0);
                record_.down = act::describe(failed);
              });
  }
  Record& record_;
  Worker worker_;
  std::optional<act::promise<Reply>> silent_;
};

TEST(Loop, AnAnsweredQuestionKeepsNothingUntilItsTimeIsOver) {
  Record record;
  act::Loop loop(act::Loop::Virtual{});
  auto worker = loop.spawn<WorkerActor>(record);
  auto asker = loop.spawn<AskerActor>(record, worker);
  act::tell_anon(asker, Start{});
  loop.run_for(1ms);

  EXPECT_EQ(record.reply, 42);
  EXPECT_EQ(loop.pending_timers(), 0u);
  act::stop(asker);
  asker = nullptr;
  loop.run_for(1ms);
  EXPECT_EQ(record.live, 1);  // the worker
  loop.run_for(10s);
  EXPECT_TRUE(record.orders.empty()) << record.down;
  act::stop(worker);
  loop.run_for(0s);
}

TEST(Loop, AQuestionWithoutAnAnswerFailsInTime) {
  Record record;
  act::Loop loop(act::Loop::Virtual{});
  auto asker = loop.spawn<AskerActor>(record, Worker{});
  act::tell_anon(asker, Start{});

  loop.run_for(10s);

  ASSERT_EQ(record.orders.size(), 1u);
  EXPECT_EQ(record.orders[0].first, 5s);
  EXPECT_NE(record.down.find("request_timeout"), std::string::npos) << record.down;
  act::stop(asker);
  loop.run_for(0s);
}

TEST(Loop, RunsTimersInVirtualTimeAndCancelsThem) {
  Record record;
  act::Loop loop(act::Loop::Virtual{});
  auto worker = loop.spawn<WorkerActor>(record);
  act::tell_anon(worker, Order{1});

  loop.run_for(10s);

  ASSERT_EQ(record.orders.size(), 2u);
  EXPECT_EQ(record.orders[0], (std::pair<Instant, int>{0ms, 1}));
  EXPECT_EQ(record.orders[1], (std::pair<Instant, int>{500ms, 2}));
  EXPECT_EQ(loop.now(), 10s);
  act::stop(worker);
  loop.run_for(0s);
}

TEST(Loop, ATimerDoesNotKeepItsActorAlive) {
  Record record;
  act::Loop loop(act::Loop::Virtual{});
  auto worker = loop.spawn<WorkerActor>(record);
  act::tell_anon(worker, Order{1});
  loop.run_for(1ms);

  act::stop(worker);
  worker = nullptr;
  loop.run_for(1ms);

  EXPECT_EQ(record.live, 0);
  EXPECT_EQ(loop.pending_timers(), 0u);
}

TEST(Loop, ContainsAThrowingActorAndTellsItsParent) {
  Record record;
  std::string logged;
  log::set_sink([&](log::Level, std::string_view text) { logged = text; });
  act::Loop loop(act::Loop::Virtual{});
  auto parent = loop.spawn<ParentActor>(record);
  act::tell_anon(parent, Start{});

  loop.run_for(1s);
  log::set_sink(nullptr);

  EXPECT_EQ(record.reply, 42);
  EXPECT_NE(record.down.find("runtime_error"), std::string::npos) << record.down;
  EXPECT_EQ(logged, "worker ended by an exception: broken on purpose");
  EXPECT_EQ(record.live, 0);
  EXPECT_EQ(loop.running_actors(), 1u);
  act::stop(parent);
  loop.run_for(0s);
}

std::vector<int> order_of_arrival(std::uint64_t seed) {
  Record record;
  act::Loop loop(act::Loop::Virtual{seed});
  std::vector<Worker> workers;
  for (int i = 0; i < 20; ++i) workers.push_back(loop.spawn<WorkerActor>(record));
  for (int i = 0; i < 20; ++i) act::tell_anon(workers[static_cast<std::size_t>(i)], Order{10 + i});
  loop.run_for(1s);
  for (auto& worker : workers) act::stop(worker);
  loop.run_for(0s);
  std::vector<int> order;
  for (auto& [at, number] : record.orders) order.push_back(number);
  return order;
}

TEST(Loop, TheSeedDecidesTheRunOrder) {
  EXPECT_EQ(order_of_arrival(7), order_of_arrival(7));
  EXPECT_NE(order_of_arrival(7), order_of_arrival(8));
  EXPECT_NE(order_of_arrival(7), order_of_arrival(0));
}

// Real time, without waiting for it: timers of a few milliseconds and a foreign thread.
TEST(Loop, RunsOnAnIoContextAndTakesMessagesFromOtherThreads) {
  Record record;
  boost::asio::io_context io;
  {
    act::Loop loop(io);
    auto worker = loop.spawn<WorkerActor>(record);
    Timer done;
    std::thread foreign([&] {
      act::tell_anon(worker, Order{5});
      loop.post([&] { done = loop.timers()->call_after(2ms, [&] { io.stop(); }); });
    });
    auto guard = boost::asio::make_work_guard(io);
    io.run();
    foreign.join();
    done.cancel();
    act::stop(worker);
  }
  ASSERT_EQ(record.orders.size(), 1u);
  EXPECT_EQ(record.orders[0].second, 5);
  EXPECT_EQ(record.live, 0);
}

TEST(Loop, RunsAnIoContextItselfAndSaysWhenItIsIdle) {
  Record record;
  boost::asio::io_context io;
  int idle = 0;
  {
    act::Loop loop(io);
    auto worker = loop.spawn<WorkerActor>(record);
    loop.on_idle([&] {
      ++idle;
      EXPECT_TRUE(record.orders.size() == 1 || record.orders.size() == 2);  // all that was ready
    });
    act::tell_anon(worker, Order{1});
    std::thread foreign;
    const Timer first = loop.timers()->call_after(1ms, [&] {
      foreign = std::thread([&] {
        act::tell_anon(worker, Order{2});
        boost::asio::post(io, [&] { io.stop(); });
      });
    });
    const Timer far = loop.timers()->call_after(1h, [] {});
    loop.run();
    foreign.join();
    act::stop(worker);
  }
  EXPECT_GE(idle, 2);
  ASSERT_EQ(record.orders.size(), 2u);
  EXPECT_EQ(record.live, 0);
}

TEST(Loop, RunEndsWhenNothingIsLeftToWaitFor) {
  boost::asio::io_context io;
  act::Loop loop(io);
  bool fired = false;
  const Timer timer = loop.timers()->call_after(1ms, [&] { fired = true; });
  loop.run();

  EXPECT_TRUE(fired);
}

}  // namespace
}  // namespace offhook
