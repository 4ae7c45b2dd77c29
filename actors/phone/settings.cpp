// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include <toml++/toml.h>

#include "actors/phone/contact.hpp"
#include "actors/sip/uri.hpp"
#include "actors/transport/resolver.hpp"

namespace offhook::phone {
namespace {

/// What one engine is made for.
constexpr std::int64_t most_calls = 4096;
constexpr std::size_t calls_answered_by_itself = 64;  // unless the file says otherwise

/// Collects the first fault with its place in the file; everything after it is skipped.
class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  using Handler = std::function<void(const toml::node&)>;

  /// Calls the handler of each key of `table`; a key without one is a fault.
  void read(const toml::table& table, std::string_view name,
            const std::map<std::string, Handler, std::less<>>& handlers) {
    for (const auto& [key, node] : table) {
      const auto handler = handlers.find(key.str());
      if (handler == handlers.end()) {
        fault(node, "unknown key '" + std::string(key.str()) + "' in [" + std::string(name) +
                        "]; known here: " + names_of(handlers));
        return;
      }
      handler->second(node);
    }
  }

  Handler text(std::string& into) {
    return [this, &into](const toml::node& node) {
      if (const auto value = node.value_exact<std::string>())
        into = *value;
      else
        fault(node, "expected a text in quotes");
    };
  }

  Handler flag(bool& into) {
    return [this, &into](const toml::node& node) {
      if (const auto value = node.value_exact<bool>())
        into = *value;
      else
        fault(node, "expected true or false");
    };
  }

  template <class Number>
  Handler number(Number& into, std::int64_t low, std::int64_t high) {
    return [this, &into, low, high](const toml::node& node) {
      const auto value = node.value_exact<std::int64_t>();
      if (value && *value >= low && *value <= high)
        into = static_cast<Number>(*value);
      else
        fault(node,
              "expected a number from " + std::to_string(low) + " to " + std::to_string(high));
    };
  }

  Handler endpoint(std::function<void(Endpoint)> take) {
    return [this, take](const toml::node& node) {
      const auto value = node.value_exact<std::string>();
      const auto endpoint = value ? Endpoint::parse(*value) : std::nullopt;
      if (endpoint)
        take(*endpoint);
      else
        fault(node, "expected \"ADDRESS:PORT\", for example \"127.0.0.1:5060\"");
    };
  }

  /// One endpoint, or a list with one for each address family at most.
  Handler endpoints(std::vector<Endpoint>& into) {
    return [this, &into](const toml::node& node) {
      into.clear();
      const auto take = [&](const toml::node& each) {
        endpoint([&](Endpoint value) {
          for (const Endpoint& known : into)
            if (known.address.is_v6() == value.address.is_v6())
              return fault(each, "one IPv4 and one IPv6 address at most");
          into.push_back(value);
        })(each);
      };
      const auto* array = node.as_array();
      if (array == nullptr) return take(node);
      for (const auto& each : *array) take(each);
      if (array->empty()) fault(node, "an empty list");
    };
  }

  Handler texts(std::vector<std::string>& into) {
    return [this, &into](const toml::node& node) {
      into.clear();
      const auto* array = node.as_array();
      if (array == nullptr) return fault(node, "expected a list of texts");
      for (const auto& each : *array) text(into.emplace_back())(each);
    };
  }

  void fault(const toml::node& node, std::string what) {
    if (!status_.ok()) return;
    const auto at = node.source().begin;
    status_ = invalid_argument(file_ + ":" + std::to_string(at.line) + ":" +
                               std::to_string(at.column) + ": " + what);
  }
  [[nodiscard]] const absl::Status& status() const { return status_; }

 private:
  static std::string names_of(const std::map<std::string, Handler, std::less<>>& handlers) {
    std::string names;
    for (const auto& [name, handler] : handlers) names += (names.empty() ? "" : ", ") + name;
    return names;
  }

