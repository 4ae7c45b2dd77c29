// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/swarm/run_walk.hpp"

#include <algorithm>

#include "actors/device/led_pattern.hpp"
#include "media/control.hpp"
#include "sim/swarm/crowd.hpp"
#include "sim/swarm/deeds.hpp"

namespace offhook::sim::swarm {
namespace {

/// What is shown follows what happens within an instant.
constexpr Instant calm = 50ms;
constexpr Instant between_looks = 1s;
/// state.get is asked that often: it costs more than all else that is checked.
constexpr Instant between_states = 5s;

/// RFC 3261 §17 and RFC 5626 §4.5: how long anything may take once the network is well.
constexpr Instant transaction_time = 32s;
constexpr Instant calls_over = 3 * transaction_time;
constexpr Instant registered_again = 1800s + 2 * transaction_time;
/// Until the last transactions are forgotten.
constexpr Instant linger = 40s;
/// Timer C of a proxy whose callee died while it rang, and the wait for an answer to its CANCEL.
constexpr Instant proxy_gives_up = 185s + 40s;

class Run {
 public:
  Run(const Walk& walk, Crowd& crowd, Breaches& breaches)
      : walk_(walk),
        crowd_(crowd),
        world_(crowd.world()),
        breaches_(breaches),
        deeds_(crowd, breaches) {}

  void live() {
    reach(quiet_start);
    const auto actors = world_.loop().running_actors();
    for (const auto& step : walk_.steps) {
      if (!reach(step.at + deeds_.slept())) return;
      deeds_.perform(step);
    }
    if (!reach(walk_.length + deeds_.slept()) || !come_to_rest()) return;
    look_at_what_is_left(actors);
  }

 private:
  /// Goes on to that time, looking now and then; false once something is broken.
  bool reach(Instant at) {
    while (breaches_.empty() && world_.now() < at) {
      world_.run_for(std::min(at - world_.now(), between_looks));
      look();
    }
    return breaches_.empty();
  }

  void look() {
    const Instant now = world_.now();
    for (const auto& member : crowd_.members()) {
      member->sip.check(now);
      for (const auto& [id, call] : member->told.calls()) {
        const auto why = member->sip.why_over(call.sip_call_id, now);
        if (!why.empty())
          breaches_.push_back({now, "a call is over and the phone keeps it", member->cast.name,
                               id + " " + call.state + ": " + why});
      }
      if (member->phone && now - member->told.last_event() >= calm) look_at_calm(*member, now);
    }
  }

  void look_at_calm(Crowd::Member& member, Instant now) {
    member.told.check(now);
    look_at_board(member, now);
    // Pairs that nobody used rest for a while, so many at most.
    const auto ports = crowd_.network().bound_from(member.address, 16384);
    if (ports > 2 * (member.told.calls().size() + media::MediaControl::most_resting + 1))
      breaches_.push_back({now, "RTP ports are left open", member.cast.name,
                           std::to_string(ports) + " for " +
                               std::to_string(member.told.calls().size()) + " calls"});
    if (now >= next_state_[&member]) ask_state(member, now);
  }

  /// The lamps themselves, not what is told of them.
  void look_at_board(Crowd::Member& member, Instant now) {
    const auto& panel = member.phone->stack().board().sim();
    for (const auto& [name, shown] : member.told.leds()) {
      const auto led = device::led_named(name);
      if (!led) continue;
      const auto lamp = panel.led(*led);
      if (!lamp.ok()) continue;
      const bool is_lit = lamp->colour.value != 0 || lamp->blink != hal::BlinkPeriod{};
      if (is_lit != (shown != "off"))
        breaches_.push_back({now, "a lamp shows something else than the phone says",
                             member.cast.name, name + " is said to be " + shown});
    }
  }

