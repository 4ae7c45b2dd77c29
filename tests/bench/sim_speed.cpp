// SPDX-License-Identifier: GPL-3.0-or-later
// How much faster than the wall clock the simulator is, and what a phone weighs in it.
//   offhook_sim_speed [--phones N] [--only talk|crowd] [--json]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include "actors/phone/stack.hpp"
#include "hal/plugin_loader.hpp"
#include "sim/server.hpp"
#include "sim/sim_phone.hpp"
#include "sim/virtual_network.hpp"
#include "sim/world.hpp"

namespace offhook::sim {
namespace {

using Seconds = std::chrono::duration<double>;

double processor_now() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Resident octets of this process.
double resident() {
  std::ifstream file("/proc/self/statm");
  double pages = 0;
  file >> pages >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "offhook_sim_speed: %s\n", why.c_str());
  std::exit(4);
}

std::unique_ptr<World> new_world() {
  auto world = make_virtual_world(1);
  if (!world.ok()) give_up(message_of(world.status()));
  return *std::move(world);
}

/// Four phones in two calls, with sound, through a proxy.
void measure_talk(const std::string& plugin, bool json) {
  auto world = new_world();
  auto random = world->random("server");
  Trace trace;
  ProxyOptions options;
  options.identity.domain = "sim.test";
  std::vector<std::unique_ptr<SimPhone>> phones;
  for (int i = 0; i < 4; ++i) options.users[std::to_string(1001 + i)] = "pw";
  auto server = Server::start(world->loop().system(), world->network(), {world->address(0), 5060},
                              options, *random);
  if (!server.ok()) give_up(message_of(server.status()));
  for (int i = 0; i < 4; ++i) {
    SimPhone::Options phone;
    phone.name = phone.extension = std::to_string(1001 + i);
    phone.password = "pw";
    phone.host = static_cast<std::uint8_t>(i + 1);
    phone.registrar = (*server)->local();
    phone.board_plugin = plugin;
    phone.has_ears = false;
    auto started = SimPhone::start(*world, world->network(), trace, std::move(phone), {});
    if (!started.ok()) give_up(message_of(started.status()));
    phones.push_back(*std::move(started));
  }
  world->run_for(2s);
  for (std::size_t i : {0u, 2u}) {
    phones[i]->lift();
    phones[i]->api().request("call.dial", {{"target", std::to_string(1002 + i)}});
  }
  world->run_for(1s);
  for (std::size_t i : {1u, 3u}) phones[i]->lift();
  world->run_for(1s);
  for (const auto& phone : phones)
    if (phone->view().call_state() != "connected") give_up("a call does not come about");
  const double before = processor_now();
  constexpr auto span = 120s;
  world->run_for(span);
  const double used = processor_now() - before;
  const double speed = Seconds(span).count() / used;
  if (json)
    std::printf("{\"what\":\"talk\",\"virtual_s_per_cpu_s\":%.0f}\n", speed);
  else
    std::printf("4 phones in 2 calls with sound: %.0f virtual seconds a second of processor\n",
                speed);
  for (auto& phone : phones) phone->stop();
  (*server)->stop();
  world->run_until([&] { return world->loop().running_actors() == 0; }, 60s);
}

/// A phone without a control API, at an address of its own.
struct PlainPhone {
  std::unique_ptr<SeededRandom> random;
  std::unique_ptr<phone::Stack> stack;
};

class Office {
 public:
  Office(std::string plugin, std::size_t phones)
      : count_(phones),
        world_(new_world()),
        random_(world_->random("server")),
        resolver_(transport::StaticResolver::Hosts{{"sim.test", registrar_}}) {
    auto loaded = hal::Plugin::open(plugin);
    if (!loaded.ok()) give_up(message_of(loaded.status()));
    plugin_ = *loaded;
    ProxyOptions options;
    options.identity.domain = "sim.test";
    options.registrar.max_expires = 300s;
    for (std::size_t i = 0; i < phones; ++i) options.users[user(i)] = "pw";
    auto server = Server::start(world_->loop().system(), world_->network(), registrar_,
                                std::move(options), *random_);
    if (!server.ok()) give_up(message_of(server.status()));
    server_ = *std::move(server);
  }

  void open() {
    for (std::size_t i = 0; i < count_; ++i) {
      add_phone(i);
      world_->run_for(1ms);
    }
  }

  /// Each odd phone calls its neighbour once in an hour; auto answer takes it, 10 s of sound.
  std::size_t live_an_hour() {
    std::size_t calls = 0;
    constexpr Instant hour = 3600s;
    const Instant start = world_->now(), gap = hour / static_cast<int>(count_ / 2 + 1);
    for (std::size_t i = 0; i + 1 < count_; i += 2, ++calls) {
      world_->run_for(gap);
      act::tell_anon(
          phones_[i].stack->phone(),
          phone::DialOrder{"", user(i + 1), "c" + std::to_string(i), phone::Wait::accepted});
      hang_ups_.push_back(world_->loop().timers()->call_after(10s, [this, i] {
        act::tell_anon(phones_[i].stack->phone(), phone::HangupOrder{"c" + std::to_string(i)});
      }));
    }
    world_->run_for(start + hour - world_->now());
    return calls;
  }

