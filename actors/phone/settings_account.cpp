// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_account.hpp"

#include <fstream>

#include "actors/phone/contact.hpp"
#include "actors/phone/settings_features.hpp"
#include "actors/phone/settings_shared.hpp"
#include "actors/sip/uri.hpp"
#include "actors/transport/resolver.hpp"

namespace offhook::phone {

std::optional<std::string> first_line_of(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  return line;
}

namespace {

using std::chrono::seconds;

SettingsReader::Handler use(SettingsReader& reader, sip::Use& into) {
  return reader.choice<sip::Use>(into,
                                 {{"off", sip::Use::off},
                                  {"supported", sip::Use::supported},
                                  {"required", sip::Use::required}},
                                 "expected \"off\", \"supported\" or \"required\"");
}

bool is_sip_uri(const std::string& text) {
  const auto uri = sip::parse_uri(text);
  return uri.ok() && transport::protocol_of(*uri).ok();
}

/// Empty ones are none.
bool check_uris(SettingsReader& reader, const toml::table& table,
                std::initializer_list<const std::string*> uris) {
  for (const auto* uri : uris) {
    if (uri->empty() || is_sip_uri(*uri)) continue;
    reader.fault(table, "'" + *uri + "' is not a SIP URI with a transport we speak");
    return false;
  }
  return true;
}

/// One of several registrars of an account.
void read_server(SettingsReader& reader, const toml::table& table, sip::Account& account) {
  sip::RegistrarServer server;
  server.expires = account.expires;
  int failback_mode = 0;
  reader.read(table, "account.servers",
              {{"uri", reader.text(server.uri)},
               {"outbound_proxy", reader.text(server.outbound_proxy)},
               {"expires", reader.span<seconds>(server.expires, 10, 86400)},
               {"retry_counts", reader.number(server.retry_counts, 1, 6)},
               {"register_on_enable", reader.flag(server.register_on_enable)},
               {"failback_mode", reader.number(failback_mode, 0, 3)},
               {"failback_timeout", reader.span<seconds>(server.failback_timeout, 0, 65535)}});
  server.failback_mode = static_cast<sip::FailbackMode>(failback_mode);
  if (server.uri.empty()) return reader.fault(table, "each of account.servers needs a uri");
  if (check_uris(reader, table, {&server.uri, &server.outbound_proxy}))
    account.servers.push_back(std::move(server));
}

SettingsReader::Handler servers(SettingsReader& reader, sip::Account& account) {
  constexpr std::size_t most_servers = 8;
  return [&reader, &account](const toml::node& node) {
    const auto* array = node.as_array();
    if (array == nullptr || array->empty() || array->size() > most_servers)
      return reader.fault(node, "expected 1 to 8 servers, each in [[account.servers]]");
    for (const auto& element : *array) {
      const auto* table = element.as_table();
      if (table == nullptr) return reader.fault(element, "expected { uri = \"sip:…\" }");
      read_server(reader, *table, account);
    }
  };
}

/// What keeps a registration alive, as a phone wants it that nobody has told otherwise.
sip::Upkeep usual_upkeep() {
  sip::Upkeep upkeep;
  upkeep.keep_alive = std::chrono::seconds{30};
  upkeep.recovery = std::chrono::seconds{2};
  return upkeep;
}

/// Whole periods of the engine; G.711 goes to 60 ms.
SettingsReader::Handler packet_time(SettingsReader& reader, std::chrono::milliseconds& into) {
  return [&reader, &into](const toml::node& node) {
    reader.span<std::chrono::milliseconds>(into, 10, 60)(node);
    if (reader.status().ok() && into.count() % 10 != 0)
      reader.fault(node, "expected 10, 20, 30, 40, 50 or 60 milliseconds");
  };
}

/// An account as people write it: user and domain, from which the URIs follow.
void read_account(SettingsReader& reader, const toml::table& table, PhoneSettings& settings) {
  auto& accounts = settings.accounts;
  auto& features = settings.features;
  AccountServices services;
  SharedLineChoice shared;
  sip::Account account;
  FeatureSwitches switches;
  auto& forwards = switches.forwards;
  forwards.ring = features.phone.forwards.ring;
  account.id = std::to_string(accounts.size() + 1);
  std::string user, domain, password_file;
  bool register_line = false;
  auto& calls = account.calls;
  account.upkeep = usual_upkeep();
  auto& upkeep = account.upkeep;
  reader.read(
      table, "account",
      {{"user", reader.text(user)},
       {"domain", reader.text(domain)},
       {"display_name", reader.text(account.display_name)},
       {"auth_user", reader.text(account.auth_user)},
       {"password", reader.text(account.password)},
       {"password_file", reader.text(password_file)},
       {"registrar", reader.text(account.registrar)},
       {"outbound_proxy", reader.text(account.outbound_proxy)},
       {"outbound_in_dialog", reader.flag(account.outbound_in_dialog)},
       {"compact_headers", reader.flag(account.compact_headers)},
       {"anonymous", reader.flag(account.anonymous)},
       {"dnd", reader.flag(switches.do_not_disturb)},
       {"forward_always", forward_target(reader, forwards.of(ForwardKind::always))},
       {"forward_busy", forward_target(reader, forwards.of(ForwardKind::busy))},
       {"forward_no_answer", forward_target(reader, forwards.of(ForwardKind::no_answer))},
       {"forward_ring_s", reader.span<seconds>(forwards.ring, 1, longest_forward_ring.count())},
       {"subscribe_mwi", reader.flag(account.subscribe_mwi)},
       {"mwi_at_voice_mail", reader.flag(services.mwi_at_voice_mail)},
       {"mwi_expires", reader.span<seconds>(services.mwi_expires, 60, 86400)},
       {"voice_mail", reader.text(services.voice_mail)},
       {"pickup_code", reader.text(services.pickup_code)},
       {"group_pickup_code", reader.text(services.group_pickup_code)},
       {"blf_list", reader.text(services.blf_list)},
       {"shared_line", shared_line(reader, shared)},
       {"line_seize_s", line_seize(reader, shared)},
       {"expires", reader.span<seconds>(account.expires, 10, 86400)},
       {"servers", servers(reader, account)},
       {"realm", reader.text(account.realm)},
       {"keep_alive_s", reader.span<seconds>(upkeep.keep_alive, 0, 3600)},
       {"recovery_s", reader.span<seconds>(upkeep.recovery, 0, 3600)},
       {"reg_surge_s", reader.span<seconds>(upkeep.surge, 0, 3600)},
       {"unregister_at_start", reader.flag(upkeep.unregister_at_start)},
       {"outbound", reader.flag(upkeep.outbound)},
       {"redundancy",
        reader.choice<bool>(upkeep.concurrent, {{"successive", false}, {"concurrent", true}})},
       {"register_mac", reader.text(upkeep.mac)},
       {"register_line", reader.flag(register_line)},
       {"reliable", use(reader, calls.reliable)},
       {"session_timer", use(reader, calls.session_timer)},
       {"session_expires", reader.span<seconds>(calls.session_expires, 90, 86400)},
       {"min_se", reader.span<seconds>(calls.min_se, 90, 86400)},
       {"refresher",
        reader.choice<std::optional<sip::Refresher>>(
            calls.refresher,
            {{"auto", std::nullopt}, {"uac", sip::Refresher::uac}, {"uas", sip::Refresher::uas}},
            "expected \"auto\", \"uac\" or \"uas\"")},
       {"follow_redirects", reader.flag(calls.follow_redirects)},
       {"late_offer", reader.flag(calls.late_offer)},
       {"user_phone", reader.flag(calls.user_phone)},
       {"hold_form",
        reader.choice<sip::HoldForm>(calls.hold_form,
                                     {{"sendonly", sip::HoldForm::sendonly},
                                      {"inactive", sip::HoldForm::inactive},
                                      {"zero_address", sip::HoldForm::zero_address}},
                                     "expected \"sendonly\", \"inactive\" or \"zero_address\"")},
       {"dtmf", reader.choice<sip::DigitWay>(calls.dtmf, {{"rtp", sip::DigitWay::events},
                                                          {"info", sip::DigitWay::info},
                                                          {"inband", sip::DigitWay::inband},
                                                          {"auto", sip::DigitWay::automatic}})},
       {"dtmf_repetition", reader.number(calls.digit_ends, 1, 3)},
       {"ptime", packet_time(reader, calls.packet_time)},
       {"codec_order",
        reader.choice<bool>(calls.own_codec_order, {{"peer", false}, {"own", true}})}});
  if (!reader.status().ok()) return;
  if (user.empty() || domain.empty())
    return reader.fault(table, "an [[account]] needs user and domain");
  if (!account.servers.empty()) {
    if (!account.registrar.empty() || !account.outbound_proxy.empty())
      return reader.fault(table, "an [[account]] has servers, or registrar and outbound_proxy");
    account.registrar = account.servers.front().uri;
    account.outbound_proxy = account.servers.front().outbound_proxy;
  }
  account.aor = "sip:" + user + "@" + domain;
  if (register_line) upkeep.line = static_cast<int>(accounts.size()) + 1;
  if (account.auth_user.empty()) account.auth_user = user;
  if (!password_file.empty()) {
    const auto password = first_line_of(password_file);
    if (!password) return reader.fault(table, "password_file " + password_file + " cannot be read");
    account.password = *password;
  }
  if (!check_uris(reader, table, {&account.aor, &account.registrar, &account.outbound_proxy}))
    return;
  if (services.mwi_at_voice_mail && services.voice_mail.empty())
    return reader.fault(table, "mwi_at_voice_mail needs voice_mail, the number of the mailbox");
  complete_routes(account);
  settings.desk.watch.accounts[account.id] = std::move(services);
  if (shared.shares) settings.desk.shared[account.id] = shared.rules;
  features.accounts[account.id] = std::move(switches);
  accounts.push_back(std::move(account));
}

}  // namespace

SettingsReader::Handler accounts(SettingsReader& reader, PhoneSettings& into) {
  return [&reader, &into](const toml::node& node) {
    const auto* array = node.as_array();
    if (array == nullptr) return reader.fault(node, "write [[account]] with two brackets");
    for (const auto& element : *array)
      if (const auto* table = element.as_table()) read_account(reader, *table, into);
  };
}

}  // namespace offhook::phone
