// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run_record.hpp"
#include "sim/server.hpp"
#include "sim/sim_phone.hpp"
#include "sim/virtual_dns.hpp"
#include "sim/voice_mail.hpp"
#include "sim/world.hpp"

namespace offhook::sim {

/// A world with servers and phones in it, all of whose doings are written down. Everybody is a
/// column of the ladder, in the order in which they came.
class Stage {
 public:
  struct Options {
    std::uint64_t seed = 1;
    bool is_virtual = true;
    std::string board_plugin;  ///< path of sim.so
  };
  /// Fills in `record`, which is borrowed.
  [[nodiscard]] static absl::StatusOr<std::unique_ptr<Stage>> make(Options options,
                                                                   RunRecord& record);
  /// Lets every actor say goodbye.
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// At the next address, port 5060, or in real time any other if that one is taken.
  [[nodiscard]] absl::StatusOr<Server*> add_server(const std::string& name, ProxyOptions options);
  /// A server that is none of ours, in real time: what it sends our phones is written down as it
  /// arrives. Before the phones.
  void add_stranger(const std::string& name, const Endpoint& at);
  /// At the next address; host and board are filled in.
  [[nodiscard]] absl::StatusOr<SimPhone*> add_phone(SimPhone::Options options);

  /// A phone that answers by itself and takes messages; servers with mailboxes tell of them.
  [[nodiscard]] absl::Status add_voice_mail(SimPhone::Options options);
  /// The name server of this world, for phones that are to ask one.
  [[nodiscard]] VirtualDns& dns();
  [[nodiscard]] World& world() { return *world_; }
  [[nodiscard]] const std::vector<std::unique_ptr<SimPhone>>& phones() const { return phones_; }
  [[nodiscard]] const std::vector<std::unique_ptr<Server>>& servers() const { return servers_; }
  [[nodiscard]] SimPhone* find_phone(std::string_view name) const;
  /// Where the server or phone of that name is; nullopt for nobody.
  [[nodiscard]] std::optional<IpAddress> address_of(std::string_view name) const;

  /// A finger: down and up, and a moment between two keys.
  void tap(SimPhone& phone, std::string_view key);

  /// The play is over: participants, ladder and what was heard go into the record.
  void close(const LadderOptions& options = {});

 private:
  Stage(Options options, RunRecord& record, std::unique_ptr<World> world);
  /// The address outside of a box around the next host.
  IpAddress put_behind_box(NatKind kind);
  void note(const std::string& who, const boost::json::object& event);

  Options options_;
  RunRecord& record_;
  std::unique_ptr<World> world_;
  std::unique_ptr<TracingNetwork> network_;
  std::unique_ptr<VirtualDns> dns_;
  std::vector<std::unique_ptr<RandomSource>> randoms_;
  std::vector<std::unique_ptr<Server>> servers_;
  std::vector<std::unique_ptr<SimPhone>> phones_;
  std::unique_ptr<VoiceMail> voice_mail_;
  std::uint8_t next_host_ = 0;
  std::ptrdiff_t strangers_ = 0;
};

}  // namespace offhook::sim
