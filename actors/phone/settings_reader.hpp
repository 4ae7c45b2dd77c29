// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include "actors/base/endpoint.hpp"
#include "actors/base/status.hpp"
#include "actors/phone/settings.hpp"

namespace offhook::phone {

/// Reads the tables of one TOML file, key by key. Collects the first fault with its place in the
/// file: "phone.toml:3:1: …"; everything after it is skipped. A handler writes where its reference
/// points, and lives no longer than that and this reader.
class SettingsReader {
 public:
  explicit SettingsReader(std::string file) : file_(std::move(file)) {}

  using Handler = std::function<void(const toml::node&)>;
  using TableHandler = std::function<void(const toml::table&)>;

  /// Calls the handler of each key of `table`; a key without one is a fault.
  void read(const toml::table& table, std::string_view name,
            const std::map<std::string, Handler, std::less<>>& handlers);

  Handler text(std::string& into);
  Handler flag(bool& into);
  Handler endpoint(std::function<void(Endpoint)> take);
  /// One endpoint, or a list with one for each address family at most.
  Handler endpoints(std::vector<Endpoint>& into);
  Handler texts(std::vector<std::string>& into);
  Handler addresses(std::vector<IpAddress>& into);
  Handler table(TableHandler take);
  /// A list, each of its elements in turn. `expected` says what stands there: "a list of texts".
  Handler list(std::string expected, Handler take);
  /// [[name]] as often as there is one.
  Handler tables(std::string expected, TableHandler take);

  template <class Number>
  Handler number(Number& into, std::int64_t low, std::int64_t high) {
    return whole([&into](std::int64_t value) { into = static_cast<Number>(value); }, low, high);
  }
  /// A span of time, written as a number of `Unit`.
  template <class Unit, class Span>
  Handler span(Span& into, std::int64_t low, std::int64_t high) {
    return whole([&into](std::int64_t value) { into = Unit(value); }, low, high);
  }

  template <class Value>
  using Words = std::vector<std::pair<std::string_view, Value>>;
  /// One of a few words. `expected` is the fault, if it is to be put in another way.
  template <class Value, class Into>
  Handler choice(Into& into, Words<Value> words, std::string expected = {}) {
    return [this, &into, words = std::move(words),
            expected = std::move(expected)](const toml::node& node) {
      const auto text = node.value_exact<std::string>();
      std::string known;
      for (const auto& [word, value] : words) {
        if (text == word) {
          into = value;
          return;
        }
        known.append(known.empty() ? "\"" : ", \"").append(word).append("\"");
      }
      fault(node, expected.empty() ? "expected one of " + known : expected);
    };
  }

  void fault(const toml::node& node, std::string_view what);
  [[nodiscard]] const absl::Status& status() const { return status_; }

 private:
  Handler whole(std::function<void(std::int64_t)> take, std::int64_t low, std::int64_t high);
  std::string file_;
  absl::Status status_;
};

// Those of one topic each, in the file of that name.
[[nodiscard]] SettingsReader::Handler memory_settings(SettingsReader& reader, MemorySettings& into);
[[nodiscard]] SettingsReader::Handler contact_settings(SettingsReader& reader,
                                                       DirectorySettings& into);
[[nodiscard]] SettingsReader::Handler lock_settings(SettingsReader& reader, PhoneSettings& into);
[[nodiscard]] SettingsReader::Handler directory_settings(SettingsReader& reader,
                                                         DirectorySettings& into);

/// What `parse_settings` reads, from a document that has been taken apart already.
[[nodiscard]] absl::StatusOr<PhoneSettings> read_settings(const toml::table& document,
                                                          const std::string& file,
                                                          const std::string& machine = "");

}  // namespace offhook::phone
