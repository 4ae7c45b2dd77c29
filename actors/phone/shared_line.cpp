// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/shared_line.hpp"

#include <array>

#include "actors/base/status.hpp"

namespace offhook::phone {
namespace {

using device::SharedState;
using sip::AppearanceState;

struct Row {
  AppearanceState state;
  SharedState shown;
  AppearanceUse use;
};

// clang-format off
constexpr auto table = std::to_array<Row>({
    {AppearanceState::idle,         SharedState::idle,         AppearanceUse::dial},
    {AppearanceState::seized,       SharedState::in_use,       AppearanceUse::none},
    {AppearanceState::progressing,  SharedState::in_use,       AppearanceUse::none},
    {AppearanceState::alerting,     SharedState::incoming,     AppearanceUse::none},
    {AppearanceState::active,       SharedState::in_use,       AppearanceUse::none},
    {AppearanceState::held,         SharedState::public_hold,  AppearanceUse::retrieve},
    {AppearanceState::held_private, SharedState::private_hold, AppearanceUse::none},
});
// clang-format on

const Row& row_of(AppearanceState state) {
  const auto& row = table.at(static_cast<std::size_t>(state));
  OFFHOOK_CHECK(row.state == state);  // rows stand in the order of the enum
  return row;
}

}  // namespace

void SharedLine::told(const std::vector<sip::Appearance>& appearances) {
  states_.clear();
  others_ = AppearanceState::idle;
  for (const auto& each : appearances) {
    if (!each.state) continue;
    if (each.index == 0)
      others_ = *each.state;
    else
      states_[each.index] = *each.state;
  }
}

void SharedLine::released(std::uint32_t appearance) { states_[appearance] = AppearanceState::idle; }

AppearanceState SharedLine::at(std::uint32_t appearance) const {
  const auto found = states_.find(appearance);
  return found == states_.end() ? others_ : found->second;
}

AppearanceUse SharedLine::use_of(std::uint32_t appearance) const {
  return row_of(at(appearance)).use;
}

device::LedPattern SharedLine::lamp(std::uint32_t appearance) const {
  return device::shared_line_pattern(row_of(at(appearance)).shown, device::SharedRole::monitoring);
}

}  // namespace offhook::phone
