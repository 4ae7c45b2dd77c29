// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "actors/base/loop.hpp"

namespace offhook::testing {

/// The answer to a question, once there is one.
template <class Reply>
using Asked = std::shared_ptr<std::optional<Reply>>;

/// Asks one question and goes.
template <class Reply, class Handle, class Question>
class Asker final : public act::actor<act::ref<act::result<void>(Question)>> {
 public:
  using base = act::actor<act::ref<act::result<void>(Question)>>;
  Asker(caf::actor_config& config, Handle who, Asked<Reply> answer)
      : base(config), who_(std::move(who)), answer_(std::move(answer)) {}
  const char* name() const override { return "asker"; }
  typename base::behavior_type make_behavior() override {
    return {[this](const Question& question) {
      this->ask(who_, 1h, question)
          .then([this](const Reply& reply) { done(reply); },
                [this](const act::error&) { done(Reply{}); });
    }};
  }

 private:
  void done(const Reply& reply) {
    *answer_ = reply;
    who_ = nullptr;
    this->quit();
  }
  Handle who_;
  Asked<Reply> answer_;
};

/// Asks `who` from outside. An actor that is gone answers with Reply{}; one that drops its promise
/// leaves the answer empty, and the asker waiting.
template <class Reply, class Handle, class Question>
Asked<Reply> ask(act::Loop& loop, const Handle& who, const Question& question) {
  auto answer = std::make_shared<std::optional<Reply>>();
  act::tell_anon(loop.spawn<Asker<Reply, Handle, Question>>(who, answer), question);
  return answer;
}

}  // namespace offhook::testing
