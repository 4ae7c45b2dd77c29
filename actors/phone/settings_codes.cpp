// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_codes.hpp"

#include <algorithm>

#include "actors/phone/dial_plan.hpp"

namespace offhook::phone {

using Handler = SettingsReader::Handler;

Handler dialled_digits(SettingsReader& reader, std::string& into) {
  return [&reader, &into](const toml::node& node) {
    reader.text(into)(node);
    const bool dialable = std::all_of(into.begin(), into.end(), [](char c) {
      return (c >= '0' && c <= '9') || c == '*' || c == '#' || c == '+';
    });
    if (!dialable) reader.fault(node, "a code consists of digits, * and #");
  };
}

Handler code_settings(SettingsReader& reader, FeatureCodes& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    const auto code = [&](std::string& text) { return dialled_digits(reader, text); };
    using enum ForwardKind;
    reader.read(table, "codes",
                {{"forward_always_on", code(into.of(always).on)},
                 {"forward_always_off", code(into.of(always).off)},
                 {"forward_busy_on", code(into.of(busy).on)},
                 {"forward_busy_off", code(into.of(busy).off)},
                 {"forward_no_answer_on", code(into.of(no_answer).on)},
                 {"forward_no_answer_off", code(into.of(no_answer).off)},
                 {"dnd_on", code(into.do_not_disturb.on)},
                 {"dnd_off", code(into.do_not_disturb.off)},
                 {"anonymous_on", code(into.anonymous.on)},
                 {"anonymous_off", code(into.anonymous.off)},
                 {"reject_anonymous_on", code(into.reject_anonymous.on)},
                 {"reject_anonymous_off", code(into.reject_anonymous.off)}});
  });
}

Handler auto_redial_settings(SettingsReader& reader, AutoRedialRules& into) {
  return reader.table([&reader, &into](const toml::table& table) {
    reader.read(table, "auto_redial",
                {{"enabled", reader.flag(into.enabled)},
                 {"interval_s", reader.span<std::chrono::seconds>(into.interval, 1, 300)},
                 {"times", reader.number(into.times, 1, 300)}});
  });
}

}  // namespace offhook::phone
