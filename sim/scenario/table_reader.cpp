// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/table_reader.hpp"

#include "sim/scenario/envelope.hpp"
#include "sim/scenario/quantities.hpp"

namespace offhook::sim::scenario {

using Handler = TableReader::Handler;

Place place_of(const toml::node& node) {
  const auto at = node.source().begin;
  return {std::max<std::uint32_t>(at.line, 1), std::max<std::uint32_t>(at.column, 1)};
}

void TableReader::fault(const toml::node& node, std::string_view what) {
  faults_.push_back({place_of(node), std::string(what)});
}

void TableReader::read(const toml::table& table, std::string_view name,
                       const std::map<std::string, Handler, std::less<>>& handlers) {
  for (const auto& [key, node] : table) {
    const auto handler = handlers.find(key.str());
    if (handler != handlers.end()) {
      handler->second(node);
      continue;
    }
    std::vector<std::string_view> known;
    for (const auto& [each, unused] : handlers) known.push_back(each);
    fault(node, expected_one_of("key", key.str(), known) + " in " + std::string(name));
  }
}

Handler TableReader::text(std::string& into) {
  return [this, &into](const toml::node& node) {
    if (const auto value = node.value_exact<std::string>())
      into = *value;
    else
      fault(node, "expected a text in quotes");
  };
}

Handler TableReader::flag(bool& into) {
  return [this, &into](const toml::node& node) {
    if (const auto value = node.value_exact<bool>())
      into = *value;
    else
      fault(node, "expected true or false");
  };
}

Handler TableReader::whole(std::int64_t& into, std::int64_t low, std::int64_t high) {
  return [this, &into, low, high](const toml::node& node) {
    const auto value = node.value_exact<std::int64_t>();
    if (value && *value >= low && *value <= high)
      into = *value;
    else
      fault(node, "expected a number from " + std::to_string(low) + " to " + std::to_string(high));
  };
}

Handler TableReader::seconds(std::chrono::seconds& into, std::chrono::seconds low,
                             std::chrono::seconds high) {
  return [this, &into, low, high](const toml::node& node) {
    const auto text = node.value_exact<std::string>();
    const auto span = text ? parse_span(*text) : std::nullopt;
    if (!span || *span < low || *span > high || *span % std::chrono::seconds{1} != Instant{})
      return fault(node, "expected whole seconds in quotes, from \"" + std::to_string(low.count()) +
                             "s\" to \"" + std::to_string(high.count()) + "s\"");
    into = std::chrono::duration_cast<std::chrono::seconds>(*span);
  };
}

Handler TableReader::words(std::map<std::string, std::function<void()>, std::less<>> known) {
  return [this, known = std::move(known)](const toml::node& node) {
    const auto* list = node.as_array();
    if (list == nullptr) return fault(node, "expected a list in brackets");
    for (const auto& each : *list) {
      const auto word = known.find(each.value<std::string>().value_or(""));
      if (word != known.end()) {
        word->second();
        continue;
      }
      std::string expected;
      for (const auto& [name, unused] : known)
        expected += (expected.empty() ? "\"" : ", \"") + name + "\"";
      fault(each, "expected one of " + expected);
    }
  };
}

Handler TableReader::table(std::function<void(const toml::table&)> take) {
  return [this, take = std::move(take)](const toml::node& node) {
    if (const auto* content = node.as_table())
      take(*content);
    else
      fault(node, "expected a table");
  };
}

}  // namespace offhook::sim::scenario
