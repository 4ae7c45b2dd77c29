// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11/algorithm.hpp>

// Boost.JSON converts described structs too, but takes unknown members and does not say where a
// value went wrong. An API owes its clients both answers, so the mapping is ours.

namespace offhook::control {

namespace json = boost::json;

/// Why a JSON value is not what was asked for, and where (RFC 6901 pointer; "" is the whole).
struct Misfit {
  enum class Reason : std::uint8_t { unknown_member, missing_member, wrong_type, out_of_range };
  Reason reason = Reason::wrong_type;
  std::string pointer;
  std::string message;
};

/// `parent` with one more reference token, escaped by RFC 6901 §3. A name too long to be one of
/// ours is not repeated to whoever sent it.
std::string pointer_to(std::string_view parent, std::string_view name);

/// `text` with U+FFFD for each octet that is no UTF-8 (RFC 3629): what peers write into their
/// messages must not make ours invalid.
std::string valid_utf8(std::string_view text);

namespace detail {
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;

template <class T>
concept DescribedStruct = boost::describe::has_describe_members<T>::value && !std::is_enum_v<T>;
template <class T>
concept DescribedEnum = boost::describe::has_describe_enumerators<T>::value;
template <class T>
concept JsonItself = std::same_as<T, json::value> || std::same_as<T, json::object>;
/// A type with a JSON form of its own.
template <class T>
concept SelfMapped = requires(T value, const json::value& from) {
  { value.to_json() } -> std::same_as<json::value>;
  { T::from_json(from) } -> std::same_as<std::optional<T>>;
  { T::expected() } -> std::convertible_to<std::string_view>;
};

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public |
                                                         boost::describe::mod_inherited>;

Misfit wrong_type(std::string_view pointer, std::string_view expected);
Misfit out_of_range(std::string_view pointer);
}  // namespace detail

/// Calls `visit(name, pointer to member)` for each member, inherited ones first.
template <class T, class Visitor>
void for_each_member(Visitor&& visit) {
  boost::mp11::mp_for_each<detail::Members<T>>(
      [&](auto member) { visit(std::string_view{member.name}, member.pointer); });
}

/// The names of an enumeration, in the order of their declaration.
template <detail::DescribedEnum E>
std::vector<std::string_view> enumerator_names() {
  std::vector<std::string_view> names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto enumerator) { names.emplace_back(enumerator.name); });
  return names;
}

/// The JSON form: empty optionals are left out, enumerators are their names.
template <class T>
json::value to_json(const T& from) {
  if constexpr (detail::SelfMapped<T>) {
    return from.to_json();
  } else if constexpr (detail::JsonItself<T>) {
    return from;
  } else if constexpr (detail::DescribedEnum<T>) {
    json::value name;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
      if (enumerator.value == from) name = enumerator.name;
    });
    return name;
  } else if constexpr (detail::is_vector<T>) {
    json::array list;
    list.reserve(from.size());
    for (const auto& each : from) list.push_back(control::to_json(each));
    return list;
  } else if constexpr (detail::DescribedStruct<T>) {
    json::object object;
    for_each_member<T>([&](std::string_view name, auto member) {
      const auto& value = from.*member;
      if constexpr (detail::is_optional<std::remove_cvref_t<decltype(value)>>) {
        if (value) object.emplace(name, control::to_json(*value));
      } else {
        object.emplace(name, control::to_json(value));
      }
    });
    return object;
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    return json::value(valid_utf8(from));
  } else {
    return json::value(from);
  }
}

/// Fills `into`, or says why not; `into` is then half filled. Strict: every member that is not
/// optional must be there, and nothing else may be. `pointer` is where `from` stands.
template <class T>
[[nodiscard]] std::optional<Misfit> from_json(const json::value& from, T& into,
                                              std::string_view pointer = {});

