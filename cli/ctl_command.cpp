// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/ctl_command.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <iostream>
#include <map>

#include "cli/ctl_contacts.hpp"
#include "cli/ctl_render.hpp"

namespace offhook::cli {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr milliseconds longest_order = 180s;  // what the API allows
constexpr milliseconds usual_wait = 30s;
constexpr milliseconds for_ever = 24h * 365;

/// One run of `offhook ctl`. A verb is a member function that returns the exit status.
class Ctl final : public CtlContacts {
 public:
  using CtlContacts::CtlContacts;
  int run();

  int call();
  int answer() { return order_on_call("call.answer", {"ringing_in"}); }
  int reject() { return order_on_call("call.reject", {"ringing_in"}); }
  int hangup() { return order_on_call("call.hangup", {}); }
  int hold() { return order_on_call("call.hold", {"connected", "held_remote"}); }
  int resume() { return order_on_call("call.resume", {"held_local", "held_both"}); }
  int transfer();
  int dtmf();
  int key();
  int offhook() { return move_hook(true); }
  int onhook() { return move_hook(false); }
  int status() { return show("state.get", render_state); }
  int accounts() { return show("account.list", render_accounts); }
  int calls() { return show("call.list", render_calls); }
  int devices() { return show("device.list", render_devices); }
  int contacts();
  int led();
  int screen();
  int info() { return show("system.info", render_members); }
  int events();
  int wait();
  int raw();

 private:
  using States = std::vector<std::string_view>;

  std::optional<std::string> pick_call(std::string_view named, const States& states);
  json::object order_params() const;
  int order_on_call(const std::string& method, const States& states);
  bool inject(const std::string& device, json::object input);
  int move_hook(bool up);
  int remembered_events();
  int followed_events();
  int wait_for(const std::function<bool()>& reached, const std::string& what);
  void note(const json::value& state);
  void note_event(const json::object& event);
  [[nodiscard]] std::string argument(std::size_t index) const {
    return index < options_.arguments.size() ? options_.arguments[index] : "";
  }

  std::map<std::string, std::string> account_states_, call_states_;  ///< while waiting
};

struct Verb : CtlVerb {
  std::size_t least, most;  ///< arguments
  int (Ctl::*run)();
};

// clang-format off
constexpr auto verbs = std::to_array<Verb>({
    {{"call", "TARGET", "place a call and wait for the answer"}, 1, 1, &Ctl::call},
    {{"answer", "[CALL_ID]", "answer a ringing call"}, 0, 1, &Ctl::answer},
    {{"reject", "[CALL_ID]", "refuse a ringing call"}, 0, 1, &Ctl::reject},
    {{"hangup", "[CALL_ID]", "end a call"}, 0, 1, &Ctl::hangup},
    {{"hold", "[CALL_ID]", "put the peer on hold"}, 0, 1, &Ctl::hold},
    {{"resume", "[CALL_ID]", "take a held call back"}, 0, 1, &Ctl::resume},
    {{"transfer", "TARGET [CALL_ID]", "send the peer to a number, or to another call"}, 1, 2, &Ctl::transfer},
    {{"dtmf", "DIGITS [CALL_ID]", "send digits"}, 1, 2, &Ctl::dtmf},
    {{"key", "KEY", "press and release a key: 5, #, HOLD, L1, F1"}, 1, 1, &Ctl::key},
    {{"offhook", "", "lift the handset"}, 0, 0, &Ctl::offhook},
    {{"onhook", "", "lay the handset down"}, 0, 0, &Ctl::onhook},
    {{"status", "", "the phone at a glance"}, 0, 0, &Ctl::status},
    {{"accounts", "", "accounts and their registration"}, 0, 0, &Ctl::accounts},
    {{"calls", "", "the calls there are"}, 0, 0, &Ctl::calls},
    {{"devices", "", "the parts of the phone"}, 0, 0, &Ctl::devices},
    {{"led", "", "what the lamps show"}, 0, 0, &Ctl::led},
    {{"screen", "", "what the display shows"}, 0, 0, &Ctl::screen},
    {{"info", "", "version and up-time of the engine"}, 0, 0, &Ctl::info},
    {{"events", "[TOPIC...]", "what happened; --follow goes on"}, 0, 64, &Ctl::events},
    {{"wait", "registered | call STATE", "until it is so, or --timeout"}, 1, 2, &Ctl::wait},
    {{"contacts", "import FILE | export [FILE]", "contacts as CSV"}, 1, 2, &Ctl::contacts},
    {{"raw", "METHOD [JSON]", "any method of the API"}, 1, 2, &Ctl::raw},
});
// clang-format on

/// Letters to change, add or remove to make `a` of `b`.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string unknown_verb(const std::string& name) {
  const auto nearest = std::ranges::min_element(
      verbs, {}, [&](const Verb& verb) { return distance(name, verb.name); });
  std::string text = "unknown verb \"" + name + "\"";
  if (distance(name, nearest->name) <= 2)
    text += ", did you mean \"" + std::string(nearest->name) + "\"?";
  return text;
}

