// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/invite_server.hpp"

#include <gtest/gtest.h>

#include "tests/transaction/walk.hpp"

namespace offhook::transaction::server {
namespace {

using enum State;
using enum Input;
using enum Action;

// RFC 3261 figure 7 with RFC 6026 figure 2, arrow by arrow.
TEST(InviteServer, FollowsTheFigureRowByRow) {
  Walker<Row> walk(invite::table);
  const std::vector<Action> arrival = {pass_to_user, start_timer_trying};
  const std::vector<Action> refusal = {stop_timers, send_response, start_timer_g, start_timer_h};
  const std::vector<Action> acceptance = {stop_timers, send_response, start_timer_l};

  // §17.2.1: 100 after 200 ms, copies get the last response, the failure is repeated until its ACK.
  walk.start()
      .on(request, proceeding, arrival)
      .ignores({ack})
      .on(timer_trying, proceeding, {send_trying})
      .on(request, proceeding, {repeat_response})
      .on(send_provisional, proceeding, {stop_timers, send_response})
      .on(send_failure, completed, refusal)
      .on(request, completed, {repeat_response})
      .on(timer_g, completed, {repeat_response, restart_timer_g})
      .ignores({send_success, send_failure, send_provisional, user_gone})
      .on(ack, confirmed, {stop_timers, start_timer_i})
      .ignores({ack, request, timer_g, timer_h})
      .on(timer_i, terminated, {});

  // §17.2.1: never acknowledged.
  walk.start()
      .on(request, proceeding, arrival)
      .on(send_failure, completed, refusal)
      .on(timer_h, terminated, {report_timeout});

  // RFC 6026 §7.1: copies of the INVITE are absorbed, the user repeats its 2xx, ACKs pass.
  walk.start()
      .on(request, proceeding, arrival)
      .on(send_success, accepted, acceptance)
      .ignores({request, send_failure, send_provisional, user_gone})
      .on(send_success, accepted, {send_response})
      .on(ack, accepted, {pass_ack_to_user})
      .on(timer_l, terminated, {});

  // RFC 6026 §8.8: a response that did not leave is reported and changes nothing.
  walk.start()
      .on(request, proceeding, arrival)
      .on(transport_failed, proceeding, {report_transport_failure})
      .on(send_success, accepted, acceptance)
      .on(transport_failed, accepted, {report_transport_failure});
  walk.start()
      .on(request, proceeding, arrival)
      .on(send_failure, completed, refusal)
      .on(transport_failed, completed, {report_transport_failure});

  // §9.2: a CANCEL has an effect before the final response, and an answer always.
  walk.start()
      .on(request, proceeding, arrival)
      .on(cancel, proceeding, {answer_cancel, report_cancel})
      .on(send_failure, completed, refusal)
      .on(cancel, completed, {answer_cancel})
      .on(ack, confirmed, {stop_timers, start_timer_i})
      .on(cancel, confirmed, {answer_cancel});
  walk.start()
      .on(request, proceeding, arrival)
      .on(send_success, accepted, acceptance)
      .on(cancel, accepted, {answer_cancel});

  // A user that ended leaves its peer an answer.
  walk.start()
      .on(request, proceeding, arrival)
      .on(user_gone, completed, {stop_timers, answer_for_user, start_timer_g, start_timer_h});

  EXPECT_EQ(walk.rows_not_walked(), 0u);
}

TEST(InviteServer, SortsResponsesByClass) {
  EXPECT_EQ(invite::classify(180), send_provisional);
  EXPECT_EQ(invite::classify(200), send_success);
  EXPECT_EQ(invite::classify(302), send_failure);
  EXPECT_EQ(invite::classify(603), send_failure);
}

}  // namespace
}  // namespace offhook::transaction::server
