// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/call_log.hpp"

#include <algorithm>
#include <chrono>

namespace offhook::phone {
namespace {

std::int64_t milliseconds(Instant span) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
}

bool newer(const LogEntry& a, const LogEntry& b) { return a.id > b.id; }

}  // namespace

CallLogInfo LogEntry::info() const {
  return {id,         std::string(to_string(kind)), account_id, remote_uri, remote_display, unix_ms,
          duration_ms};
}

void CallLog::restore(std::vector<LogEntry> entries, std::size_t unseen) {
  std::sort(entries.begin(), entries.end(), newer);
  for (auto& entry : entries) {
    last_id_ = std::max(last_id_, entry.id);
    if (auto& one = list(entry.kind); one.size() < most_) one.push_back(std::move(entry));
  }
  unseen_ = std::min(unseen, list(LogKind::missed).size());
}

void CallLog::trim(List& one, std::vector<std::uint64_t>& forgotten) {
  for (; one.size() > most_; one.pop_back()) forgotten.push_back(one.back().id);
}

CallLog::Added CallLog::add(LogEntry entry) {
  Added added;
  if (most_ == 0) return added;
  entry.id = ++last_id_;
  if (entry.kind == LogKind::missed) ++unseen_;
  auto& one = list(entry.kind);
  one.push_front(entry);
  trim(one, added.forgotten);
  unseen_ = std::min(unseen_, list(LogKind::missed).size());
  added.entry = std::move(entry);
  return added;
}

bool CallLog::remove(std::uint64_t id) {
  for (auto& one : lists_) {
    const auto found =
        std::find_if(one.begin(), one.end(), [id](const auto& e) { return e.id == id; });
    if (found == one.end()) continue;
    one.erase(found);
    unseen_ = std::min(unseen_, list(LogKind::missed).size());
    return true;
  }
  return false;
}

std::vector<std::uint64_t> CallLog::clear(std::optional<LogKind> kind) {
  std::vector<std::uint64_t> gone;
  for (const auto each : every_log_kind) {
    if (kind && *kind != each) continue;
    for (const auto& entry : list(each)) gone.push_back(entry.id);
    list(each).clear();
    if (each == LogKind::missed) unseen_ = 0;
  }
  return gone;
}

LogPage CallLog::page(const LogFilter& filter) const {
  std::vector<const LogEntry*> fitting;
  for (const auto each : every_log_kind) {
    if (filter.kind && *filter.kind != each) continue;
    for (const auto& entry : list(each))
      if ((!filter.before || entry.id < *filter.before) &&
          (filter.account_id.empty() || entry.account_id == filter.account_id))
        fitting.push_back(&entry);
  }
  std::sort(fitting.begin(), fitting.end(),
            [](const auto* a, const auto* b) { return newer(*a, *b); });
  LogPage page;
  page.more = fitting.size() > filter.limit;
  if (page.more) fitting.resize(filter.limit);
  for (const auto* entry : fitting) page.entries.push_back(*entry);
  return page;
}

const LogEntry* CallLog::find(std::uint64_t id) const {
  for (const auto& one : lists_)
    for (const auto& entry : one)
      if (entry.id == id) return &entry;
  return nullptr;
}

const LogEntry* CallLog::newest(LogKind kind) const {
  return list(kind).empty() ? nullptr : &list(kind).front();
}

std::size_t CallLog::size() const {
  std::size_t all = 0;
  for (const auto& one : lists_) all += one.size();
  return all;
}

LogKind kind_of(const call::CallSnapshot& call, const call::CallEnd& end, bool rang_out) {
  if (call.direction == call::CallDirection::outgoing) return LogKind::placed;
  if (call.connected) return LogKind::received;
  switch (end.cause) {
    case call::EndCause::answered_elsewhere:
    case call::EndCause::replaced:          // RFC 3891: somebody else picked it up
    case call::EndCause::answer_not_acked:  // somebody here took it, and the caller was gone
      return LogKind::received;
    case call::EndCause::forwarded_here:
      return LogKind::forwarded;
    case call::EndCause::refused_here:
      return rang_out ? LogKind::missed : LogKind::received;
    default:
      return LogKind::missed;
  }
}

LogEntry logged(const call::CallSnapshot& call, LogKind kind, Instant now, std::int64_t unix_ms) {
  return {.kind = kind,
          .account_id = call.account_id,
          .remote_uri = call.remote_uri,
          .remote_display = call.remote_display,
          .unix_ms = unix_ms - milliseconds(now - call.started),
          .duration_ms = call.connected ? milliseconds(now - *call.connected) : 0};
}

}  // namespace offhook::phone