namespace detail {

template <class T>
std::optional<Misfit> fill_number(const json::value& from, T& into, std::string_view pointer) {
  if constexpr (std::floating_point<T>) {
    if (!from.is_number()) return wrong_type(pointer, "number");
    into = from.to_number<T>();
    return std::nullopt;
  } else {
    if (const auto* number = from.if_int64()) {
      if (!std::in_range<T>(*number)) return out_of_range(pointer);
      into = static_cast<T>(*number);
    } else if (const auto* large = from.if_uint64()) {
      if (!std::in_range<T>(*large)) return out_of_range(pointer);
      into = static_cast<T>(*large);
    } else {
      return wrong_type(pointer, "integer");
    }
    return std::nullopt;
  }
}

template <class T>
std::optional<Misfit> fill_enum(const json::value& from, T& into, std::string_view pointer) {
  bool found = false;
  std::string expected = "one of";
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto enumerator) {
    expected.append(" ").append(enumerator.name);
    const auto* name = from.if_string();
    if (name == nullptr || std::string_view(*name) != enumerator.name) return;
    into = enumerator.value;
    found = true;
  });
  return found ? std::nullopt : std::optional(wrong_type(pointer, expected));
}

template <class T>
std::optional<Misfit> fill_vector(const json::value& from, T& into, std::string_view pointer) {
  const auto* list = from.if_array();
  if (list == nullptr) return wrong_type(pointer, "array");
  into.clear();
  for (const auto& each : *list) {
    const auto at = pointer_to(pointer, std::to_string(into.size()));
    if (auto misfit = control::from_json(each, into.emplace_back(), at)) return misfit;
  }
  return std::nullopt;
}

template <class T>
std::optional<Misfit> find_unknown(const json::object& object, std::string_view pointer) {
  for (const auto& [key, value] : object) {
    bool known = false;
    for_each_member<T>(
        [&, &key = key](std::string_view name, auto) { known = known || name == key; });
    if (!known)
      return Misfit{Misfit::Reason::unknown_member, pointer_to(pointer, key), "unknown member"};
  }
  return std::nullopt;
}

template <class T>
std::optional<Misfit> fill_struct(const json::value& from, T& into, std::string_view pointer) {
  const auto* object = from.if_object();
  if (object == nullptr) return wrong_type(pointer, "object");
  auto misfit = find_unknown<T>(*object, pointer);
  for_each_member<T>([&](std::string_view name, auto member) {
    if (misfit) return;
    auto& target = into.*member;
    const auto at = pointer_to(pointer, name);
    const auto* value = object->if_contains(name);
    if constexpr (is_optional<std::remove_cvref_t<decltype(target)>>) {
      if (value != nullptr) misfit = control::from_json(*value, target.emplace(), at);
    } else if (value == nullptr) {
      misfit = Misfit{Misfit::Reason::missing_member, at, "missing member"};
    } else {
      misfit = control::from_json(*value, target, at);
    }
  });
  return misfit;
}

}  // namespace detail

template <class T>
std::optional<Misfit> from_json(const json::value& from, T& into, std::string_view pointer) {
  if constexpr (detail::SelfMapped<T>) {
    auto value = T::from_json(from);
    if (!value) return detail::wrong_type(pointer, T::expected());
    into = std::move(*value);
    return std::nullopt;
  } else if constexpr (std::same_as<T, json::value>) {
    into = from;
    return std::nullopt;
  } else if constexpr (std::same_as<T, json::object>) {
    if (!from.is_object()) return detail::wrong_type(pointer, "object");
    into = from.get_object();
    return std::nullopt;
  } else if constexpr (std::same_as<T, bool>) {
    if (!from.is_bool()) return detail::wrong_type(pointer, "boolean");
    into = from.get_bool();
    return std::nullopt;
  } else if constexpr (std::same_as<T, std::string>) {
    if (!from.is_string()) return detail::wrong_type(pointer, "string");
    into = std::string_view(from.get_string());
    return std::nullopt;
  } else if constexpr (std::is_arithmetic_v<T>) {
    return detail::fill_number(from, into, pointer);
  } else if constexpr (detail::DescribedEnum<T>) {
    return detail::fill_enum(from, into, pointer);
  } else if constexpr (detail::is_vector<T>) {
    return detail::fill_vector(from, into, pointer);
  } else {
    return detail::fill_struct(from, into, pointer);
  }
}

}  // namespace offhook::control
