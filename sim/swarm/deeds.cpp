// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/swarm/deeds.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace offhook::sim::swarm {
namespace {

namespace json = boost::json;

constexpr Instant usually_held = 90ms, between_letters = 150ms;
constexpr int internal_error = -32603;

std::uint32_t number_at(const Step& step, std::size_t word, std::uint32_t otherwise = 0) {
  if (word >= step.words.size()) return otherwise;
  return number_in(step.words[word]).value_or(otherwise);
}
std::string word_at(const Step& step, std::size_t word) {
  return word < step.words.size() ? step.words[word] : std::string();
}

void apply(LinkPath& path, std::string_view key, std::uint32_t value) {
  const double share = std::min(value, 100u) / 100.0;
  if (key == "loss") path.loss = share;
  if (key == "burst") path.bursts = {.p = share, .r = 0.3, .bad_loss = 1};
  if (key == "duplicate") path.duplication = share;
  if (key == "reorder") path.reordering = {share, 45ms};
  if (key == "delay") path.delay = std::chrono::milliseconds(value);
  if (key == "jitter") path.jitter = std::chrono::milliseconds(value);
  if (key == "corrupt") path.corruption = {share, 2};
}

/// What the method wants beside the call, of the last word of the step.
void add_word(const std::string& method, const std::string& word, json::object& params) {
  if (method == "call.dial" || method == "call.transfer" || method == "call.deflect" ||
      method == "message.send")
    params["target"] = word;
  if (method == "message.send") params["body"] = "hello";
  if (method == "call.send_dtmf") params["digits"] = word;
  if (method == "feature.set_dnd") params["enabled"] = word == "true";
  if (method == "feature.set_forward") {
    const std::string target = word.substr(std::min(word.find(':') + 1, word.size()));
    params["kind"] = word.substr(0, word.find(':'));
    params["enabled"] = !target.empty();
    if (!target.empty()) params["target"] = target;
  }
}

bool is_about_a_call(std::string_view method) {
  return method.starts_with("call.") && method != "call.dial";
}

}  // namespace

void Deeds::perform(const Step& step) {
  Member* member = crowd_.find(step.who);
  if (step.verb == Verb::start) return start(step);
  if (step.who == "proxy") {
    if (step.verb == Verb::kill) {
      crowd_.server().stop();
      crowd_.world().run_for(1ms);  // its actors hear of it, and its socket closes
    }
    return;
  }
  if (step.who == "net") {
    auto& network = crowd_.network();
    const auto at = [&](std::size_t word) { return crowd_.address_of(word_at(step, word)); };
    if (step.verb == Verb::link) set_link(step);
    if (step.verb == Verb::cut && at(0)) network.partition(*at(0));
    if (step.verb == Verb::block && at(0) && at(1) && at(0) != at(1))
      network.partitions()->block({*at(0)}, {*at(1)});
    if (step.verb == Verb::heal) mend();
    if (step.verb == Verb::sleep) sleep(std::chrono::milliseconds(number_at(step, 0)));
    if (step.verb == Verb::doom) {
      std::string name = word_at(step, 0);
      std::replace(name.begin(), name.end(), '_', ' ');
      stop_reading();
      crowd_.world().loop().doom(std::move(name), number_at(step, 1, 1));
    }
    return;
  }
  if (member == nullptr || member->phone == nullptr) return;
  switch (step.verb) {
    case Verb::lift:
      return member->phone->lift();
    case Verb::replace:
      return member->phone->replace();
    case Verb::press: {
      const auto held = number_at(step, 1);
      return press(*member, word_at(step, 0),
                   held == 0 ? usually_held : Instant(std::chrono::milliseconds(held)));
    }
    case Verb::type:
      return type(*member, word_at(step, 0));
    case Verb::soft:
      return press_soft(*member, number_at(step, 0));
    case Verb::api:
      return order(*member, step);
    case Verb::kill:
      return crowd_.kill(*member);
    default:
      return;
  }
}

/// A finger goes up again if its phone still lives.
void Deeds::press(Member& member, const std::string& key, Instant held) {
  member.phone->press(key);
  fingers_.push_back(
      crowd_.world().loop().timers()->call_after(held, [&member, key, life = member.lives] {
        if (member.phone && member.lives == life) member.phone->release(key);
      }));
  if (fingers_.size() > 256) fingers_.erase(fingers_.begin());
}

void Deeds::press_soft(Member& member, std::uint32_t number) {
  std::vector<std::size_t> offered;
  const auto& labels = member.told.soft_keys();
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (!labels[i].empty()) offered.push_back(i + 1);
  if (offered.empty()) return;
  press(member, "F" + std::to_string(offered[number % offered.size()]), usually_held);
}

