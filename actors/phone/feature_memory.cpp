// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/feature_memory.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <sstream>

#include <boost/json.hpp>

#include "actors/device/alert_info.hpp"

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

/// Every volume in the order in which they are written.
std::array<device::VolumeStep*, 7> steps_of(device::Volumes& volumes) {
  return {&volumes.handset.speech,
          &volumes.handset.tone,
          &volumes.headset.speech,
          &volumes.headset.tone,
          &volumes.speaker.speech,
          &volumes.speaker.tone,
          &volumes.ring};
}

/// The text of that name; nullptr if there is none, or if the settings have been changed since.
const std::string* kept_text(const std::map<std::string, std::string>& values,
                             std::string_view name, std::string_view based_on,
                             const std::string& in_settings) {
  const auto kept = values.find(std::string(name));
  const auto base = values.find(std::string(based_on));
  const bool holds = kept != values.end() && base != values.end() && base->second == in_settings;
  return holds ? &kept->second : nullptr;
}

}  // namespace

std::string switches_text(const Features& features) {
  json::object accounts;
  for (const auto& [id, switches] : features.accounts) accounts[id] = to_json(switches);
  return json::serialize(
      json::object{{"phone", to_json(features.phone)}, {"accounts", std::move(accounts)}});
}

void recall_switches(Features& features, const std::map<std::string, std::string>& values) {
  const auto* kept =
      kept_text(values, memory::switches, memory::switches_in_settings, switches_text(features));
  if (kept == nullptr) return;
  auto switches = parse(*kept);
  if (!switches) return;
  features.phone = std::move(switches->phone);
  features.accounts = std::move(switches->accounts);
}

std::string volumes_text(const device::Volumes& volumes) {
  auto copy = volumes;
  std::string text;
  for (const auto* step : steps_of(copy))
    text += (text.empty() ? "" : " ") + std::to_string(unsigned{*step});
  return text;
}

void recall_volumes(device::Volumes& volumes, const std::map<std::string, std::string>& values) {
  const auto* kept =
      kept_text(values, memory::volumes, memory::volumes_in_settings, volumes_text(volumes));
  if (kept == nullptr) return;
  auto recalled = volumes;
  std::istringstream text(*kept);
  for (auto* step : steps_of(recalled)) {
    unsigned number = 0;
    if (!(text >> number) || number > device::most_volume) return;
    *step = static_cast<device::VolumeStep>(number);
  }
  volumes = recalled;
}

std::string ring_text(const RingSound& ring) { return std::to_string(ring.file ? 0 : ring.number); }

void recall_ring(RingSound& ring, const std::map<std::string, std::string>& values) {
  const auto* kept = kept_text(values, memory::ring, memory::ring_in_settings, ring_text(ring));
  if (kept == nullptr) return;
  std::uint32_t number = 0;
  const auto* end = kept->data() + kept->size();
  const auto [stop, error] = std::from_chars(kept->data(), end, number);
  if (error == std::errc{} && stop == end && number >= 1 && number <= device::splash_ring)
    ring = {number, {}};
}

std::string privacy_text(const Features& features) {
  json::object accounts;
  for (const auto& [id, switches] : features.privacy)
    accounts[id] = {{"anonymous", switches.anonymous},
                    {"reject_anonymous", switches.reject_anonymous}};
  return json::serialize(accounts);
}

void recall_privacy(Features& features, const std::map<std::string, std::string>& values) {
  const auto* kept =
      kept_text(values, memory::privacy, memory::privacy_in_settings, privacy_text(features));
  if (kept == nullptr) return;
  try {
    const auto accounts = json::parse(*kept);
    for (const auto& [id, each] : accounts.as_object())
      if (const auto known = features.privacy.find(std::string_view(id.data(), id.size()));
          known != features.privacy.end())
        known->second = {each.at("anonymous").as_bool(), each.at("reject_anonymous").as_bool()};
  } catch (const std::exception&) {  // a text of another version, or not ours
  }
}

}  // namespace offhook::phone
