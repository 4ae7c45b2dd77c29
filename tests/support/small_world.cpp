// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/small_world.hpp"

#include <map>

namespace offhook::testing {
namespace {

struct Person {
  const char* extension;
  std::uint8_t host;
};
const std::map<std::string, Person> people = {
    {"alice", {"1001", 1}}, {"bob", {"1002", 2}}, {"carol", {"1003", 3}}};

std::string password_of(const Person& person) { return std::string("pw") + person.extension; }

}  // namespace

void SmallWorld::SetUp() {
  auto world = sim::make_virtual_world(seed_);
  ASSERT_TRUE(world.ok()) << world.status();
  world_ = std::move(*world);
  network_ = std::make_unique<sim::TracingNetwork>(world_->network(), trace_, world_->clock());
  random_ = world_->random("server");
}

void SmallWorld::TearDown() {
  if (!world_) return;
  for (auto* phone : {alice_.get(), bob_.get(), carol_.get()})
    if (phone != nullptr) phone->stop();
  for (auto& server : servers_) server->stop();
  EXPECT_TRUE(run([&] { return world_->loop().running_actors() == 0; }, 60s))
      << world_->loop().running_actors() << " actors are left";
}

void SmallWorld::start_again(std::uint64_t seed) {
  TearDown();
  seed_ = seed;
  events_.clear();
  for (auto* phone : {&alice_, &bob_, &carol_}) phone->reset();
  servers_.clear();
  network_.reset();
  random_.reset();
  world_.reset();
  trace_.clear();
  SetUp();
}

void SmallWorld::start_server(std::uint8_t host, transport::StreamNetwork* streams) {
  sim::ProxyOptions proxy;
  proxy.identity.domain = "sim.test";
  for (const auto& [name, person] : people) proxy.users[person.extension] = password_of(person);
  auto server = sim::Server::start(world_->loop().system(), *network_,
                                   {world_->address(host), 5060}, proxy, *random_, {}, streams);
  ASSERT_TRUE(server.ok()) << server.status();
  servers_.push_back(*std::move(server));
}

std::unique_ptr<sim::SimPhone> SmallWorld::start_phone(const std::string& name,
                                                       const Change& change) {
  const Person& person = people.at(name);
  sim::SimPhone::Options options;
  options.name = name;
  options.extension = person.extension;
  options.password = password_of(person);
  options.host = person.host;
  for (const auto& server : servers_) {
    if (options.registrar.port == 0)
      options.registrar = server->local();
    else
      options.more_registrars.push_back(server->local());
  }
  options.board_plugin = OFFHOOK_PLUGIN_DIR "/sim.so";
  if (change) change(options);
  auto phone = sim::SimPhone::start(
      *world_, *network_, trace_, options,
      [this](const std::string& who, const auto& event) { events_.emplace_back(who, event); });
  EXPECT_TRUE(phone.ok()) << phone.status();
  return phone.ok() ? *std::move(phone) : nullptr;
}

void SmallWorld::start_two(const Change& change) {
  alice_ = start_phone("alice", change);
  bob_ = start_phone("bob", change);
  ASSERT_TRUE(alice_ && bob_);
  if (servers_.empty()) return;
  ASSERT_TRUE(run([&] { return alice_->view().registered() && bob_->view().registered(); }));
}

void SmallWorld::call(const std::string& target) {
  alice_->api().request("call.dial", {{"target", target}});
  ASSERT_TRUE(run([&] { return bob_->view().ringing(); }));
  bob_->lift();
  ASSERT_TRUE(run([&] { return both_are("connected"); }));
}

}  // namespace offhook::testing
