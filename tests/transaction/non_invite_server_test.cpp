// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/non_invite_server.hpp"

#include <gtest/gtest.h>

#include "tests/transaction/walk.hpp"

namespace offhook::transaction::server {
namespace {

using enum State;
using enum Input;
using enum Action;

// RFC 3261 figure 8, arrow by arrow; all of §17.2.2 where nothing else is said.
TEST(NonInviteServer, FollowsTheFigureRowByRow) {
  Walker<Row> walk(non_invite::table);
  const std::vector<Action> arrival = {pass_to_user, start_timer_f};
  const std::vector<Action> answer = {stop_timers, send_response, start_timer_j};

  walk.start()
      .on(request, trying, arrival)
      .ignores({request, cancel, ack, timer_j})
      .on(send_final, completed, answer)
      .ignores({send_final, send_provisional, user_gone, timer_f})
      .on(request, completed, {repeat_response})
      .on(transport_failed, completed, {report_transport_failure})  // RFC 6026 §8.8
      .on(timer_j, terminated, {});

  walk.start()
      .on(request, trying, arrival)
      .on(send_provisional, proceeding, {send_response})
      .on(request, proceeding, {repeat_response})
      .on(send_provisional, proceeding, {send_response})
      .on(transport_failed, proceeding, {report_transport_failure})  // RFC 6026 §8.8
      .on(send_final, completed, answer);

  // RFC 4320 §3: nobody waits for an answer any more.
  walk.start().on(request, trying, arrival).on(timer_f, terminated, {});
  walk.start()
      .on(request, trying, arrival)
      .on(send_provisional, proceeding, {send_response})
      .on(timer_f, terminated, {});

  // A user that ended leaves its peer an answer.
  const std::vector<Action> substitute = {stop_timers, answer_for_user, start_timer_j};
  walk.start().on(request, trying, arrival).on(user_gone, completed, substitute);
  walk.start()
      .on(request, trying, arrival)
      .on(send_provisional, proceeding, {send_response})
      .on(user_gone, completed, substitute);

  EXPECT_EQ(walk.rows_not_walked(), 0u);
}

TEST(NonInviteServer, SortsResponsesByClass) {
  EXPECT_EQ(non_invite::classify(100), send_provisional);
  EXPECT_EQ(non_invite::classify(202), send_final);
  EXPECT_EQ(non_invite::classify(481), send_final);
}

}  // namespace
}  // namespace offhook::transaction::server
