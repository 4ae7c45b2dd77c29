// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <span>

#include "sim/link.hpp"
#include "sim/swarm/cast.hpp"
#include "sim/swarm/walk.hpp"

namespace offhook::sim::swarm {
namespace {

using std::chrono::milliseconds;

/// Swarm testing: a seed has some kinds of steps and not others, so that each kind meets few others
/// often instead of all of them rarely.
class Author {
 public:
  Author(Dice& dice, const Cast& cast, Instant end) : dice_(dice), cast_(cast), end_(end) {
    for (std::size_t kind = 0; kind < kinds().size(); ++kind) {
      const unsigned share = kinds()[kind].share;
      if (kind == 0 || dice_.chance(share))
        chosen_.insert(chosen_.end(), std::size_t{1} << dice_.roll(4), kind);
    }
    pace_ = dice_.one_of(std::vector<milliseconds>{300ms, 1000ms, 2500ms, 6000ms});
  }

  std::vector<Step> write() {
    for (now_ = quiet_start; now_ < end_;
         now_ += dice_.span(milliseconds{10}, dice_.chance(30) ? pace_ / 6 : 2 * pace_))
      (this->*kinds()[dice_.one_of(chosen_)].write)();
    std::stable_sort(steps_.begin(), steps_.end(),
                     [](const Step& a, const Step& b) { return a.at < b.at; });
    std::erase_if(steps_, [&](const Step& step) { return step.at >= end_; });
    return std::move(steps_);
  }

 private:
  struct Kind {
    void (Author::*write)();
    unsigned share;  ///< of the seeds that have it, in hundredths
  };

  void add(std::string who, Verb verb, std::vector<std::string> words = {}) {
    steps_.push_back(
        {std::chrono::duration_cast<milliseconds>(now_), std::move(who), verb, std::move(words)});
  }
  /// The same, `later` than now; time goes on from here.
  void add_later(Instant later, std::string who, Verb verb, std::vector<std::string> words = {}) {
    const Instant before = std::exchange(now_, now_ + later);
    add(std::move(who), verb, std::move(words));
    now_ = before;
  }
  const std::string& somebody() { return cast_.phones[dice_.roll(cast_.phones.size())].name; }
  std::string some_call() { return std::to_string(dice_.roll(5)); }
  std::string a_number() {
    if (dice_.chance(80)) return dice_.one_of(cast_.users);
    return dice_.one_of({"9999", "10", "1", "100", "1001*", "0", "**"});
  }
  std::string a_host() { return dice_.chance(35) ? "proxy" : somebody(); }

