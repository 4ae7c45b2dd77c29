// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/ctl_render.hpp"

#include <algorithm>
#include <cstdio>
#include <initializer_list>
#include <vector>

namespace offhook::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t columns = 80;

/// Characters, not octets; a continuation octet of UTF-8 has no width of its own.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/// What a peer named itself may hold control characters; a terminal would obey them.
std::string printable(std::string_view text) {
  std::string clean(text);
  std::ranges::replace_if(
      clean, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return clean;
}

std::string shortened(std::string text, std::size_t width) {
  if (width_of(text) <= width) return text;
  while (width_of(text) > width - 1) {
    while ((static_cast<unsigned char>(text.back()) & 0xc0) == 0x80) text.pop_back();
    text.pop_back();
  }
  return text + "…";
}

std::string padded(std::string text, std::size_t width) {
  text.append(width - std::min(width, width_of(text)), ' ');
  return text;
}

std::string line(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return shortened(std::move(text), columns) + "\n";
}

const json::array& array_of(const json::value& value, std::string_view member) {
  static const json::array none;
  const auto* object = value.if_object();
  const auto* list = object ? object->if_contains(member) : nullptr;
  return list && list->is_array() ? list->get_array() : none;
}

std::string scalar(const json::value& value) {
  return value.is_string() ? printable(value.get_string()) : json::serialize(value);
}

/// A table of the given members, its columns as wide as they need to be.
std::string table(const json::array& rows, std::initializer_list<std::string_view> members,
                  std::string_view when_empty) {
  if (rows.empty()) return std::string(when_empty) + "\n";
  std::vector<std::size_t> widths(members.size());
  const auto each_cell = [&](const auto& use) {
    for (const auto& row : rows) {
      std::size_t column = 0;
      for (auto member : members) use(row, member, column++);
    }
  };
  each_cell([&](const json::value& row, std::string_view member, std::size_t column) {
    widths[column] = std::max(widths[column], width_of(text_of(row, member)));
  });
  std::string text, current;
  each_cell([&](const json::value& row, std::string_view member, std::size_t column) {
    current += padded(text_of(row, member), widths[column] + 2);
    if (column + 1 == members.size()) text += line(std::exchange(current, {}));
  });
  return text;
}

std::string call_line(const json::value& call) {
  const auto arrow = text_of(call, "direction") == "incoming" ? "from " : "to ";
  const auto name = text_of(call, "remote_display");
  std::string text = text_of(call, "call_id") + "  " + text_of(call, "state");
  if (const auto* pending = call.as_object().if_contains("pending"))
    text += " (" + text_of(*pending, "op") + ")";
  text += "  " + std::string(arrow) + text_of(call, "remote_uri");
  if (!name.empty()) text += " \"" + name + "\"";
  const auto codec = text_of(call, "codec");
  return codec.empty() ? text : text + "  " + codec;
}

std::string seconds_of(const json::object& event) {
  const auto* ts = event.if_contains("ts_ns");
  const auto ns = ts && ts->is_int64() ? ts->get_int64() : 0;
  char text[32];
  std::snprintf(text, sizeof text, "%9.3f", static_cast<double>(ns) / 1e9);
  return text;
}

}  // namespace

std::string text_of(const json::value& value, std::string_view member) {
  const auto* object = value.if_object();
  const auto* found = object ? object->if_contains(member) : nullptr;
  return found && found->is_string() ? printable(found->get_string()) : "";
}

std::string render_state(const json::value& state) {
  const auto& object = state.as_object();
  const bool off_hook = object.contains("off_hook") && object.at("off_hook") == true;
  std::string text =
      line(text_of(state, "phone_id") + "  " + (off_hook ? "off hook" : "on hook") + "  audio " +
           text_of(state, "audio_path") + "  tone " + text_of(state, "tone"));
  text += table(array_of(state, "accounts"), {"account_id", "state", "aor"}, "no accounts");
  return text + render_calls(state);
}

std::string render_accounts(const json::value& accounts) {
  return table(array_of(accounts, "accounts"), {"account_id", "state", "aor", "server"},
               "no accounts");
}

std::string render_calls(const json::value& calls) {
  std::string text;
  for (const auto& call : array_of(calls, "calls")) text += render_call(call);
  return text.empty() ? "no calls\n" : text;
}

std::string render_call(const json::value& call) { return line(call_line(call)); }

std::string render_devices(const json::value& devices) {
  return table(array_of(devices, "devices"), {"device_id", "kind", "name"}, "no devices");
}

std::string render_leds(const json::value& leds) {
  return table(array_of(leds, "leds"), {"led_id", "color", "pattern"}, "no lamps");
}

std::string render_screen(const json::value& display) {
  constexpr std::size_t inside = 32;
  std::string bar;
  for (std::size_t i = 0; i < inside + 2; ++i) bar += "─";
  std::string text = "┌" + bar + "┐\n";
  for (const auto& row : array_of(display, "lines"))
    text += "│ " + padded(shortened(scalar(row), inside), inside) + " │\n";
  std::string keys;
  const auto& soft_keys = array_of(display, "soft_keys");
  for (const auto& key : soft_keys) {
    const std::size_t width = inside / soft_keys.size();
    keys += padded(shortened(scalar(key), width - 1), width);
  }
  return text + "├" + bar + "┤\n│ " + padded(keys, inside) + " │\n└" + bar + "┘\n";
}

std::string render_members(const json::value& object) {
  std::size_t width = 0;
  for (const auto& [name, value] : object.as_object()) width = std::max(width, name.size());
  std::string text;
  for (const auto& [name, value] : object.as_object())
    text += line(padded(name, width + 2) + scalar(value));
  return text;
}

std::string render_event(const json::object& event) {
  constexpr std::string_view shared[] = {"type",     "epoch",           "seq",
                                         "prev_seq", "subscription_id", "ts_ns"};
  std::string text = seconds_of(event) + "  " + padded(text_of(event, "type"), 20);
  for (const auto& [name, value] : event) {
    const bool tells = std::ranges::find(shared, std::string_view(name)) == std::end(shared) &&
                       value != "" && value != 0;
    if (tells) text += "  " + std::string(name) + "=" + scalar(value);
  }
  return line(std::move(text));
}

}  // namespace offhook::cli
