// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <typeinfo>

#include <boost/core/demangle.hpp>

#include "actors/control/describe_json.hpp"

namespace offhook::control {

/// JSON Schemas of described types. Named structs are collected once and referred to.
class Schemas {
 public:
  /// The schema of T, or a reference to it for a struct.
  template <class T>
  json::value of();

  /// One entry a member of T: {"name", "required", "schema"}: OpenRPC's content descriptors.
  template <class T>
  json::array content_descriptors();

  /// Every struct seen so far, by name.
  [[nodiscard]] const json::object& collected() const { return collected_; }

 private:
  template <class T>
  void collect(const std::string& name);

  json::object collected_;
};

/// "offhook::phone::CallInfo" is known to clients as "CallInfo".
template <class T>
std::string schema_name() {
  const std::string name = boost::core::demangle(typeid(T).name());
  const auto colon = name.rfind(':');
  return colon == std::string::npos ? name : name.substr(colon + 1);
}

template <class T>
json::value Schemas::of() {
  if constexpr (detail::SelfMapped<T>) {
    return T::schema();
  } else if constexpr (detail::is_optional<T>) {
    return of<typename T::value_type>();
  } else if constexpr (std::same_as<T, json::value>) {
    return json::value(true);
  } else if constexpr (std::same_as<T, json::object>) {
    return {{"type", "object"}};
  } else if constexpr (std::same_as<T, bool>) {
    return {{"type", "boolean"}};
  } else if constexpr (std::same_as<T, std::string>) {
    return {{"type", "string"}};
  } else if constexpr (std::floating_point<T>) {
    return {{"type", "number"}};
  } else if constexpr (std::unsigned_integral<T>) {
    return {{"type", "integer"}, {"minimum", 0}};
  } else if constexpr (std::integral<T>) {
    return {{"type", "integer"}};
  } else if constexpr (detail::DescribedEnum<T>) {
    json::array names;
    for (auto name : enumerator_names<T>()) names.emplace_back(name);
    return {{"type", "string"}, {"enum", names}};
  } else if constexpr (detail::is_vector<T>) {
    return {{"type", "array"}, {"items", of<typename T::value_type>()}};
  } else {
    const auto name = schema_name<T>();
    if (!collected_.contains(name)) collect<T>(name);
    return {{"$ref", "#/components/schemas/" + name}};
  }
}

template <class T>
json::array Schemas::content_descriptors() {
  json::array list;
  for_each_member<T>([&](std::string_view name, auto member) {
    using Member = std::remove_cvref_t<decltype(std::declval<T&>().*member)>;
    list.push_back(
        {{"name", name}, {"required", !detail::is_optional<Member>}, {"schema", of<Member>()}});
  });
  return list;
}

template <class T>
void Schemas::collect(const std::string& name) {
  collected_[name] = nullptr;  // taken, should T contain itself
  json::object properties;
  json::array required;
  for_each_member<T>([&](std::string_view member_name, auto member) {
    using Member = std::remove_cvref_t<decltype(std::declval<T&>().*member)>;
    properties.emplace(member_name, of<Member>());
    if (!detail::is_optional<Member>) required.emplace_back(member_name);
  });
  collected_[name] = {{"type", "object"}, {"properties", properties}, {"required", required}};
}

}  // namespace offhook::control
