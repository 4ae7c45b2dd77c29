// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/selection.hpp"

#include <algorithm>

#include "actors/control/limits.hpp"

namespace offhook::control {
namespace {

bool topic_matches(std::string_view topic, std::string_view type) {
  if (topic.ends_with('*')) return type.starts_with(topic.substr(0, topic.size() - 1));
  return topic == type;
}

bool allows(const std::optional<StringSet>& wanted, const std::string& value) {
  return !wanted || std::ranges::find(wanted->values, value) != wanted->values.end();
}

}  // namespace

json::value StringSet::to_json() const { return control::to_json(values); }

std::optional<StringSet> StringSet::from_json(const json::value& from) {
  StringSet set;
  if (from.is_string())
    set.values.emplace_back(std::string_view(from.get_string()));
  else if (control::from_json(from, set.values))
    return std::nullopt;
  return set;
}

json::value StringSet::schema() {
  const json::object text{{"type", "string"}};
  return {{"oneOf", {text, {{"type", "array"}, {"items", text}}}}};
}

std::variant<Selection, ApiError> Selection::make(const SubscribeParams& params) {
  if (params.topics.empty()) return bad_param("/topics", "at least one topic");
  if (params.topics.size() > limits::topics) return bad_param("/topics", "too many topics");
  for (std::size_t i = 0; i < params.topics.size(); ++i) {
    const bool possible = std::ranges::any_of(event_rows(), [&](const EventRow& row) {
      return topic_matches(params.topics[i], row.type);
    });
    if (!possible)
      return bad_param(pointer_to("/topics", std::to_string(i)), "no event type matches");
  }
  Selection selection;
  selection.topics_ = params.topics;
  selection.filter_ = params.filter.value_or(EventFilter{});
  return selection;
}

bool Selection::matches(const PublishedEvent& event) const {
  const auto& keys = event.keys();
  return std::ranges::any_of(
             topics_, [&](const auto& topic) { return topic_matches(topic, event.type()); }) &&
         allows(filter_.account_id, keys.account_id) && allows(filter_.call_id, keys.call_id) &&
         allows(filter_.device_id, keys.device_id);
}

}  // namespace offhook::control
