// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/forwarding.hpp"

#include <algorithm>
#include <array>

#include "actors/sip/asserted_identity.hpp"
#include "actors/sip/grammar.hpp"

namespace offhook::sip {
namespace {

using Change = HistoryEntry::Change;

// In the order of the enumeration.
constexpr auto changes = std::to_array<std::string_view>({"", "rc", "mp", "np"});

/// "1.2.1"; empty for anything else.
std::vector<std::uint32_t> parse_index(std::string_view text) {
  std::vector<std::uint32_t> index;
  while (true) {
    const std::size_t dot = text.find('.');
    std::uint32_t number = 0;
    if (!grammar::to_number(text.substr(0, dot), number)) return {};
    index.push_back(number);
    if (dot == grammar::npos) return index;
    text.remove_prefix(dot + 1);
  }
}

std::string to_string(const std::vector<std::uint32_t>& index) {
  std::string text;
  for (std::uint32_t number : index) {
    if (!text.empty()) text += '.';
    text += std::to_string(number);
  }
  return text;
}

/// A header hidden in a URI, unescaped.
std::optional<std::string> hidden_header(const Uri& uri, std::string_view name) {
  for (const auto& [key, value] : uri.headers)
    if (grammar::equal_ignoring_case(unescape(key), name)) return unescape(value);
  return std::nullopt;
}

void read_change(const NameAddr& address, HistoryEntry& entry) {
  for (Change change : {Change::rc, Change::mp, Change::np}) {
    const auto from = address.param(changes[static_cast<std::size_t>(change)]);
    if (!from) continue;
    entry.changed_from = parse_index(*from);
    if (!entry.changed_from.empty()) entry.change = change;
  }
}

std::vector<HistoryEntry> history_of(const Message& message) {
  std::vector<HistoryEntry> entries;
  for (std::string_view value : message.headers(HeaderId::history_info))
    if (auto entry = parse_history_entry(value); entry.ok()) entries.push_back(*std::move(entry));
  return entries;
}

/// The entry whose target gave the call away: what the last `mp` points at, or, from those who know
/// RFC 4244 alone, the last that answered with a refusal and has a successor.
const HistoryEntry* diverting_entry(const std::vector<HistoryEntry>& entries) {
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (entry->change != Change::mp) continue;
    const auto from = std::ranges::find(entries, entry->changed_from, &HistoryEntry::index);
    if (from != entries.end()) return &*from;
  }
  for (std::size_t i = entries.size(); i-- > 1;)
    if (entries[i - 1].reason) return &entries[i - 1];
  return nullptr;
}

}  // namespace

absl::StatusOr<Diversion> parse_diversion(std::string_view text) {
  auto address = parse_name_addr(text);
  if (!address.ok()) return address.status();
  Diversion diversion;
  diversion.reason = unquote(address->param("reason").value_or(""));
  diversion.counter = parse_number(address->param("counter").value_or(""));
  const std::string privacy = unquote(address->param("privacy").value_or("off"));
  diversion.is_private = !grammar::equal_ignoring_case(privacy, "off");
  for (std::string_view name : {"reason", "counter", "privacy"})
    remove_param(address->params, name);
  diversion.address = *std::move(address);
  return diversion;
}

std::string to_string(const Diversion& diversion) {
  NameAddr address = diversion.address;
  if (!diversion.reason.empty()) {
    const bool plain = grammar::all_are(diversion.reason, grammar::token);
    set_param(address.params, "reason", plain ? diversion.reason : quote(diversion.reason));
  }
  if (diversion.counter) set_param(address.params, "counter", std::to_string(*diversion.counter));
  if (diversion.is_private) set_param(address.params, "privacy", "full");
  return to_string(address);
}

absl::StatusOr<HistoryEntry> parse_history_entry(std::string_view text) {
  auto address = parse_name_addr(text);
  if (!address.ok()) return address.status();
  HistoryEntry entry;
  entry.index = parse_index(address->param("index").value_or(""));
  if (entry.index.empty()) return invalid_argument("History-Info without an index");
  read_change(*address, entry);
  if (const auto hidden = hidden_header(address->uri, "Reason")) {
    auto reason = parse_reason(*hidden);
    if (reason.ok()) entry.reason = *std::move(reason);
  }
  const std::string privacy = hidden_header(address->uri, "Privacy").value_or("");
  entry.is_private = parse_privacy(privacy).history;
  address->uri.headers.clear();
  entry.display_name = std::move(address->display_name);
  entry.target = std::move(address->uri);
  return entry;
}

std::string to_string(const HistoryEntry& entry) {
  NameAddr address{entry.display_name, entry.target, {}};
  if (entry.reason)
    set_param(address.uri.headers, "Reason", escape_header(to_string(*entry.reason)));
  if (entry.is_private) set_param(address.uri.headers, "Privacy", "history");
  set_param(address.params, "index", to_string(entry.index));
  if (entry.change != Change::unknown)
    set_param(address.params, changes[static_cast<std::size_t>(entry.change)],
              to_string(entry.changed_from));
  return to_string(address);
}

std::optional<NameAddr> forwarded_by(const Message& invite) {
  for (std::string_view value : invite.headers(HeaderId::diversion)) {
    auto diversion = parse_diversion(value);
    if (!diversion.ok()) continue;
    if (diversion->is_private) return std::nullopt;
    return std::move(diversion->address);
  }
  const auto entries = history_of(invite);
  const HistoryEntry* entry = diverting_entry(entries);
  if (!entry || entry->is_private) return std::nullopt;
  return NameAddr{entry->display_name, entry->target, {}};
}

}  // namespace offhook::sip
