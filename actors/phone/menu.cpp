// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/menu.hpp"

#include <algorithm>

namespace offhook::phone {
namespace {

struct ScreenKeys {
  Screen screen;
  std::array<MenuKey, 4> keys;
};

using enum MenuKey;
constexpr auto _ = MenuKey::none;

// clang-format off
constexpr auto keys_of_screens = std::to_array<ScreenKeys>({
    {Screen::top,         {back, _,      _,      select}},
    {Screen::history,     {back, _,      _,      select}},
    {Screen::calls,       {back, remove, view,   call}},
    {Screen::call,        {back, remove, _,      call}},
    {Screen::directory,   {back, _,      _,      select}},
    {Screen::contacts,    {back, _,      view,   call}},
    {Screen::contact,     {back, _,      _,      call}},
    {Screen::features,    {back, _,      on_off, select}},
    {Screen::forward,     {back, remove, clear,  save}},
    {Screen::status,      {back, _,      _,      _}},
    {Screen::ring_volume, {back, _,      _,      _}},
    {Screen::ring_tone,   {back, _,      _,      select}},
    {Screen::unlock,      {back, remove, clear,  save}},
});
// clang-format on

constexpr bool in_order_of_the_enum() {
  for (std::size_t i = 0; i < keys_of_screens.size(); ++i)
    if (static_cast<std::size_t>(keys_of_screens[i].screen) != i) return false;
  return keys_of_screens.size() == screen_count;
}
static_assert(in_order_of_the_enum());

const LogEntry* call_at(const MenuPlace& place, const MenuContent& content) {
  std::size_t row = 0;
  for (const auto& entry : content.calls) {
    if (place.screen == Screen::call
            ? entry.id == place.entry_id
            : (!place.kind || entry.kind == *place.kind) && row++ == place.row)
      return &entry;
  }
  return nullptr;
}

const Contact* contact_at(const MenuPlace& place, const MenuContent& content) {
  std::size_t row = 0;
  for (const auto& contact : content.contacts)
    if ((place.text.empty() || contact.group == place.text) && row++ == place.row) return &contact;
  return nullptr;
}

/// On without a target is nothing.
SwitchForward toggled(ForwardKind kind, const Forwards& forwards) {
  const auto& rule = forwards.of(kind);
  return {kind, !rule.enabled && !rule.target.empty(), rule.target};
}

}  // namespace

std::array<MenuKey, 4> menu_keys(Screen screen) {
  return keys_of_screens.at(static_cast<std::size_t>(screen)).keys;
}

bool Menu::takes(std::string_view key) {
  constexpr auto names = std::to_array<std::string_view>(
      {"OK", "CANCEL", "UP", "DOWN", "LEFT", "RIGHT", "MENU", "DIRECTORY"});
  return key.size() == 1 || (key.size() == 2 && key[0] == 'F') ||
         std::find(names.begin(), names.end(), key) != names.end();
}

void Menu::open(MenuPlace place) {
  entry_ = {};
  path_.clear();
  path_.push_back(std::move(place));
}

void Menu::back() { path_.pop_back(); }

MenuAct Menu::enter(MenuPlace place, const MenuContent& content) {
  if (place.screen == Screen::forward) {
    entry_ = {};
    entry_.text = content.forwards.of(place.forward).target;
  }
  const bool missed = place.screen == Screen::calls && place.kind == LogKind::missed;
  path_.push_back(std::move(place));
  return missed ? MenuAct(SeeMissed{}) : MenuAct{};
}

MenuAct Menu::press(std::string_view key, const MenuContent& content, Instant at) {
  if (!is_open()) return {};
  if (key == "MENU") {
    close();
    return {};
  }
  if (key.size() == 2 && key[0] == 'F' && key[1] >= '1' && key[1] <= '4') {
    switch (menu_keys(place().screen).at(static_cast<std::size_t>(key[1] - '1'))) {
      case MenuKey::back:
        back();
        return {};
      case MenuKey::remove:
        if (!is_writing()) return second(content);
        entry_.remove();
        return {};
      case MenuKey::view:
        return view(content);
      case MenuKey::on_off:
      case MenuKey::clear:
        return second(content);
      case MenuKey::select:
      case MenuKey::call:
      case MenuKey::save:
        return press("OK", content, at);
      case MenuKey::none:
        break;
    }
    return {};
  }
  if (is_writing()) return press_in_entry(key, at);
  if (place().screen == Screen::ring_volume) return press_in_volume(key, content.ring_volume);
  return press_in_list(key, content);
}

MenuAct Menu::press_in_list(std::string_view key, const MenuContent& content) {
  const auto count = rows_of(place(), content, english()).size();
  auto& row = path_.back().row;
  row = std::min(row, count == 0 ? 0 : count - 1);  // the list may have become shorter
  if (key == "UP") row = row == 0 ? count - (count == 0 ? 0 : 1) : row - 1;
  if (key == "DOWN") row = row + 1 >= count ? 0 : row + 1;
  if (key == "CANCEL" || key == "LEFT") back();
  if (key == "RIGHT") return view(content);
  if (key == "OK") return choose(content);
  if (key.size() == 1 && key[0] >= '1' && key[0] <= '9' &&
      static_cast<std::size_t>(key[0] - '1') < count) {
    row = static_cast<std::size_t>(key[0] - '1');
    return choose(content);
  }
  return {};
}

MenuAct Menu::press_in_volume(std::string_view key, device::VolumeStep step) {
  if (key == "OK" || key == "CANCEL") back();
  if ((key == "UP" || key == "RIGHT") && step < device::most_volume)
    return ChooseRingVolume{static_cast<device::VolumeStep>(step + 1)};
  if ((key == "DOWN" || key == "LEFT") && step > 0)
    return ChooseRingVolume{static_cast<device::VolumeStep>(step - 1)};
  return {};
}

MenuAct Menu::press_in_entry(std::string_view key, Instant at) {
  const bool digit = key.size() == 1 && (place().screen == Screen::forward || key != "#");
  if (digit) entry_.press(key[0], at);
  if (key == "LEFT") entry_.remove();
  if (key == "CANCEL") back();
  if (key != "OK") return {};
  const auto written = entry_.text;
  if (place().screen == Screen::unlock) return Unlock{written};
  const auto kind = place().forward;
  back();
  return SwitchForward{kind, !written.empty(), written};
}

MenuAct Menu::choose(const MenuContent& content) {
  const auto rows = rows_of(place(), content, english());
  if (place().row >= rows.size()) return {};
  const auto& target = rows[place().row].target;
  if (const auto* next = std::get_if<MenuPlace>(&target)) return enter(*next, content);
  const auto* act = std::get_if<MenuAct>(&target);
  if (act == nullptr) return {};
  if (std::holds_alternative<CallFromMenu>(*act)) {
    const auto call = *act;
    close();
    return call;
  }
  return *act;
}

/// One row in full.
MenuAct Menu::view(const MenuContent& content) {
  if (place().screen == Screen::calls) {
    const auto* entry = call_at(place(), content);
    if (entry != nullptr) return enter({.screen = Screen::call, .entry_id = entry->id}, content);
  } else if (place().screen == Screen::contacts) {
    const auto* contact = contact_at(place(), content);
    if (contact != nullptr)
      return enter({.screen = Screen::contact, .text = contact->contact_id}, content);
  } else if (place().screen != Screen::call && place().screen != Screen::contact) {
    return choose(content);
  }
  return {};
}

/// What the keys in the middle do to the row: delete, switch, or clear the text.
MenuAct Menu::second(const MenuContent& content) {
  switch (place().screen) {
    case Screen::calls:
    case Screen::call: {
      const auto* entry = call_at(place(), content);
      if (entry == nullptr) return {};
      const DeleteFromLog order{entry->id};
      if (place().screen == Screen::call) back();
      return order;
    }
    case Screen::features:
      if (place().row == 0) return SwitchDoNotDisturb{!content.do_not_disturb};
      if (place().row <= every_forward_kind.size())
        return toggled(every_forward_kind.at(place().row - 1), content.forwards);
      return choose(content);
    case Screen::forward:
    case Screen::unlock:
      entry_.text.clear();
      return {};
    default:
      return {};
  }
}

}  // namespace offhook::phone
