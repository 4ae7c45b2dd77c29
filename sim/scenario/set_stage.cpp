// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "sim/scenario/runner.hpp"
#include "sim/stage.hpp"

namespace offhook::sim::scenario {
namespace {

using Servers = std::vector<std::pair<std::string, Endpoint>>;

ProxyOptions proxy_options(const RegistrarSpec& registrar, const Scenario& scenario) {
  ProxyOptions options;
  options.identity.domain = registrar.realm;
  options.identity.record_route = scenario.proxy.record_route;
  options.digest.realm = registrar.realm;
  options.registrar.domain = registrar.realm;
  options.registrar.challenge = registrar.challenges_register;
  options.registrar.min_expires = registrar.min_expires;
  options.registrar.max_expires = registrar.max_expires;
  options.authenticate_calls = registrar.challenges_invite;
  options.has_mailboxes = !scenario.voice_mail.extension.empty();
  for (const auto* service : {&scenario.voice_mail, &scenario.echo})
    if (!service->extension.empty()) options.users[service->extension] = "pw" + service->extension;
  for (const auto& phone : scenario.phones) {
    const auto& account = phone.settings.accounts.front();
    options.users[account.auth_user] = account.password;
    if (!phone.settings.desk.shared.empty()) options.shared_lines.insert(phone.extension);
  }
  return options;
}

absl::StatusOr<Servers> start_servers(const Scenario& scenario, Stage& stage) {
  Servers servers;
  std::map<std::string, std::shared_ptr<Bindings>> bindings;
  for (const auto& registrar : scenario.registrars) {
    auto options = proxy_options(registrar, scenario);
    const auto& owner = registrar.shares_bindings_with;
    auto& stored = bindings[owner.empty() ? registrar.name : owner];
    if (stored == nullptr) stored = std::make_shared<Bindings>();
    options.registrar.stored = stored;
    auto server = stage.add_server(registrar.name, std::move(options));
    if (!server.ok()) return server.status();
    servers.emplace_back(registrar.name, (*server)->local());
  }
  return servers;
}

/// The zone of the file, and the address of every registrar as NAME.REALM. In real time a server
/// may have found its port taken: then SRV names the one it has.
void fill_zone(const Scenario& scenario, const Servers& servers, VirtualDns& dns) {
  std::map<std::string, std::uint16_t> ports;
  for (std::size_t i = 0; i < servers.size(); ++i) {
    const auto name = transport::dns_name(servers[i].first + "." + scenario.registrars[i].realm);
    ports[name] = servers[i].second.port;
    dns.add_address(name, servers[i].second.address.to_string());
  }
  for (auto record : scenario.dns) {
    auto* service = std::get_if<transport::SrvRecord>(&record.data);
    if (service != nullptr && service->port == 5060 && ports.contains(service->target))
      service->port = ports[service->target];
    dns.add(std::move(record));
  }
}

/// Phones that send to one server after the other.
void send_to(sip::Account& account, const std::vector<Endpoint>& servers) {
  const auto proxy = [](const Endpoint& server) { return "sip:" + server.to_string() + ";lr"; };
  account.outbound_proxy = proxy(servers.front());
  if (servers.size() == 1) return;
  for (const auto& server : servers) {
    sip::RegistrarServer each;
    each.uri = account.registrar;
    each.outbound_proxy = proxy(server);
    each.expires = account.expires;
    account.servers.push_back(std::move(each));
  }
}

/// What the file says of a phone, at the servers as they were found. `outbound` of the file is its
/// first; the others follow in the order of the file. Without it, [dns] leads to them if there is
/// one.
class Placement {
 public:
  Placement(const Scenario& scenario, Servers servers, bool is_far)
      : scenario_(scenario), servers_(std::move(servers)), is_far_(is_far) {}

  [[nodiscard]] phone::PhoneSettings settings_of(const PhoneSpec& spec,
                                                 std::vector<Endpoint> listen) const {
    phone::PhoneSettings settings = spec.settings;
    settings.listen.sip = std::move(listen);
    auto& account = settings.accounts.front();
    if (spec.nat) account.upkeep.learn_address = true;
    if (servers_.empty() || !account.registrar.empty()) return settings;
    const std::size_t host = account.aor.find('@') + 1;
    // No name leads to a far proxy: its address is the domain.
    if (is_far_) account.aor = account.aor.substr(0, host) + address_of(servers_.front().second);
    account.registrar = "sip:" + account.aor.substr(host);
    if (!scenario_.dns.empty() && spec.outbound.empty()) return settings;
    std::vector<Endpoint> mine;
    for (const auto& [name, endpoint] : servers_)
      mine.insert(name == spec.outbound ? mine.begin() : mine.end(), endpoint);
    send_to(account, mine);
    return settings;
  }

 private:
  static std::string address_of(const Endpoint& proxy) {
    return proxy.port == 5060 ? proxy.address.to_string() : proxy.to_string();
  }

  const Scenario& scenario_;
  Servers servers_;
  bool is_far_;
};

/// A phone that answers everything at once, one call at a time.
PhoneSpec service_phone(const ServiceSpec& service, const std::string& name,
                        const Scenario& scenario) {
  PhoneSpec spec;
  spec.name = spec.settings.phone_id = name;
  spec.extension = service.extension;
  spec.settings.auto_answer = std::chrono::milliseconds{0};
  spec.settings.max_calls = 1;
  sip::Account account;
  const auto& servers = scenario.registrars;
  account.aor =
      "sip:" + service.extension + "@" + (servers.empty() ? "sim.test" : servers.front().realm);
  account.auth_user = service.extension;
  account.password = "pw" + service.extension;
  spec.settings.accounts.push_back(std::move(account));
  return spec;
}

}  // namespace

absl::Status set_stage(const Scenario& scenario, Stage& stage,
                       const std::optional<Endpoint>& far_proxy) {
  Servers servers;
  if (far_proxy) {
    servers.emplace_back(scenario.registrars.front().name, *far_proxy);
    stage.add_stranger(servers.front().first, *far_proxy);
  } else {
    auto started = start_servers(scenario, stage);
    if (!started.ok()) return started.status();
    servers = *std::move(started);
  }
  if (!scenario.dns.empty()) fill_zone(scenario, servers, stage.dns());
  const Placement placement(scenario, std::move(servers), far_proxy.has_value());
  const auto options_of = [&](const PhoneSpec& spec) {
    SimPhone::Options options;
    options.name = spec.name;
    options.extension = spec.extension;
    options.nat = spec.nat;
    if (!scenario.dns.empty()) options.dns = &stage.dns();
    options.adjust = [&](phone::PhoneSettings& settings) {
      settings = placement.settings_of(spec, std::move(settings.listen.sip));
    };
    return options;
  };
  for (const auto& spec : scenario.phones)
    if (auto phone = stage.add_phone(options_of(spec)); !phone.ok()) return phone.status();
  if (!scenario.echo.extension.empty()) {
    const auto spec = service_phone(scenario.echo, "echo", scenario);
    auto options = options_of(spec);
    options.audio = std::make_shared<media::EchoAudio>();
    if (auto phone = stage.add_phone(std::move(options)); !phone.ok()) return phone.status();
  }
  if (scenario.voice_mail.extension.empty()) return absl::OkStatus();
  const auto spec = service_phone(scenario.voice_mail, "voicemail", scenario);
  return stage.add_voice_mail(options_of(spec));
}

}  // namespace offhook::sim::scenario