  /// Two people have a call: it is what gives all other steps something to disturb.
  void have_a_call() {
    const std::string caller = somebody(), called = somebody();
    const std::string number = a_number();
    if (dice_.chance(50)) {
      add(caller, Verb::api, {"call.dial", "0", number});
    } else {
      add(caller, Verb::lift);
      add_later(300ms, caller, Verb::type, {number + (dice_.chance(80) ? "#" : "")});
    }
    const Instant answered = 1500ms + dice_.span(0ms, 8000ms);
    for (const auto& phone : cast_.phones) {
      if (phone.name != called && dice_.chance(60)) continue;
      if (dice_.chance(50))
        add_later(answered, phone.name, Verb::lift);
      else
        add_later(answered, phone.name, Verb::api, {"call.answer", some_call()});
    }
    const Instant over = answered + dice_.span(500ms, 40'000ms);
    for (const auto& name : {caller, called})
      if (dice_.chance(75)) {
        add_later(over, name, Verb::replace);
        add_later(over, name, Verb::api, {"call.hangup", some_call()});
      }
  }
  void move_hook() { add(somebody(), dice_.chance(50) ? Verb::lift : Verb::replace); }
  void press_digit() {
    add(somebody(), Verb::press, {std::string(1, "0123456789*#"[dice_.roll(12)])});
  }
  void type_number() { add(somebody(), Verb::type, {a_number() + (dice_.chance(60) ? "#" : "")}); }
  void press_function() {
    add(somebody(), Verb::press,
        {dice_.one_of({"HOLD", "TRANSFER", "CONFERENCE", "MUTE", "SPEAKER", "HEADSET", "REDIAL",
                       "OK", "CANCEL", "DND", "VOLUME_UP", "VOLUME_DOWN", "MESSAGE"}),
         std::to_string(dice_.chance(90) ? dice_.between(30, 200) : dice_.between(500, 4000))});
  }
  void press_hold() { add(somebody(), Verb::press, {"HOLD"}); }
  void press_soft() { add(somebody(), Verb::soft, {std::to_string(dice_.roll(12))}); }
  void press_line() {
    add(somebody(), Verb::press,
        {dice_.one_of({"L", "L", "D"}) + std::to_string(dice_.between(1, 5))});
  }
  void order_dial() { add(somebody(), Verb::api, {"call.dial", "0", a_number()}); }
  void order_call() {
    add(somebody(), Verb::api,
        {dice_.one_of({"call.answer", "call.reject", "call.hangup", "call.hold", "call.resume"}),
         some_call()});
  }
  void order_hold() {
    add(somebody(), Verb::api, {dice_.one_of({"call.hold", "call.resume"}), some_call()});
  }
  void order_transfer() {
    if (dice_.chance(50))
      add(somebody(), Verb::api, {"call.transfer", some_call(), a_number()});
    else
      add(somebody(), Verb::api, {"call.complete_transfer", some_call(), some_call()});
  }
  void decide_transfer() {
    add(somebody(), Verb::api,
        {dice_.one_of({"call.accept_transfer", "call.decline_transfer"}), some_call()});
  }
  void order_conference() {
    add(somebody(), Verb::api, {dice_.one_of({"conference.create", "conference.end"})});
  }
  void send_digits() { add(somebody(), Verb::api, {"call.send_dtmf", some_call(), "12#"}); }
  void send_text() { add(somebody(), Verb::api, {"message.send", "0", a_number()}); }
  void change_features() {
    switch (dice_.roll(3)) {
      case 0:
        return add(somebody(), Verb::api,
                   {"feature.set_dnd", "0", dice_.one_of({"true", "false", "false"})});
      case 1:
        return add(somebody(), Verb::api,
                   {"feature.set_forward", "0",
                    dice_.one_of({"always", "busy", "no_answer"}) + ":" +
                        (dice_.chance(40) ? dice_.one_of(cast_.users) : "")});
      default:
        return add(somebody(), Verb::api, {"call.deflect", some_call(), a_number()});
    }
  }
  void disturb_link() {
    std::vector<std::string> words;
    if (dice_.chance(40))
      words = {"all", "all"};
    else
      words = {a_host(), a_host()};
    const auto set = [&](unsigned percent, const char* key, std::size_t low, std::size_t high) {
      if (dice_.chance(percent))
        words.push_back(std::string(key) + "=" + std::to_string(dice_.between(low, high)));
    };
    set(50, "loss", 1, 30);
    set(20, "burst", 1, 10);
    set(30, "duplicate", 1, 20);
    set(30, "reorder", 1, 20);
    set(40, "delay", 1, 500);
    set(30, "jitter", 1, 200);
    set(15, "corrupt", 1, 5);
    add("net", Verb::link, std::move(words));
    if (dice_.chance(60)) add_later(dice_.span(1000ms, 60'000ms), "net", Verb::heal);
  }
  void cut_somebody() {
    if (dice_.chance(60))
      add("net", Verb::cut, {a_host()});
    else
      add("net", Verb::block, {a_host(), a_host()});
    add_later(dice_.span(100ms, 50'000ms), "net", Verb::heal);
  }
  void kill_phone() {
    const auto& who = somebody();
    add(who, Verb::kill);
    add_later(dice_.span(50ms, 30'000ms), who, Verb::start);
  }
  void kill_server() {
    add("proxy", Verb::kill);
    add_later(dice_.span(50ms, 60'000ms), "proxy", Verb::start, {dice_.one_of({"kept", "lost"})});
  }
  void oversleep() {
    add("net", Verb::sleep,
        {std::to_string(dice_.chance(70) ? dice_.between(20, 3000) : dice_.between(3000, 90'000))});
  }
  void doom_actor() {
    add("net", Verb::doom,
        {dice_.one_of({"call_leg", "client_transaction", "registration", "referrer", "notifier",
                       "subscriber", "pager"}),
         std::to_string(dice_.between(1, 12))});
  }

  static std::span<const Kind> kinds();

  Dice& dice_;
  const Cast& cast_;
  Instant end_, now_{};
  milliseconds pace_{};
  std::vector<std::size_t> chosen_;
  std::vector<Step> steps_;
};

std::span<const Author::Kind> Author::kinds() {
  static constexpr auto all = std::to_array<Kind>({
      {&Author::have_a_call, 100},    {&Author::move_hook, 60},
      {&Author::press_digit, 35},     {&Author::type_number, 40},
      {&Author::press_function, 50},  {&Author::press_hold, 40},
      {&Author::press_soft, 60},      {&Author::press_line, 40},
      {&Author::order_dial, 50},      {&Author::order_call, 60},
      {&Author::order_hold, 40},      {&Author::order_transfer, 40},
      {&Author::decide_transfer, 15}, {&Author::order_conference, 30},
      {&Author::send_digits, 30},     {&Author::send_text, 25},
      {&Author::change_features, 30}, {&Author::disturb_link, 35},
      {&Author::cut_somebody, 25},    {&Author::kill_phone, 20},
      {&Author::kill_server, 20},     {&Author::oversleep, 10},
      {&Author::doom_actor, 15},
  });
  return all;
}

}  // namespace

Walk make_walk(std::uint64_t seed, std::chrono::seconds length) {
  Dice dice(seed_of(seed, "walk"));
  Walk walk;
  walk.seed = seed;
  walk.length = length;
  walk.server.record_route = dice.chance(70);
  walk.server.asks_callers = dice.chance(40);
  if (dice.chance(30)) walk.server.max_expires = std::chrono::seconds(dice.between(60, 300));
  const Cast cast = make_cast(dice);
  walk.phones = cast.phones;
  walk.steps = Author(dice, cast, length).write();
  return walk;
}

}  // namespace offhook::sim::swarm
