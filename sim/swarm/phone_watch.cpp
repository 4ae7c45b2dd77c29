// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/swarm/phone_watch.hpp"

#include <algorithm>

namespace offhook::sim::swarm {
namespace {

namespace json = boost::json;

/// A busy tone on the loudspeaker fades after three seconds, a call that rings back after sixty.
constexpr Instant longest_tone_alone = 5s;

std::string text(const json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}
bool flag(const json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  return value != nullptr && value->is_bool() && value->get_bool();
}
std::vector<std::string> texts(const json::object& from, std::string_view key) {
  std::vector<std::string> all;
  if (const auto* value = from.if_contains(key); value != nullptr && value->is_array())
    for (const auto& each : value->get_array()) all.emplace_back(each.as_string());
  return all;
}
std::string lamp(const json::object& led) {
  const std::string colour = text(led, "color");
  return colour == "off" ? colour : colour + " " + text(led, "pattern");
}
std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : "|") + word;
  return all;
}
/// Digits are awaited: that may take as long as it likes.
bool is_dial_tone(const std::string& tone) {
  return tone.find("dial") != std::string::npos || tone == "message";
}
bool has_sound(std::string_view state) { return state != "ringing_in" && state != "dialing"; }

}  // namespace

void PhoneWatch::breach(Instant now, std::string rule, std::string detail) const {
  breaches_.push_back({now, std::move(rule), who_, std::move(detail)});
}

void PhoneWatch::forget() {
  calls_.clear();
  ended_.clear();
  accounts_.clear();
  leds_.clear();
  lines_.clear();
  soft_keys_.clear();
  tone_ = route_ = "none";
  ringing_ = off_hook_ = false;
  silent_since_ = last_event_;
}

void PhoneWatch::happened(const json::object& event, Instant now) {
  last_event_ = now;
  const std::string type = text(event, "type");
  if (type == "account.registration_changed") {
    accounts_[text(event, "account_id")] = text(event, "state");
  } else if (type == "tone.changed") {
    tone_ = text(event, "tone");
    tone_since_ = now;
  } else if (type == "ringer.changed") {
    ringing_ = flag(event, "ringing");
  } else if (type == "hook.changed") {
    off_hook_ = flag(event, "off_hook");
    tone_since_ = now;  // from now on it may fade, or may not
  } else if (type == "audio.route_changed") {
    route_ = text(event, "route");
    tone_since_ = now;
  } else if (type == "led.changed") {
    leds_[text(event, "led_id")] = lamp(event);
  } else if (type == "display.changed") {
    lines_ = texts(event, "lines");
    soft_keys_ = texts(event, "soft_keys");
  } else if (type == "engine.warning") {
    if (text(event, "code") == "internal_error")
      breach(now, "an internal error", text(event, "text"));
  } else if (type.starts_with("call.") && event.contains("sip_call_id")) {
    call_event(event, type == "call.ended", now);
  }
}

void PhoneWatch::call_event(const json::object& event, bool is_end, Instant now) {
  const std::string id = text(event, "call_id");
  if (ended_.contains(id)) {
    if (is_end) return breach(now, "a call has ended twice", id);
    return breach(now, "an ended call is told of", id + " " + text(event, "type"));
  }
  if (is_end) {
    calls_.erase(id);
    ended_.insert(id);
  } else {
    Call& call = calls_[id];
    const std::string state = text(event, "state");
    if (call.state != state) call.since = now;
    call.state = state;
    call.sip_call_id = text(event, "sip_call_id");
    const auto* pending = event.if_contains("pending");
    call.is_let_go =
        pending != nullptr && pending->is_object() && text(pending->get_object(), "op") == "hangup";
  }
  const bool may_sound = std::any_of(calls_.begin(), calls_.end(),
                                     [](const auto& each) { return has_sound(each.second.state); });
  if (may_sound)
    silent_since_ = Instant::max();
  else if (silent_since_ == Instant::max())
    silent_since_ = now;
}

std::size_t PhoneWatch::calls_in(std::string_view state) const {
  return static_cast<std::size_t>(std::count_if(
      calls_.begin(), calls_.end(), [&](const auto& each) { return each.second.state == state; }));
}

std::size_t PhoneWatch::lamps_like(std::string_view rhythm) const {
  std::size_t count = 0;
  for (const auto& [led, shown] : leds_)
    if (led.starts_with("line") && shown != "off" && (rhythm.empty() || shown.ends_with(rhythm)))
      ++count;
  return count;
}

bool PhoneWatch::is_offered(std::string_view label) const {
  return std::find(soft_keys_.begin(), soft_keys_.end(), label) != soft_keys_.end();
}

