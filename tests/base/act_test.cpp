// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/base/act.hpp"

#include <gtest/gtest.h>

#include "actors/base/loop.hpp"

namespace offhook {
namespace act_test {

/// Says who holds it, and that nobody copied it.
struct Token {
  Token(int* living, int* copies) : living_(living), copies_(copies) { ++*living_; }
  Token(const Token& other) : living_(other.living_), copies_(other.copies_) {
    ++*living_;
    ++*copies_;
  }
  Token(Token&& other) noexcept : living_(other.living_), copies_(other.copies_) { ++*living_; }
  Token& operator=(const Token&) = delete;
  ~Token() { --*living_; }

 private:
  int* living_;
  int* copies_;
};
struct Carry {
  Token token;
};
struct Carried {
  Token token;
};
struct AskLater {};
struct Deliver {};
struct Answer {
  int number = 0;
};
struct Farewell {};

}  // namespace act_test
}  // namespace offhook

OFFHOOK_MESSAGES(
    sim, (offhook::act_test::Carry)(offhook::act_test::Carried)(offhook::act_test::AskLater)(
             offhook::act_test::Deliver)(offhook::act_test::Answer)(offhook::act_test::Farewell))

namespace offhook::act_test {
namespace {

using Porter = act::ref<act::result<Carried>(Carry), act::result<Answer>(AskLater),
                        act::result<void>(Deliver)>;
using Master = act::ref<act::result<void>(Carry), act::result<void>(AskLater),
                        act::result<void>(Farewell), act::result<void>(Deliver)>;

struct Notes {
  int living = 0, copies = 0, answer = 0, farewells = 0, carried = 0;
  std::string failure;
  bool had_sender = false;
};

class PorterActor final : public act::actor<Porter> {
 public:
  PorterActor(caf::actor_config& config, Notes& notes) : actor(config), notes_(notes) {}
  const char* name() const override { return "porter"; }
  behavior_type make_behavior() override {
    return {[this](const Carry&) {
              return Carried{Token{&notes_.living, &notes_.copies}};
            },
            [this](const AskLater&) -> act::result<Answer> {
              promise_ = make_response_promise<Answer>();
              return promise_;
            },
            [this](const Deliver&) { promise_.deliver(Answer{42}); }};
  }

 private:
  Notes& notes_;
  act::promise<Answer> promise_;
};

class MasterActor final : public act::actor<Master> {
 public:
  MasterActor(caf::actor_config& config, Notes& notes, Porter porter)
      : actor(config), notes_(notes), porter_(std::move(porter)) {}
  const char* name() const override { return "master"; }
  behavior_type make_behavior() override {
    return {[this](const Carry&) { carry(); },
            [this](const AskLater&) {
              ask(porter_, 1s, AskLater{})
                  .then([this](const Answer& answer) { notes_.answer = answer.number; },
                        [this](const act::error& why) { notes_.failure = act::describe(why); });
            },
            [this](const Farewell&) {
              ++notes_.farewells;
              notes_.had_sender = current_sender() != nullptr;
            },
            [this](const Deliver&) {
              porter_ = nullptr;
              ask(porter_, 1s, AskLater{})
                  .then([this](const Answer& answer) { notes_.answer = answer.number; },
                        [this](const act::error& why) { notes_.failure = act::describe(why); });
            }};
  }

 private:
  void carry() {
    ask(porter_, 1s, Carry{Token{&notes_.living, &notes_.copies}})
        .then([this](const Carried&) { ++notes_.carried; },
              [this](const act::error& why) { notes_.failure = act::describe(why); });
  }
  Notes& notes_;
  Porter porter_;
};

using Mortal = act::ref<act::result<void>(Deliver)>;
class MortalActor final : public act::actor<Mortal> {
 public:
  MortalActor(caf::actor_config& config, Master master)
      : actor(config), master_(std::move(master)) {}
  const char* name() const override { return "mortal"; }
  behavior_type make_behavior() override {
    return {[](const Deliver&) {}};
  }
  void on_exit() override { tell(master_, Farewell{}); }

 private:
  Master master_;
};

using Watcher = act::ref<act::result<void>(Deliver)>;
class WatcherActor final : public act::actor<Watcher> {
 public:
  using actor::actor;
  const char* name() const override { return "watcher"; }
  behavior_type make_behavior() override {
    return {[this](const Deliver&) {
      watch(Porter{}, [](const act::error&) { FAIL() << "there was nobody"; });
    }};
  }
};

class ActTest : public ::testing::Test {
 protected:
  ~ActTest() override {
    act::stop(master);
    act::stop(porter);
    loop.run_for(1ms);
    EXPECT_EQ(notes.living, 0) << "what was sent is gone with its last reader";
  }
  Notes notes;
  act::Loop loop{act::Loop::Virtual{}};
  Porter porter = loop.spawn<PorterActor>(notes);
  Master master = loop.spawn<MasterActor>(notes, porter);
};

TEST_F(ActTest, NothingIsCopiedOnItsWayThereAndBack) {
  act::tell_anon(master, Carry{Token{&notes.living, &notes.copies}});
  loop.run_for(1ms);

  EXPECT_EQ(notes.carried, 1);
  EXPECT_EQ(notes.copies, 0);
}

TEST_F(ActTest, APromiseIsAnsweredLater) {
  act::tell_anon(master, AskLater{});
  loop.run_for(500ms);
  EXPECT_EQ(notes.answer, 0);
  act::tell_anon(porter, Deliver{});
  loop.run_for(1s);

  EXPECT_EQ(notes.answer, 42);
  EXPECT_EQ(notes.failure, "") << "the limit ended with the answer";
  EXPECT_EQ(loop.pending_timers(), 0u);
}

TEST_F(ActTest, WhatIsNotAnsweredInTimeIsGivenUp) {
  act::tell_anon(master, AskLater{});
  loop.run_for(1s);
  EXPECT_EQ(notes.failure, "system_error(request_timeout)");
  act::tell_anon(porter, Deliver{});
  loop.run_for(1ms);

  EXPECT_EQ(notes.answer, 0) << "too late";
}

TEST_F(ActTest, NobodyToAskIsAnError) {
  act::tell_anon(master, Deliver{});
  loop.run_for(1ms);

  EXPECT_NE(notes.failure, "");
}

TEST_F(ActTest, NobodyIsWatchedForNothing) {
  const Watcher watcher = loop.spawn<WatcherActor>();
  act::tell_anon(watcher, Deliver{});
  loop.run_for(1ms);
  act::stop(watcher);
}

TEST_F(ActTest, WhoIsHeldByNobodyStillSaysGoodbye) {
  {
    Mortal mortal = loop.spawn<MortalActor>(master);
    act::tell_anon(mortal, Deliver{});
    loop.run_for(1ms);
  }
  loop.run_for(1ms);

  EXPECT_EQ(notes.farewells, 1);
  EXPECT_FALSE(notes.had_sender) << "a reference to it would outlive it";
}

}  // namespace
}  // namespace offhook::act_test
