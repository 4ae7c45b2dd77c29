// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "actors/phone/address_book.hpp"

namespace offhook::phone {

/// Where the name of a caller is looked for first.
enum class NameSource : std::uint8_t { contacts, network };

/// [directory] and [[contact]].
struct DirectorySettings {
  std::vector<Contact> contacts{};
  NameSource names_from = NameSource::contacts;
  std::optional<int> block_status{};  ///< for blocked callers; nullopt: as a person refuses
  bool suggests = true;               ///< contacts and recent calls while a number is entered
};

}  // namespace offhook::phone