  void close() {
    hang_ups_.clear();
    for (auto& phone : phones_) phone.stack->stop();
    server_->stop();
    world_->run_until([&] { return world_->loop().running_actors() == 0; }, 60s);
  }
  [[nodiscard]] std::size_t actors() { return world_->loop().running_actors(); }

 private:
  static std::string user(std::size_t i) { return std::to_string(100'000 + i); }

  void add_phone(std::size_t i) {
    phone::PhoneSettings settings;
    settings.phone_id = user(i);
    const auto octet = [i](unsigned shift) { return static_cast<std::uint8_t>(i >> shift & 0xFF); };
    settings.listen.sip = {{IpAddress::v4(10, octet(16), octet(8), octet(0)), 5060}};
    settings.auto_answer = std::chrono::milliseconds{0};
    sip::Account account;
    account.aor = "sip:" + user(i) + "@sim.test";
    account.auth_user = user(i);
    account.password = "pw";
    account.registrar = "sip:sim.test";
    account.outbound_proxy = "sip:" + registrar_.to_string() + ";lr";
    account.expires = 300s;
    settings.accounts.push_back(std::move(account));
    auto board = hal::Board::create(plugin_, phone::host_services(world_->loop()));
    if (!board.ok()) give_up(message_of(board.status()));
    PlainPhone phone;
    phone.random = std::make_unique<SeededRandom>(1000 + i);
    auto stack = phone::Stack::start({world_->loop(),
                                      {world_->network(), nullptr},
                                      world_->ports(),
                                      resolver_,
                                      *phone.random,
                                      world_->virtual_time()},
                                     std::move(settings), *std::move(board));
    if (!stack.ok()) give_up(message_of(stack.status()));
    phone.stack = *std::move(stack);
    phones_.push_back(std::move(phone));
  }

  std::size_t count_;
  Endpoint registrar_{IpAddress::v4(192, 0, 2, 10), 5060};
  std::unique_ptr<World> world_;
  std::unique_ptr<RandomSource> random_;
  transport::StaticResolver resolver_;
  std::shared_ptr<const hal::Plugin> plugin_;
  std::unique_ptr<Server> server_;
  std::vector<PlainPhone> phones_;
  std::vector<Timer> hang_ups_;
};

void measure_crowd(const std::string& plugin, std::size_t phones, bool json) {
  Office office(plugin, phones);
  const double empty = resident(), began = processor_now();
  const auto wall = std::chrono::steady_clock::now();
  office.open();
  const double opened = processor_now() - began;
  const double octets = (resident() - empty) / static_cast<double>(phones);
  const double actors = static_cast<double>(office.actors()) / static_cast<double>(phones);
  const auto calls = office.live_an_hour();
  const double seconds = Seconds(std::chrono::steady_clock::now() - wall).count();
  const double used = processor_now() - began;
  const double after = (resident() - empty) / static_cast<double>(phones);
  office.close();
  if (json)
    std::printf(
        "{\"what\":\"crowd\",\"phones\":%zu,\"calls\":%zu,\"octets_per_phone\":%.0f,"
        "\"octets_after\":%.0f,\"actors_per_phone\":%.1f,\"start_s\":%.1f,\"wall_s\":%.1f,"
        "\"cpu_s\":%.1f}\n",
        phones, calls, octets, after, actors, opened, seconds, used);
  else
    std::printf(
        "%zu phones, one hour, registered every 300 s, %zu calls of 10 s with sound:\n"
        "  %.1f s of processor, %.1f s of them to start; %.1f s of wall\n"
        "  %.1f KiB a phone once registered, %.1f KiB after the hour; %.1f actors a phone\n",
        phones, calls, used, opened, seconds, octets / 1024, after / 1024, actors);
}

}  // namespace
}  // namespace offhook::sim

int main(int argc, char** argv) {
  std::size_t phones = 10'000;
  std::string only;
  bool json = false;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--json") json = true;
    if (word == "--phones" && i + 1 < argc) phones = std::strtoul(argv[++i], nullptr, 10);
    if (word == "--only" && i + 1 < argc) only = argv[++i];
  }
  const std::string plugin = OFFHOOK_PLUGIN_DIR "/sim.so";
  if (only.empty() || only == "talk") offhook::sim::measure_talk(plugin, json);
  if (only.empty() || only == "crowd") offhook::sim::measure_crowd(plugin, phones, json);
}
