// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/operation_memory.hpp"

#include "actors/control/limits.hpp"

namespace offhook::control {

OperationMemory::Answer OperationMemory::begin(const std::string& op_id,
                                               const std::string& fingerprint,
                                               std::uint64_t operation, Instant now) {
  forget_old(now);
  const auto [entry, fresh] = entries_.try_emplace(op_id, Entry{fingerprint, operation});
  const auto& known = entry->second;
  if (fresh) return {Found::fresh, operation, std::nullopt};
  if (known.fingerprint != fingerprint) return {Found::conflict, known.operation, std::nullopt};
  if (known.result) return {Found::done, known.operation, known.result};
  return {Found::running, known.operation, std::nullopt};
}

void OperationMemory::finish(const std::string& op_id, const OrderResult& result, Instant now) {
  const auto entry = entries_.find(op_id);
  if (entry == entries_.end() || entry->second.result) return;
  entry->second.result = result;
  finished_.push_back({op_id, now});
  forget_old(now);
}

void OperationMemory::forget_old(Instant now) {
  while (!finished_.empty() && (finished_.size() > limits::remembered_operations ||
                                now - finished_.front().at >= limits::operation_memory)) {
    entries_.erase(finished_.front().op_id);
    finished_.pop_front();
  }
}

}  // namespace offhook::control
