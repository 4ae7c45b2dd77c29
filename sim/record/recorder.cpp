// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/recorder.hpp"

#include <utility>

namespace offhook::sim::record {

Recorder::Recorder(act::Loop& loop, const Header& header, Options options)
    : loop_(loop), options_(std::move(options)) {
  const auto head = file_head(header);
  written_ = head.size();
  options_.write(head);
  loop_.record_time([this](Instant at) { write({Kind::timers_fired, at, ""}); });
}

Recorder::~Recorder() {
  loop_.record_time({});
  if (!full_) write({Kind::end, loop_.now(), ""});
}

void Recorder::start() { write({Kind::start, loop_.stand_still(), ""}); }

void Recorder::when_it_comes(Kind kind, std::string body, std::function<void()> deliver) {
  loop_.when_quiet([this, alive = std::weak_ptr(alive_), kind, body = std::move(body),
                    deliver = std::move(deliver)]() mutable {
    if (!alive.expired()) write({kind, loop_.stand_still(), std::move(body)});
    deliver();
  });
}

void Recorder::note(Kind kind, std::string body) { write({kind, loop_.now(), std::move(body)}); }

void Recorder::write(const Entry& entry) {
  if (full_) return;
  const auto octets = file_entry(entry);
  const auto last = file_entry({Kind::full, entry.at, ""});
  if (entry.body.size() > longest_body ||
      written_ + octets.size() + last.size() > options_.most_octets) {
    full_ = true;
    options_.write(last);
    if (options_.full) options_.full();
    return;
  }
  written_ += octets.size();
  options_.write(octets);
}

}  // namespace offhook::sim::record
