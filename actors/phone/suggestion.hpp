// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "actors/phone/address_book.hpp"
#include "actors/phone/call_log.hpp"

namespace offhook::phone {

/// Whom the digits entered so far may be for.
struct Suggestion {
  std::string name{};  ///< "" if nobody is known by that number
  std::string number{};
  friend bool operator==(const Suggestion&, const Suggestion&) = default;

  [[nodiscard]] std::string text() const { return name.empty() ? number : name + " " + number; }
};

/// The first contact whose name or number begins with these keys; else the number called last that
/// does. Nullopt for none, or if all of it is entered already.
[[nodiscard]] std::optional<Suggestion> suggest(std::string_view digits,
                                                const AddressBook& contacts, const CallLog& log);

}  // namespace offhook::phone