  void ask_state(Crowd::Member& member, Instant now) {
    next_state_[&member] = now + between_states;
    if (!member.phone->api().ready()) return;
    member.phone->api().request(
        "state.get", {}, [this, &member, now](const boost::json::object& state, bool failed) {
          if (failed || world_.now() != now || member.told.last_event() >= now) return;
          // The first time there is nothing to compare: what a start shows is no event.
          if (std::exchange(known_lives_[&member], member.lives) == member.lives)
            member.told.compare(state, now);
          else
            member.told.adopt(state);
        });
    world_.run_for(0ms);
  }

  bool come_to_rest() {
    deeds_.mend();
    for (const auto& member : crowd_.members())
      deeds_.perform({world_.now(), member->cast.name, Verb::start, {}});
    deeds_.perform({world_.now(), "proxy", Verb::start, {"kept"}});
    // A call may be on its way to somebody who has hung up: again, and once more.
    for (const Instant wait : {Instant(5s), Instant(20s), Instant(35s)}) {
      deeds_.hang_up();
      if (!reach(world_.now() + wait)) return false;
    }
    const auto everybody = [this](auto is_so) {
      return std::all_of(crowd_.members().begin(), crowd_.members().end(), is_so);
    };
    const auto is_idle = [](const auto& member) { return member->told.is_idle(); };
    const auto is_registered = [](const auto& member) { return member->told.is_registered(); };
    if (!wait_for([&] { return everybody(is_idle); }, calls_over)) return false;
    if (!wait_for([&] { return everybody(is_registered); }, registered_again)) return false;
    if (!reach(world_.now() + linger)) return false;
    for (const auto& member : crowd_.members()) member->told.check_idle(world_.now());
    return breaches_.empty();
  }

  /// False once something is broken. Whether it came true is checked in the end.
  bool wait_for(const std::function<bool()>& is_so, Instant limit) {
    const Instant end = world_.now() + limit;
    while (!is_so() && world_.now() < end)
      if (!reach(world_.now() + between_looks)) return false;
    return true;
  }

  void look_at_what_is_left(std::size_t actors_at_start) {
    // A registration may be asking for its binding just now.
    if (!wait_for([&] { return world_.loop().running_actors() <= actors_at_start; },
                  proxy_gives_up))
      return;
    const Instant now = world_.now();
    if (const auto actors = world_.loop().running_actors(); actors > actors_at_start)
      breaches_.push_back(
          {now, "actors are left over", "everybody",
           std::to_string(actors) + " instead of " + std::to_string(actors_at_start)});
    for (const auto& member : crowd_.members()) {
      if (const auto open = member->phone->api().unanswered(); open != 0)
        breaches_.push_back(
            {now, "requests at the API have no answer", member->cast.name, std::to_string(open)});
    }
    crowd_.end();
    if (const auto actors = world_.loop().running_actors(); actors != 0)
      breaches_.push_back({now, "actors are left at the end", "everybody", std::to_string(actors)});
    if (const auto ports = crowd_.network().bound(); ports != 0)
      breaches_.push_back({now, "ports are open at the end", "everybody", std::to_string(ports)});
  }

  const Walk& walk_;
  Crowd& crowd_;
  World& world_;
  Breaches& breaches_;
  Deeds deeds_;
  std::map<const Crowd::Member*, Instant> next_state_;
  std::map<const Crowd::Member*, unsigned> known_lives_;  ///< which of its lives was asked already
};

}  // namespace

absl::StatusOr<WalkResult> run_walk(const Walk& walk, const std::string& board_plugin,
                                    Plant plant) {
  const auto start = std::chrono::steady_clock::now();
  WalkResult result;
  {
    Breaches breaches;
    auto crowd = Crowd::gather(walk, board_plugin, breaches, std::move(plant));
    if (!crowd.ok()) return crowd.status();
    Run(walk, **crowd, breaches).live();
    result.breaches = breaches;  // what comes of the abrupt end of a broken walk is no breach
    result.hash = (*crowd)->hash();
    result.lived = (*crowd)->world().now();
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  result.seconds = wall.count();
  return result;
}

}  // namespace offhook::sim::swarm
