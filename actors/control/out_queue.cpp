// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/out_queue.hpp"

#include <algorithm>

#include "actors/control/limits.hpp"

namespace offhook::control {

bool OutQueue::fits(const Entry& entry) const {
  // A message longer than the whole queue may pass while nothing else waits: rpc.discover may grow.
  return counted_messages_ == 0 || (counted_messages_ < limits::queued_messages &&
                                    counted_octets_ + entry.octets() <= limits::queued_octets);
}

void OutQueue::push(Entry entry) {
  if (entry.counted) {
    ++counted_messages_;
    counted_octets_ += entry.octets();
  }
  entries_.push_back(std::move(entry));
}

void OutQueue::forget(const Entry& entry) {
  if (!entry.counted) return;
  --counted_messages_;
  counted_octets_ -= entry.octets();
}

bool OutQueue::push_answer(std::string text) {
  Entry entry;
  entry.text = std::move(text);
  if (!fits(entry)) return false;
  push(std::move(entry));
  return true;
}

bool OutQueue::push_event(const std::string& subscription_id, std::uint64_t prev_seq,
                          EventPtr event, bool replayed) {
  Entry entry{"", subscription_id, prev_seq, std::move(event), !replayed};
  if (!replayed && !fits(entry)) return false;
  push(std::move(entry));
  return true;
}

void OutQueue::push_notice(std::string text) {
  Entry entry;
  entry.text = std::move(text);
  push(std::move(entry));
}

std::vector<Loss> OutQueue::drop_events() {
  std::vector<Loss> losses;
  for (const auto& entry : entries_) {
    if (!entry.event) continue;
    forget(entry);
    const auto known = std::ranges::find(losses, entry.subscription_id, &Loss::subscription_id);
    if (known == losses.end())
      losses.push_back(
          {entry.subscription_id, entry.prev_seq, entry.event->seq(), entry.event->seq()});
    else
      known->lost_to = entry.event->seq();
  }
  std::erase_if(entries_, [](const Entry& entry) { return entry.event != nullptr; });
  return losses;
}

void OutQueue::drop_events_of(const std::string& subscription_id) {
  std::erase_if(entries_, [&](const Entry& entry) {
    const bool drop = entry.event && entry.subscription_id == subscription_id;
    if (drop) forget(entry);
    return drop;
  });
}

std::optional<std::string> OutQueue::pop() {
  if (entries_.empty()) return std::nullopt;
  Entry entry = std::move(entries_.front());
  entries_.pop_front();
  forget(entry);
  if (entry.event) return entry.event->text(entry.subscription_id, entry.prev_seq);
  return std::move(entry.text);
}

}  // namespace offhook::control
