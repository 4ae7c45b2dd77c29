// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/virtual_fleet.hpp"

#include "sim/fleet/crew.hpp"
#include "sim/fleet/wire_meter.hpp"
#include "sim/server.hpp"
#include "sim/world.hpp"

namespace offhook::sim::fleet {
namespace {

constexpr const char* domain = "fleet.test";
/// Of RFC 2544, for benchmarks: a phone each, from the second on.
IpAddress phone_address(std::size_t number) {
  return IpAddress::v4(198, static_cast<std::uint8_t>(18 + (number >> 16)),
                       static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number));
}
const Endpoint server_address{IpAddress::v4(192, 0, 2, 1), 5060};

class VirtualFleet {
 public:
  VirtualFleet(const VirtualOptions& options, std::unique_ptr<World> world)
      : options_(options), world_(std::move(world)), random_(world_->random("fleet")) {}
  ~VirtualFleet();

  absl::Status start();
  Report run();

 private:
  void spawn(Crew& crew);

  const VirtualOptions& options_;
  std::unique_ptr<World> world_;
  std::unique_ptr<RandomSource> random_, server_random_ = world_->random("server");
  WireMeter meter_;
  MeteredNetwork network_{world_->network(), meter_, world_->clock()};
  transport::StaticResolver resolver_{transport::StaticResolver::Hosts{{domain, server_address}}};
  std::unique_ptr<Server> server_;
  std::unique_ptr<Crew> crew_;
  std::shared_ptr<Standing> standing_ = std::make_shared<Standing>();
  Fleet fleet_;
  Report report_;
  std::size_t phones_ = 0;
};

absl::Status VirtualFleet::start() {
  auto plugin = hal::Plugin::open(options_.board_plugin);
  if (!plugin.ok()) return plugin.status();
  ProxyOptions proxy;
  proxy.identity.domain = domain;
  for (const auto& user : options_.users) proxy.users[user.name] = user.password;
  auto server = Server::start(world_->loop().system(), world_->network(), server_address, proxy,
                              *server_random_);
  if (!server.ok()) return server.status();
  server_ = *std::move(server);

  Crew::Options crew;
  crew.server = "sip:" + server_address.to_string();
  crew.domain = domain;
  crew.next_address = [this] { return Endpoint{phone_address(++phones_), 5060}; };
  crew.board = *plugin;
  crew.ring = options_.plan.ring;
  crew.sound = options_.sound;
  crew_ = std::make_unique<Crew>(phone::Surroundings{world_->loop(),
                                                     {network_, nullptr},
                                                     world_->ports(),
                                                     resolver_,
                                                     *random_,
                                                     world_->virtual_time(),
                                                     world_->start_runner()},
                                 std::move(crew));
  spawn(*crew_);
  return absl::OkStatus();
}

void VirtualFleet::spawn(Crew& crew) {
  FleetParts parts;
  parts.plan = options_.plan;
  parts.users = options_.users;
  parts.start_phone = [&crew](const User& user) { return crew.start(user); };
  parts.server_has_spoken = [this] { return meter_.messages_received() > 0; };
  parts.call_over = options_.call_over;
  fleet_ = world_->loop().spawn<FleetActor>(std::move(parts), standing_);
  meter_.on_bye_answered([this](const std::string& call_id, Instant span, int status) {
    act::tell_anon(fleet_, ByeAnswered{call_id, span, status});
  });
}

Report VirtualFleet::run() {
  const auto over = [this] { return standing_->phase == Phase::over; };
  while (!world_->run_until(over, 1s))
    if (options_.go_on && !options_.go_on(*standing_, world_->now()))
      act::tell_anon(fleet_, EndFleet{});
  report_.plan = options_.plan;
  report_.is_virtual = true;
  report_.against = domain;
  report_.wall = world_->now();
  report_.outcome = standing_->outcome;
  report_.why = standing_->why;
  report_.statistics = standing_->statistics;
  report_.statistics.messages_sent = meter_.messages_sent();
  report_.statistics.messages_received = meter_.messages_received();
  report_.statistics.sent_again = meter_.sent_again();
  return std::move(report_);
}

VirtualFleet::~VirtualFleet() {
  act::stop(fleet_);
  fleet_ = nullptr;
  if (crew_) crew_->stop();
  if (server_) server_->stop();
  world_->run_until([this] { return world_->loop().running_actors() == 0; }, 60s);
}

}  // namespace

absl::StatusOr<Report> run_virtual_fleet(const VirtualOptions& options) {
  auto world = make_virtual_world(options.seed);
  if (!world.ok()) return world.status();
  VirtualFleet fleet(options, *std::move(world));
  if (auto status = fleet.start(); !status.ok()) return status;
  return fleet.run();
}

}  // namespace offhook::sim::fleet
