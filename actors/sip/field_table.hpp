// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "actors/sip/header_id.hpp"

namespace offhook::sip {

/// One header field as it came; folded lines are joined.
struct HeaderField {
  HeaderId id;
  std::string_view name;
  std::string_view value;  ///< without white space around it
};

/// Where one field stands in its message: a third of what the views would take.
struct FieldSpan {
  std::uint32_t name_at;
  std::uint32_t value_at;
  std::uint32_t value_size;
  std::uint16_t name_size;
  HeaderId id;
};

/// The fields of a message in their order, made into views as they are looked at.
class Fields {
 public:
  class iterator {
   public:
    using value_type = HeaderField;
    using difference_type = std::ptrdiff_t;
    using reference = HeaderField;
    using pointer = void;
    using iterator_category = std::input_iterator_tag;

    iterator() = default;
    iterator(const char* text, const FieldSpan* at) : text_(text), at_(at) {}
    HeaderField operator*() const {
      return {at_->id,
              {text_ + at_->name_at, at_->name_size},
              {text_ + at_->value_at, at_->value_size}};
    }
    iterator& operator++() {
      ++at_;
      return *this;
    }
    iterator operator++(int) {
      const iterator old = *this;
      ++at_;
      return old;
    }
    friend bool operator==(const iterator& a, const iterator& b) { return a.at_ == b.at_; }

   private:
    const char* text_ = nullptr;
    const FieldSpan* at_ = nullptr;
  };

  Fields(const char* text, const FieldSpan* first, std::size_t count)
      : text_(text), first_(first), count_(count) {}
  [[nodiscard]] iterator begin() const { return {text_, first_}; }
  [[nodiscard]] iterator end() const { return {text_, first_ + count_}; }
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] HeaderField operator[](std::size_t index) const {
    return *iterator(text_, first_ + index);
  }

 private:
  const char* text_;
  const FieldSpan* first_;
  std::size_t count_;
};

/// Inside the message up to `inline_count` fields, which is far more than phones send; beyond, in
/// a block from the pool, which is larger than any message may need.
class FieldTable {
 public:
  static constexpr std::size_t inline_count = 24;

  FieldTable() {}  // NOLINT: a defaulted one would clear the fields
  ~FieldTable();
  FieldTable(const FieldTable&) = delete;
  FieldTable& operator=(const FieldTable&) = delete;

  /// Room for one more, which `keep` makes part of the table.
  [[nodiscard]] FieldSpan& next() {
    if (count_ == capacity_) grow();
    return first_[count_];
  }
  void keep() { ++count_; }
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] HeaderId id(std::size_t index) const { return first_[index].id; }
  [[nodiscard]] Fields all(const char* text) const { return {text, first_, count_}; }

 private:
  void grow();

  std::array<FieldSpan, inline_count> inline_;  // deliberately not cleared
  FieldSpan* first_ = inline_.data();
  std::size_t count_ = 0;
  std::size_t capacity_ = inline_count;
};

}  // namespace offhook::sip
