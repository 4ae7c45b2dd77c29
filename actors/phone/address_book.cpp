// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/address_book.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "actors/sip/uri.hpp"

namespace offhook::phone {
namespace {

absl::Status check_text(std::string_view what, std::string_view text) {
  if (text.size() > longest_contact_text)
    return invalid_argument(std::string(what) + " has more than " +
                            std::to_string(longest_contact_text) + " octets");
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
    return invalid_argument(std::string(what) + " has control characters");
  return absl::OkStatus();
}

/// The digit of the key that a Latin letter stands on; others as they are.
char key_of(char letter) {
  constexpr std::string_view keys = "22233344455566677778889999";
  const int lower = std::tolower(static_cast<unsigned char>(letter));
  return lower >= 'a' && lower <= 'z' ? keys[static_cast<std::size_t>(lower - 'a')] : letter;
}

/// A word of the name begins with these keys.
bool name_fits(std::string_view name, std::string_view digits) {
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (at > 0 && name[at - 1] != ' ' && name[at - 1] != '-') continue;
    std::size_t same = 0;
    for (std::size_t n = at; n < name.size() && same < digits.size(); ++n) {
      if (name[n] == ' ' || name[n] == '-') continue;
      if (key_of(name[n]) != digits[same]) break;
      ++same;
    }
    if (same == digits.size()) return true;
  }
  return false;
}

bool by_name(const Contact& a, const Contact& b) {
  return std::pair(a.name, a.contact_id) < std::pair(b.name, b.contact_id);
}

}  // namespace

std::string plain_number(std::string_view number) {
  if (const auto uri = sip::parse_uri(number); uri.ok() && !uri->user.empty()) return uri->user;
  std::string plain;
  for (const char c : number)
    if (std::string_view(" -().").find(c) == std::string_view::npos) plain += c;
  return plain;
}

absl::Status check_contact(const Contact& contact) {
  if (contact.name.empty()) return invalid_argument("a contact needs a name");
  if (contact.numbers.empty()) return invalid_argument("a contact needs a number");
  if (contact.numbers.size() > most_contact_numbers)
    return invalid_argument("a contact has at most " + std::to_string(most_contact_numbers) +
                            " numbers");
  for (const auto& number : contact.numbers) {
    if (plain_number(number).empty()) return invalid_argument("a number is empty");
    if (auto status = check_text("a number", number); !status.ok()) return status;
  }
  for (const auto& [what, text] : {std::pair("the id", std::string_view(contact.contact_id)),
                                   std::pair("the name", std::string_view(contact.name)),
                                   std::pair("the group", std::string_view(contact.group)),
                                   std::pair("the ring tone", std::string_view(contact.ring_tone))})
    if (auto status = check_text(what, text); !status.ok()) return status;
  return absl::OkStatus();
}

AddressBook::AddressBook(const std::vector<Contact>& contacts) {
  for (const auto& contact : contacts)
    if (contacts_.size() < most_contacts && check_contact(contact).ok())
      contacts_.emplace(contact.contact_id, contact);
  index();
}

absl::Status AddressBook::put(Contact contact) {
  if (auto status = check_contact(contact); !status.ok()) return status;
  if (!contacts_.contains(contact.contact_id) && contacts_.size() >= most_contacts)
    return absl::ResourceExhaustedError("the phone keeps at most " + std::to_string(most_contacts) +
                                        " contacts");
  std::string id = contact.contact_id;
  contacts_.insert_or_assign(std::move(id), std::move(contact));
  index();
  return absl::OkStatus();
}

bool AddressBook::remove(std::string_view contact_id) {
  const auto found = contacts_.find(contact_id);
  if (found == contacts_.end()) return false;
  contacts_.erase(found);
  index();
  return true;
}

void AddressBook::index() {
  ids_by_number_.clear();
  for (const auto& [id, contact] : contacts_)
    for (const auto& number : contact.numbers) ids_by_number_.emplace(plain_number(number), id);
}

const Contact* AddressBook::find(std::string_view contact_id) const {
  const auto found = contacts_.find(contact_id);
  return found == contacts_.end() ? nullptr : &found->second;
}

const Contact* AddressBook::by_number(std::string_view number) const {
  if (contacts_.empty()) return nullptr;
  const auto found = ids_by_number_.find(plain_number(number));
  return found == ids_by_number_.end() ? nullptr : find(found->second);
}

std::vector<Contact> AddressBook::all(std::string_view group) const {
  std::vector<Contact> list;
  for (const auto& [id, contact] : contacts_)
    if (group.empty() || contact.group == group) list.push_back(contact);
  std::sort(list.begin(), list.end(), by_name);
  return list;
}

std::vector<std::string> AddressBook::groups() const {
  std::set<std::string> names;
  for (const auto& [id, contact] : contacts_)
    if (!contact.group.empty()) names.insert(contact.group);
  return {names.begin(), names.end()};
}

std::vector<Contact> AddressBook::suggest(std::string_view digits, std::size_t most) const {
  std::vector<Contact> found;
  if (digits.empty()) return found;
  for (const auto& [id, contact] : contacts_) {
    const bool numbered =
        std::any_of(contact.numbers.begin(), contact.numbers.end(),
                    [&](const auto& number) { return plain_number(number).starts_with(digits); });
    if (!contact.blocked && (numbered || name_fits(contact.name, digits))) found.push_back(contact);
  }
  std::sort(found.begin(), found.end(), by_name);
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace offhook::phone
