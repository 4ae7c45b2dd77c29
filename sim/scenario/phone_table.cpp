// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cctype>
#include <charconv>
#include <map>

#include "actors/phone/settings_reader.hpp"
#include "sim/scenario/envelope.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/table_reader.hpp"

namespace offhook::sim::scenario {
namespace {

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 20 && name != "all" && name != "net" &&
         name != "voicemail" && name != "echo" &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '-' || c == '_';
         });
}

/// Takes a text out of the table; "" if there is none.
std::string take_text(toml::table& table, std::string_view key, Faults& faults) {
  const auto found = table.find(key);
  if (found == table.end()) return {};
  std::string text;
  TableReader(faults).text(text)(found->second);
  table.erase(found);
  return text;
}

/// What stands in [phone.NAME] for the one account it has.
struct Person {
  std::string extension, display_name, password, outbound, hold_form;
  std::optional<NatKind> nat;
  std::chrono::seconds expires{3600};
};

/// nat = "symmetric"
std::optional<NatKind> take_nat(toml::table& table, Faults& faults) {
  const auto found = table.find("nat");
  if (found == table.end()) return std::nullopt;
  static const std::map<std::string, NatKind, std::less<>> kinds = {
      {"full_cone", NatKind::full_cone},
      {"restricted_cone", NatKind::restricted_cone},
      {"port_restricted_cone", NatKind::port_restricted_cone},
      {"symmetric", NatKind::symmetric}};
  const auto kind = kinds.find(found->second.value<std::string>().value_or(""));
  if (kind == kinds.end())
    faults.push_back({place_of(found->second),
                      "expected \"full_cone\", \"restricted_cone\", \"port_restricted_cone\" or "
                      "\"symmetric\""});
  table.erase(found);
  return kind == kinds.end() ? std::nullopt : std::optional(kind->second);
}

Person take_person(toml::table& table, Faults& faults) {
  Person person;
  person.extension = take_text(table, "extension", faults);
  person.display_name = take_text(table, "display_name", faults);
  person.password = take_text(table, "password", faults);
  if (person.password.empty()) person.password = "pw" + person.extension;
  person.outbound = take_text(table, "outbound", faults);
  person.nat = take_nat(table, faults);
  person.hold_form = take_text(table, "hold_form", faults);
  if (const auto every = table.find("register_every"); every != table.end()) {
    using std::chrono::seconds;
    TableReader(faults).seconds(person.expires, seconds{10}, seconds{86400})(every->second);
    table.erase(every);
  }
  return person;
}

/// The account as phone.toml has it. What [phone.NAME.account] says stays; moving nodes keeps their
/// places in the file, for faults.
toml::array account_of(toml::table& table, const Person& person, const std::string& domain) {
  toml::table account;
  if (const auto given = table.find("account"); given != table.end() && given->second.is_table()) {
    account = std::move(*given->second.as_table());
    table.erase(given);
  }
  const auto set = [&](std::string_view key, auto value) {
    if (!account.contains(key)) account.insert(key, value);
  };
  set("user", person.extension);
  set("domain", domain);
  set("password", person.password);
  if (!person.display_name.empty()) set("display_name", person.display_name);
  if (!person.hold_form.empty()) set("hold_form", person.hold_form);
  set("expires", person.expires.count());
  set("keep_alive_s", 0);  // a ladder shows what the file says, and no upkeep beside it
  toml::array accounts;
  accounts.push_back(std::move(account));
  return accounts;
}

/// [phone.NAME.linekey] and [phone.NAME.key] name their keys; [[key]] of phone.toml has the name
/// inside. `prefix` "L" makes linekey.2 the key L2. What a BLF watches is its value there.
void take_keys(toml::table& table, std::string_view heading, std::string_view prefix,
               toml::array& keys, Faults& faults) {
  const auto found = table.find(heading);
  if (found == table.end() || !found->second.is_table()) return;
  for (auto&& [name, node] : *found->second.as_table()) {
    if (!node.is_table()) {
      faults.push_back({place_of(node), "expected " + std::string(heading) + "." +
                                            std::string(name.str()) + " = { type = \"…\" }"});
      continue;
    }
    toml::table key = std::move(*node.as_table());
    key.insert_or_assign("name", std::string(prefix) + std::string(name.str()));
    if (const auto watch = key.find("watch"); watch != key.end()) {
      key.insert_or_assign("value", watch->second.value<std::string>().value_or(""));
      key.erase("watch");
    }
    keys.push_back(std::move(key));
  }
  table.erase(found);
}

