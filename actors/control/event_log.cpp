// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/event_log.hpp"

#include <iterator>

namespace offhook::control {

const EventPtr& EventLog::append(const phone::Event& event, Instant at, std::string_view cause) {
  auto published = std::make_shared<PublishedEvent>(event, epoch_, ++last_seq_, at, cause);
  note_account(*published);
  if (events_.size() == limits::retained_events) events_.pop_front();
  return events_.emplace_back(std::move(published));
}

void EventLog::note_account(PublishedEvent& event) {
  const auto& keys = event.keys();
  if (keys.call_id.empty()) return;
  if (keys.account_id.empty()) {
    const auto known = account_of_call_.find(keys.call_id);
    if (known != account_of_call_.end()) event.set_account(known->second);
  } else if (event.type() == "call.ended") {
    account_of_call_.erase(keys.call_id);
  } else {
    account_of_call_[keys.call_id] = keys.account_id;
  }
}

std::variant<std::vector<EventPtr>, ApiError> EventLog::after(const EventPosition& since) const {
  if (since.epoch != epoch_ || since.seq > last_seq_ || since.seq + 1 < oldest_seq())
    return ApiError{ErrorCode::resume_gap,
                    "cannot go on after event " + std::to_string(since.seq),
                    {{"epoch", epoch_}, {"oldest_seq", oldest_seq()}, {"last_seq", last_seq_}}};
  const auto known = static_cast<std::ptrdiff_t>(since.seq + 1 - oldest_seq());
  return std::vector<EventPtr>(std::next(events_.begin(), known), events_.end());
}

}  // namespace offhook::control
