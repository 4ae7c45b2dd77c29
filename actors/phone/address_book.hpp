// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/status.hpp"

namespace offhook::phone {

/// Somebody whom the phone knows.
struct Contact {
  std::string contact_id;  ///< chosen by the phone unless the client did
  std::string name;
  std::vector<std::string> numbers;  ///< digits, users or SIP URIs; the first is called
  std::string group{};               ///< "" for none
  std::string ring_tone{};           ///< "" rings as usual
  bool blocked = false;              ///< never rings
  bool from_settings = false;        ///< stands in the settings file, which alone may change it
  friend bool operator==(const Contact&, const Contact&) = default;
};

inline constexpr std::size_t most_contacts = 1000;
inline constexpr std::size_t most_contact_numbers = 5;
inline constexpr std::size_t longest_contact_text = 128;  ///< octets, of each text

/// InvalidArgument names what is wrong: no name, no number, too long, no UTF-8, control characters.
[[nodiscard]] absl::Status check_contact(const Contact& contact);

/// The user part of a SIP URI, or the digits without what people write between them. What two
/// numbers are compared by.
[[nodiscard]] std::string plain_number(std::string_view number);

/// The local directory. Pure.
class AddressBook {
 public:
  AddressBook() = default;
  /// Those of the settings file and those that were kept. Of two with one id the first counts.
  explicit AddressBook(const std::vector<Contact>& contacts);

  /// A contact of that id is replaced. InvalidArgument, or ResourceExhausted if the book is full.
  [[nodiscard]] absl::Status put(Contact contact);
  bool remove(std::string_view contact_id);

  [[nodiscard]] const Contact* find(std::string_view contact_id) const;
  /// Whose number that is: a number or a SIP URI. Null if nobody's.
  [[nodiscard]] const Contact* by_number(std::string_view number) const;
  /// By name, then by id.
  [[nodiscard]] std::vector<Contact> all(std::string_view group = {}) const;
  [[nodiscard]] std::vector<std::string> groups() const;
  /// Whose name or number begins with these keys: "266" finds "Bob", "Ann Bonny" and 2661.
  [[nodiscard]] std::vector<Contact> suggest(std::string_view digits, std::size_t most) const;
  [[nodiscard]] std::size_t size() const { return contacts_.size(); }
  [[nodiscard]] bool empty() const { return contacts_.empty(); }

 private:
  void index();

  std::map<std::string, Contact, std::less<>> contacts_;
  std::map<std::string, std::string, std::less<>> ids_by_number_;
};

}  // namespace offhook::phone
