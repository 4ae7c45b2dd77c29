// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/phone_view.hpp"

namespace offhook::sim {
namespace {

namespace json = boost::json;

std::string text(const json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}
bool flag(const json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  return value != nullptr && value->is_bool() && value->get_bool();
}
double number(const json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  return value != nullptr && value->is_number() ? value->to_number<double>() : 0;
}

std::vector<std::string> texts(const json::object& from, std::string_view key) {
  std::vector<std::string> all;
  if (const auto* value = from.if_contains(key); value != nullptr && value->is_array())
    for (const auto& each : value->get_array()) all.emplace_back(each.as_string());
  return all;
}

phone::CallQuality quality_of(const json::object& end) {
  const auto* quality = end.if_contains("quality");
  if (quality == nullptr || !quality->is_object()) return {};
  const auto& q = quality->get_object();
  return {static_cast<std::uint64_t>(number(q, "rtp_sent")),
          static_cast<std::uint64_t>(number(q, "rtp_received")),
          static_cast<std::uint64_t>(number(q, "rtp_lost")), number(q, "jitter_ms"),
          number(q, "mos")};
}

}  // namespace

void PhoneView::apply(const json::object& event) {
  const std::string type = text(event, "type");
  if (type == "account.registration_changed") {
    registration_ = text(event, "state");
    server_ = text(event, "server");
  } else if (type == "tone.played") {
    beep_ = text(event, "tone");
  } else if (type == "audio.route_changed") {
    route_ = text(event, "route");
  } else if (type == "tone.changed") {
    tone_ = text(event, "tone");
  } else if (type == "ringer.changed") {
    ringing_ = flag(event, "ringing");
  } else if (type == "hook.changed") {
    off_hook_ = flag(event, "off_hook");
  } else if (type == "led.changed") {
    const std::string led_id = text(event, "led_id");
    leds_[led_id] = {led_id, text(event, "color"), text(event, "pattern")};
  } else if (type == "display.changed") {
    lines_ = texts(event, "lines");
    soft_keys_ = texts(event, "soft_keys");
  } else if (type == "mwi.changed") {
    new_messages_ = static_cast<std::uint32_t>(number(event, "new_messages"));
  } else if (type == "engine.warning") {
    warnings_.push_back(text(event, "code") + ": " + text(event, "text"));
  } else if (type == "call.media_timeout") {
    ++silent_calls_;
  } else if (type == "call.dtmf_received") {
    digits_ += text(event, "digits");
  } else if (type.starts_with("call.") && !text(event, "state").empty()) {
    apply_call(event, type);
  }
}

void PhoneView::apply_call(const json::object& event, std::string_view type) {
  last_call_ = text(event, "call_id");
  if (!calls_.contains(last_call_)) call_order_.push_back(last_call_);
  Call& call = calls_[last_call_];
  call.state = text(event, "state");
  call.direction = text(event, "direction");
  call.remote_uri = text(event, "remote_uri");
  call.diverted_by = text(event, "diverted_by");
  const auto* end = event.if_contains("end");
  if (type != "call.ended" || end == nullptr) return;
  call.state = "ended";
  last_ended_ = last_call_;
  call.end_cause = text(end->as_object(), "cause");
  call.quality = quality_of(end->as_object());
}

std::string PhoneView::led(const std::string& led_id) const {
  const auto found = leds_.find(led_id);
  if (found == leds_.end() || found->second.color == "off") return "off";
  return found->second.color + " " + found->second.pattern;
}

const PhoneView::Call* PhoneView::call(std::size_t number) const {
  return number == 0 || number > call_order_.size() ? nullptr : &calls_.at(call_order_[number - 1]);
}

const PhoneView::Call* PhoneView::last_ended() const {
  const auto found = calls_.find(last_ended_);
  return found == calls_.end() ? nullptr : &found->second;
}

const PhoneView::Call* PhoneView::call() const {
  const auto found = calls_.find(last_call_);
  return found == calls_.end() ? nullptr : &found->second;
}

std::vector<std::string> PhoneView::call_states() const {
  std::vector<std::string> states;
  for (const auto& [id, call] : calls_) states.push_back(call.state);
  return states;
}

std::string_view PhoneView::call_state() const {
  return call() == nullptr ? std::string_view() : std::string_view(call()->state);
}

}  // namespace offhook::sim
