// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>

#include "actors/phone/settings_account.hpp"
#include "actors/phone/settings_codes.hpp"
#include "actors/phone/settings_display.hpp"
#include "actors/phone/settings_dns.hpp"
#include "actors/phone/settings_features.hpp"
#include "actors/phone/settings_media.hpp"
#include "actors/phone/settings_reader.hpp"
#include "actors/phone/settings_sound.hpp"
#include "actors/phone/settings_timers.hpp"
#include "actors/phone/settings_transfer.hpp"
#include "actors/phone/settings_watch.hpp"

namespace offhook::phone {
namespace {

/// What one engine is made for.
constexpr std::int64_t most_calls = 4096;
constexpr std::size_t calls_answered_by_itself = 64;  // unless the file says otherwise

/// The same after each start (RFC 5626 §4.1), and another for each phone of one machine.
std::string instance_of(const PhoneSettings& settings, const std::string& uuid,
                        const std::string& machine) {
  if (!uuid.empty()) return "urn:uuid:" + uuid;
  return sip::instance_urn(machine + " " + settings.phone_id + " " +
                           settings.listen.sip.front().to_string());
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0)
      return false;
  }
  return true;
}

SettingsReader::Handler auto_answer(SettingsReader& reader, PhoneSettings& settings) {
  return [&](const toml::node& node) {
    if (const auto on = node.value_exact<bool>()) {
      settings.auto_answer.reset();
      if (*on) settings.auto_answer = std::chrono::milliseconds{0};
    } else if (const auto after = node.value_exact<std::int64_t>(); after && *after >= 0) {
      settings.auto_answer = std::chrono::milliseconds{*after};
    } else {
      reader.fault(node, "expected true, false, or the milliseconds to ring first");
    }
  };
}

SettingsReader::Handler codecs(SettingsReader& reader, PhoneSettings& settings) {
  return [&](const toml::node& node) {
    const auto* array = node.as_array();
    settings.codecs.clear();
    if (array != nullptr)
      for (const auto& element : *array) {
        const auto name = element.value<std::string>().value_or("");
        if (name != "PCMU" && name != "PCMA")
          return reader.fault(element, "known codecs are \"PCMU\" and \"PCMA\"");
        settings.codecs.push_back(name);
      }
    if (settings.codecs.empty()) reader.fault(node, "expected a list such as [\"PCMU\", \"PCMA\"]");
  };
}

SettingsReader::Handler caller_sources(SettingsReader& reader, std::vector<CallerSource>& into) {
  constexpr auto expected =
      "expected some of \"P-Asserted-Identity\", \"P-Preferred-Identity\", \"Remote-Party-ID\" and "
      "\"From\"";
  return [&reader, &into](const toml::node& node) {
    into.clear();
    reader.list(expected, [&](const toml::node& each) {
      using enum CallerSource;
      reader.choice<CallerSource>(into.emplace_back(),
                                  {{"P-Asserted-Identity", asserted},
                                   {"P-Preferred-Identity", preferred},
                                   {"Remote-Party-ID", remote_party},
                                   {"From", from}},
                                  expected)(each);
    })(node);
  };
}

/// With servers only and no server the phone would never ring.
bool can_be_called(const PhoneSettings& settings) {
  return !settings.servers_only || !settings.trusted_servers.empty() ||
         std::any_of(settings.accounts.begin(), settings.accounts.end(),
                     [](const sip::Account& account) { return !sip::servers_of(account).empty(); });
}

