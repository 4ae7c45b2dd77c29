// SPDX-License-Identifier: GPL-3.0-or-later
// The menu of an idle phone, and the missed calls that it tells of.
#include "actors/phone/dial_plan.hpp"
#include "actors/phone/feature_memory.hpp"
#include "actors/phone/menu_page.hpp"
#include "actors/phone/phone_actor.hpp"
#include "actors/sip/uri.hpp"

namespace offhook::phone {
namespace {

/// A board without a display has the usual size: programs read the page all the same.
constexpr std::size_t usual_rows = 4;

}  // namespace

bool PhoneActor::is_idle() const { return mode_of(desk_.state()) == DeskMode::idle; }

bool PhoneActor::tells_of_missed() const {
  return parts_.settings.missed_popup && log_.unseen() > 0 && !desk_.state().locked && is_idle() &&
         !menu_.is_open();
}

/// The place in the menu that a key of the idle phone leads to.
std::optional<MenuPlace> PhoneActor::menu_place_of(std::string_view key) const {
  const auto number = soft_key_number(key);
  const auto soft = number == 0 ? SoftKey::none : desk_.soft_key(number);
  if (tells_of_missed() && (number == 1 || key == "OK"))
    return MenuPlace{.screen = Screen::calls, .kind = LogKind::missed};
  if (key == "MENU" || soft == SoftKey::menu) return MenuPlace{};
  if (key == "DIRECTORY" || soft == SoftKey::directory)
    return MenuPlace{.screen = contacts_.groups().empty() ? Screen::contacts : Screen::directory};
  if (soft == SoftKey::history) return MenuPlace{.screen = Screen::history};
  return std::nullopt;
}

/// Whether the key was for the menu or for what an idle phone tells of missed calls.
bool PhoneActor::press_in_menu(std::string_view key) {
  end_sample();
  if (!is_idle()) return false;
  if (menu_.is_open() && Menu::takes(key)) {
    const auto act = menu_.press(key, menu_content(), now());
    std::visit([this](const auto& one) { perform_in_menu(one); }, act);
    refresh("menu");
    return true;
  }
  menu_.close();
  if (key == "CANCEL" || (tells_of_missed() && soft_key_number(key) == 4)) {
    look_at_log("key");
    return key != "CANCEL";  // the desk may have something to cancel as well
  }
  const auto place = menu_place_of(key);
  if (!place) return false;
  if (place->kind == LogKind::missed) look_at_log("key");
  menu_.open(*place);
  refresh("menu");
  return true;
}

MenuContent PhoneActor::menu_content() const {
  const auto& first = parts_.settings.accounts.front();
  MenuContent content;
  content.calls = log_.page({.limit = log_.size()}).entries;
  content.contacts = contacts_.all();
  content.groups = contacts_.groups();
  content.do_not_disturb = features_.do_not_disturb_at(first.id);
  content.privacy = features_.privacy_of(first.id);
  content.ring_volume = desk_.state().volumes.ring;
  content.ring = rings_.usual.file ? 0 : rings_.usual.number;
  content.has_own_ring = parts_.settings.ring.usual.file != nullptr;
  content.pin_pause = wrong_pins_.pause(now());
  content.hidden = desk_.rules().hidden;
  content.can_be_locked = desk_.rules().lock != LockedKeys::none;
  content.forwards = features_.forwards_of(first.id);
  for (const auto& account : parts_.settings.accounts) {
    const auto line = lines_.find(account.id);
    const auto uri = sip::parse_uri(account.aor);
    content.accounts.emplace_back(uri.ok() ? uri->user : account.aor,
                                  line != lines_.end() && line->second.info.state == "registered");
  }
  content.address = parts_.contacts.endpoint(way_of(first)).to_string();
  content.version = parts_.user_agent;
  content.utc_offset_s = parts_.wall_clock().utc_offset_s;
  return content;
}

/// What stands on the display instead of the desk's own page, if anything.
std::optional<DisplayInfo> PhoneActor::page_of_menu() {
  if (menu_.is_open() && !is_idle()) menu_.close();
  if (!menu_.is_open()) return std::nullopt;
  const auto rows = parts_.board->display().size().rows;
  return page_of(menu_, menu_content(), *desk_.rules().words, rows > 0 ? rows : usual_rows);
}

/// Who called last, while nobody has seen it.
std::optional<MissedCall> PhoneActor::missed_to_tell() const {
  const auto* last = log_.newest(LogKind::missed);
  if (!tells_of_missed() || last == nullptr) return std::nullopt;
  const auto content = MenuContent{.contacts = contacts_.all(), .hidden = desk_.rules().hidden};
  return MissedCall{name_of(*last, content),
                    time_text(last->unix_ms, parts_.wall_clock().utc_offset_s)};
}

void PhoneActor::perform_in_menu(const CallFromMenu& act) {
  perform(desk_.call_chosen(act.number, act.account_id), "menu");
}
void PhoneActor::perform_in_menu(const DeleteFromLog& act) {
  if (!log_.remove(act.entry_id)) return;
  parts_.store->keep({ForgetCalls{{act.entry_id}}});
  tell_log_changed("menu");
}
void PhoneActor::perform_in_menu(const ClearMissed&) {
  parts_.store->keep({ForgetCalls{log_.clear(LogKind::missed)}});
  tell_log_changed("menu");
}
void PhoneActor::perform_in_menu(const SeeMissed&) { look_at_log("menu"); }
void PhoneActor::perform_in_menu(const SwitchDoNotDisturb& act) {
  const auto& id = parts_.settings.accounts.front().id;
  features_.set_do_not_disturb(id, act.enabled);
  features_changed(id, "menu");
}
void PhoneActor::perform_in_menu(const SwitchForward& act) {
  const auto& account = parts_.settings.accounts.front();
  const bool valid = act.target.empty() || target_uri(act.target, account.aor).ok();
  features_.forwards_of(account.id).of(act.kind) = {act.enabled && valid, act.target};
  features_changed(account.id, "menu");
}
void PhoneActor::perform_in_menu(const SwitchPrivacy& act) {
  switch_privacy(parts_.settings.accounts.front().id, act.switches, "menu");
}
/// It is heard at once, for as long as a person listens to it.
void PhoneActor::perform_in_menu(const ChooseRing& act) {
  constexpr auto sample_time = 3s;
  rings_.usual = act.number == 0 ? parts_.settings.ring.usual : RingSound{act.number, {}};
  parts_.store->keep({KeepValue{std::string(memory::ring), ring_text(rings_.usual)}});
  samples_ring_ = true;
  sample_ = after(sample_time, RingHeard{});
}
void PhoneActor::perform_in_menu(const ChooseRingVolume& act) {
  auto volumes = desk_.state().volumes;
  volumes.ring = act.step;
  desk_.set_volumes(volumes);
  emit(VolumeEvent{"ring", act.step}, "menu");
}

}  // namespace offhook::phone
