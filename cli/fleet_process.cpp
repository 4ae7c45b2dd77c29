// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/fleet_process.hpp"

#include <csignal>

#include "actors/base/act_io.hpp"
#include "sim/fleet/wire_messages.hpp"

namespace offhook::cli {
namespace {

constexpr Instant moment = 200ms;
constexpr int most_gone_checks = 300;

void prepare_for_others(caf::actor_system_config& config) {
  act::load_middleman(config);
  OFFHOOK_LOAD_WIRE_MESSAGES(config, fleet);
}

}  // namespace

FleetProcess::FleetProcess(Reach reach)
    : loop_(io_, reach == Reach::others ? prepare_for_others
                                        : std::function<void(caf::actor_system_config&)>()),
      signals_(io_, SIGINT, SIGTERM) {}

void FleetProcess::on_signal(std::function<void(int signal)> caught) {
  caught_ = std::move(caught);
  wait_for_signal();
}

void FleetProcess::wait_for_signal() {
  signals_.async_wait([this](boost::system::error_code failed, int signal) {
    if (failed) return;
    wait_for_signal();
    caught_(signal);
  });
}

void FleetProcess::every_moment(std::function<void()> show) {
  show_ = std::move(show);
  this->show();
}

void FleetProcess::show() {
  show_();
  moment_ = loop_.timers()->call_after(moment, [this] { show(); });
}

void FleetProcess::end() {
  signals_.cancel();
  moment_.cancel();
  // What was said to other processes last is on its way by then.
  gone_check_ = loop_.timers()->call_after(50ms, [this] { end_when_gone(); });
}

void FleetProcess::end_when_gone() {
  if (loop_.running_actors() == 0 || ++gone_checks_ > most_gone_checks) return io_.stop();
  gone_check_ = loop_.timers()->call_after(10ms, [this] { end_when_gone(); });
}

}  // namespace offhook::cli
