// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What actors of one process send each other. CAF would compile a dozen classes for each type of
// message wherever it is sent, to write it down, to print it and to compare it; nobody here asks
// for that (docs/adr/0008). Part of act.hpp.

#include <cstdint>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include <caf/all.hpp>

namespace offhook::act {

/// Goes to other processes as well (OFFHOOK_WIRE_MESSAGES), and is therefore a message of CAF's
/// own; so are CAF's own types.
template <class T>
inline constexpr bool leaves_process = caf::type_nr<T>::value != 0;

/// One value in a message of CAF, which sees its type and nothing else of it. Never copied: what is
/// sent is read by all who get it, and changed by none.
class Parcel : public caf::detail::message_data {
 public:
  using message_data::copy;
  explicit Parcel(const std::type_info& type) : type_(type) {}
  Parcel(const Parcel&) = delete;
  Parcel& operator=(const Parcel&) = delete;
  ~Parcel() override;

  message_data* copy() const override;
  void* get_mutable(std::size_t position) override;
  caf::error load(std::size_t position, caf::deserializer& source) override;
  [[nodiscard]] std::size_t size() const noexcept override;
  [[nodiscard]] std::uint32_t type_token() const noexcept override;
  [[nodiscard]] caf::rtti_pair type(std::size_t position) const noexcept override;
  [[nodiscard]] std::string stringify(std::size_t position) const override;
  [[nodiscard]] caf::type_erased_value_ptr copy(std::size_t position) const override;
  caf::error save(std::size_t position, caf::serializer& sink) const override;

 private:
  const std::type_info& type_;
};

template <class T>
class ParcelOf final : public Parcel {
 public:
  explicit ParcelOf(T value) : Parcel(typeid(T)), value_(std::move(value)) {}
  [[nodiscard]] const void* get(std::size_t) const noexcept override { return &value_; }

 private:
  T value_;
};

caf::message wrap(Parcel* parcel);

template <class Value>
caf::message pack(Value&& value) {
  using T = std::decay_t<Value>;
  static_assert(!std::is_same_v<T, caf::message> && !std::is_same_v<T, caf::error>);
  if constexpr (leaves_process<T>)
    return caf::make_message(std::forward<Value>(value));
  else
    return wrap(new ParcelOf<T>(std::forward<Value>(value)));
}

}  // namespace offhook::act
