// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "actors/base/clock.hpp"
#include "actors/control/order.hpp"

namespace offhook::control {

/// The orders that carried an op_id: what they asked for and what became of them. An outcome is
/// kept for limits::operation_memory, at most limits::remembered_operations of them.
class OperationMemory {
 public:
  enum class Found : std::uint8_t { fresh, running, done, conflict };
  struct Answer {
    Found found;
    std::uint64_t operation;            ///< running: the one to wait for
    std::optional<OrderResult> result;  ///< done
  };

  /// Is `op_id` known? A fresh one is noted as `operation`, and as running. `fingerprint` stands
  /// for method and parameters.
  Answer begin(const std::string& op_id, const std::string& fingerprint, std::uint64_t operation,
               Instant now);
  void finish(const std::string& op_id, const OrderResult& result, Instant now);

 private:
  void forget_old(Instant now);

  struct Entry {
    std::string fingerprint;
    std::uint64_t operation = 0;
    std::optional<OrderResult> result{};
  };
  struct Finished {
    std::string op_id;
    Instant at;
  };
  std::map<std::string, Entry> entries_;
  std::deque<Finished> finished_;  ///< oldest first
};

}  // namespace offhook::control
