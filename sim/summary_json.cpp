// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/summary_json.hpp"

#include <cmath>

#include <absl/strings/str_cat.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace offhook::sim {
namespace {

namespace json = boost::json;

/// Rises with every change that a reader could trip over.
constexpr int schema = 1;

/// Thousandths: what a person compares, and the same digits on every machine.
json::value number(double value) {
  if (!std::isfinite(value)) return nullptr;
  return std::round(value * 1000) / 1000;
}
json::value number(const std::optional<double>& value) {
  return value ? number(*value) : json::value(nullptr);
}

json::array list(const std::vector<std::string>& texts) {
  json::array out;
  for (const auto& text : texts) out.emplace_back(text);
  return out;
}

json::object stream(const Summary::Stream& stream) {
  return {{"sent", stream.sent},
          {"received", stream.received},
          {"lost", stream.lost},
          {"jitter_ms", number(stream.jitter_ms)}};
}

json::object call(const Summary::Call& call) {
  json::object rtp;
  json::object match;
  for (const auto& direction : call.directions) {
    const std::string name = direction.from + "_to_" + direction.to;
    rtp[name] = stream(direction.rtp);
    match[name] = number(direction.match);
  }
  json::object out;
  if (call.call_id) out["call_id"] = *call.call_id;
  out["from"] = call.from;
  out["to"] = call.to;
  out["setup_ms"] = number(call.setup_ms);
  out["rtp"] = std::move(rtp);
  out["match"] = std::move(match);
  out["mos"] = number(call.mos);
  return out;
}

/// Boost writes 0.3 as 3E-1 and all on one line; people read this file too.
void write(const json::value& value, std::string& out, const std::string& indent = "\n") {
  const std::string deeper = indent + "  ";
  const char* separator = "";
  if (const auto* object = value.if_object(); object && !object->empty()) {
    out += '{';
    for (const auto& [key, member] : *object) {
      out += separator + deeper + json::serialize(key) + ": ";
      write(member, out, deeper);
      separator = ",";
    }
    out += indent + '}';
  } else if (const auto* array = value.if_array(); array && !array->empty()) {
    out += '[';
    for (const auto& element : *array) {
      out += separator + deeper;
      write(element, out, deeper);
      separator = ",";
    }
    out += indent + ']';
  } else if (const auto* decimal = value.if_double()) {
    out += absl::StrCat(*decimal);
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

std::string to_json(const Summary& summary) {
  json::array calls;
  for (const auto& each : summary.calls) calls.push_back(call(each));
  json::object out;
  out["schema"] = schema;
  out["version"] = summary.version;
  out["pass"] = summary.pass;
  out["seed"] = summary.seed;
  out["wall_s"] = number(summary.wall_s);
  out["virtual"] = summary.is_virtual;
  out["failures"] = list(summary.failures);
  out["calls"] = std::move(calls);
  out["ladder_rows"] = summary.ladder_rows;
  out["files"] = list(summary.files);
  std::string text;
  write(out, text);
  return text + "\n";
}

}  // namespace offhook::sim
