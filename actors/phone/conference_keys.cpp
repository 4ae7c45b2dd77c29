// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/conference_keys.hpp"

#include <array>

#include "actors/phone/key_table.hpp"

namespace offhook::phone {
namespace {

using enum ConferenceStage;
using enum ConferenceInput;
using Move = ConferenceMove;
using Settings = ConferenceSettings;
using Row = KeyRow<ConferenceStage, ConferenceInput, Settings, Move>;

// clang-format off
constexpr auto table = std::to_array<Row>({
    {none,     conference_key, nullptr,                   Move::ask_number},
    {one_held, conference_key, &Settings::join_held,      Move::join},
    {one_held, conference_key, nullptr,                   Move::ask_number},
    {talking,  conference_key, nullptr,                   Move::join},
    {joined,   conference_key, nullptr,                   Move::ask_number},
    {joined,   hold_key,       nullptr,                   Move::hold_all},
    {joined,   split_key,      nullptr,                   Move::split},
    {joined,   hang_up,        &Settings::connect_others, Move::connect_others},
    {joined,   hang_up,        nullptr,                   Move::end_all},
    {joined_one_held, conference_key, &Settings::join_held, Move::join},
});
// clang-format on

}  // namespace

ConferenceMove conference_move(ConferenceStage stage, ConferenceInput input,
                               const ConferenceSettings& settings) {
  const auto move = find_move(std::span<const Row>(table), stage, input, settings);
  // Beside a call on hold a conference is what it is without one, but for the row above.
  if (move == Move::none && stage == joined_one_held)
    return find_move(std::span<const Row>(table), joined, input, settings);
  return move;
}

}  // namespace offhook::phone
