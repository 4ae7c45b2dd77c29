// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/settings_dns.hpp"

namespace offhook::phone {
namespace {

/// [[dns.records]]: one record that holds without a name server.
void read_record(SettingsReader& reader, const toml::table& table, DnsSettings& dns) {
  std::string name, type, value, services, flags = "s";
  std::chrono::seconds ttl{300};
  transport::SrvRecord srv;
  transport::NaptrRecord naptr;
  reader.read(table, "dns.records",
              {{"name", reader.text(name)},
               {"type", reader.text(type)},
               {"value", reader.text(value)},
               {"ttl", reader.span<std::chrono::seconds>(ttl, 1, 86400)},
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

SettingsReader::Handler name_servers(SettingsReader& reader, std::vector<Endpoint>& into) {
  return reader.list("expected a list such as [\"192.0.2.53\"]", [&](const toml::node& each) {
    const auto text = each.value<std::string>().value_or("");
    auto server = Endpoint::parse(text);
    if (const auto address = IpAddress::parse(text); !server && address)
      server = Endpoint{*address, 53};
    if (!server || server->port == 0)
      return reader.fault(each, "expected \"ADDRESS\" or \"ADDRESS:PORT\"");
    into.push_back(*server);
  });
}

}  // namespace

SettingsReader::Handler name_service(SettingsReader& reader, DnsSettings& dns) {
  return reader.table([&](const toml::table& table) {
    reader.read(table, "dns",
                {{"servers", name_servers(reader, dns.servers)},
                 {"prefer_records", reader.flag(dns.prefer_records)},
                 {"records", reader.tables("write it with two brackets: [[…]]",
                                           [&](const toml::table& record) {
                                             read_record(reader, record, dns);
                                           })}});
  });
}

}  // namespace offhook::phone
