// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/play.hpp"

#include <algorithm>
#include <array>

#include <boost/json/serialize.hpp>

#include "media/clips.hpp"
#include "sim/scenario/expectation.hpp"

namespace offhook::sim::scenario {
namespace {

namespace json = boost::json;

/// An order that is accepted is answered at once; more is a fault of the engine.
constexpr Instant answer_time = 2s;
constexpr Instant start_time = 5s;
/// In real time other programs take the machine as well. What must come true may come later.
constexpr Instant real_indulgence = 4s;

std::string_view method_of(OrderKind kind) {
  constexpr std::array<std::string_view, 9> methods = {
      "call.dial",     "call.answer", "call.reject",   "call.hangup",
      "call.hold",     "call.resume", "call.transfer", "call.complete_transfer",
      "call.send_dtmf"};
  return methods[static_cast<std::size_t>(kind)];
}

std::string seconds_of(Instant span) {
  std::string text = std::to_string(std::chrono::duration<double>(span).count());
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text + " s";
}

}  // namespace

Play::Trouble Play::begin() {
  const auto ready = [this] {
    return std::all_of(stage_.phones().begin(), stage_.phones().end(),
                       [](const auto& phone) { return phone->api().ready(); });
  };
  if (stage_.world().run_until(ready, start_time)) return std::nullopt;
  return "the control API of a phone does not answer";
}

Play::Trouble Play::perform(const Step& step) {
  Actors actors;
  for (const auto& phone : stage_.phones())
    if (step.actor == "all" || step.actor == phone->options().name) actors.push_back(phone.get());
  return std::visit([&](const auto& action) { return act(actors, action); }, step.action);
}

Play::Trouble Play::act(const Actors& actors, const Hook& hook) {
  for (auto* phone : actors) hook.off_hook ? phone->lift() : phone->replace();
  return std::nullopt;
}

Play::Trouble Play::act(const Actors& actors, const PressKeys& press) {
  for (auto* phone : actors)
    for (const auto& key : press.keys) stage_.tap(*phone, key);
  return std::nullopt;
}

Play::Trouble Play::act(const Actors& actors, const PressSoftKey& press) {
  for (auto* phone : actors) {
    const auto labels = [phone]() -> const std::vector<std::string>& {
      return phone->view().soft_keys();
    };
    const auto find = [&] { return std::find(labels().begin(), labels().end(), press.label); };
    // The label may come with an event that is on its way.
    if (!stage_.world().run_until([&] { return find() != labels().end(); }, answer_time)) {
      std::string known;
      for (const auto& label : labels())
        if (!label.empty()) known += (known.empty() ? "" : ", ") + label;
      return phone->options().name + " has no soft key " + press.label + ", but " +
             (known.empty() ? "none" : known);
    }
    stage_.tap(*phone, "F" + std::to_string(find() - labels().begin() + 1));
  }
  return std::nullopt;
}

Play::Trouble Play::act(const Actors& actors, const Order& order) {
  for (auto* phone : actors) {
    json::object params{{"wait", "accepted"}};
    const auto add_call = [&](std::string_view key, std::size_t number) {
      if (number > phone->view().call_count()) return false;
      params[key] = number == 0 ? phone->view().call_id() : phone->view().call_id(number);
      return true;
    };
    const bool is_new = order.kind == OrderKind::dial;
    if (!is_new && (!add_call("call_id", order.call) || phone->view().call_count() == 0))
      return phone->options().name + " has had no such call";
    if (order.consult != 0 && !add_call("consult_call_id", order.consult))
      return phone->options().name + " has had no second call";
    if (is_new || order.kind == OrderKind::transfer) params["target"] = order.argument;
    if (order.kind == OrderKind::send_dtmf) params["digits"] = order.argument;
    if (auto trouble = request(*phone, method_of(order.kind), std::move(params))) return trouble;
  }
  return std::nullopt;
}

Play::Trouble Play::request(SimPhone& phone, std::string_view method, json::object params) {
  // The answer may come after this step has given up.
  struct Answer {
    bool came = false, failed = false;
    std::string text;
  };
  const auto answer = std::make_shared<Answer>();
  phone.api().request(method, std::move(params), [answer](const json::object& what, bool failed) {
    *answer = {true, failed, json::serialize(what)};
  });
  if (!stage_.world().run_until([&] { return answer->came; }, answer_time))
    return std::string(method) + " was not answered";
  if (answer->failed) return std::string(method) + " was refused: " + answer->text;
  return std::nullopt;
}

Play::Trouble Play::act(const Actors& actors, const Say& say) {
  for (auto* phone : actors) phone->say(media::clip(say.clip));
  return std::nullopt;
}

Play::Trouble Play::act(const Actors&, const Pause& pause) {
  stage_.world().run_for(pause.span);
  return std::nullopt;
}

Play::Trouble Play::act(const Actors& actors, const Expect& expect) {
  const Instant within =
      expect.within + (stage_.world().is_virtual() ? Instant{} : Instant(real_indulgence));
  for (const auto* phone : actors) {
    const std::string& name = phone->options().name;
    if (const auto* hears = std::get_if<Hears>(&expect.what)) {
      if (!ears_.hears(*phone, hears->clip, hears->match, within))
        return name + " did not hear it: likeness " + std::to_string(ears_.best());
    } else if (const auto* silence = std::get_if<HearsSilence>(&expect.what)) {
      if (!ears_.hears_silence(*phone, silence->span, within))
        return name + " hears something all the time";
    } else if (!stage_.world().run_until([&] { return holds(*phone, expect.what); }, within)) {
      return "waited " + seconds_of(within) + " in vain; " + name + ": " + describe(phone->view());
    }
  }
  return std::nullopt;
}

bool Play::holds(const SimPhone& phone, const Expectation& what) const {
  if (!is_so(what, phone.view())) return false;
  const auto* registered = std::get_if<IsRegistered>(&what);
  return registered == nullptr || registered->via.empty() ||
         is_registered_via(phone, registered->via);
}

/// The API tells the domain; which of its servers answered, the trace.
bool Play::is_registered_via(const SimPhone& phone, const std::string& server) const {
  const auto address = stage_.address_of(server);
  const auto packets = record_.trace.packets();
  for (auto packet = packets.rbegin(); packet != packets.rend(); ++packet)
    if (packet->kind == PacketKind::sip && packet->to.address == phone.address() &&
        packet->octets.starts_with("SIP/2.0 200 ") &&
        packet->octets.find(" REGISTER\r\n") != std::string::npos)
      return packet->from.address == address;
  return false;
}

Links* Play::links() {
  if (!links_ && stage_.world().faults() != nullptr)
    links_.emplace(stage_, *stage_.world().faults());
  return links_ ? &*links_ : nullptr;
}

Play::Trouble Play::act(const Actors&, const Disturb& disturb) {
  if (links() == nullptr) return "this network cannot be disturbed";
  links()->disturb(disturb);
  return std::nullopt;
}

Play::Trouble Play::act(const Actors&, const Partition& partition) {
  if (links() == nullptr) return "this network cannot be cut";
  links()->partition(partition.who);
  return std::nullopt;
}

Play::Trouble Play::act(const Actors&, const Heal& heal) {
  if (links() != nullptr) links()->heal(heal.who);
  return std::nullopt;
}

Play::Trouble Play::act(const Actors&, const MoveClock& move) {
  stage_.world().run_for(move.span);
  return std::nullopt;
}

}  // namespace offhook::sim::scenario
