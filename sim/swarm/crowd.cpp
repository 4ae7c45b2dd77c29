// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/swarm/crowd.hpp"

#include "actors/phone/settings.hpp"

namespace offhook::sim::swarm {
namespace {

constexpr std::uint16_t sip_port = 5060;
constexpr std::uint16_t first_rtp_port = 16384;
/// A packet may leave in the tick in which its call ends.
constexpr Instant last_words = 300ms;

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
  return (hash ^ value) * 0x100000001B3ULL;
}

std::uint64_t mixed(std::uint64_t hash, std::string_view octets) {
  for (const char c : octets) hash = mixed(hash, static_cast<unsigned char>(c));
  return mixed(hash, octets.size());
}

}  // namespace

/// The network of one phone, with its SIP watch beside it.
class Crowd::WatchedNetwork final : public transport::Network {
 public:
  WatchedNetwork(Crowd& crowd, Member& member) : crowd_(crowd), member_(member) {}

  absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> bind(
      const Endpoint& local, DatagramHandler arrived) override {
    auto watched = [this, arrived = std::move(arrived)](std::string octets, const Endpoint& from) {
      if (crowd_.was_sent(octets)) member_.sip.arrived(octets, crowd_.world().now());
      if (crowd_.plant_.ignores && crowd_.plant_.ignores(octets)) return;
      arrived(std::move(octets), from);
    };
    auto below = crowd_.world().network().bind(local, std::move(watched));
    if (!below.ok()) return below.status();
    return std::make_unique<Socket>(*std::move(below), *this);
  }
  absl::StatusOr<std::unique_ptr<transport::DatagramSocket>> join(
      const IpAddress& local, const Endpoint& group, DatagramHandler arrived) override {
    return crowd_.world().network().join(local, group, std::move(arrived));
  }

 private:
  class Socket final : public transport::DatagramSocket {
   public:
    Socket(std::unique_ptr<transport::DatagramSocket> below, WatchedNetwork& owner)
        : below_(std::move(below)), owner_(owner) {}
    [[nodiscard]] Endpoint local() const override { return below_->local(); }
    absl::Status send(const Endpoint& to, std::string_view octets) override {
      const auto& keeps_back = owner_.crowd_.plant_.keeps_back;
      if (keeps_back && keeps_back(octets)) return absl::OkStatus();
      owner_.member_.sip.sent(octets, owner_.crowd_.world().now());
      return below_->send(to, octets);
    }
    void on_unreachable(UnreachableHandler told) override {
      below_->on_unreachable(std::move(told));
    }

   private:
    std::unique_ptr<transport::DatagramSocket> below_;
    WatchedNetwork& owner_;
  };

  Crowd& crowd_;
  Member& member_;
};

Crowd::Crowd(const Walk& walk, std::string board_plugin, Breaches& breaches,
             std::unique_ptr<World> world, Plant plant)
    : walk_(walk),
      board_plugin_(std::move(board_plugin)),
      breaches_(breaches),
      plant_(std::move(plant)),
      world_(std::move(world)),
      server_random_(world_->random("server proxy")) {
  network().set_tap([this](Instant at, const Endpoint& from, const Endpoint& to,
                           std::string_view octets) { saw(at, from, to, octets); });
}

absl::StatusOr<std::unique_ptr<Crowd>> Crowd::gather(const Walk& walk,
                                                     const std::string& board_plugin,
                                                     Breaches& breaches, Plant plant) {
  auto world = make_virtual_world(walk.seed);
  if (!world.ok()) return world.status();
  std::unique_ptr<Crowd> crowd(
      new Crowd(walk, board_plugin, breaches, *std::move(world), std::move(plant)));
  if (auto status = crowd->open(); !status.ok()) return status;
  return crowd;
}

