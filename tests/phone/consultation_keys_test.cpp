// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "actors/phone/conference_keys.hpp"
#include "actors/phone/transfer_keys.hpp"

namespace offhook::phone {
namespace {

struct TransferRow {
  TransferStage stage;
  TransferInput input;
  TransferSettings settings;
  TransferMove move;
};

TEST(TransferKeys, MeanWhatTheTableSays) {
  using enum TransferStage;
  using enum TransferInput;
  using Move = TransferMove;
  const TransferSettings usual{}, quiet{false, false, false};
  const TransferRow rows[] = {
      {none, transfer_key, usual, Move::ask_number},
      {none, hang_up, usual, Move::none},
      {asked, transfer_key, usual, Move::none},
      {asked, hang_up, usual, Move::none},
      {entering, transfer_key, usual, Move::send_blind},
      {entering, hang_up, usual, Move::send_blind},
      {entering, hang_up, quiet, Move::none},
      {calling, transfer_key, usual, Move::wait_for_answer},
      {calling, transfer_key, quiet, Move::drop_and_blind},
      {calling, hang_up, usual, Move::wait_for_answer},
      {calling, hang_up, quiet, Move::none},
      {calling, hang_up, {true, true, false}, Move::drop_and_blind},
      {talking, transfer_key, quiet, Move::send_attended},
      {talking, hang_up, usual, Move::send_attended},
      {talking, hang_up, quiet, Move::none},
      {waiting, transfer_key, usual, Move::none},
      {waiting, hang_up, usual, Move::go_on},
      {sent, transfer_key, usual, Move::none},
      {sent, hang_up, usual, Move::go_on},
  };
  for (const auto& row : rows)
    EXPECT_EQ(transfer_move(row.stage, row.input, row.settings), row.move)
        << static_cast<int>(row.stage) << " " << static_cast<int>(row.input);
}

TEST(ConferenceKeys, MeanWhatTheTableSays) {
  using enum ConferenceStage;
  using enum ConferenceInput;
  using Move = ConferenceMove;
  const ConferenceSettings usual{}, other{true, false};
  EXPECT_EQ(conference_move(none, conference_key, usual), Move::ask_number);
  EXPECT_EQ(conference_move(one_held, conference_key, usual), Move::join);
  EXPECT_EQ(conference_move(one_held, conference_key, other), Move::ask_number);
  EXPECT_EQ(conference_move(asked, conference_key, usual), Move::none);
  EXPECT_EQ(conference_move(calling, conference_key, usual), Move::none);
  EXPECT_EQ(conference_move(talking, conference_key, usual), Move::join);
  EXPECT_EQ(conference_move(joined, conference_key, usual), Move::ask_number);
  EXPECT_EQ(conference_move(joined_one_held, conference_key, usual), Move::join);
  EXPECT_EQ(conference_move(joined_one_held, conference_key, other), Move::ask_number);
  EXPECT_EQ(conference_move(joined_one_held, split_key, usual), Move::split);
  EXPECT_EQ(conference_move(joined, hold_key, usual), Move::hold_all);
  EXPECT_EQ(conference_move(joined, split_key, usual), Move::split);
  EXPECT_EQ(conference_move(joined, hang_up, usual), Move::end_all);
  EXPECT_EQ(conference_move(joined, hang_up, other), Move::connect_others);
  EXPECT_EQ(conference_move(talking, hang_up, usual), Move::none);
}

}  // namespace
}  // namespace offhook::phone