/// [phone.NAME] holds keys of [phone] and the other tables of phone.toml: sorts them apart.
toml::table document_of(toml::table& table, const Person& person, const std::string& domain,
                        Faults& faults) {
  toml::table document, phone;
  toml::array keys;
  if (const auto given = table.find("key"); given != table.end() && given->second.is_array()) {
    keys = std::move(*given->second.as_array());
    table.erase(given);
  }
  take_keys(table, "linekey", "L", keys, faults);
  take_keys(table, "key", "", keys, faults);
  if (!keys.empty()) document.insert("key", std::move(keys));
  document.insert("account", account_of(table, person, domain));
  for (auto&& [key, node] : table) {
    const bool is_table = node.is_table() || node.is_array_of_tables();
    (is_table ? document : phone).insert_or_assign(key, std::move(node));
  }
  document.insert("phone", std::move(phone));
  return document;
}

/// "scenario:12:3: expected …" as a fault at that place.
Fault fault_of(const std::string& text, const std::string& file, Place fallback) {
  Fault fault{fallback, text};
  if (!text.starts_with(file + ":")) return fault;
  const char* at = text.data() + file.size() + 1;
  const char* end = text.data() + text.size();
  Place place;
  const auto line = std::from_chars(at, end, place.line);
  if (line.ec != std::errc{} || line.ptr == end) return fault;
  const auto column = std::from_chars(line.ptr + 1, end, place.column);
  if (column.ec != std::errc{} || end - column.ptr < 2) return fault;
  // A value that the file does not have, and so has no place, is the fault of the table.
  if (place.line > 1) fault.at = place;
  fault.text = std::string(column.ptr + 2, end);
  return fault;
}

void read_phone(toml::table& table, std::string name, Scenario& scenario, Faults& faults) {
  PhoneSpec phone;
  phone.at = place_of(table);
  phone.name = std::move(name);
  const std::size_t before = faults.size();
  const Person person = take_person(table, faults);
  phone.extension = person.extension;
  phone.outbound = person.outbound;
  phone.nat = person.nat;
  if (person.extension.empty())
    faults.push_back({phone.at, "[phone." + phone.name + "] expected extension = \"1001\""});
  const auto* registrar = scenario.find_registrar(person.outbound);
  if (!person.outbound.empty() && registrar == nullptr)
    faults.push_back({phone.at, "no [registrar." + person.outbound + "] for outbound"});
  if (faults.size() != before) return;
  const std::string domain = registrar != nullptr          ? registrar->realm
                             : scenario.registrars.empty() ? "sim.test"
                                                           : scenario.registrars.front().realm;
  const auto document = document_of(table, person, domain, faults);
  if (faults.size() != before) return;
  auto settings = phone::read_settings(document, scenario.file);
  if (!settings.ok()) {
    faults.push_back(fault_of(message_of(settings.status()), scenario.file, phone.at));
    return;
  }
  phone.settings = *std::move(settings);
  phone.settings.phone_id = phone.name;
  scenario.phones.push_back(std::move(phone));
}

}  // namespace

void read_phones(toml::table& table, Scenario& scenario, Faults& faults) {
  for (auto&& [key, node] : table) {
    auto* phone = node.as_table();
    if (phone == nullptr)
      faults.push_back({place_of(node), "expected [phone.NAME] for each phone"});
    else if (!is_name(key.str()) || scenario.find_registrar(key.str()) != nullptr)
      faults.push_back(
          {place_of(node), "'" + std::string(key.str()) +
                               "' cannot be the name of a phone; expected lower "
                               "case, and not all, net, echo, voicemail or that of a registrar"});
    else if (scenario.phones.size() == most_phones)
      return faults.push_back(
          {place_of(node), "expected at most " + std::to_string(most_phones) + " phones"});
    else
      read_phone(*phone, std::string(key.str()), scenario, faults);
  }
  // A table sorts its keys: back to the order of the file, which is that of the columns.
  std::sort(scenario.phones.begin(), scenario.phones.end(),
            [](const auto& a, const auto& b) { return a.at < b.at; });
}

}  // namespace offhook::sim::scenario
