// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/feature_memory.hpp"

#include <algorithm>
#include <optional>

#include <boost/json.hpp>

namespace offhook::phone {
namespace {

namespace json = boost::json;

json::object to_json(const FeatureSwitches& switches) {
  json::object forwards;
  for (const auto kind : every_forward_kind) {
    const auto& rule = switches.forwards.of(kind);
    forwards[to_string(kind)] = {{"enabled", rule.enabled}, {"target", rule.target}};
  }
  return {{"do_not_disturb", switches.do_not_disturb},
          {"ring_s", switches.forwards.ring.count()},
          {"forwards", std::move(forwards)}};
}

/// Throws what Boost.JSON throws where something is missing or of another type.
FeatureSwitches from_json(const json::value& value) {
  FeatureSwitches switches;
  switches.do_not_disturb = value.at("do_not_disturb").as_bool();
  switches.forwards.ring = std::clamp(std::chrono::seconds(value.at("ring_s").as_int64()),
                                      std::chrono::seconds{1}, longest_forward_ring);
  for (const auto kind : every_forward_kind) {
    const auto& rule = value.at("forwards").at(to_string(kind));
    switches.forwards.of(kind) = {rule.at("enabled").as_bool(),
                                  std::string(rule.at("target").as_string())};
  }
  return switches;
}

struct Switches {
  FeatureSwitches phone;
  std::map<std::string, FeatureSwitches, std::less<>> accounts;
};

std::optional<Switches> parse(std::string_view text) {
  try {
    const auto value = json::parse({text.data(), text.size()});
    Switches all{from_json(value.at("phone")), {}};
    for (const auto& [id, each] : value.at("accounts").as_object())
      all.accounts[std::string(id)] = from_json(each);
    return all;
  } catch (const std::exception&) {  // a text of another version, or not ours
    return std::nullopt;
  }
}

}  // namespace

std::string switches_text(const Features& features) {
  json::object accounts;
  for (const auto& [id, switches] : features.accounts) accounts[id] = to_json(switches);
  return json::serialize(
      json::object{{"phone", to_json(features.phone)}, {"accounts", std::move(accounts)}});
}

void recall_switches(Features& features, const std::map<std::string, std::string>& values) {
  const auto kept = values.find(std::string(memory::switches));
  const auto based_on = values.find(std::string(memory::switches_in_settings));
  if (kept == values.end() || based_on == values.end()) return;
  if (based_on->second != switches_text(features)) return;
  auto switches = parse(kept->second);
  if (!switches) return;
  features.phone = std::move(switches->phone);
  features.accounts = std::move(switches->accounts);
}

}  // namespace offhook::phone
