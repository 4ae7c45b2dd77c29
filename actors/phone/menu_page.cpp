// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/menu_page.hpp"

#include <algorithm>
#include <array>

namespace offhook::phone {
namespace {

Word label_of(MenuKey key) {
  constexpr std::array words{Word::nothing,    Word::key_back,   Word::key_delete,
                             Word::key_view,   Word::key_select, Word::key_call,
                             Word::key_on_off, Word::key_save,   Word::key_clear};
  static_assert(words.size() == static_cast<std::size_t>(MenuKey::clear) + 1);
  return words.at(static_cast<std::size_t>(key));
}

Word name_of(TextMode mode) {
  switch (mode) {
    case TextMode::lower:
      return Word::lower_case;
    case TextMode::upper:
      return Word::upper_case;
    case TextMode::digits:
      break;
  }
  return Word::digits_only;
}

/// Below the title: the part of the list where the chosen row is.
void add_list(std::vector<std::string>& page, const std::vector<MenuRow>& rows, std::size_t chosen,
              std::size_t room) {
  const auto at = std::min(chosen, rows.size() - 1);
  const auto first = at < room ? 0 : at - room + 1;
  for (auto i = first; i < rows.size() && i < first + room; ++i)
    page.push_back((i == at ? "> " : "  ") + rows[i].text);
}

}  // namespace

DisplayInfo page_of(const Menu& menu, const MenuContent& content, const Dictionary& words,
                    std::size_t lines) {
  const auto& place = menu.place();
  DisplayInfo page;
  if (place.screen == Screen::unlock && content.pin_pause.count() > 0)
    page.lines.push_back(
        text_of(words, Word::wait_for_pin, std::to_string(content.pin_pause.count())));
  else
    page.lines.emplace_back(text_of(words, title_of(place)));
  const std::size_t room = lines > 1 ? lines - 1 : 1;
  if (place.screen == Screen::unlock) {
    page.lines.emplace_back(menu.entry().text.size(), '*');
  } else if (place.screen == Screen::forward) {
    page.lines.push_back(menu.entry().text);
    page.lines.emplace_back(text_of(words, name_of(menu.entry().mode)));
  } else if (const auto rows = rows_of(place, content, words); rows.empty()) {
    page.lines.emplace_back(text_of(words, Word::empty_list));
  } else {
    add_list(page.lines, rows, place.row, room);
  }
  page.lines.resize(lines);
  for (const auto key : menu_keys(place.screen))
    page.soft_keys.emplace_back(text_of(words, label_of(key)));
  return page;
}

}  // namespace offhook::phone
