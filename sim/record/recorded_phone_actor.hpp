// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>

#include "sim/record/messages.hpp"
#include "sim/record/order_form.hpp"
#include "sim/record/recorder.hpp"

namespace offhook::sim::record {

/// Stands before a phone that is recorded: whoever gives it orders gives them here.
class RecordedPhoneActor final : public act::actor<RecordedPhone> {
 public:
  /// `recorder` outlives the actor.
  RecordedPhoneActor(caf::actor_config& config, phone::Phone phone, Recorder& recorder);
  const char* name() const override { return "recorded phone"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  template <class Reply, class Order>
  act::result<Reply> pass(const Order& order);
  template <class Reply, class Question>
  act::result<Reply> forward(const Question& question);
  template <class Reply, class Message>
  void ask_phone(const Message& message, act::promise<Reply> promise);

  phone::Phone phone_;
  Recorder& recorder_;
  std::map<std::uint64_t, std::function<void()>> waiting_;
  std::uint64_t last_ticket_ = 0;
};

}  // namespace offhook::sim::record