SettingsReader::Handler uuid_text(SettingsReader& reader, std::string& into) {
  return [&](const toml::node& node) {
    into = node.value<std::string>().value_or("");
    if (!is_uuid(into))
      reader.fault(node, "expected a UUID such as \"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"");
  };
}

/// What is read here and counts once the whole file is known.
struct Later {
  std::string uuid;
  std::string default_account;
  bool learn_address = false;
};

/// The account that calls go by unless somebody chooses another comes first; ids stay.
bool put_first(std::vector<sip::Account>& accounts, const std::string& id) {
  const auto chosen = std::find_if(accounts.begin(), accounts.end(),
                                   [&id](const sip::Account& account) { return account.id == id; });
  if (chosen == accounts.end()) return false;
  std::rotate(accounts.begin(), chosen, chosen + 1);
  return true;
}

void read_phone(SettingsReader& reader, const toml::table& phone, PhoneSettings& settings,
                Later& later) {
  reader.read(
      phone, "phone",
      {{"id", reader.text(settings.phone_id)},
       {"uuid", uuid_text(reader, later.uuid)},
       {"default_account", reader.text(later.default_account)},
       {"country", country(reader, settings.tones)},
       {"codecs", codecs(reader, settings)},
       {"auto_answer", auto_answer(reader, settings)},
       {"own_users_only", reader.flag(settings.own_users_only)},
       {"reject_anonymous", reader.flag(settings.features.reject_anonymous)},
       {"call_waiting", reader.flag(settings.features.call_waiting)},
       {"call_waiting_tone", reader.flag(settings.desk.call_waiting_tone)},
       {"auto_answer_tone", reader.flag(settings.auto_answer_tone)},
       {"early_media",
        reader.choice<EarlyMedia>(settings.desk.early_media, {{"theirs", EarlyMedia::theirs},
                                                              {"both", EarlyMedia::both},
                                                              {"ours", EarlyMedia::ours}})},
       {"busy_code", reader.number(settings.features.busy_status, 400, 699)},
       {"refuse_code", reader.number(settings.features.refuse_status, 400, 699)},
       {"ring_limit_s", reader.span<std::chrono::seconds>(settings.features.longest_ring, 0, 3600)},
       {"direct_ip_calls", reader.flag(settings.direct_ip_calls)},
       {"lines", reader.number(settings.desk.lines, 1, most_lines)},
       {"auto_answer_headers", reader.flag(settings.auto_answer_headers)},
       {"caller_source", caller_sources(reader, settings.caller_sources)},
       {"max_calls", reader.number(settings.max_calls, 1, most_calls)},
       {"media_timeout_s", reader.span<std::chrono::seconds>(settings.media_timeout, 0, 3600)},
       {"board", reader.text(settings.board)}});
  if (settings.auto_answer && !phone.contains("max_calls"))
    settings.max_calls = calls_answered_by_itself;
}

void read_sip(SettingsReader& reader, const toml::table& sip, PhoneSettings& settings,
              Later& later) {
  auto& web_socket = settings.web_socket;
  reader.read(sip, "sip",
              {{"listen", reader.endpoints(settings.listen.sip)},
               {"tls_listen", reader.endpoints(settings.listen.tls)},
               {"ws_listen", reader.endpoints(settings.listen.ws)},
               {"wss_listen", reader.endpoints(settings.listen.wss)},
               {"nat", reader.choice<bool>(later.learn_address, {{"none", false}, {"rport", true}},
                                           "nat is \"none\" or \"rport\"")},
               {"ws_path", reader.text(web_socket.path)},
               {"ws_origins", reader.texts(web_socket.origins)},
               {"accept_from",
                reader.choice<bool>(settings.servers_only, {{"anyone", false}, {"servers", true}})},
               {"trusted_servers", reader.addresses(settings.trusted_servers)},
               {"source_rate", reader.number(settings.source_rate, 0, 1'000'000)},
               {"mwi_unsolicited", reader.flag(settings.mwi_unsolicited)},
               {"check_sync", reader.flag(settings.check_sync)},
               {"dialog_events", reader.flag(settings.dialog_events)}});
  const bool needs_certificate = !settings.listen.tls.empty() || !settings.listen.wss.empty();
  if (needs_certificate && settings.tls.certificate.empty())
    reader.fault(sip, "tls_listen and wss_listen need certificate and key in [tls]");
}

void read_tls(SettingsReader& reader, const toml::table& tls, PhoneSettings& settings) {
  reader.read(tls, "tls",
              {{"ca_file", reader.text(settings.tls.ca_file)},
               {"certificate", reader.text(settings.tls.certificate)},
               {"key", reader.text(settings.tls.key)},
               {"verify", reader.flag(settings.tls.verify)},
               {"ask_clients", reader.flag(settings.tls.ask_clients)}});
}

}  // namespace

