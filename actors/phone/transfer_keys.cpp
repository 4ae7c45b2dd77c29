// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/transfer_keys.hpp"

#include <array>

#include "actors/phone/key_table.hpp"

namespace offhook::phone {
namespace {

using enum TransferStage;
using enum TransferInput;
using Move = TransferMove;
using Settings = TransferSettings;
using Row = KeyRow<TransferStage, TransferInput, Settings, Move>;

// clang-format off
constexpr auto table = std::to_array<Row>({
    {none,     transfer_key, nullptr,                  Move::ask_number},
    {entering, transfer_key, nullptr,                  Move::send_blind},
    {entering, hang_up,      &Settings::blind_on_hook, Move::send_blind},
    {calling,  transfer_key, &Settings::semi_attended, Move::wait_for_answer},
    {calling,  transfer_key, nullptr,                  Move::drop_and_blind},
    {talking,  transfer_key, nullptr,                  Move::send_attended},
    {talking,  hang_up,      &Settings::on_hook,       Move::send_attended},
    {waiting,  hang_up,      nullptr,                  Move::go_on},
    {sent,     hang_up,      nullptr,                  Move::go_on},
});
// clang-format on

}  // namespace

TransferMove transfer_move(TransferStage stage, TransferInput input,
                           const TransferSettings& settings) {
  // Hanging up while the target rings is the Transfer key, where hanging up transfers at all.
  if (stage == calling && input == hang_up && settings.on_hook) input = transfer_key;
  return find_move(std::span<const Row>(table), stage, input, settings);
}

}  // namespace offhook::phone
