// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "actors/phone/address_book.hpp"
#include "actors/phone/call_log.hpp"

namespace offhook::phone {

/// All that a phone knows from before its start.
struct Remembered {
  std::map<std::uint64_t, LogEntry> calls;
  std::map<std::string, Contact> contacts;
  std::map<std::string, std::string> values;  ///< small facts by name: memory.hpp
  friend bool operator==(const Remembered&, const Remembered&) = default;
};

// What there is to remember from now on.
struct KeepCall {
  LogEntry entry;
};
struct ForgetCalls {
  std::vector<std::uint64_t> ids;
};
struct KeepContact {
  Contact contact;
};
struct ForgetContact {
  std::string contact_id;
};
struct KeepValue {
  std::string name;
  std::string text;
};
using Change = std::variant<KeepCall, ForgetCalls, KeepContact, ForgetContact, KeepValue>;

void apply(Remembered& to, const Change& change);

/// Where a phone keeps what must outlive it.
class Store {
 public:
  virtual ~Store() = default;
  /// What was there when the store was opened, and what was kept since.
  [[nodiscard]] virtual Remembered recall() = 0;
  /// Returns at once, never fails; what cannot be kept is told in the log. Changes are kept in this
  /// order, and those of one call together or not at all.
  virtual void keep(std::vector<Change> changes) = 0;
};

/// Remembers as long as it lives: for simulated phones, and those without a file.
class VolatileStore final : public Store {
 public:
  [[nodiscard]] Remembered recall() override { return kept_; }
  void keep(std::vector<Change> changes) override {
    for (const auto& change : changes) apply(kept_, change);
  }

 private:
  Remembered kept_;
};

}  // namespace offhook::phone
