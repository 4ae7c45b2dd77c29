// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "actors/base/clock.hpp"
#include "actors/control/json_schema.hpp"
#include "actors/phone/info.hpp"

namespace offhook::control {

/// One type of event: its name, what it means, and the members of its payload.
struct EventRow {
  std::string_view type;
  std::string_view doc;
  json::value (*payload_schema)(Schemas&);
};
std::span<const EventRow> event_rows();

/// What filters look at; empty where an event has no such member.
struct EventKeys {
  std::string account_id{};
  std::string call_id{};
  std::string device_id{};
};

/// An event as it goes over the wire, rendered once for all clients.
class PublishedEvent {
 public:
  /// `epoch` and `seq` place it; `cause` is for people.
  PublishedEvent(const phone::Event& event, std::string_view epoch, std::uint64_t seq, Instant at,
                 std::string_view cause);

  [[nodiscard]] std::uint64_t seq() const { return seq_; }
  [[nodiscard]] const std::string& type() const { return type_; }
  [[nodiscard]] const EventKeys& keys() const { return keys_; }
  /// A DTMF or media event names its call only; the log adds whose account that is.
  void set_account(std::string account_id) { keys_.account_id = std::move(account_id); }

  /// The notification for one subscription; `prev_seq` is the event before it there.
  [[nodiscard]] std::string text(std::string_view subscription_id, std::uint64_t prev_seq) const;
  /// Length of text(), give or take the digits.
  [[nodiscard]] std::size_t octets() const { return head_.size() + tail_.size() + 80; }

 private:
  std::uint64_t seq_;
  std::string type_;
  EventKeys keys_;
  std::string head_, tail_;  ///< what stands before and after the members of the subscription
};
using EventPtr = std::shared_ptr<const PublishedEvent>;

/// The events that did not fit in a client's queue.
struct Loss {
  std::string subscription_id;
  std::uint64_t prev_seq = 0;  ///< the last event that was not lost: where to resume
  std::uint64_t lost_from = 0;
  std::uint64_t lost_to = 0;
};
/// events.overflow, the one event that is about a client and not about the phone.
std::string overflow_text(const Loss& loss, std::string_view epoch, Instant at);

}  // namespace offhook::control