int Ctl::run() {
  const auto verb = std::ranges::find(verbs, options_.verb, &Verb::name);
  if (verb == verbs.end()) return fail(usage, unknown_verb(options_.verb));
  const auto given = options_.arguments.size();
  if (given < verb->least || given > verb->most)
    return fail(usage, "usage: offhook ctl " + options_.verb + " " + std::string(verb->arguments));
  if (const int status = connect(); status != done) return status;
  return (this->*verb->run)();
}

json::object Ctl::order_params() const {
  json::object params;
  if (options_.no_wait) params["wait"] = "accepted";
  if (options_.timeout) params["timeout_ms"] = options_.timeout->count();
  return params;
}

int Ctl::call() {
  auto params = order_params();
  params["target"] = argument(0);
  if (!options_.account.empty()) params["account_id"] = options_.account;
  if (const auto call = ask("call.dial", std::move(params), longest_order + answers_within))
    print(*call, render_call(*call));
  return status_;
}

std::optional<std::string> Ctl::pick_call(std::string_view named, const States& states) {
  if (!named.empty()) return std::string(named);
  const auto list = ask("call.list", {});
  if (!list) return std::nullopt;
  json::array fitting;
  for (const auto& call : list->at("calls").as_array())
    if (states.empty() || std::ranges::find(states, text_of(call, "state")) != states.end())
      fitting.push_back(call);
  if (fitting.size() == 1) return text_of(fitting[0], "call_id");
  if (fitting.empty()) {
    fail(failed, "no call to " + options_.verb);
    return std::nullopt;
  }
  fail(usage, "which call? Say its id:");
  err_ << render_calls(json::object{{"calls", fitting}});
  return std::nullopt;
}

int Ctl::order_on_call(const std::string& method, const States& states) {
  const auto call_id = pick_call(argument(0), states);
  if (!call_id) return status_;
  auto params = order_params();
  params["call_id"] = *call_id;
  if (const auto call = ask(method, std::move(params), longest_order + answers_within))
    print(*call, render_call(*call));
  return status_;
}

/// To a number, or to the peer of another of our calls if that is what the target names.
int Ctl::transfer() {
  const auto call_id = pick_call(argument(1), {"connected", "held_local", "held_remote"});
  if (!call_id) return status_;
  auto params = order_params();
  params["call_id"] = *call_id;
  const auto calls = ask("call.list", {});
  if (!calls) return status_;
  const auto& list = calls->at("calls").as_array();
  const bool names_a_call = std::ranges::any_of(
      list, [&](const auto& call) { return text_of(call, "call_id") == argument(0); });
  params[names_a_call ? "consult_call_id" : "target"] = argument(0);
  const std::string method = names_a_call ? "call.complete_transfer" : "call.transfer";
  if (const auto call = ask(method, std::move(params), longest_order + answers_within))
    print(*call, render_call(*call));
  return status_;
}

int Ctl::dtmf() {
  const auto call_id = pick_call(argument(1), {"connected", "held_remote"});
  if (!call_id) return status_;
  auto params = order_params();
  params["call_id"] = *call_id;
  params["digits"] = argument(0);
  if (const auto sent = ask("call.send_dtmf", std::move(params), longest_order + answers_within))
    print(*sent, "sent " + text_of(*sent, "sent_digits") + "\n");
  return status_;
}

bool Ctl::inject(const std::string& device, json::object input) {
  return ask("device.inject", {{"device_id", device}, {"input", std::move(input)}}).has_value();
}

int Ctl::key() {
  const auto press = [&](bool down) {
    return inject("keypad", {{"key", {{"code", argument(0)}, {"down", down}}}});
  };
  if (press(true) && press(false)) print(json::object{}, "");
  return status_;
}

int Ctl::move_hook(bool up) {
  if (inject("hook", {{"hook", {{"off_hook", up}}}})) print(json::object{}, "");
  return status_;
}

int Ctl::led() {
  if (const auto state = ask("state.get", {}))
    print(state->at("leds"), render_leds(json::object{{"leds", state->at("leds")}}));
  return status_;
}

int Ctl::screen() {
  if (const auto state = ask("state.get", {}))
    print(state->at("display"), render_screen(state->at("display")));
  return status_;
}

int Ctl::events() { return options_.follow ? followed_events() : remembered_events(); }

int Ctl::followed_events() {
  json::array topics(options_.arguments.begin(), options_.arguments.end());
  if (topics.empty()) topics.emplace_back("*");
  if (!ask("events.subscribe", {{"topics", topics}})) return status_;
  while (const auto event = connection_.next_event(options_.timeout.value_or(for_ever)))
    print_event(*event);
  return connection_.is_lost() ? fail(unreachable, connection_.why_lost()) : int{done};
}