absl::Status Crowd::open() {
  ProxyOptions options;
  options.identity.domain = "sim.test";
  options.identity.record_route = walk_.server.record_route;
  options.digest.realm = "sim.test";
  options.registrar.min_expires = walk_.server.min_expires;
  options.registrar.max_expires = walk_.server.max_expires;
  options.authenticate_calls = walk_.server.asks_callers;
  for (const auto& cast : walk_.phones) {
    const auto settings = phone::parse_settings(cast.settings, cast.name);
    if (!settings.ok()) return settings.status();
    for (const auto& account : settings->accounts)
      options.users[account.auth_user] = account.password;
  }
  auto server = Server::start(world_->loop().system(), world_->network(),
                              {world_->address(0), sip_port}, options, *server_random_);
  if (!server.ok()) return server.status();
  server_ = *std::move(server);
  for (const auto& cast : walk_.phones) {
    const auto host = static_cast<std::uint8_t>(members_.size() + 1);
    members_.push_back(std::make_unique<Member>(cast, world_->address(host), breaches_));
    auto& member = *members_.back();
    member.host = host;
    member.network = std::make_unique<WatchedNetwork>(*this, member);
    if (auto status = start(member); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Crowd::start(Member& member) {
  if (member.phone != nullptr) return absl::OkStatus();
  auto settings = phone::parse_settings(member.cast.settings, member.cast.name);
  if (!settings.ok()) return settings.status();
  settings->listen.sip = {{member.address, sip_port}};
  if (settings->servers_only) member.sip.may_be_silent();
  SimPhone::Options options;
  options.name = member.cast.name;
  options.extension = member.cast.name;
  options.registrar = server_->local();
  options.host = member.host;
  options.board_plugin = board_plugin_;
  options.random_name = member.cast.name + " " + std::to_string(++member.lives);
  options.has_ears = false;
  options.adjust = [&settings](phone::PhoneSettings& all) { all = *settings; };
  auto phone = SimPhone::start(*world_, *member.network, unused_, std::move(options),
                               [this, &member](const std::string&, const auto& event) {
                                 if (plant_.conceals && plant_.conceals(event)) return;
                                 member.told.happened(event, world_->now());
                               });
  if (!phone.ok()) return phone.status();
  member.phone = *std::move(phone);
  return absl::OkStatus();
}

void Crowd::kill(Member& member) {
  if (member.phone == nullptr) return;
  member.phone->stop();
  dead_.push_back(std::move(member.phone));
  member.phone = nullptr;
  world_->run_for(1ms);  // its actors hear of it, and its sockets close
  member.told.forget();
  member.sip.forgive();
}

Crowd::Member* Crowd::find(std::string_view name) const {
  for (const auto& member : members_)
    if (member->cast.name == name) return member.get();
  return nullptr;
}

std::optional<IpAddress> Crowd::address_of(std::string_view name) const {
  if (name == "proxy") return world_->address(0);
  const auto* member = find(name);
  return member != nullptr ? std::optional(member->address) : std::nullopt;
}

/// Every datagram as it leaves.
void Crowd::saw(Instant at, const Endpoint& from, const Endpoint& to, std::string_view octets) {
  hash_ = mixed(hash_, static_cast<std::uint64_t>(at.count()));
  hash_ = mixed(mixed(hash_, from.port), to.port);
  hash_ = mixed(hash_, octets);
  if (from.port == sip_port) {
    sent_.insert(std::hash<std::string_view>{}(octets));
    return;
  }
  if (from.port < first_rtp_port || from.port % 2 != 0) return;
  for (const auto& member : members_) {
    if (member->address != from.address || member->phone == nullptr) continue;
    const Instant since = member->told.silent_since();
    if (since != Instant::max() && at > since + last_words)
      breaches_.push_back({at, "RTP without a call", member->cast.name, {}});
  }
}

bool Crowd::was_sent(std::string_view octets) const {
  return sent_.contains(std::hash<std::string_view>{}(octets));
}

void Crowd::end() {
  for (auto& member : members_)
    if (member->phone) member->phone->stop();
  server_->stop();
  world_->run_until([this] { return world_->loop().running_actors() == 0; }, 60s);
}

Crowd::~Crowd() {
  if (server_) end();
  network().set_tap(nullptr);
}

}  // namespace offhook::sim::swarm
