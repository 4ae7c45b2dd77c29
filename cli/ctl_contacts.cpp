// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/ctl_contacts.hpp"

#include <algorithm>
#include <fstream>
#include <ostream>
#include <sstream>

#include "actors/phone/contact_csv.hpp"
#include "cli/ctl_render.hpp"

namespace offhook::cli {
namespace {

namespace json = boost::json;
using phone::Contact;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t rate_limited = -32002;
/// Progress is told no more often than that.
constexpr std::chrono::seconds between_news{2};

Contact contact_of(const json::value& value) {
  Contact contact;
  contact.contact_id = text_of(value, "contact_id");
  contact.name = text_of(value, "name");
  for (const auto& number : value.at("numbers").as_array())
    contact.numbers.emplace_back(number.as_string());
  contact.group = text_of(value, "group");
  contact.ring_tone = text_of(value, "ring_tone");
  contact.blocked = value.at("blocked").as_bool();
  contact.from_settings = value.at("from_settings").as_bool();
  return contact;
}

json::object params_of(const Contact& contact) {
  json::object params{{"name", contact.name},
                      {"numbers", json::array(contact.numbers.begin(), contact.numbers.end())},
                      {"group", contact.group},
                      {"ring_tone", contact.ring_tone},
                      {"blocked", contact.blocked}};
  if (!contact.contact_id.empty()) params["contact_id"] = contact.contact_id;
  return params;
}

bool is_same_person(const Contact& there, const Contact& read) {
  if (!read.contact_id.empty()) return there.contact_id == read.contact_id;
  return there.name == read.name && there.group == read.group;
}

bool says_the_same(Contact there, const Contact& read) {
  there.contact_id = read.contact_id;
  there.from_settings = read.from_settings;
  return there == read;
}

}  // namespace

std::optional<std::vector<Contact>> CtlContacts::contacts_there() {
  const auto list = ask("contacts.list", {});
  if (!list) return std::nullopt;
  std::vector<Contact> contacts;
  for (const auto& each : list->at("contacts").as_array()) contacts.push_back(contact_of(each));
  return contacts;
}

bool CtlContacts::order(const std::string& method, const json::object& params) {
  while (true) {
    auto answer = connection_.call(method, params, answers_within);
    const auto* failure = std::get_if<CallFailure>(&answer);
    if (failure == nullptr) return true;
    if (failure->code() != rate_limited) {
      tell_failure(method, *failure);
      return false;
    }
    const auto wait = failure->error.at("data").at("retry_after_ms").to_number<std::int64_t>();
    connection_.next_event(milliseconds(wait));  // nothing is subscribed to: it only waits
  }
}

bool CtlContacts::put(const Contact& contact, const std::vector<Contact>& there, Outcome& outcome) {
  const auto known = std::ranges::find_if(
      there, [&](const Contact& each) { return is_same_person(each, contact); });
  if (known == there.end()) {
    ++outcome.added;
    return order("contacts.add", params_of(contact));
  }
  if (known->from_settings || says_the_same(*known, contact)) {
    ++outcome.left;
    return true;
  }
  ++outcome.changed;
  auto params = params_of(contact);
  params["contact_id"] = known->contact_id;
  return order("contacts.update", params);
}

int CtlContacts::import_contacts(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(failed, path + ": cannot be read");
  std::ostringstream text;
  text << file.rdbuf();
  const auto contacts = phone::parse_contacts_csv(text.str(), path);
  if (!contacts.ok()) return fail(failed, message_of(contacts.status()));
  const auto there = contacts_there();
  if (!there) return status_;
  Outcome outcome;
  const auto begin = Clock::now();
  auto told = begin;
  for (std::size_t i = 0; i < contacts->size(); ++i) {
    if (!put((*contacts)[i], *there, outcome)) return status_;
    if (const auto now = Clock::now(); now - told >= between_news) {
      told = now;
      err_ << i + 1 << " of " << contacts->size() << ", "
           << std::chrono::duration_cast<std::chrono::seconds>(now - begin).count() << " s\n";
    }
  }
  print(
      json::object{{"added", outcome.added}, {"changed", outcome.changed}, {"left", outcome.left}},
      std::to_string(outcome.added) + " added, " + std::to_string(outcome.changed) + " changed, " +
          std::to_string(outcome.left) + " left as they were\n");
  return status_;
}

int CtlContacts::export_contacts(const std::string& path) {
  const auto there = contacts_there();
  if (!there) return status_;
  const auto text = phone::contacts_csv(*there);
  if (path.empty()) {
    print(json::object{{"csv", text}}, text);
    return status_;
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text << std::flush;
  if (!file) return fail(failed, path + ": cannot be written");
  print(json::object{{"written", there->size()}},
        std::to_string(there->size()) + " written to " + path + "\n");
  return status_;
}

}  // namespace offhook::cli