int Ctl::remembered_events() {
  json::array topics(options_.arguments.begin(), options_.arguments.end());
  if (topics.empty()) topics.emplace_back("*");
  const auto hello = ask("session.hello", {});
  if (!hello) return status_;
  json::object since{{"epoch", hello->at("epoch")}, {"seq", 0}};
  auto answer =
      connection_.call("events.subscribe", {{"topics", topics}, {"since", since}}, answers_within);
  constexpr std::int64_t resume_gap = 1013;
  if (const auto* gap = std::get_if<CallFailure>(&answer); gap && gap->code() == resume_gap) {
    since["seq"] = gap->error.at("data").at("oldest_seq").to_number<std::uint64_t>() - 1;
    answer = connection_.call("events.subscribe", {{"topics", topics}, {"since", since}},
                              answers_within);
  }
  if (const auto* failure = std::get_if<CallFailure>(&answer)) {
    tell_failure("events.subscribe", *failure);
    return status_;
  }
  auto left = std::get<json::value>(answer).at("replayed").to_number<std::uint64_t>();
  for (; left > 0; --left) {
    const auto event = connection_.next_event(answers_within);
    if (!event) return fail(unreachable, connection_.why_lost());
    print_event(*event);
  }
  return done;
}

void Ctl::note(const json::value& state) {
  for (const auto& account : state.at("accounts").as_array())
    account_states_[text_of(account, "account_id")] = text_of(account, "state");
  for (const auto& call : state.at("calls").as_array())
    call_states_[text_of(call, "call_id")] = text_of(call, "state");
}

void Ctl::note_event(const json::object& event) {
  const auto type = text_of(event, "type");
  const auto state = text_of(event, "state");
  if (type == "account.registration_changed") account_states_[text_of(event, "account_id")] = state;
  if (type.starts_with("call.") && !state.empty()) call_states_[text_of(event, "call_id")] = state;
  if (type == "call.ended") call_states_[text_of(event, "call_id")] = "ended";
}

int Ctl::wait_for(const std::function<bool()>& reached, const std::string& what) {
  const auto limit = std::chrono::steady_clock::now() + options_.timeout.value_or(usual_wait);
  const auto subscribed =
      ask("events.subscribe", {{"topics", {"account.*", "call.*"}}, {"snapshot", true}});
  if (!subscribed) return status_;
  note(subscribed->at("snapshot"));
  while (!reached()) {
    const auto left =
        std::chrono::duration_cast<milliseconds>(limit - std::chrono::steady_clock::now());
    const auto event = left > 0ms ? connection_.next_event(left) : std::nullopt;
    if (connection_.is_lost() && !event) return fail(unreachable, connection_.why_lost());
    if (!event) return fail(failed, "not in time: " + what);
    note_event(*event);
  }
  print(json::object{{"reached", what}}, what + "\n");
  return done;
}

int Ctl::wait() {
  const auto all_registered = [this] {
    return !account_states_.empty() && std::ranges::all_of(account_states_, [](const auto& each) {
      return each.second == "registered";
    });
  };
  if (argument(0) == "registered" && options_.arguments.size() == 1)
    return wait_for(all_registered, "registered");
  if (argument(0) != "call" || options_.arguments.size() != 2)
    return fail(usage, "usage: offhook ctl wait registered | call STATE");
  const auto any_in_state = [this] {
    return std::ranges::any_of(call_states_,
                               [&](const auto& each) { return each.second == argument(1); });
  };
  return wait_for(any_in_state, "call " + argument(1));
}

int Ctl::contacts() {
  if (argument(0) == "import" && options_.arguments.size() == 2)
    return import_contacts(argument(1));
  if (argument(0) == "export") return export_contacts(argument(1));
  return fail(usage, "usage: offhook ctl contacts import FILE | export [FILE]");
}

int Ctl::raw() {
  json::error_code bad;
  auto params = options_.arguments.size() > 1 ? json::parse(argument(1), bad) : json::object{};
  if (bad || !params.is_object())
    return fail(usage, "the parameters must be a JSON object, like '{\"call_id\":\"c1\"}'");
  if (const auto result = ask(argument(0), params.as_object(), longest_order + answers_within))
    print(*result, json::serialize(*result) + "\n");
  return status_;
}

}  // namespace

std::span<const CtlVerb> ctl_verbs() {
  static const std::vector<CtlVerb> list(verbs.begin(), verbs.end());
  return list;
}

std::optional<milliseconds> parse_duration(std::string_view text) {
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
  constexpr std::int64_t largest = 1'000'000'000;
  if (error != std::errc{} || number < 0 || number > largest) return std::nullopt;
  if (unit == "ms") return milliseconds(number);
  if (unit == "s") return std::chrono::seconds(number);
  if (unit == "min") return std::chrono::minutes(number);
  return std::nullopt;
}

int run_ctl(const CtlOptions& options, std::ostream& out, std::ostream& err) {
  try {
    return Ctl(options, out, err).run();
  } catch (const std::exception& trouble) {
    // Boost.JSON throws where an answer lacks what the API promises.
    err << "offhook ctl: the engine's answer is not understood: " << trouble.what() << "\n";
    return failed;
  }
}

int run_ctl(const CtlOptions& options) { return run_ctl(options, std::cout, std::cerr); }

}  // namespace offhook::cli
