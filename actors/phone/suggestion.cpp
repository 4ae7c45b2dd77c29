// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/suggestion.hpp"

namespace offhook::phone {

std::optional<Suggestion> suggest(std::string_view digits, const AddressBook& contacts,
                                  const CallLog& log) {
  if (digits.empty()) return std::nullopt;
  if (const auto found = contacts.suggest(digits, 1); !found.empty()) {
    // Of several numbers the one that is being entered; else, by the name, the first.
    Suggestion whom{found[0].name, plain_number(found[0].numbers.front())};
    for (const auto& number : found[0].numbers)
      if (const auto plain = plain_number(number); plain.starts_with(digits)) {
        whom.number = plain;
        break;
      }
    return whom.number == digits ? std::nullopt : std::optional(whom);
  }
  for (const auto& entry : log.page({.kind = LogKind::placed}).entries)
    if (const auto number = plain_number(entry.remote_uri);
        number.starts_with(digits) && number != digits)
      return Suggestion{entry.remote_display, number};
  return std::nullopt;
}

}  // namespace offhook::phone
