// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/non_invite_client.hpp"

#include <gtest/gtest.h>

#include "tests/transaction/walk.hpp"

namespace offhook::transaction::client {
namespace {

using enum State;
using enum Input;
using enum Action;

// RFC 3261 figure 6, arrow by arrow; all of §17.1.2.2 where nothing else is said.
TEST(NonInviteClient, FollowsTheFigureRowByRow) {
  Walker<Row> walk(non_invite::table);
  const std::vector<Action> first = {send_request, start_timer_e, start_timer_f};
  const std::vector<Action> last = {stop_timers, pass_to_user, start_timer_k};

  walk.start()
      .on(request, trying, first)
      .on(timer_e, trying, {send_request, restart_timer_e})
      .ignores({cancel, user_gone, timer_k})  // only an INVITE can be cancelled (§9.1)
      .on(timer_f, terminated, {report_timeout});

  walk.start().on(request, trying, first).on(final_response, completed, last);

  // §17.1.4.
  walk.start()
      .on(request, trying, first)
      .on(transport_failed, terminated, {report_transport_failure});

  // A provisional response slows the retransmissions to T2; it does not end them.
  walk.start()
      .on(request, trying, first)
      .on(provisional, proceeding, {pass_to_user})
      .on(timer_e, proceeding, {send_request, restart_timer_e_at_t2})
      .on(provisional, proceeding, {pass_to_user})
      .on(final_response, completed, last)
      .ignores({final_response, provisional, timer_e, timer_f, transport_failed})
      .on(timer_k, terminated, {});

  walk.start()
      .on(request, trying, first)
      .on(provisional, proceeding, {pass_to_user})
      .on(timer_f, terminated, {report_timeout});
  walk.start()
      .on(request, trying, first)
      .on(provisional, proceeding, {pass_to_user})
      .on(transport_failed, terminated, {report_transport_failure});

  EXPECT_EQ(walk.rows_not_walked(), 0u);
}

TEST(NonInviteClient, SortsResponsesByClass) {
  EXPECT_EQ(non_invite::classify(100), provisional);
  EXPECT_EQ(non_invite::classify(200), final_response);
  EXPECT_EQ(non_invite::classify(408), final_response);
}

}  // namespace
}  // namespace offhook::transaction::client
