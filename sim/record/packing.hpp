// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "actors/base/endpoint.hpp"
#include "actors/base/status.hpp"

namespace offhook::sim::record {

/// Writes values one after another: integers with the least octet first, texts behind their length.
class Packer {
 public:
  template <class... Values>
  void operator()(const Values&... values) {
    (put(values), ...);
  }
  [[nodiscard]] std::string take() { return std::move(octets_); }

 private:
  void put_number(std::uint64_t value, std::size_t octets) {
    for (std::size_t i = 0; i < octets; ++i) octets_ += static_cast<char>(value >> (8 * i) & 0xFF);
  }
  template <class Number>
  requires std::integral<Number> || std::is_enum_v<Number>
  void put(Number value) { put_number(static_cast<std::uint64_t>(value), sizeof value); }
  void put(double value) { put_number(std::bit_cast<std::uint64_t>(value), sizeof value); }
  void put(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    octets_ += text;
  }
  void put(const std::string& text) { put(std::string_view(text)); }
  template <class Rep, class Period>
  void put(std::chrono::duration<Rep, Period> span) {
    put(static_cast<std::int64_t>(span.count()));
  }
  void put(const IpAddress& address) {
    put(address.is_v6());
    for (const auto octet : address.octets()) put(octet);
  }
  void put(const Endpoint& endpoint) {
    put(endpoint.address);
    put(endpoint.port);
  }
  template <class Value>
  void put(const std::optional<Value>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <class Value>
  void put(const std::vector<Value>& values) {
    put(static_cast<std::uint32_t>(values.size()));
    for (const auto& value : values) put(value);
  }

  std::string octets_;
};

/// Reads what a Packer wrote. Whatever the octets are, it reads no further than they go: after the
/// first that does not fit `good` is false, and all values are what they were.
class Unpacker {
 public:
  explicit Unpacker(std::string_view octets) : octets_(octets) {}

  template <class... Values>
  void operator()(Values&... values) {
    (get(values), ...);
  }
  [[nodiscard]] bool good() const { return good_; }
  /// All was read, and nothing is left.
  [[nodiscard]] bool done() const { return good_ && octets_.empty(); }
  [[nodiscard]] std::string_view rest() const { return octets_; }

 private:
  std::uint64_t get_number(std::size_t octets) {
    if (octets_.size() < octets) good_ = false;
    if (!good_) return 0;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < octets; ++i)
      value |= std::uint64_t{static_cast<unsigned char>(octets_[i])} << (8 * i);
    octets_.remove_prefix(octets);
    return value;
  }
  template <class Number>
  requires std::integral<Number> || std::is_enum_v<Number>
  void get(Number& value) {
    const auto number = get_number(sizeof value);
    if (good_) value = static_cast<Number>(number);
  }
  void get(bool& value) {
    const auto number = get_number(sizeof value);
    if (number > 1) good_ = false;
    if (good_) value = number != 0;
  }
  void get(double& value) {
    const auto number = get_number(sizeof value);
    if (good_) value = std::bit_cast<double>(number);
  }
  void get(std::string& text) {
    const auto size = get_number(sizeof(std::uint32_t));
    if (octets_.size() < size) good_ = false;
    if (!good_) return;
    text = octets_.substr(0, size);
    octets_.remove_prefix(size);
  }
  template <class Rep, class Period>
  void get(std::chrono::duration<Rep, Period>& span) {
    std::int64_t count = 0;
    get(count);
    if (good_) span = std::chrono::duration<Rep, Period>(static_cast<Rep>(count));
  }
  void get(IpAddress& address) {
    bool v6 = false;
    std::array<std::uint8_t, 16> octets{};
    get(v6);
    for (auto& octet : octets) get(octet);
    if (good_)
      address =
          v6 ? IpAddress::v6(octets) : IpAddress::v4(octets[0], octets[1], octets[2], octets[3]);
  }
  void get(Endpoint& endpoint) {
    get(endpoint.address);
    get(endpoint.port);
  }
  template <class Value>
  void get(std::optional<Value>& value) {
    bool there = false;
    get(there);
    value.reset();
    if (there) get(value.emplace());
  }
  template <class Value>
  void get(std::vector<Value>& values) {
    const auto size = get_number(sizeof(std::uint32_t));
    // No value is shorter than an octet: a lie about the number must cost no memory.
    if (octets_.size() < size) good_ = false;
    values.clear();
    for (std::uint64_t i = 0; good_ && i < size; ++i) get(values.emplace_back());
  }

  std::string_view octets_;
  bool good_ = true;
};

/// A status as its code and words.
[[nodiscard]] inline std::string pack_status(const absl::Status& status) {
  Packer pack;
  pack(static_cast<std::uint8_t>(status.code()), message_of(status));
  return pack.take();
}
[[nodiscard]] inline absl::Status unpack_status(std::string_view packed) {
  std::uint8_t code = 0;
  std::string words;
  Unpacker unpack(packed);
  unpack(code, words);
  if (!unpack.good()) return invalid_argument("a damaged status");
  return {static_cast<absl::StatusCode>(code), to_absl(words)};
}

}  // namespace offhook::sim::record
