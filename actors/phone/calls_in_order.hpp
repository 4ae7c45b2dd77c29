// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "actors/call/messages.hpp"

namespace offhook::phone {

/// The calls of a desk in order of start. One is found by its call_id, and those that ring or are
/// held here, without a look at the others: whoever tests with a phone has thousands.
class CallsInOrder {
  using Ordered = std::map<std::uint64_t, call::CallSnapshot>;
  using Numbers = std::set<std::uint64_t>;

 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = call::CallSnapshot;
    using difference_type = std::ptrdiff_t;
    using pointer = const call::CallSnapshot*;
    using reference = const call::CallSnapshot&;

    explicit Iterator(Ordered::const_iterator at) : at_(at) {}
    const call::CallSnapshot& operator*() const { return at_->second; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    Ordered::const_iterator at_;
  };

  CallsInOrder() = default;
  CallsInOrder(std::initializer_list<call::CallSnapshot> calls) {
    for (const auto& call : calls) put(call);
  }

  /// In the place of what was known of that call, or as the newest.
  void put(const call::CallSnapshot& call);
  void erase(std::string_view call_id);

  [[nodiscard]] const call::CallSnapshot* find(std::string_view call_id) const;
  /// The oldest that rings here, or that we hold, and that `fits`; or null.
  template <class Fits>
  [[nodiscard]] const call::CallSnapshot* first_ringing(Fits fits) const {
    return first_of(ringing_, fits);
  }
  template <class Fits>
  [[nodiscard]] const call::CallSnapshot* first_held(Fits fits) const {
    return first_of(held_, fits);
  }

  [[nodiscard]] bool empty() const { return calls_.empty(); }
  [[nodiscard]] std::size_t size() const { return calls_.size(); }
  [[nodiscard]] Iterator begin() const { return Iterator(calls_.begin()); }
  [[nodiscard]] Iterator end() const { return Iterator(calls_.end()); }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  template <class Fits>
  const call::CallSnapshot* first_of(const Numbers& numbers, Fits fits) const {
    for (const auto number : numbers)
      if (const auto& call = calls_.at(number); fits(call)) return &call;
    return nullptr;
  }
  void note_state(std::uint64_t number, call::CallState state);

  Ordered calls_;
  std::unordered_map<std::string, std::uint64_t, Hash, std::equal_to<>> numbers_;  ///< by call_id
  Numbers ringing_, held_;
  std::uint64_t last_ = 0;
};

}  // namespace offhook::phone