absl::StatusOr<PhoneSettings> parse_settings(std::string_view text, const std::string& file,
                                             const std::string& machine) {
  toml::table document;
  try {
    document = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    return invalid_argument(file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) +
                            ": " + std::string(error.description()));
  }
  return read_settings(document, file, machine);
}

absl::StatusOr<PhoneSettings> read_settings(const toml::table& document, const std::string& file,
                                            const std::string& machine) {
  PhoneSettings settings;
  SettingsReader reader(file);
  Later later;
  reader.read(
      document, "the file",
      {{"phone", reader.table([&](const auto& t) { read_phone(reader, t, settings, later); })},
       {"sip", [](const auto&) {}},  // once the certificate is known
       {"tls", reader.table([&](const auto& t) { read_tls(reader, t, settings); })},
       {"account", accounts(reader, settings)},
       {"dns", name_service(reader, settings.dns)},
       {"timers", timer_settings(reader, settings.timers)},
       {"dial", dial_settings(reader, settings.desk)},
       {"forward", forward_settings(reader, settings.features)},
       {"dnd", dnd_settings(reader, settings.features)},
       {"codes", code_settings(reader, settings.codes)},
       {"auto_redial", auto_redial_settings(reader, settings.auto_redial)},
       {"conference", conference_settings(reader, settings.desk)},
       {"key", key_settings(reader, settings.desk)},
       {"watch", watch_settings(reader, settings.desk.watch)},
       {"pickup", pickup_settings(reader, settings.desk.watch)},
       {"park", park_settings(reader, settings.desk.watch)},
       {"display", display_settings(reader, settings)},
       {"lamps", lamp_settings(reader, settings.power_led)},
       {"lock", lock_settings(reader, settings)},
       {"softkeys", soft_key_settings(reader, settings.desk)},
       {"memory", memory_settings(reader, settings.memory)},
       {"contact", contact_settings(reader, settings.directory)},
       {"directory", directory_settings(reader, settings.directory)},
       {"intercom", reader.table([&](const auto& t) {
          reader.read(t, "intercom",
                      {{"mute", reader.flag(settings.intercom.mute)},
                       {"tone", reader.flag(settings.intercom.tone)},
                       {"barge", reader.flag(settings.intercom.barge)}});
        })},
       {"transfer", transfer_settings(reader, settings)},
       {"media", media_settings(reader, settings)},
       {"audio", audio_settings(reader, settings)},
       {"hold", hold_settings(reader, settings)},
       {"ring", ring_settings(reader, settings.ring)},
       {"tones", tone_settings(reader, settings.tones)},
       {"paging", paging_settings(reader, settings.paging)},
       {"api", reader.table([&](const auto& t) {
          reader.read(t, "api",
                      {{"listen", reader.endpoint(
                                      [&](Endpoint endpoint) { settings.api.listen = endpoint; })},
                       {"token", reader.text(settings.api.token)},
                       {"token_file", reader.text(settings.api.token_file)}});
        })}});
  if (const auto* sip = document.get("sip"); sip != nullptr && reader.status().ok())
    reader.table([&](const auto& t) { read_sip(reader, t, settings, later); })(*sip);
  if (!reader.status().ok()) return reader.status();
  for (auto& account : settings.accounts) {
    account.upkeep.learn_address = later.learn_address;
    if (account.upkeep.outbound || !later.uuid.empty())
      account.instance_id = instance_of(settings, later.uuid, machine);
  }
  if (settings.accounts.empty())
    return invalid_argument(file + ":1:1: a phone needs at least one [[account]]");
  if (!later.default_account.empty() && !put_first(settings.accounts, later.default_account))
    return invalid_argument(file + ":1:1: default_account = \"" + later.default_account +
                            "\": there is no such [[account]]; the first is \"1\"");
  if (!can_be_called(settings))
    return invalid_argument(file +
                            ":1:1: accept_from = \"servers\" needs an account with a registrar, or "
                            "trusted_servers");
  return settings;
}

absl::StatusOr<PhoneSettings> load_settings(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return not_found(path + ": cannot be read; see docs/configuration.md for an example");
  std::ostringstream text;
  text << file.rdbuf();
  return parse_settings(text.str(), path, first_line_of("/etc/machine-id").value_or(""));
}

}  // namespace offhook::phone
