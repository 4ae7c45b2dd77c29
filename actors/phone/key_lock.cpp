// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/key_lock.hpp"

#include <algorithm>
#include <array>

namespace offhook::phone {
namespace {

struct Row {
  std::string_view key;
  LockedKeys from;  ///< and every stricter one
};
struct SoftRow {
  SoftKey key;
  LockedKeys from;
};

constexpr auto keys_held_back = std::to_array<Row>({
    {"MENU", LockedKeys::menu},
    {"DIRECTORY", LockedKeys::menu},
    {"DND", LockedKeys::function},
    {"REDIAL", LockedKeys::function},
    {"MESSAGE", LockedKeys::function},
});
constexpr auto soft_keys_held_back = std::to_array<SoftRow>({
    {SoftKey::menu, LockedKeys::menu},
    {SoftKey::history, LockedKeys::menu},
    {SoftKey::directory, LockedKeys::menu},
    {SoftKey::do_not_disturb, LockedKeys::function},
    {SoftKey::forward, LockedKeys::function},
});

template <class Table, class Key>
bool holds_back(const Table& table, const Key& key, LockedKeys keys) {
  return std::any_of(table.begin(), table.end(),
                     [&](const auto& row) { return row.key == key && keys >= row.from; });
}

}  // namespace

void WrongPins::add(Instant now) {
  ++count_;
  wait_from(now);
}

void WrongPins::recall(std::size_t count, Instant now) {
  count_ = count;
  wait_from(now);
}

void WrongPins::wait_from(Instant now) {
  if (count_ < before_pause) return;
  auto pause = first_pause;
  for (auto n = before_pause; n < count_ && pause < longest_pause; ++n) pause *= 2;
  until_ = now + std::min(pause, longest_pause);
}

std::chrono::seconds WrongPins::pause(Instant now) const {
  return now < until_ ? std::chrono::ceil<std::chrono::seconds>(until_ - now)
                      : std::chrono::seconds{0};
}

bool held_back(LockedKeys keys, std::string_view key, SoftKey soft) {
  const bool programmable = key.size() > 1 && key[0] == 'D' && key[1] >= '0' && key[1] <= '9';
  return (programmable && keys >= LockedKeys::function) || holds_back(keys_held_back, key, keys) ||
         holds_back(soft_keys_held_back, soft, keys);
}

}  // namespace offhook::phone
