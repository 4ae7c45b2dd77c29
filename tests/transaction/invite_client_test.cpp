// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/invite_client.hpp"

#include <gtest/gtest.h>

#include "tests/transaction/walk.hpp"

namespace offhook::transaction::client {
namespace {

using enum State;
using enum Input;
using enum Action;

// RFC 3261 figure 5 with RFC 6026 figure 1, arrow by arrow.
TEST(InviteClient, FollowsTheFigureRowByRow) {
  Walker<Row> walk(invite::table);

  // §17.1.1.2: retransmitted until timer B says that nobody is there.
  walk.start()
      .on(request, calling, {send_request, start_timer_a, start_timer_b})
      .on(timer_a, calling, {send_request, restart_timer_a})
      .ignores({cancel, user_gone, timer_d, timer_m})  // §9.1: no CANCEL before a provisional
      .on(timer_b, terminated, {report_timeout});

  // §17.1.4.
  walk.start()
      .on(request, calling, {send_request, start_timer_a, start_timer_b})
      .on(transport_failed, terminated, {report_transport_failure});

  // §17.1.1.2: answered at once, without a provisional response.
  walk.start()
      .on(request, calling, {send_request, start_timer_a, start_timer_b})
      .on(success, accepted, {stop_timers, pass_to_user, start_timer_m});
  walk.start()
      .on(request, calling, {send_request, start_timer_a, start_timer_b})
      .on(failure, completed, {stop_timers, send_ack, pass_to_user, start_timer_d});

  // RFC 6026 §7.2: every copy of the 2xx passes until timer M; nothing else does.
  walk.start()
      .on(request, calling, {send_request, start_timer_a, start_timer_b})
      .on(provisional, proceeding, {stop_timers, pass_to_user})
      .ignores({timer_a, transport_failed})
      .on(provisional, proceeding, {pass_to_user})
      .on(success, accepted, {stop_timers, pass_to_user, start_timer_m})
      .ignores({provisional, failure, transport_failed, cancel, user_gone})
      .on(success, accepted, {pass_to_user})
      .on(timer_m, terminated, {});

  // §17.1.1.2: each copy of a failure is acknowledged, only the first one passes.
  walk.start()
      .on(request, calling, {send_request, start_timer_a, start_timer_b})
      .on(provisional, proceeding, {stop_timers, pass_to_user})
      .on(failure, completed, {stop_timers, send_ack, pass_to_user, start_timer_d})
      .ignores({provisional, cancel})
      .on(failure, completed, {send_ack})
      .on(success, completed, {pass_to_core})
      .on(timer_d, terminated, {});

  // §17.1.1.2: the ACK could not be sent.
  walk.start()
      .on(request, calling, {send_request, start_timer_a, start_timer_b})
      .on(failure, completed, {stop_timers, send_ack, pass_to_user, start_timer_d})
      .on(transport_failed, terminated, {report_transport_failure});

  // §9.1: a cancelled INVITE is given up 64*T1 later.
  walk.start()
      .on(request, calling, {send_request, start_timer_a, start_timer_b})
      .on(provisional, proceeding, {stop_timers, pass_to_user})
      .on(cancel, proceeding, {send_cancel, start_timer_b})
      .on(timer_b, terminated, {report_timeout});
  walk.start()
      .on(request, calling, {send_request, start_timer_a, start_timer_b})
      .on(provisional, proceeding, {stop_timers, pass_to_user})
      .on(user_gone, proceeding, {send_cancel, start_timer_b})
      .on(failure, completed, {stop_timers, send_ack, pass_to_user, start_timer_d});

  EXPECT_EQ(walk.rows_not_walked(), 0u);
}

TEST(InviteClient, SortsResponsesByClass) {
  EXPECT_EQ(invite::classify(100), provisional);
  EXPECT_EQ(invite::classify(199), provisional);
  EXPECT_EQ(invite::classify(200), success);
  EXPECT_EQ(invite::classify(299), success);
  EXPECT_EQ(invite::classify(300), failure);
  EXPECT_EQ(invite::classify(699), failure);
}

}  // namespace
}  // namespace offhook::transaction::client
