// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "actors/device/volume.hpp"
#include "actors/phone/address_book.hpp"
#include "actors/phone/call_log.hpp"
#include "actors/phone/features.hpp"
#include "actors/phone/hidden_digits.hpp"
#include "actors/phone/text_entry.hpp"
#include "actors/phone/words.hpp"

namespace offhook::phone {

enum class Screen : std::uint8_t {
  top,
  history,
  calls,  ///< of MenuPlace::kind, or all
  call,   ///< MenuPlace::entry_id in full
  directory,
  contacts,  ///< of MenuPlace::text, a group; all if it is ""
  contact,   ///< the numbers of MenuPlace::text, a contact_id
  features,
  forward,  ///< the target of MenuPlace::forward is written
  status,
  ring_volume,
  ring_tone,
  unlock,  ///< the PIN is written
};
inline constexpr std::size_t screen_count = static_cast<std::size_t>(Screen::unlock) + 1;

/// One step into the menu: a screen, what it is about, and the row that is chosen there.
struct MenuPlace {
  Screen screen = Screen::top;
  std::size_t row = 0;
  std::optional<LogKind> kind{};
  std::uint64_t entry_id = 0;
  std::string text{};
  ForwardKind forward = ForwardKind::always;
  friend bool operator==(const MenuPlace&, const MenuPlace&) = default;
};

/// What the menu can tell of the phone, as it is now.
struct MenuContent {
  std::vector<LogEntry> calls{};  ///< newest first
  std::vector<Contact> contacts{};
  std::vector<std::string> groups{};
  bool do_not_disturb = false;
  Forwards forwards{};
  PrivacySwitches privacy{};
  device::VolumeStep ring_volume = device::nominal_volume;
  std::uint32_t ring = 1;     ///< as RingSound::number; 0 is the sound of one's own
  bool has_own_ring = false;  ///< in the settings
  std::chrono::seconds pin_pause{0};
  HiddenDigits hidden{};
  bool can_be_locked = false;
  std::vector<std::pair<std::string, bool>> accounts{};  ///< what it is called, and registered?
  std::string address{};
  std::string version{};
  std::int32_t utc_offset_s = 0;
};

// What a key in the menu has the phone do.
struct CallFromMenu {
  std::string number;
  std::string account_id{};
};
struct DeleteFromLog {
  std::uint64_t entry_id = 0;
};
struct ClearMissed {};
struct SeeMissed {};
struct SwitchDoNotDisturb {
  bool enabled = false;
};
struct SwitchForward {
  ForwardKind kind = ForwardKind::always;
  bool enabled = false;
  std::string target;
};
struct ChooseRingVolume {
  device::VolumeStep step = device::nominal_volume;
};
struct ChooseRing {
  std::uint32_t number = 1;  ///< 0: the sound of one's own
};
struct SwitchPrivacy {
  PrivacySwitches switches;
};
struct LockKeys {};
struct Unlock {
  std::string pin;
};
using MenuAct = std::variant<std::monostate, CallFromMenu, DeleteFromLog, ClearMissed, SeeMissed,
                             SwitchDoNotDisturb, SwitchForward, ChooseRingVolume, LockKeys, Unlock,
                             ChooseRing, SwitchPrivacy>;

/// The menu, used by keys alone. A state and a key give the next state and what is to be done; what
/// is seen follows from both (menu_page.hpp). Pure.
class Menu {
 public:
  [[nodiscard]] bool is_open() const { return !path_.empty(); }
  [[nodiscard]] const MenuPlace& place() const { return path_.back(); }
  [[nodiscard]] const TextEntry& entry() const { return entry_; }
  [[nodiscard]] bool is_writing() const {
    return place().screen == Screen::forward || place().screen == Screen::unlock;
  }
  [[nodiscard]] std::size_t depth() const { return path_.size(); }

  /// Keys that belong to an open menu; others close it and do what they always do.
  [[nodiscard]] static bool takes(std::string_view key);

  void open(MenuPlace place = {});
  void close() { path_.clear(); }

  /// Digits, MENU, UP, DOWN, LEFT, RIGHT, OK, CANCEL, F1-F4; others do nothing.
  MenuAct press(std::string_view key, const MenuContent& content, Instant at);

 private:
  MenuAct choose(const MenuContent& content);
  MenuAct press_in_list(std::string_view key, const MenuContent& content);
  MenuAct press_in_volume(std::string_view key, device::VolumeStep step);
  MenuAct press_in_entry(std::string_view key, Instant at);
  MenuAct enter(MenuPlace place, const MenuContent& content);
  MenuAct view(const MenuContent& content);
  MenuAct second(const MenuContent& content);
  void back();

  std::vector<MenuPlace> path_;
  TextEntry entry_;
};

/// A row of a screen, and what choosing it does: another place, an act, or nothing.
struct MenuRow {
  std::string text;
  std::variant<std::monostate, MenuPlace, MenuAct> target{};
};
[[nodiscard]] std::vector<MenuRow> rows_of(const MenuPlace& place, const MenuContent& content,
                                           const Dictionary& words);
[[nodiscard]] Word title_of(const MenuPlace& place);

/// Whose call it was: the contact's name, or what the network said, and the number.
[[nodiscard]] std::string name_of(const LogEntry& entry, const MenuContent& content);
/// "03-14 09:26", local time.
[[nodiscard]] std::string time_text(std::int64_t unix_ms, std::int32_t utc_offset_s);

/// What its four keys do.
enum class MenuKey : std::uint8_t { none, back, remove, view, select, call, on_off, save, clear };
[[nodiscard]] std::array<MenuKey, 4> menu_keys(Screen screen);

}  // namespace offhook::phone
