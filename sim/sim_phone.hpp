// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/control/backend.hpp"
#include "actors/control/websocket_server.hpp"
#include "actors/phone/stack.hpp"
#include "actors/transport/dns.hpp"
#include "media/units.hpp"
#include "sim/api_link.hpp"
#include "sim/nat_table.hpp"
#include "sim/phone_view.hpp"
#include "sim/rtp_tap.hpp"
#include "sim/world.hpp"

namespace offhook::sim {

/// A whole phone on a simulated board, and the person in front of it: fingers and eyes through the
/// control API, mouth and ear where the sound is.
class SimPhone {
 public:
  struct Options {
    std::string name;          ///< "alice"
    std::string extension;     ///< "1001"
    std::string display_name;  ///< "Alice"
    std::string password;
    std::uint8_t host = 0;                  ///< World::address
    Endpoint registrar;                     ///< port 0: it has none, and calls go where they say
    std::vector<Endpoint> more_registrars;  ///< of the same domain, for when that one fails
    std::string transport;                  ///< of the way to the registrar: "tcp"; "" is UDP
    transport::StreamNetwork* connections = nullptr;  ///< TCP beside UDP; borrowed
    std::string domain = "sim.test";
    std::shared_ptr<media::AudioDevice> audio{};  ///< instead of mouth and ear; null: those
    std::optional<NatKind> nat{};           ///< a box that translates its address, in virtual time
    transport::DnsClient* dns = nullptr;    ///< asked for names; null: it knows its domain alone
    std::string board_plugin;               ///< path of sim.so
    std::shared_ptr<phone::Store> store{};  ///< what outlives it; null remembers until its end
    /// What its randomness is named by; "" is `name`. A phone that starts again has another.
    std::string random_name{};
    /// False: nobody speaks or hears, and RTP is not written down. Much faster.
    bool has_ears = true;
    /// What is different from the usual settings.
    std::function<void(phone::PhoneSettings&)> adjust{};
  };
  /// One event as a line of events.jsonl.
  using EventLog = std::function<void(const std::string& phone, const boost::json::object& event)>;

  static absl::StatusOr<std::unique_ptr<SimPhone>> start(World& world, transport::Network& network,
                                                         Trace& trace, Options options,
                                                         EventLog log);
  /// Its actors borrow from it: call stop() and let the world run until they are gone.
  ~SimPhone();
  void stop();

  [[nodiscard]] const Options& options() const { return options_; }
  [[nodiscard]] const PhoneView& view() const { return view_; }
  [[nodiscard]] ApiLink& api() { return *api_; }
  /// Where other programs reach it, and what they show; "" in virtual time.
  [[nodiscard]] const std::string& api_url() const { return api_url_; }
  [[nodiscard]] const std::string& api_token() const { return api_token_; }
  [[nodiscard]] phone::Stack& stack() { return *stack_; }
  [[nodiscard]] const IpAddress& address() const {
    return stack_->transports().begin()->sent_by.address;
  }

  // The person.
  void lift();
  void replace();
  void press(std::string_view key);    ///< down
  void release(std::string_view key);  ///< up
  /// Speaks into whatever is in use from now on, the handset first; the clip is borrowed.
  void say(std::span<const media::Sample> clip);
  [[nodiscard]] bool is_speaking() const { return !unsaid_.empty(); }
  /// Everything that was heard since the start, at the ear-piece or loudspeaker in use.
  [[nodiscard]] const std::vector<media::Sample>& heard() const { return heard_; }

  /// For a phone that runs for long: what has been heard so far is no longer needed.
  void forget_heard() { heard_.clear(); }

  /// Ends the connection to the API without a word, as a crashed client does.
  void drop_api() { api_.reset(); }

 private:
  SimPhone(World& world, Trace& trace, Options options, EventLog log);
  absl::Status open(transport::Network& network);
  absl::Status open_api();
  void move_sound();
  void inject(std::string_view device, boost::json::object input);

  World& world_;
  Options options_;
  EventLog log_;
  PhoneView view_;
  std::unique_ptr<RandomSource> random_;
  std::unique_ptr<media::PacketPorts> own_ports_;  ///< if the settings name some
  std::unique_ptr<TappedPorts> ports_;
  std::unique_ptr<transport::Resolver> resolver_;
  std::unique_ptr<phone::Stack> stack_;
  control::Backend backend_;
  std::unique_ptr<control::WebSocketServer> server_;
  std::unique_ptr<ApiLink> api_;
  Trace& trace_;
  Timer sound_;
  std::span<const media::Sample> unsaid_;
  std::vector<media::Sample> heard_;
  std::string api_url_, api_token_;
};

}  // namespace offhook::sim
