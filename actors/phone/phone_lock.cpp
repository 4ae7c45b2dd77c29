// SPDX-License-Identifier: GPL-3.0-or-later
// The keypad lock: what locks the phone, and what a locked one does with keys.
#include "actors/phone/phone_actor.hpp"

namespace offhook::phone {

/// Whether the key was about the lock, or is held back by it.
bool PhoneActor::press_in_lock(std::string_view key) {
  const auto& rules = desk_.rules();
  if (rules.lock == LockedKeys::none) return false;
  run_lock_timer();
  const auto set = rules.keys.find(key);
  const bool lock_key = set != rules.keys.end() && set->second.type == KeyType::lock;
  if (!desk_.state().locked) {
    if (lock_key) lock_keys(true, "key");
    return lock_key;
  }
  if (menu_.is_open() && Menu::takes(key)) return false;  // the PIN is being entered
  const auto number = soft_key_number(key);
  const auto soft = number == 0 ? SoftKey::none : desk_.soft_key(number);
  const bool unlocks = lock_key || key == "MENU" || (is_idle() && number == 1);
  const bool programmed = set != rules.keys.end() && set->second.type != KeyType::line;
  if (programmed && !lock_key && rules.lock >= LockedKeys::function) return true;
  if (!unlocks) return held_back(rules.lock, key, soft) || (is_idle() && number != 0);
  if (!is_idle()) return true;
  open_lock("");
  refresh("lock");
  return true;
}

void PhoneActor::lock_keys(bool locked, std::string_view cause) {
  menu_.close();
  desk_.lock(locked);
  refresh(cause);
}

/// Anew after each key.
void PhoneActor::run_lock_timer() {
  const auto& settings = parts_.settings.lock;
  if (desk_.rules().lock == LockedKeys::none || settings.idle.count() == 0) return;
  idle_lock_ = after(settings.idle, LockDue{});
}

void PhoneActor::lock_due() {
  if (!is_idle()) return run_lock_timer();  // somebody talks, without a key for long
  lock_keys(true, "idle");
}

void PhoneActor::perform_in_menu(const LockKeys&) { lock_keys(true, "menu"); }
void PhoneActor::perform_in_menu(const Unlock& act) {
  if (wrong_pins_.pause(now()).count() > 0) return open_lock("wrong");
  if (act.pin == parts_.settings.lock.pin) {
    wrong_pins_.forget();
    return lock_keys(false, "PIN");
  }
  wrong_pins_.add(now());
  open_lock("wrong");
}

/// `note` is not empty after a PIN that was wrong.
void PhoneActor::open_lock(std::string note) {
  menu_.open({.screen = Screen::unlock, .text = std::move(note)});
  run_pin_pause();
}

/// Counts the seconds down while somebody looks.
void PhoneActor::run_pin_pause() {
  const bool looks = menu_.is_open() && menu_.place().screen == Screen::unlock;
  pin_pause_ = looks && wrong_pins_.pause(now()).count() > 0 ? after(1s, PinPauseDue{}) : Timer{};
}

}  // namespace offhook::phone
