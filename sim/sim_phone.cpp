// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/sim_phone.hpp"

#include "actors/transport/dns_resolver.hpp"
#include "sim/api_links.hpp"

namespace offhook::sim {
namespace {

/// How often the mouth is refilled and the ear emptied: often enough that the board's queues of a
/// second never run dry or over.
constexpr auto sound_step = 20ms;
constexpr std::size_t mouthful = 800;  // samples: 100 ms at 8 kHz
/// Where a person speaks and listens; the handset while there is nothing to hear.
hal::AudioEndpoint endpoint_at(const std::string& route) {
  if (route == "speaker") return hal::AudioEndpoint::speaker;
  return route == "headset" ? hal::AudioEndpoint::headset : hal::AudioEndpoint::handset;
}

/// One domain, and several servers on the way to it.
void add_servers(sip::Account& account, const SimPhone::Options& options) {
  account.servers = sip::servers_of(account);
  for (const auto& registrar : options.more_registrars) {
    account.servers.push_back(account.servers.front());
    account.servers.back().outbound_proxy = "sip:" + registrar.to_string() + ";lr";
  }
  account.upkeep.keep_alive = 30s;
  account.upkeep.recovery = 2s;
}

phone::PhoneSettings settings_of(const SimPhone::Options& options, const IpAddress& address) {
  phone::PhoneSettings settings;
  settings.phone_id = options.name;
  settings.listen.sip = {{address, 5060}};
  sip::Account account;
  account.aor = "sip:" + options.extension + "@" + options.domain;
  account.display_name = options.display_name;
  account.auth_user = options.extension;
  account.password = options.password;
  if (options.registrar.port != 0) {
    account.registrar = "sip:" + options.domain;
    account.outbound_proxy = "sip:" + options.registrar.to_string() + ";lr";
    if (!options.transport.empty()) account.outbound_proxy += ";transport=" + options.transport;
  }
  if (!options.more_registrars.empty()) add_servers(account, options);
  settings.accounts.push_back(std::move(account));
  if (options.adjust) options.adjust(settings);
  return settings;
}

}  // namespace

SimPhone::SimPhone(World& world, Trace& trace, Options options, EventLog log)
    : world_(world),
      options_(std::move(options)),
      log_(std::move(log)),
      random_(world.random(options_.random_name.empty() ? options_.name : options_.random_name)),
      trace_(trace) {}

absl::StatusOr<std::unique_ptr<SimPhone>> SimPhone::start(World& world, transport::Network& network,
                                                          Trace& trace, Options options,
                                                          EventLog log) {
  auto phone =
      std::unique_ptr<SimPhone>(new SimPhone(world, trace, std::move(options), std::move(log)));
  if (auto status = phone->open(network); !status.ok()) return status;
  return phone;
}

absl::Status SimPhone::open(transport::Network& network) {
  if (options_.dns != nullptr)
    resolver_ = std::make_unique<transport::DnsResolver>(*options_.dns, world_.clock(), *random_);
  else
    resolver_ = std::make_unique<transport::StaticResolver>(
        transport::StaticResolver::Hosts{{options_.domain, options_.registrar}});
  auto settings = settings_of(options_, world_.address(options_.host));
  if (settings.rtp_ports.is_given()) own_ports_ = world_.ports_in(settings.rtp_ports);
  auto& ports = own_ports_ ? *own_ports_ : world_.ports();
  ports_ = std::make_unique<TappedPorts>(ports, world_.clock());
  auto plugin = hal::Plugin::open(options_.board_plugin);
  if (!plugin.ok()) return plugin.status();
  auto board = hal::Board::create(*plugin, phone::host_services(world_.loop()));
  if (!board.ok()) return board.status();

  const phone::Surroundings around{world_.loop(),
                                   {network, options_.connections},
                                   options_.has_ears ? *ports_ : ports,
                                   *resolver_,
                                   *random_,
                                   world_.virtual_time(),
                                   world_.start_runner(),
                                   options_.audio,
                                   media::Media{},
                                   true,
                                   options_.store};
  auto stack = phone::Stack::start(around, settings, std::move(*board));
  if (!stack.ok() &&
      !world_.is_virtual()) {  // port 5060 of that address is taken: any other will do
    auto again = hal::Board::create(*plugin, phone::host_services(world_.loop()));
    if (!again.ok()) return again.status();
    settings.listen.sip.front().port = 0;
    stack = phone::Stack::start(around, settings, std::move(*again));
  }
  if (!stack.ok()) return stack.status();
  stack_ = std::move(*stack);
  if (options_.has_ears) move_sound();
  return open_api();
}

absl::Status SimPhone::open_api() {
  api_token_ = random_->token(16);
  backend_ = start_api(world_, stack_->phone(), options_.name, api_token_, *random_);
  const auto on_event = [this](const boost::json::object& event) {
    view_.apply(event);
    if (log_) log_(options_.name, event);
  };
  if (world_.is_virtual()) {
    api_ = link_inside(world_, backend_, api_token_, on_event);
    return absl::OkStatus();
  }
  auto link = link_by_websocket(world_, backend_, api_token_, on_event, server_, api_url_);
  if (!link.ok()) return link.status();
  api_ = std::move(*link);
  return absl::OkStatus();
}

SimPhone::~SimPhone() = default;

void SimPhone::stop() {
  sound_.cancel();
  api_.reset();
  server_.reset();
  control::stop_backend(backend_);
  if (stack_) stack_->stop();
}

void SimPhone::inject(std::string_view device, boost::json::object input) {
  api_->request("device.inject", {{"device_id", device}, {"input", std::move(input)}});
}
void SimPhone::lift() { inject("hook", {{"hook", {{"off_hook", true}}}}); }
void SimPhone::replace() { inject("hook", {{"hook", {{"off_hook", false}}}}); }
void SimPhone::press(std::string_view key) {
  inject("keypad", {{"key", {{"code", key}, {"down", true}}}});
}
void SimPhone::release(std::string_view key) {
  inject("keypad", {{"key", {{"code", key}, {"down", false}}}});
}

void SimPhone::say(std::span<const media::Sample> clip) { unsaid_ = clip; }

/// Fills the mouth and empties the ear, and takes over what the RTP tap has seen.
void SimPhone::move_sound() {
  const auto& panel = stack_->board().sim();
  const auto here = endpoint_at(view_.route());
  for (const auto endpoint :
       {hal::AudioEndpoint::handset, hal::AudioEndpoint::headset, hal::AudioEndpoint::speaker})
    if (endpoint != here) panel.forget_heard(endpoint);
  if (!unsaid_.empty()) {
    const auto piece = unsaid_.first(std::min(unsaid_.size(), mouthful));
    unsaid_ = unsaid_.subspan(panel.speak(here, piece));
  }
  std::array<media::Sample, 4000> piece;
  while (const std::size_t count = panel.hear(here, piece))
    heard_.insert(heard_.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
  ports_->drain(trace_);
  sound_ = world_.loop().timers()->call_after(sound_step, [this] { move_sound(); });
}

}  // namespace offhook::sim
