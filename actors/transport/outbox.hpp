// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "actors/transport/messages.hpp"

namespace offhook::transport {

/// What was given to a connection and has perhaps not left, so that each message that never does is
/// reported (RFC 3261 §18.4), once. As long as the connection's queue.
class Outbox {
 public:
  void add(const SendMessage& order) {
    add_octets(order.message->text().size());
    waiting_.push_back({order, given_});
  }
  /// That belong to no message: a keep-alive.
  void add_octets(std::size_t count) { given_ += count; }

  /// Forgets what has left, now that the connection still holds so many octets.
  void settle(std::size_t unsent) {
    while (!waiting_.empty() && waiting_.front().end + unsent <= given_) waiting_.pop_front();
  }
  [[nodiscard]] std::vector<SendMessage> take() {
    std::vector<SendMessage> orders;
    for (auto& each : waiting_) orders.push_back(std::move(each.order));
    waiting_.clear();
    return orders;
  }

 private:
  struct Waiting {
    SendMessage order;
    std::uint64_t end;  ///< how many octets were given, it included
  };
  std::deque<Waiting> waiting_;
  std::uint64_t given_ = 0;
};

}  // namespace offhook::transport
