// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/conference_keys.hpp"

#include <algorithm>
#include <array>

namespace offhook::phone {
namespace {

/// A row holds under its setting, if it names one; the first that fits counts.
struct Row {
  ConferenceStage stage;
  ConferenceInput input;
  bool ConferenceSettings::*setting;
  ConferenceMove move;
};

using enum ConferenceStage;
using enum ConferenceInput;
using Move = ConferenceMove;
using Settings = ConferenceSettings;

// clang-format off
constexpr auto table = std::to_array<Row>({
    {none,     conference_key, nullptr,                   Move::ask_number},
    {one_held, conference_key, &Settings::join_held,      Move::join},
    {one_held, conference_key, nullptr,                   Move::ask_number},
    {talking,  conference_key, nullptr,                   Move::join},
    {joined,   hold_key,       nullptr,                   Move::hold_all},
    {joined,   split_key,      nullptr,                   Move::split},
    {joined,   hang_up,        &Settings::connect_others, Move::connect_others},
    {joined,   hang_up,        nullptr,                   Move::end_all},
});
// clang-format on

}  // namespace

ConferenceMove conference_move(ConferenceStage stage, ConferenceInput input,
                               const ConferenceSettings& settings) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Row& row) {
    return row.stage == stage && row.input == input &&
           (row.setting == nullptr || settings.*row.setting);
  });
  return found == table.end() ? Move::none : found->move;
}

}  // namespace offhook::phone
