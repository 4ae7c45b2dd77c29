// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/diversion.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "actors/sip/forwarding.hpp"
#include "actors/sip/uri.hpp"

namespace offhook::phone {
namespace {

using sip::HeaderId;
using sip::HistoryEntry;

/// Values of each header that are carried on; the newest say most.
constexpr std::size_t most_carried = 8;

struct Words {
  std::string_view reason;
  int cause;  ///< RFC 4458 §3, the status that the target might have answered
};
constexpr auto words = std::to_array<Words>({{"unconditional", 302},
                                             {"user-busy", 486},
                                             {"no-answer", 408},
                                             {"do-not-disturb", 480},
                                             {"unavailable", 503},
                                             {"deflection", 487}});
static_assert(words.size() == static_cast<std::size_t>(DiversionReason::deflection) + 1);

const Words& words_of(DiversionReason reason) { return words[static_cast<std::size_t>(reason)]; }

std::vector<HistoryEntry> history_of(const sip::Message& message) {
  std::vector<HistoryEntry> entries;
  for (const auto value : message.headers(HeaderId::history_info))
    if (auto entry = sip::parse_history_entry(value); entry.ok())
      entries.push_back(*std::move(entry));
  return entries;
}

/// RFC 5806 §5: the newest diversion is on top.
void add_diversions(const sip::Message& invite, const DivertedCall& diverted,
                    call::HeaderLines& lines) {
  const sip::Diversion ours{diverted.by, std::string(words_of(diverted.reason).reason), 1,
                            diverted.is_private};
  lines.emplace_back("Diversion", sip::to_string(ours));
  std::size_t carried = 0;
  for (const auto value : invite.headers(HeaderId::diversion))
    if (++carried < most_carried) lines.emplace_back("Diversion", std::string(value));
}

std::string index_text(const std::vector<std::uint32_t>& index) {
  std::string text;
  for (const auto number : index)
    text.append(text.empty() ? "" : ".").append(std::to_string(number));
  return text;
}

}  // namespace

std::string_view to_string(DiversionReason reason) { return words_of(reason).reason; }

std::uint32_t diversions_of(const sip::Message& invite) {
  std::uint32_t counted = 0;
  for (const auto value : invite.headers(HeaderId::diversion)) {
    const auto diversion = sip::parse_diversion(value);
    const auto times = diversion.ok() ? diversion->counter.value_or(1) : 1;
    counted += std::min(times, most_diversions);  // a counter of 2^32-1 does not wrap
  }
  const auto entries = history_of(invite);
  const auto changed = std::ranges::count(entries, HistoryEntry::Change::mp, &HistoryEntry::change);
  return std::max(counted, static_cast<std::uint32_t>(changed));
}

call::HeaderLines redirect_headers(const sip::Message& invite, const DivertedCall& diverted) {
  call::HeaderLines lines;
  const auto history = history_of(invite);
  auto contact = diverted.to;
  if (!history.empty()) sip::set_param(contact.params, "mp", index_text(history.back().index));
  lines.emplace_back("Contact", sip::to_string(contact));
  add_diversions(invite, diverted, lines);
  if (!invite.lists(HeaderId::supported, "histinfo")) return lines;
  for (const auto value : invite.headers(HeaderId::history_info))
    lines.emplace_back("History-Info", std::string(value));
  return lines;
}

call::HeaderLines forward_headers(const sip::Message& invite, const DivertedCall& diverted) {
  call::HeaderLines lines;
  add_diversions(invite, diverted, lines);
  auto history = history_of(invite);
  if (history.size() > most_carried)
    history.erase(history.begin(), history.end() - static_cast<std::ptrdiff_t>(most_carried));
  // §9.1: whoever sent it here need not know of histories; then the entry of the one called is
  // missing and is for us to add.
  const bool is_there =
      !history.empty() && (sip::equivalent(history.back().target, invite.request_uri()) ||
                           sip::equivalent(history.back().target, diverted.by.uri));
  if (!is_there) {
    HistoryEntry ours;
    ours.target = diverted.by.uri;
    ours.index = history.empty() ? std::vector<std::uint32_t>{} : history.back().index;
    ours.index.push_back(1);
    history.push_back(std::move(ours));
  }
  auto& last = history.back();
  last.reason = sip::Reason{"SIP", words_of(diverted.reason).cause, ""};
  last.is_private = last.is_private || diverted.is_private;
  HistoryEntry next;
  next.display_name = diverted.to.display_name;
  next.target = diverted.to.uri;
  next.index = last.index;
  next.index.push_back(1);
  next.change = HistoryEntry::Change::mp;
  next.changed_from = last.index;
  history.push_back(std::move(next));
  for (const auto& entry : history) lines.emplace_back("History-Info", sip::to_string(entry));
  return lines;
}

}  // namespace offhook::phone
