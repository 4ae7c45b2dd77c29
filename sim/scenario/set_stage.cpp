// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/runner.hpp"
#include "sim/stage.hpp"

namespace offhook::sim::scenario {
namespace {

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
  for (const auto& phone : scenario.phones) {
    const auto& account = phone.settings.accounts.front();
    options.users[account.auth_user] = account.password;
  }
  return options;
}

/// What the file says of a phone, at the servers as they were found. `outbound` of the file is its
/// first; the others follow in the order of the file.
phone::PhoneSettings settled(const PhoneSpec& spec, std::vector<Endpoint> listen,
                             const std::vector<Endpoint>& servers) {
  phone::PhoneSettings settings = spec.settings;
  settings.listen.sip = std::move(listen);
  auto& account = settings.accounts.front();
  if (servers.empty() || !account.registrar.empty()) return settings;
  const std::string domain = account.aor.substr(account.aor.find('@') + 1);
  const auto proxy = [](const Endpoint& server) { return "sip:" + server.to_string() + ";lr"; };
  account.registrar = "sip:" + domain;
  account.outbound_proxy = proxy(servers.front());
  if (servers.size() == 1) return settings;
  for (const auto& server : servers) {
    sip::RegistrarServer each;
    each.uri = account.registrar;
    each.outbound_proxy = proxy(server);
    each.expires = account.expires;
    account.servers.push_back(std::move(each));
  }
  return settings;
}

}  // namespace

absl::Status set_stage(const Scenario& scenario, Stage& stage) {
  std::vector<std::pair<std::string, Endpoint>> servers;
  for (const auto& registrar : scenario.registrars) {
    auto server = stage.add_server(registrar.name, proxy_options(registrar, scenario));
    if (!server.ok()) return server.status();
    servers.emplace_back(registrar.name, (*server)->local());
  }
  for (const auto& spec : scenario.phones) {
    std::vector<Endpoint> mine;
    for (const auto& [name, endpoint] : servers)
      mine.insert(name == spec.outbound ? mine.begin() : mine.end(), endpoint);
    SimPhone::Options options;
    options.name = spec.name;
    options.extension = spec.extension;
    options.adjust = [&spec, mine](phone::PhoneSettings& settings) {
      settings = settled(spec, std::move(settings.listen.sip), mine);
    };
    if (auto phone = stage.add_phone(std::move(options)); !phone.ok()) return phone.status();
  }
  return absl::OkStatus();
}

}  // namespace offhook::sim::scenario