  std::string file_;
  absl::Status status_;
};

/// Nullopt if there is no such line.
std::optional<std::string> first_line_of(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  return line;
}

Reader::Handler use(Reader& reader, sip::Use& into) {
  return [&](const toml::node& node) {
    const auto text = node.value_exact<std::string>().value_or("");
    if (text == "off")
      into = sip::Use::off;
    else if (text == "supported")
      into = sip::Use::supported;
    else if (text == "required")
      into = sip::Use::required;
    else
      reader.fault(node, "expected \"off\", \"supported\" or \"required\"");
  };
}

Reader::Handler refresher(Reader& reader, std::optional<sip::Refresher>& into) {
  return [&](const toml::node& node) {
    const auto text = node.value_exact<std::string>().value_or("");
    if (text == "uac")
      into = sip::Refresher::uac;
    else if (text == "uas")
      into = sip::Refresher::uas;
    else if (text == "auto")
      into.reset();
    else
      reader.fault(node, "expected \"auto\", \"uac\" or \"uas\"");
  };
}

/// Where digits go: as events of the sound, or as INFO.
Reader::Handler dtmf(Reader& reader, bool& by_info) {
  return [&](const toml::node& node) {
    const auto text = node.value_exact<std::string>().value_or("");
    by_info = text == "info";
    if (!by_info && text != "rtp") reader.fault(node, "expected \"rtp\" or \"info\"");
  };
}

Reader::Handler seconds(Reader& reader, std::chrono::seconds& into, std::int64_t low,
                        std::int64_t high) {
  return [&reader, &into, low, high](const toml::node& node) {
    std::int64_t value = into.count();
    reader.number(value, low, high)(node);
    into = std::chrono::seconds(value);
  };
}

bool is_sip_uri(const std::string& text) {
  const auto uri = sip::parse_uri(text);
  return uri.ok() && transport::protocol_of(*uri).ok();
}

/// One of several registrars of an account.
void read_server(Reader& reader, const toml::table& table, sip::Account& account) {
  sip::RegistrarServer server;
  server.expires = account.expires;
  int failback_mode = 0;
  reader.read(table, "account.servers",
              {{"uri", reader.text(server.uri)},
               {"outbound_proxy", reader.text(server.outbound_proxy)},
               {"expires", seconds(reader, server.expires, 10, 86400)},
               {"retry_counts", reader.number(server.retry_counts, 1, 6)},
               {"register_on_enable", reader.flag(server.register_on_enable)},
               {"failback_mode", reader.number(failback_mode, 0, 3)},
               {"failback_timeout", seconds(reader, server.failback_timeout, 0, 65535)}});
  server.failback_mode = static_cast<sip::FailbackMode>(failback_mode);
  if (server.uri.empty()) return reader.fault(table, "each of account.servers needs a uri");
  for (const auto* uri : {&server.uri, &server.outbound_proxy})
    if (!uri->empty() && !is_sip_uri(*uri))
      return reader.fault(table, "'" + *uri + "' is not a SIP URI with a transport we speak");
  account.servers.push_back(std::move(server));
}

Reader::Handler servers(Reader& reader, sip::Account& account) {
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

/// An account as people write it: user and domain, from which the URIs follow.
void read_account(Reader& reader, const toml::table& table, PhoneSettings& settings) {
  sip::Account account;
  account.id = std::to_string(settings.accounts.size() + 1);
  std::string user, domain, password_file;
  auto& calls = account.calls;
  std::int64_t session_expires = calls.session_expires.count();
  std::int64_t min_se = calls.min_se.count();
  account.upkeep = usual_upkeep();
  auto& upkeep = account.upkeep;
  reader.read(table, "account",
              {{"user", reader.text(user)},
               {"domain", reader.text(domain)},
               {"display_name", reader.text(account.display_name)},
               {"auth_user", reader.text(account.auth_user)},
               {"password", reader.text(account.password)},
               {"password_file", reader.text(password_file)},
               {"registrar", reader.text(account.registrar)},
               {"outbound_proxy", reader.text(account.outbound_proxy)},
               {"anonymous", reader.flag(account.anonymous)},
               {"subscribe_mwi", reader.flag(account.subscribe_mwi)},
               {"expires", seconds(reader, account.expires, 10, 86400)},
               {"servers", servers(reader, account)},
               {"realm", reader.text(account.realm)},
               {"keep_alive_s", seconds(reader, upkeep.keep_alive, 0, 3600)},
               {"recovery_s", seconds(reader, upkeep.recovery, 0, 3600)},
               {"reg_surge_s", seconds(reader, upkeep.surge, 0, 3600)},
               {"unregister_at_start", reader.flag(upkeep.unregister_at_start)},
               {"outbound", reader.flag(upkeep.outbound)},
               {"reliable", use(reader, calls.reliable)},
               {"session_timer", use(reader, calls.session_timer)},
               {"session_expires", reader.number(session_expires, 90, 86400)},
               {"min_se", reader.number(min_se, 90, 86400)},
               {"refresher", refresher(reader, calls.refresher)},
               {"follow_redirects", reader.flag(calls.follow_redirects)},
               {"late_offer", reader.flag(calls.late_offer)},
               {"dtmf", dtmf(reader, calls.dtmf_by_info)}});
  if (!reader.status().ok()) return;
  if (user.empty() || domain.empty())
    return reader.fault(table, "an [[account]] needs user and domain");
  calls.session_expires = std::chrono::seconds(session_expires);
  calls.min_se = std::chrono::seconds(min_se);
  if (!account.servers.empty()) {
    if (!account.registrar.empty() || !account.outbound_proxy.empty())
      return reader.fault(table, "an [[account]] has servers, or registrar and outbound_proxy");
    account.registrar = account.servers.front().uri;
    account.outbound_proxy = account.servers.front().outbound_proxy;
  }
  account.aor = "sip:" + user + "@" + domain;
  if (account.auth_user.empty()) account.auth_user = user;
  if (!password_file.empty()) {
    const auto password = first_line_of(password_file);
    if (!password) return reader.fault(table, "password_file " + password_file + " cannot be read");
    account.password = *password;
  }
  for (const std::string* uri : {&account.aor, &account.registrar, &account.outbound_proxy})
    if (!uri->empty()) {
      if (!is_sip_uri(*uri))
        return reader.fault(table, "'" + *uri + "' is not a SIP URI with a transport we speak");
    }
  complete_routes(account);
  settings.accounts.push_back(std::move(account));
}

void read_accounts(Reader& reader, const toml::node& node, PhoneSettings& settings) {
  const auto* array = node.as_array();
  if (array == nullptr) return reader.fault(node, "write [[account]] with two brackets");
  for (const auto& element : *array)
    if (const auto* table = element.as_table()) read_account(reader, *table, settings);
}

Reader::Handler table(Reader& reader, std::function<void(const toml::table&)> take) {
  return [&reader, take](const toml::node& node) {
    if (const auto* content = node.as_table())
      take(*content);
    else
      reader.fault(node, "expected a table");
  };
}

/// [[dns.records]]: one record that holds without a name server.
void read_record(Reader& reader, const toml::table& table, DnsSettings& dns) {
  std::string name, type, value, services, flags = "s";
  std::chrono::seconds ttl{300};
  transport::SrvRecord srv;
  transport::NaptrRecord naptr;
  reader.read(table, "dns.records",
              {{"name", reader.text(name)},
               {"type", reader.text(type)},
               {"value", reader.text(value)},
               {"ttl", seconds(reader, ttl, 1, 86400)},
               {"priority", reader.number(srv.priority, 0, 65535)},
               {"weight", reader.number(srv.weight, 0, 65535)},
               {"port", reader.number(srv.port, 1, 65535)},
               {"order", reader.number(naptr.order, 0, 65535)},
               {"preference", reader.number(naptr.preference, 0, 65535)},
               {"service", reader.text(services)}});
  if (!reader.status().ok()) return;
  if (name.empty() || value.empty()) return reader.fault(table, "a record needs name and value");
  const std::string owner = transport::dns_name(name), target = transport::dns_name(value);
  if (type == "A" || type == "AAAA") {
    const auto address = IpAddress::parse(value);
    if (!address || address->is_v6() != (type == "AAAA"))
      return reader.fault(table, "'" + value + "' is no address for " + type);
    dns.records.push_back({owner, ttl, *address});
  } else if (type == "SRV") {
    if (srv.port == 0) return reader.fault(table, "an SRV record needs a port");
    srv.target = target;
    dns.records.push_back({owner, ttl, srv});
  } else if (type == "NAPTR") {
    if (services.empty()) return reader.fault(table, "a NAPTR record needs a service: \"SIP+D2U\"");
    naptr.flags = flags;
    naptr.services = services;
    naptr.replacement = target;
    dns.records.push_back({owner, ttl, naptr});
  } else {
    reader.fault(table, "type is \"A\", \"AAAA\", \"SRV\" or \"NAPTR\"");
  }
}

Reader::Handler list_of_tables(Reader& reader, std::function<void(const toml::table&)> take) {
  return [&reader, take](const toml::node& node) {
    const auto* array = node.as_array();
    if (array == nullptr) return reader.fault(node, "write it with two brackets: [[…]]");
    for (const auto& element : *array)
      if (const auto* content = element.as_table()) take(*content);
  };
}

Reader::Handler name_servers(Reader& reader, DnsSettings& dns) {
  return [&](const toml::node& node) {
    const auto* array = node.as_array();
    if (array == nullptr) return reader.fault(node, "expected a list such as [\"192.0.2.53\"]");
    for (const auto& element : *array) {
      const auto text = element.value<std::string>().value_or("");
      auto server = Endpoint::parse(text);
      if (const auto address = IpAddress::parse(text); !server && address)
        server = Endpoint{*address, 53};
      if (!server || server->port == 0)
        return reader.fault(element, "expected \"ADDRESS\" or \"ADDRESS:PORT\"");
      dns.servers.push_back(*server);
    }
  };
}

void read_dns(Reader& reader, const toml::table& table, DnsSettings& dns) {
  reader.read(
      table, "dns",
      {{"servers", name_servers(reader, dns)},
       {"prefer_records", reader.flag(dns.prefer_records)},
       {"records", list_of_tables(reader, [&](const auto& t) { read_record(reader, t, dns); })}});
}

/// [sip] nat: how we look from outside.
Reader::Handler nat(Reader& reader, bool& learn_address) {
  return [&](const toml::node& node) {
    const auto text = node.value<std::string>().value_or("");
    if (text != "none" && text != "rport")
      return reader.fault(node, "nat is \"none\" or \"rport\"");
    learn_address = text == "rport";
  };
}

/// The same after each start (RFC 5626 §4.1), and another for each phone of one machine.
std::string instance_of(const PhoneSettings& settings, const std::string& uuid) {
  if (!uuid.empty()) return "urn:uuid:" + uuid;
  return sip::instance_urn(first_line_of("/etc/machine-id").value_or("") + " " + settings.phone_id +
                           " " + settings.listen.sip.front().to_string());
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

Reader::Handler auto_answer(Reader& reader, PhoneSettings& settings) {
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

/// One of a few words.
template <class Value>
Reader::Handler choice(Reader& reader, Value& into,
                       std::vector<std::pair<std::string_view, Value>> words) {
  return [&reader, &into, words = std::move(words)](const toml::node& node) {
    const auto text = node.value_exact<std::string>();
    std::string known;
    for (const auto& [word, value] : words) {
      if (text == word) {
        into = value;
        return;
      }
      known.append(known.empty() ? "\"" : ", \"").append(word).append("\"");
    }
    reader.fault(node, "expected one of " + known);
  };
}

Reader::Handler codecs(Reader& reader, PhoneSettings& settings) {
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

Reader::Handler addresses(Reader& reader, std::vector<IpAddress>& into) {
  return [&](const toml::node& node) {
    const auto* array = node.as_array();
    if (array == nullptr) return reader.fault(node, "expected a list such as [\"192.0.2.1\"]");
    for (const auto& element : *array) {
      const auto address = IpAddress::parse(element.value<std::string>().value_or(""));
      if (!address) return reader.fault(element, "expected an IP address in quotes");
      into.push_back(*address);
    }
  };
}

/// With servers only and no server the phone would never ring.
bool can_be_called(const PhoneSettings& settings) {
  return !settings.servers_only || !settings.trusted_servers.empty() ||
         std::any_of(settings.accounts.begin(), settings.accounts.end(),
                     [](const sip::Account& account) { return !sip::servers_of(account).empty(); });
}

Reader::Handler uuid_text(Reader& reader, std::string& into) {
  return [&](const toml::node& node) {
    into = node.value<std::string>().value_or("");
    if (!is_uuid(into))
      reader.fault(node, "expected a UUID such as \"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"");
  };
}

void read_phone(Reader& reader, const toml::table& phone, PhoneSettings& settings,
                std::string& uuid) {
  std::int64_t media_timeout_s = settings.media_timeout.count() / 1000;
  reader.read(phone, "phone",
              {{"id", reader.text(settings.phone_id)},
               {"uuid", uuid_text(reader, uuid)},
               {"country", reader.text(settings.country)},
               {"codecs", codecs(reader, settings)},
               {"auto_answer", auto_answer(reader, settings)},
               {"own_users_only", reader.flag(settings.own_users_only)},
               {"reject_anonymous", reader.flag(settings.reject_anonymous)},
               {"auto_answer_headers", reader.flag(settings.auto_answer_headers)},
               {"max_calls", reader.number(settings.max_calls, 1, most_calls)},
               {"media_timeout_s", reader.number(media_timeout_s, 0, 3600)},
               {"board", reader.text(settings.board)}});
  settings.media_timeout = std::chrono::seconds(media_timeout_s);
  if (settings.auto_answer && !phone.contains("max_calls"))
    settings.max_calls = calls_answered_by_itself;
}

void read_sip(Reader& reader, const toml::table& sip, PhoneSettings& settings,
              bool& learn_address) {
  auto& web_socket = settings.web_socket;
  reader.read(sip, "sip",
              {{"listen", reader.endpoints(settings.listen.sip)},
               {"tls_listen", reader.endpoints(settings.listen.tls)},
               {"ws_listen", reader.endpoints(settings.listen.ws)},
               {"wss_listen", reader.endpoints(settings.listen.wss)},
               {"nat", nat(reader, learn_address)},
               {"ws_path", reader.text(web_socket.path)},
               {"ws_origins", reader.texts(web_socket.origins)},
               {"accept_from",
                choice(reader, settings.servers_only, {{"anyone", false}, {"servers", true}})},
               {"trusted_servers", addresses(reader, settings.trusted_servers)},
               {"source_rate", reader.number(settings.source_rate, 0, 1'000'000)},
               {"mwi_unsolicited", reader.flag(settings.mwi_unsolicited)},
               {"check_sync", reader.flag(settings.check_sync)},
               {"dialog_events", reader.flag(settings.dialog_events)}});
  const bool needs_certificate = !settings.listen.tls.empty() || !settings.listen.wss.empty();
  if (needs_certificate && settings.tls.certificate.empty())
    reader.fault(sip, "tls_listen and wss_listen need certificate and key in [tls]");
}

void read_tls(Reader& reader, const toml::table& tls, PhoneSettings& settings) {
  reader.read(tls, "tls",
              {{"ca_file", reader.text(settings.tls.ca_file)},
               {"certificate", reader.text(settings.tls.certificate)},
               {"key", reader.text(settings.tls.key)},
               {"verify", reader.flag(settings.tls.verify)},
               {"ask_clients", reader.flag(settings.tls.ask_clients)}});
}

}  // namespace

absl::StatusOr<PhoneSettings> parse_settings(std::string_view text, const std::string& file) {
  PhoneSettings settings;
  toml::table document;
  try {
    document = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    return invalid_argument(file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) +
                            ": " + std::string(error.description()));
  }
  Reader reader(file);
  std::int64_t inter_digit = settings.dial_plan.inter_digit.count();
  std::string uuid;
  bool learn_address = false;
  reader.read(
      document, "the file",
      {{"phone", table(reader, [&](const auto& t) { read_phone(reader, t, settings, uuid); })},
       {"sip", [](const auto&) {}},  // once the certificate is known
       {"tls", table(reader, [&](const auto& t) { read_tls(reader, t, settings); })},
       {"account", [&](const auto& node) { read_accounts(reader, node, settings); }},
       {"dns", table(reader, [&](const auto& t) { read_dns(reader, t, settings.dns); })},
       {"dial",
        table(
            reader,
            [&](const auto& t) {
              reader.read(t, "dial", {{"inter_digit_ms", reader.number(inter_digit, 500, 60000)}});
            })},
       {"transfer", table(reader,
                          [&](const auto& t) {
                            using enum call::TransferPolicy;
                            reader.read(
                                t, "transfer",
                                {{"accept",
                                  choice(reader, settings.transfers,
                                         {{"in_dialog", accept}, {"ask", ask}, {"never", never}})},
                                 {"replaces", reader.flag(settings.may_be_replaced)}});
                          })},
       {"audio", table(reader,
                       [&](const auto& t) {
                         reader.read(t, "audio",
                                     {{"source", reader.text(settings.audio.source)},
                                      {"record", reader.text(settings.audio.record)}});
                       })},
       {"api", table(reader, [&](const auto& t) {
          reader.read(t, "api",
                      {{"listen", reader.endpoint(
                                      [&](Endpoint endpoint) { settings.api.listen = endpoint; })},
                       {"token", reader.text(settings.api.token)},
                       {"token_file", reader.text(settings.api.token_file)}});
        })}});
  if (const auto* sip = document.get("sip"); sip != nullptr && reader.status().ok())
    table(reader, [&](const auto& t) { read_sip(reader, t, settings, learn_address); })(*sip);
  if (!reader.status().ok()) return reader.status();
  settings.dial_plan.inter_digit = std::chrono::milliseconds(inter_digit);
  for (auto& account : settings.accounts) {
    account.upkeep.learn_address = learn_address;
    if (account.upkeep.outbound || !uuid.empty()) account.instance_id = instance_of(settings, uuid);
  }
  if (settings.accounts.empty())
    return invalid_argument(file + ":1:1: a phone needs at least one [[account]]");
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
  return parse_settings(text.str(), path);
}

}  // namespace offhook::phone
