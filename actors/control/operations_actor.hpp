// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "actors/control/messages.hpp"
#include "actors/control/operation_memory.hpp"

namespace offhook::control {

/// Gives the phone its orders and waits for what becomes of them. Not the session does this: a
/// client may lose its connection during a hold, come back and ask with the same op_id.
class OperationsActor final : public act::actor<Operations> {
 public:
  OperationsActor(caf::actor_config& config, phone::Phone phone);
  const char* name() const override { return "control operations"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  struct Waiter {
    std::uint64_t number = 0;
    Session session;
    std::uint64_t ticket = 0;
    Timer deadline;
  };
  struct Running {
    std::string op_id;
    std::vector<Waiter> waiters;
  };

  void perform(const PerformOrder& order);
  void start(const PerformOrder& order, std::uint64_t operation);
  template <class Answer, class PhoneOrder>
  void give(const PhoneOrder& order, std::uint64_t operation);
  /// The answer to `wait: accepted`: the call as it is once the phone has read the order.
  void answer_when_accepted(const PerformOrder& order, const WaitRanOut& waiter);
  WaitRanOut wait_for(std::uint64_t operation, const PerformOrder& order);
  void finish(std::uint64_t operation, const OrderResult& result);
  /// Answers one waiter before the operation is finished; nothing if it has its answer.
  void answer_early(const WaitRanOut& waiter, const OrderResult& result);
  void give_up(const WaitRanOut& overdue);

  phone::Phone phone_;
  OperationMemory memory_;
  std::map<std::uint64_t, Running> running_;
  std::uint64_t last_operation_ = 0, last_waiter_ = 0;
};

}  // namespace offhook::control
