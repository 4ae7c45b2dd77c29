// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_features.hpp"

#include "actors/device/keypad_layout.hpp"
#include "actors/phone/dial_pattern.hpp"
#include "actors/phone/digit_map.hpp"

namespace offhook::phone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Handler = SettingsReader::Handler;

constexpr std::int64_t longest_wait_ms = 60'000;

Handler pattern(SettingsReader& reader, std::string& into) {
  return [&reader, &into](const toml::node& node) {
    reader.text(into)(node);
    if (const auto status = check_pattern(into); !status.ok())
      reader.fault(node, message_of(status));
  };
}

Handler patterns(SettingsReader& reader, std::vector<std::string>& into) {
  return reader.list("expected a list of patterns", [&reader, &into](const toml::node& node) {
    if (into.size() >= most_dial_rules) return reader.fault(node, "too many patterns");
    pattern(reader, into.emplace_back())(node);
  });
}

Handler digit_map(SettingsReader& reader, std::string& into) {
  return [&reader, &into](const toml::node& node) {
    reader.text(into)(node);
    if (const auto status = check_digit_map(into); !into.empty() && !status.ok())
      reader.fault(node, message_of(status));
  };
}

Handler replace_rules(SettingsReader& reader, std::vector<ReplaceRule>& into) {
  return reader.tables("expected [[dial.replace]]", [&reader, &into](const toml::table& table) {
    if (into.size() >= most_dial_rules) return reader.fault(table, "too many rules");
    auto& rule = into.emplace_back();
    reader.read(table, "dial.replace",
                {{"prefix", pattern(reader, rule.prefix)},
                 {"replace", reader.text(rule.replace)},
                 {"account", reader.text(rule.account)}});
    if (rule.prefix.empty()) reader.fault(table, "each of dial.replace needs a prefix");
  });
}

Handler scope(SettingsReader& reader, FeatureScope& into) {
  return reader.choice<FeatureScope>(
      into, {{"phone", FeatureScope::phone}, {"account", FeatureScope::account}});
}

/// The codes a phone refuses with.
Handler refusal(SettingsReader& reader, int& into) { return reader.number(into, 400, 699); }

Handler area_code(SettingsReader& reader, AreaCode& area) {
  return reader.table([&reader, &area](const toml::table& table) {
    reader.read(table, "dial.area_code",
                {{"code", reader.text(area.code)},
                 {"min_length", reader.number(area.min_length, 1, 64)},
                 {"max_length", reader.number(area.max_length, 1, 64)}});
  });
}

}  // namespace

Handler dial_settings(SettingsReader& reader, DeskRules& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    auto& plan = into.plan;
    const auto wait = [&](milliseconds& span, std::int64_t low) {
      return reader.span<milliseconds>(span, low, longest_wait_ms);
    };
    reader.read(table, "dial",
                {{"inter_digit_ms", wait(plan.inter_digit, 500)},
                 {"send_key", reader.choice<EndKey>(plan.send_key, {{"#", EndKey::pound},
                                                                    {"*", EndKey::star},
                                                                    {"none", EndKey::none}})},
                 {"on_hook_sends", reader.flag(plan.on_hook_sends)},
                 {"second_tone", reader.texts(into.second_dial_tone)},
                 {"emergency", reader.texts(plan.emergency)},
                 {"block_out", patterns(reader, plan.block_out)},
                 {"dial_now", patterns(reader, plan.dial_now)},
                 {"dial_now_ms", wait(plan.dial_now_delay, 0)},
                 {"area_code", area_code(reader, plan.area_code)},
                 {"replace", replace_rules(reader, plan.replace)},
                 {"digit_map", digit_map(reader, plan.digit_map)},
                 {"map_long_ms", wait(plan.map_long, 500)},
                 {"map_short_ms", wait(plan.map_short, 500)},
                 {"hotline", reader.text(into.hotline.number)},
                 {"hotline_ms", reader.span<milliseconds>(into.hotline.delay, 0, 180'000)}});
  });
}

Handler forward_target(SettingsReader& reader, Forward& into) {
  return [&reader, &into](const toml::node& node) {
    reader.text(into.target)(node);
    into.enabled = !into.target.empty();
    if (!into.enabled) return;
    if (const auto uri = target_uri(into.target, "sip:a@b.invalid"); !uri.ok())
      reader.fault(node, message_of(uri.status()));
  };
}

Handler forward_settings(SettingsReader& reader, Features& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    auto& forwards = into.phone.forwards;
    reader.read(table, "forward",
                {{"always", forward_target(reader, forwards.of(ForwardKind::always))},
                 {"busy", forward_target(reader, forwards.of(ForwardKind::busy))},
                 {"no_answer", forward_target(reader, forwards.of(ForwardKind::no_answer))},
                 {"ring_s", reader.span<seconds>(forwards.ring, 1, longest_forward_ring.count())},
                 {"scope", scope(reader, into.forward_scope)},
                 {"international", reader.flag(into.forwards_abroad)},
                 {"international_prefix", reader.text(into.international_prefix)},
                 {"diversion", reader.flag(into.diversion)}});
  });
}

