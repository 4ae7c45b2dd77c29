// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "actors/base/loop.hpp"

namespace offhook::testing {

/// The answer to a question, once there is one.
template <class Reply>
using Asked = std::shared_ptr<std::optional<Reply>>;

/// Asks `who` from outside. The asking actor lives until it is answered, so a promise that is
/// dropped shows as an actor that never ends.
template <class Reply, class Handle, class Question>
Asked<Reply> ask(act::Loop& loop, Handle who, Question question) {
  auto answer = std::make_shared<std::optional<Reply>>();
  loop.system().spawn([=](caf::event_based_actor* self) {
    self->request(who, caf::infinite, question)
        .then([answer](const Reply& reply) { *answer = reply; },
              [answer](const act::error&) { *answer = Reply{}; });
  });
  return answer;
}

}  // namespace offhook::testing