std::string PhoneWatch::describe() const {
  std::string all = std::string(off_hook_ ? "off hook" : "on hook") + ", path " + route_ +
                    ", tone " + tone_ + (ringing_ ? ", rings" : "");
  for (const auto& [id, call] : calls_) all += ", call " + id + " " + call.state;
  for (const auto& [led, shown] : leds_)
    if (shown != "off" && led != "power") all += ", " + led + " " + shown;
  for (const auto& [id, state] : accounts_) all += ", account " + id + " " + state;
  return all + ", display " + joined(lines_);
}

void PhoneWatch::check(Instant now) {
  const auto require = [&](bool holds, const char* rule) {
    if (!holds) breach(now, rule, describe());
  };
  const std::size_t rings = calls_in("ringing_in");
  const bool in_use = route_ != "none";
  // A call that is hung up is no longer shown, however long its peer takes to say so.
  const bool shows_calls = std::any_of(calls_.begin(), calls_.end(),
                                       [](const auto& each) { return !each.second.is_let_go; });
  // A line is seized while digits are collected, on hook too.
  const bool is_seized = in_use || is_entering();
  require(lamps_like("") > 0 || !shows_calls, "a call has no line lamp");
  require(lamps_like("") <= calls_.size() + (is_seized ? 1 : 0),
          "a line lamp is lit without a call");
  require(lamps_like("fast_flash") <= rings, "a line lamp flashes without a call that rings");
  require(rings == 0 || lamps_like("fast_flash") > 0 || lamps_like("") >= 1,
          "a call rings and no lamp says so");
  // One that could not be transferred rings back.
  require(!ringing_ || shows_calls, "it rings without a call that rings");
  const bool in_conversation = std::any_of(calls_.begin(), calls_.end(), [](const auto& each) {
    return each.second.state == "connected" && !each.second.is_let_go;
  });
  require(!ringing_ || !in_use || !in_conversation, "it rings aloud in a conversation");
  require(tone_ == "none" || in_use, "a tone plays with no way to the ear");
  require(tone_ != "ringback" || calls_in("ringing_out") > 0, "a ringback tone without a call");
  require(tone_ != "call_waiting" || rings > 0, "a call waiting tone without a call");
  require(tone_ == "none" || off_hook_ || !calls_.empty() || is_dial_tone(tone_) ||
              route_ == "headset" || now - tone_since_ <= longest_tone_alone,
          "a tone sticks");
}

bool PhoneWatch::is_registered() const {
  return std::all_of(accounts_.begin(), accounts_.end(),
                     [](const auto& each) { return each.second == "registered"; });
}
bool PhoneWatch::is_idle() const {
  return calls_.empty() && tone_ == "none" && !ringing_ && route_ == "none";
}

void PhoneWatch::check_idle(Instant now) {
  if (!is_idle()) breach(now, "it does not come to rest", describe());
  if (lamps_like("") > 0) breach(now, "a line lamp stays lit", describe());
  if (!is_registered()) breach(now, "it does not register again", describe());
}

void PhoneWatch::adopt(const json::object& state) {
  const auto& display = state.at("display").as_object();
  lines_ = texts(display, "lines");
  soft_keys_ = texts(display, "soft_keys");
  route_ = text(state, "audio_path");
  for (const auto& each : state.at("leds").as_array())
    leds_[text(each.as_object(), "led_id")] = lamp(each.as_object());
}

/// The state is one of the same instant, asked for while nothing was under way.
void PhoneWatch::compare(const json::object& state, Instant now) {
  const auto require = [&](bool same, const char* what, const std::string& told) {
    if (!same) breach(now, std::string("the events do not add up to the state: ") + what, told);
  };
  require(text(state, "tone") == tone_, "tone", text(state, "tone") + "; " + describe());
  require(flag(state, "ringing") == ringing_, "ringing", describe());
  require(text(state, "audio_path") == route_, "audio path",
          text(state, "audio_path") + "; " + describe());
  std::map<std::string, std::string> calls, mine, accounts;
  for (const auto& each : state.at("calls").as_array())
    calls[text(each.as_object(), "call_id")] = text(each.as_object(), "state");
  for (const auto& [id, call] : calls_) mine[id] = call.state;
  std::string told;
  for (const auto& [id, call] : calls) told += id + " " + call + ", ";
  require(calls == mine, "calls", told + "; " + describe());
  for (const auto& each : state.at("accounts").as_array())
    accounts[text(each.as_object(), "account_id")] = text(each.as_object(), "state");
  for (const auto& [id, known] : accounts_)
    require(accounts[id] == known, "accounts", accounts[id] + "; " + describe());
  for (const auto& each : state.at("leds").as_array()) {
    const std::string led = text(each.as_object(), "led_id"), shown = lamp(each.as_object());
    const auto known = leds_.find(led);
    require(shown == (known == leds_.end() ? "off" : known->second), "lamps",
            led + " " + shown + "; " + describe());
  }
  const auto& display = state.at("display").as_object();
  require(texts(display, "lines") == lines_ && texts(display, "soft_keys") == soft_keys_, "display",
          joined(texts(display, "lines")) + "; " + describe());
}

}  // namespace offhook::sim::swarm
