// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "sim/server.hpp"
#include "sim/sim_phone.hpp"
#include "sim/swarm/phone_watch.hpp"
#include "sim/swarm/plant.hpp"
#include "sim/swarm/sip_watch.hpp"
#include "sim/swarm/walk.hpp"
#include "sim/trace.hpp"
#include "sim/virtual_network.hpp"
#include "sim/world.hpp"

namespace offhook::sim::swarm {

/// The phones of a walk and their proxy in a virtual world, each with its two watchers. They may be
/// killed and started again.
class Crowd {
 public:
  /// Everything about one phone that outlives its deaths.
  struct Member {
    Member(const CastPhone& cast_as, const IpAddress& at, Breaches& breaches)
        : cast(cast_as), address(at), sip(cast_as.name, breaches), told(cast_as.name, breaches) {}
    CastPhone cast;
    IpAddress address;
    SipWatch sip;
    PhoneWatch told;
    std::unique_ptr<transport::Network> network;
    std::unique_ptr<SimPhone> phone;  ///< null while it is dead
    std::uint8_t host = 0;
    unsigned lives = 0;
  };

  /// Breaches go to `breaches`, which is borrowed, as is `walk`.
  [[nodiscard]] static absl::StatusOr<std::unique_ptr<Crowd>> gather(
      const Walk& walk, const std::string& board_plugin, Breaches& breaches, Plant plant = {});
  /// Ends everybody and lets every actor say goodbye.
  ~Crowd();
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  [[nodiscard]] World& world() { return *world_; }
  [[nodiscard]] VirtualNetwork& network() { return *world_->faults(); }
  [[nodiscard]] const std::vector<std::unique_ptr<Member>>& members() const { return members_; }
  [[nodiscard]] Member* find(std::string_view name) const;
  [[nodiscard]] Server& server() { return *server_; }
  /// Where a phone or the proxy is; nullopt for nobody.
  [[nodiscard]] std::optional<IpAddress> address_of(std::string_view name) const;

  void kill(Member& member);
  absl::Status start(Member& member);

  /// Everybody stops; what is left of actors and sockets then is one that should not be.
  void end();
  /// A hash of all that was sent so far, by whom and when.
  [[nodiscard]] std::uint64_t hash() const { return hash_; }
  /// Whether somebody sent exactly these octets: else they were damaged on the way.
  [[nodiscard]] bool was_sent(std::string_view octets) const;

 private:
  class WatchedNetwork;
  Crowd(const Walk& walk, std::string board_plugin, Breaches& breaches,
        std::unique_ptr<World> world, Plant plant);
  absl::Status open();
  void saw(Instant at, const Endpoint& from, const Endpoint& to, std::string_view octets);

  const Walk& walk_;
  std::string board_plugin_;
  Breaches& breaches_;
  Plant plant_;
  std::unique_ptr<World> world_;
  std::unique_ptr<RandomSource> server_random_;
  std::unique_ptr<Server> server_;
  std::vector<std::unique_ptr<Member>> members_;
  std::vector<std::unique_ptr<SimPhone>> dead_;  ///< their actors may not have gone yet
  Trace unused_;
  std::unordered_set<std::size_t> sent_;
  std::uint64_t hash_ = 0xCBF29CE484222325ULL;
};

}  // namespace offhook::sim::swarm
