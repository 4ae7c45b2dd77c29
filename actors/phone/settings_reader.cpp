// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_reader.hpp"

namespace offhook::phone {

using Handler = SettingsReader::Handler;

void SettingsReader::read(const toml::table& table, std::string_view name,
                          const std::map<std::string, Handler, std::less<>>& handlers) {
  for (const auto& [key, node] : table) {
    const auto handler = handlers.find(key.str());
    if (handler == handlers.end()) {
      std::string known;
      for (const auto& [each, unused] : handlers) known += (known.empty() ? "" : ", ") + each;
      return fault(node, "unknown key '" + std::string(key.str()) + "' in [" + std::string(name) +
                             "]; known here: " + known);
    }
    handler->second(node);
  }
}

Handler SettingsReader::text(std::string& into) {
  return [this, &into](const toml::node& node) {
    if (const auto value = node.value_exact<std::string>())
      into = *value;
    else
      fault(node, "expected a text in quotes");
  };
}

Handler SettingsReader::flag(bool& into) {
  return [this, &into](const toml::node& node) {
    if (const auto value = node.value_exact<bool>())
      into = *value;
    else
      fault(node, "expected true or false");
  };
}

Handler SettingsReader::whole(std::function<void(std::int64_t)> take, std::int64_t low,
                              std::int64_t high) {
  return [this, take = std::move(take), low, high](const toml::node& node) {
    const auto value = node.value_exact<std::int64_t>();
    if (value && *value >= low && *value <= high)
      take(*value);
    else
      fault(node, "expected a number from " + std::to_string(low) + " to " + std::to_string(high));
  };
}

Handler SettingsReader::endpoint(std::function<void(Endpoint)> take) {
  return [this, take = std::move(take)](const toml::node& node) {
    const auto value = node.value_exact<std::string>();
    const auto endpoint = value ? Endpoint::parse(*value) : std::nullopt;
    if (endpoint)
      take(*endpoint);
    else
      fault(node, "expected \"ADDRESS:PORT\", for example \"127.0.0.1:5060\"");
  };
}

Handler SettingsReader::endpoints(std::vector<Endpoint>& into) {
  return [this, &into](const toml::node& node) {
    into.clear();
    const auto take = [&](const toml::node& each) {
      endpoint([&](Endpoint value) {
        for (const Endpoint& known : into)
          if (known.address.is_v6() == value.address.is_v6())
            return fault(each, "one IPv4 and one IPv6 address at most");
        into.push_back(value);
      })(each);
    };
    const auto* array = node.as_array();
    if (array == nullptr) return take(node);
    for (const auto& each : *array) take(each);
    if (array->empty()) fault(node, "an empty list");
  };
}

Handler SettingsReader::list(std::string expected, Handler take) {
  return [this, expected = std::move(expected), take = std::move(take)](const toml::node& node) {
    const auto* array = node.as_array();
    if (array == nullptr) return fault(node, expected);
    for (const auto& each : *array) take(each);
  };
}

Handler SettingsReader::texts(std::vector<std::string>& into) {
  return [this, &into](const toml::node& node) {
    into.clear();
    list("expected a list of texts",
         [&](const toml::node& each) { text(into.emplace_back())(each); })(node);
  };
}

Handler SettingsReader::addresses(std::vector<IpAddress>& into) {
  return list("expected a list such as [\"192.0.2.1\"]", [this, &into](const toml::node& each) {
    const auto address = IpAddress::parse(each.value<std::string>().value_or(""));
    if (!address) return fault(each, "expected an IP address in quotes");
    into.push_back(*address);
  });
}

Handler SettingsReader::table(TableHandler take) {
  return [this, take = std::move(take)](const toml::node& node) {
    if (const auto* content = node.as_table())
      take(*content);
    else
      fault(node, "expected a table");
  };
}

Handler SettingsReader::tables(std::string expected, TableHandler take) {
  return list(std::move(expected), table(std::move(take)));
}

void SettingsReader::fault(const toml::node& node, std::string_view what) {
  if (!status_.ok()) return;
  const auto at = node.source().begin;
  status_ = invalid_argument(file_ + ":" + std::to_string(at.line) + ":" +
                             std::to_string(at.column) + ": " + std::string(what));
}

}  // namespace offhook::phone