void Deeds::type(Member& member, const std::string& text) {
  Instant later{};
  for (const char letter : text) {
    fingers_.push_back(crowd_.world().loop().timers()->call_after(
        later, [this, &member, letter, life = member.lives] {
          if (member.phone && member.lives == life)
            press(member, std::string(1, letter), usually_held);
        }));
    later += between_letters;
  }
}

void Deeds::request(Member& member, const std::string& method, json::object params) {
  const std::string asked = method + " " + json::serialize(params);
  member.phone->api().request(
      method, std::move(params),
      [this, asked, who = member.cast.name](const json::object& answer, bool failed) {
        const auto* code = answer.if_contains("code");
        if (failed && code != nullptr && code->is_int64() && code->as_int64() == internal_error)
          breaches_.push_back({crowd_.world().now(), "the API failed inside", who, asked});
      });
}

void Deeds::order(Member& member, const Step& step) {
  const std::string& method = step.words.front();
  json::object params;
  std::vector<std::string> ids;
  for (const auto& [id, call] : member.told.calls()) ids.push_back(id);
  if (is_about_a_call(method)) {
    if (ids.empty()) return;
    params["call_id"] = ids[number_at(step, 1) % ids.size()];
  }
  if (method == "call.complete_transfer")
    params["consult_call_id"] = ids[number_at(step, 2) % ids.size()];
  if (method == "conference.create") {
    json::array all;
    for (const auto& id : ids) all.emplace_back(id);
    params["call_ids"] = std::move(all);
  }
  if (method != "call.complete_transfer" && step.words.size() > 2)
    add_word(method, word_at(step, 2), params);
  // Some wait for the outcome and some do not: the engine must bear both.
  if (method != "feature.set_dnd" && method != "feature.set_forward")
    params["wait"] = number_at(step, 1) % 2 == 0 ? "accepted" : "completed";
  request(member, method, std::move(params));
}

void Deeds::set_link(const Step& step) {
  LinkPath path{.delay = usual_delay};
  for (std::size_t i = 2; i < step.words.size(); ++i) {
    const auto& word = step.words[i];
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) continue;
    apply(path, word.substr(0, equals), number_in(word.substr(equals + 1)).value_or(0));
  }
  if (path.corruption.share > 0) stop_reading();
  if (word_at(step, 0) == "all") return crowd_.network().set_link(path);
  const auto from = crowd_.address_of(word_at(step, 0)), to = crowd_.address_of(word_at(step, 1));
  if (from && to) crowd_.network().set_link(*from, *to, path);
}

void Deeds::start(const Step& step) {
  absl::Status status;
  if (auto* member = crowd_.find(step.who); member != nullptr)
    status = crowd_.start(*member);
  else if (step.who == "proxy" && !crowd_.server().is_running())
    status = crowd_.server().start_again(word_at(step, 0) == "lost" ? Server::Memory::lost
                                                                    : Server::Memory::kept);
  if (!status.ok())
    breaches_.push_back(
        {crowd_.world().now(), "it does not start again", step.who, message_of(status)});
}

/// What the wires see from now on may be half of something: a part of a phone has crashed, or
/// octets were damaged into others that are as good.
void Deeds::stop_reading() {
  for (const auto& member : crowd_.members()) member->sip.close();
}

void Deeds::sleep(Instant span) {
  crowd_.world().loop().oversleep(span);
  slept_ += span;
  for (const auto& member : crowd_.members()) member->sip.slept(span);
}

void Deeds::mend() {
  auto& network = crowd_.network();
  network.set_link(LinkPath{.delay = usual_delay});
  network.clear_links();
  network.partitions()->heal();
}

void Deeds::hang_up() {
  for (const auto& member : crowd_.members()) {
    if (member->phone == nullptr) continue;
    member->phone->replace();
    for (const auto& [id, call] : member->told.calls())
      request(*member, "call.hangup", {{"call_id", id}, {"wait", "accepted"}});
    // Digits that were entered with the handset on wait for a key, however long.
    if (member->told.calls().empty() && member->told.route() == "none" &&
        member->told.is_entering())
      press(*member, "CANCEL", usually_held);
    if (member->told.calls().empty() && member->told.route() == "speaker")
      press(*member, "SPEAKER", usually_held);
    if (member->told.calls().empty() && member->told.route() == "headset")
      press(*member, "HEADSET", usually_held);
  }
}

}  // namespace offhook::sim::swarm
