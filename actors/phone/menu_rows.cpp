// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in each screen of the menu.
#include <array>
#include <ctime>

#include "actors/device/alert_info.hpp"
#include "actors/phone/menu.hpp"

namespace offhook::phone {
namespace {

struct Entry {
  Screen in;
  Word text;
  Screen leads_to;
  std::optional<LogKind> kind{};
};

// clang-format off
constexpr auto fixed_rows = std::to_array<Entry>({
    {Screen::top,     Word::history,        Screen::history},
    {Screen::top,     Word::directory,      Screen::directory},
    {Screen::top,     Word::features,       Screen::features},
    {Screen::top,     Word::ring_volume,    Screen::ring_volume},
    {Screen::top,     Word::ring_tone,      Screen::ring_tone},
    {Screen::top,     Word::status,         Screen::status},
    {Screen::history, Word::all_calls,      Screen::calls},
    {Screen::history, Word::missed_list,    Screen::calls, LogKind::missed},
    {Screen::history, Word::received_list,  Screen::calls, LogKind::received},
    {Screen::history, Word::placed_list,    Screen::calls, LogKind::placed},
    {Screen::history, Word::forwarded_list, Screen::calls, LogKind::forwarded},
});

struct ForwardRow {
  ForwardKind kind;
  Word text;
};
constexpr auto forward_rows = std::to_array<ForwardRow>({
    {ForwardKind::always,    Word::forward_always},
    {ForwardKind::busy,      Word::forward_busy},
    {ForwardKind::no_answer, Word::forward_no_answer},
});

constexpr std::array<Word, screen_count> titles{
    Word::menu,      Word::history,   Word::all_calls, Word::history, Word::directory,
    Word::directory, Word::directory, Word::features,  Word::target,  Word::status,
    Word::ring_volume, Word::ring_tone, Word::enter_pin};
// clang-format on

/// "2:05".
std::string duration_text(std::int64_t ms) {
  const auto seconds = ms / 1000;
  const auto rest = std::to_string(seconds % 60);
  return std::to_string(seconds / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

/// Calls the rows of one screen out, one after the other.
class Rows {
 public:
  Rows(const MenuPlace& place, const MenuContent& content, const Dictionary& words)
      : place_(place), content_(content), words_(words) {}

  std::vector<MenuRow> make() {
    for (const auto& row : fixed_rows)
      if (row.in == place_.screen)
        add(word(row.text), MenuPlace{.screen = row.leads_to, .kind = row.kind});
    switch (place_.screen) {
      case Screen::history:
        add(word(Word::clear_missed), MenuAct(ClearMissed{}));
        break;
      case Screen::calls:
        calls();
        break;
      case Screen::call:
        call();
        break;
      case Screen::directory:
        add(word(Word::directory), MenuPlace{.screen = Screen::contacts});
        for (const auto& group : content_.groups)
          add(group, MenuPlace{.screen = Screen::contacts, .text = group});
        break;
      case Screen::contacts:
        contacts();
        break;
      case Screen::contact:
        contact();
        break;
      case Screen::features:
        features();
        break;
      case Screen::status:
        status();
        break;
      case Screen::top:
        if (content_.can_be_locked) add(word(Word::lock_keys), MenuAct(LockKeys{}));
        break;
      case Screen::ring_volume:
        add(std::to_string(unsigned{content_.ring_volume}));
        break;
      case Screen::ring_tone:
        ring_tones();
        break;
      case Screen::forward:
      case Screen::unlock:
        break;
    }
    return std::move(rows_);
  }

 private:
  using Target = decltype(MenuRow::target);
  void add(std::string text, Target target = {}) {
    rows_.push_back({std::move(text), std::move(target)});
  }
  [[nodiscard]] std::string word(Word which) const { return std::string(text_of(words_, which)); }

  [[nodiscard]] static MenuAct call_back(const LogEntry& entry) {
    return CallFromMenu{entry.remote_uri, entry.account_id};
  }
  void calls() {
    for (const auto& entry : content_.calls)
      if (!place_.kind || entry.kind == *place_.kind)
        add(name_of(entry, content_), call_back(entry));
  }
  void call() {
    for (const auto& entry : content_.calls) {
      if (entry.id != place_.entry_id) continue;
      add(name_of(entry, content_), call_back(entry));
      auto when = time_text(entry.unix_ms, content_.utc_offset_s);
      if (entry.duration_ms > 0) when += "  " + duration_text(entry.duration_ms);
      add(std::move(when), call_back(entry));
      const auto number = plain_number(entry.remote_uri);
      const auto hidden = shown_number(number, content_.hidden);
      add(hidden == number ? entry.remote_uri : hidden, call_back(entry));
    }
  }
  void contacts() {
    for (const auto& each : content_.contacts)
      if (place_.text.empty() || each.group == place_.text)
        add(each.name, MenuAct(CallFromMenu{each.numbers.front()}));
  }
  void contact() {
    for (const auto& each : content_.contacts)
      if (each.contact_id == place_.text)
        for (const auto& number : each.numbers) add(number, MenuAct(CallFromMenu{number}));
  }
  void features() {
    const auto on_off = [this](bool on) { return ": " + word(on ? Word::on : Word::off); };
    add(word(Word::do_not_disturb) + on_off(content_.do_not_disturb),
        MenuAct(SwitchDoNotDisturb{!content_.do_not_disturb}));
    for (const auto& [kind, text] : forward_rows) {
      const auto& rule = content_.forwards.of(kind);
      add(word(text) + (rule.works() ? ": " + rule.target : on_off(false)),
          MenuPlace{.screen = Screen::forward, .forward = kind});
    }
    const auto [anonymous, refused] = content_.privacy;
    add(word(Word::anonymous_calls) + on_off(anonymous),
        MenuAct(SwitchPrivacy{{!anonymous, refused}}));
    add(word(Word::anonymous_refused) + on_off(refused),
        MenuAct(SwitchPrivacy{{anonymous, !refused}}));
  }
  void ring_tones() {
    const auto offer = [this](std::uint32_t number, std::string name) {
      if (number == content_.ring) name += " *";
      add(std::move(name), MenuAct(ChooseRing{number}));
    };
    for (std::uint32_t number = 1; number < device::silent_ring; ++number)
      offer(number, text_of(words_, Word::ring_number, std::to_string(number)));
    offer(device::silent_ring, word(Word::ring_silent));
    offer(device::splash_ring, word(Word::ring_splash));
    if (content_.has_own_ring) offer(0, word(Word::ring_own));
  }
  void status() {
    for (const auto& [label, registered] : content_.accounts)
      add(label + ": " + word(registered ? Word::registered : Word::not_registered));
    add(word(Word::address) + ": " + content_.address);
    add(word(Word::version) + ": " + content_.version);
  }

  const MenuPlace& place_;
  const MenuContent& content_;
  const Dictionary& words_;
  std::vector<MenuRow> rows_;
};

Word list_of(LogKind kind) {
  switch (kind) {
    case LogKind::missed:
      return Word::missed_list;
    case LogKind::received:
      return Word::received_list;
    case LogKind::placed:
      return Word::placed_list;
    case LogKind::forwarded:
      break;
  }
  return Word::forwarded_list;
}

}  // namespace

std::string time_text(std::int64_t unix_ms, std::int32_t utc_offset_s) {
  const std::time_t seconds = unix_ms / 1000 + utc_offset_s;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%m-%d %H:%M", &parts);
  return text.data();
}

std::string name_of(const LogEntry& entry, const MenuContent& content) {
  const auto number = plain_number(entry.remote_uri);
  const auto shown = shown_number(number, content.hidden);
  for (const auto& contact : content.contacts)
    for (const auto& each : contact.numbers)
      if (plain_number(each) == number) return contact.name + " " + shown;
  return entry.remote_display.empty() ? shown : entry.remote_display + " " + shown;
}

std::vector<MenuRow> rows_of(const MenuPlace& place, const MenuContent& content,
                             const Dictionary& words) {
  return Rows(place, content, words).make();
}

Word title_of(const MenuPlace& place) {
  if (place.screen == Screen::calls && place.kind) return list_of(*place.kind);
  if (place.screen == Screen::unlock && !place.text.empty()) return Word::wrong_pin;
  return titles.at(static_cast<std::size_t>(place.screen));
}

}  // namespace offhook::phone
