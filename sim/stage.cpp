// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/stage.hpp"

#include <algorithm>

#include <boost/json/serialize.hpp>

#include "sim/virtual_network.hpp"

namespace offhook::sim {
namespace {

constexpr Instant key_is_down = 90ms, between_keys = 60ms;

/// Short enough to stand beside the ladder.
std::string lamp_words(const std::string& colour, const std::string& pattern) {
  if (colour == "off") return "lamp off";
  if (pattern == "steady") return "lamp " + colour;
  return colour + (pattern == "fast_flash" ? " fast" : " slow");
}

}  // namespace

Stage::Stage(Options options, RunRecord& record, std::unique_ptr<World> world)
    : options_(std::move(options)), record_(record), world_(std::move(world)) {
  record_.seed = options_.seed;
  record_.is_virtual = options_.is_virtual;
  network_ = std::make_unique<TracingNetwork>(world_->network(), record_.trace, world_->clock());
}

absl::StatusOr<std::unique_ptr<Stage>> Stage::make(Options options, RunRecord& record) {
  std::unique_ptr<World> world;
  if (options.is_virtual) {
    auto made = make_virtual_world(options.seed);
    if (!made.ok()) return made.status();
    world = *std::move(made);
  } else {
    world = make_real_world(options.seed);
  }
  return std::unique_ptr<Stage>(new Stage(std::move(options), record, std::move(world)));
}

/// Actors borrow from their phones and servers: they end first.
Stage::~Stage() {
  voice_mail_.reset();
  for (auto& phone : phones_) phone->stop();
  for (auto& server : servers_) server->stop();
  world_->run_until([this] { return world_->loop().running_actors() == 0; }, 5s);
}

absl::StatusOr<Server*> Stage::add_server(const std::string& name, ProxyOptions options) {
  randoms_.push_back(world_->random("server " + name));
  auto& random = *randoms_.back();
  auto& system = world_->loop().system();
  Endpoint local{world_->address(next_host_++), 5060};
  auto server = Server::start(system, *network_, local, options, random);
  if (!server.ok() && !options_.is_virtual) {  // somebody has that port: any other will do
    local.port = 0;
    server = Server::start(system, *network_, local, std::move(options), random);
  }
  if (!server.ok()) return server.status();
  servers_.push_back(*std::move(server));
  record_.participants.push_back({name, name, {servers_.back()->local().address}});
  return servers_.back().get();
}

absl::Status Stage::add_voice_mail(SimPhone::Options options) {
  auto phone = add_phone(std::move(options));
  if (!phone.ok()) return phone.status();
  const auto tell = [this](const std::string& user, const Mailbox& box) {
    for (const auto& server : servers_) server->set_mailbox(user, box);
  };
  voice_mail_ = std::make_unique<VoiceMail>(*world_, **phone, tell);
  return absl::OkStatus();
}

VirtualDns& Stage::dns() {
  if (dns_ == nullptr) dns_ = std::make_unique<VirtualDns>(world_->loop().timers());
  return *dns_;
}

void Stage::add_stranger(const std::string& name, const Endpoint& at) {
  network_->add_stranger(at);
  record_.participants.push_back({name, name, {at.address}});
  ++strangers_;
}

IpAddress Stage::put_behind_box(NatKind kind) {
  const NatPolicy policy{
      .kind = kind,
      .outside = IpAddress::v4(203, 0, 113, static_cast<std::uint8_t>(10 + next_host_))};
  world_->faults()->add_nat(policy, {world_->address(next_host_)});
  return policy.outside;
}

absl::StatusOr<SimPhone*> Stage::add_phone(SimPhone::Options options) {
  std::vector<IpAddress> outside;
  if (options.nat && world_->faults() != nullptr) outside.push_back(put_behind_box(*options.nat));
  options.host = next_host_++;
  options.board_plugin = options_.board_plugin;
  const std::string name = options.name, label = name + " " + options.extension;
  const auto log = [this](const std::string& who, const boost::json::object& event) {
    note(who, event);
    boost::json::object line{{"phone", who}};
    for (const auto& [key, value] : event) line[key] = value;
    record_.events.push_back(boost::json::serialize(line));
  };
  auto phone = SimPhone::start(*world_, *network_, record_.trace, std::move(options), log);
  if (!phone.ok()) return phone.status();
  phones_.push_back(*std::move(phone));
  outside.insert(outside.begin(), phones_.back()->address());
  record_.participants.push_back({name, label, std::move(outside)});
  return phones_.back().get();
}

SimPhone* Stage::find_phone(std::string_view name) const {
  const auto found = std::find_if(phones_.begin(), phones_.end(),
                                  [&](const auto& phone) { return phone->options().name == name; });
  return found == phones_.end() ? nullptr : found->get();
}

std::optional<IpAddress> Stage::address_of(std::string_view name) const {
  for (const auto& each : record_.participants)
    if (each.id == name) return each.addresses.front();
  return std::nullopt;
}

/// What a bystander would remark beside the ladder: the line lamp, the handset, the display.
void Stage::note(const std::string& who, const boost::json::object& event) {
  const auto text = [&](std::string_view key) { return std::string(event.at(key).as_string()); };
  const Instant at{event.at("ts_ns").to_number<std::int64_t>()};
  const std::string type = text("type");
  auto& trace = record_.trace;
  if (type == "led.changed" && text("led_id") == "line1")
    trace.note(at, who, lamp_words(text("color"), text("pattern")));
  else if (type == "hook.changed")
    trace.note(at, who, event.at("off_hook").as_bool() ? "lifts" : "hangs up", NoteKind::cause);
  else if (type == "display.changed" && event.at("lines").as_array().at(0) == "Incoming call")
    trace.note(at, who,
               "lcd \"" + std::string(event.at("lines").as_array().at(1).as_string()) + "\"");
}

void Stage::tap(SimPhone& phone, std::string_view key) {
  phone.press(key);
  world_->run_for(key_is_down);
  phone.release(key);
  world_->run_for(between_keys);
}

void Stage::close(const LadderOptions& options) {
  record_.duration = world_->now();
  for (const auto& phone : phones_)
    record_.phones.push_back({phone->options().name,
                              phone->options().name + " " + phone->options().extension,
                              phone->address(), phone->heard()});
  // Servers stand between the phones: after the first one.
  auto& columns = record_.participants;
  const auto servers = static_cast<std::ptrdiff_t>(servers_.size()) + strangers_;
  if (!phones_.empty())
    std::rotate(columns.begin(), columns.begin() + servers, columns.begin() + servers + 1);
  record_.trace.sort_by_time();
  record_.ladder = make_ladder(record_.trace, columns, options);
}

}  // namespace offhook::sim
