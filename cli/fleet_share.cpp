// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/fleet_share.hpp"

#include "cli/plugin_path.hpp"
#include "media/threaded_runner.hpp"

namespace offhook::cli {

namespace fleet = sim::fleet;

FleetShare::FleetShare(boost::asio::io_context& io, act::Loop& loop)
    : io_(io), loop_(loop), sockets_(io), network_(sockets_, meter_, *loop.timers()) {}

FleetShare::~FleetShare() = default;

absl::Status FleetShare::start(FleetWork work, CallOver call_over, Over over) {
  auto board = hal::PluginLoader(plugin_path()).load("sim");
  if (!board.ok()) return board.status();
  fleet::Crew::Options crew;
  crew.server = work.server;
  crew.domain = work.domain;
  crew.next_address = [local = work.local] { return Endpoint{local, 0}; };
  crew.board = *std::move(board);
  crew.ring = work.plan.ring;
  crew.sound = work.sound;
  crew_ = std::make_unique<fleet::Crew>(phone::Surroundings{loop_,
                                                            {network_, nullptr},
                                                            ports_,
                                                            resolver_,
                                                            random_,
                                                            nullptr,
                                                            media::threaded_runner(io_)},
                                        std::move(crew));

  fleet::FleetParts parts;
  parts.plan = work.plan;
  parts.users = std::move(work.users);
  parts.start_phone = [this](const fleet::User& user) { return crew_->start(user); };
  parts.server_has_spoken = [this] { return meter_.messages_received() > 0; };
  parts.call_over = std::move(call_over);
  parts.over = std::move(over);
  fleet_ = loop_.spawn<fleet::FleetActor>(std::move(parts), standing_);
  meter_.on_bye_answered([this](const std::string& call_id, Instant span, int status) {
    act::tell_anon(fleet_, fleet::ByeAnswered{call_id, span, status});
  });
  return absl::OkStatus();
}

void FleetShare::end(bool hang_up) { act::tell_anon(fleet_, fleet::EndFleet{hang_up}); }

void FleetShare::change_rate(double calls_per_second) {
  act::tell_anon(fleet_, fleet::ChangeRate{calls_per_second});
}

fleet::Standing FleetShare::standing() const {
  fleet::Standing standing = *standing_;
  standing.statistics.messages_sent = meter_.messages_sent();
  standing.statistics.messages_received = meter_.messages_received();
  standing.statistics.sent_again = meter_.sent_again();
  return standing;
}

void FleetShare::stop() {
  act::stop(fleet_);
  fleet_ = nullptr;
  if (crew_) crew_->stop();
}

}  // namespace offhook::cli