Handler dnd_settings(SettingsReader& reader, Features& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    reader.read(table, "dnd",
                {{"enabled", reader.flag(into.phone.do_not_disturb)},
                 {"code", refusal(reader, into.do_not_disturb_status)},
                 {"scope", scope(reader, into.do_not_disturb_scope)},
                 {"emergency", reader.texts(into.emergency)}});
  });
}

Handler conference_settings(SettingsReader& reader, DeskRules& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    reader.read(table, "conference",
                {{"connect_others", reader.flag(into.conference.connect_others)},
                 {"join_held", reader.flag(into.conference.join_held)},
                 {"factory", reader.text(into.conference.factory)}});
  });
}

Handler key_settings(SettingsReader& reader, DeskRules& into) {
  return reader.tables("expected [[key]]", [&reader, &into](const toml::table& table) {
    std::string name;
    KeyFunction key;
    using enum KeyType;
    reader.read(table, "key",
                {{"name", reader.text(name)},
                 {"type", reader.choice<KeyType>(key.type, {{"none", none},
                                                            {"line", line},
                                                            {"speed_dial", speed_dial},
                                                            {"forward", forward},
                                                            {"dnd", do_not_disturb},
                                                            {"transfer", transfer},
                                                            {"hold", hold},
                                                            {"private_hold", private_hold},
                                                            {"conference", conference},
                                                            {"redial", redial},
                                                            {"call_return", call_return},
                                                            {"voice_mail", voice_mail},
                                                            {"blf", blf},
                                                            {"blf_list", blf_list},
                                                            {"pickup", pickup},
                                                            {"group_pickup", group_pickup},
                                                            {"park", park},
                                                            {"retrieve_park", retrieve_park},
                                                            {"group_listening", group_listening},
                                                            {"intercom", intercom},
                                                            {"page", page},
                                                            {"lock", lock}})},
                 {"value", reader.text(key.value)},
                 {"account", reader.text(key.account_id)},
                 {"label", reader.text(key.label)}});
    const bool programmable = name.size() > 1 && (name[0] == 'L' || name[0] == 'D');
    if (!programmable || !device::key_named(name))
      return reader.fault(table, "a [[key]] has a name such as \"L2\" or \"D1\"");
    if (key.type == line && name[0] != 'L')
      return reader.fault(table, "lines are at keys such as \"L2\"");
    if ((key.type == blf || key.type == intercom) && key.value.empty())
      return reader.fault(table, "blf and intercom need a value: whom");
    if (into.keys.size() >= most_keys) return reader.fault(table, "too many keys");
    into.keys[name] = key;
  });
}

}  // namespace offhook::phone
