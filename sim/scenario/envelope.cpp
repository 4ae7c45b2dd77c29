// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/envelope.hpp"

#include <algorithm>
#include <cctype>

#include "sim/scenario/net_reader.hpp"
#include "sim/scenario/quantities.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/table_reader.hpp"

namespace offhook::sim::scenario {
namespace {

void read_registrar(const toml::table& table, std::string name, Scenario& scenario,
                    Faults& faults) {
  RegistrarSpec registrar;
  registrar.name = std::move(name);
  registrar.at = place_of(table);
  TableReader reader(faults);
  const std::string heading = "[registrar]";
  const auto challenge = [&](const toml::node& node) {
    registrar.challenges_register = registrar.challenges_invite = false;
    reader.words({{"REGISTER", [&] { registrar.challenges_register = true; }},
                  {"INVITE", [&] { registrar.challenges_invite = true; }}})(node);
  };
  using std::chrono::seconds;
  reader.read(table, heading,
              {{"realm", reader.text(registrar.realm)},
               {"challenge", challenge},
               {"min_expires", reader.seconds(registrar.min_expires, seconds{1}, seconds{86400})},
               {"max_expires", reader.seconds(registrar.max_expires, seconds{1}, seconds{86400})},
               {"shares_bindings_with", reader.text(registrar.shares_bindings_with)}});
  if (scenario.registrars.size() == most_registrars)
    return reader.fault(table,
                        "expected at most " + std::to_string(most_registrars) + " registrars");
  scenario.registrars.push_back(std::move(registrar));
}

/// Who shares does so with one that has bindings of its own.
void check_sharing(const Scenario& scenario, Faults& faults) {
  for (const auto& each : scenario.registrars) {
    if (each.shares_bindings_with.empty()) continue;
    const auto* owner = scenario.find_registrar(each.shares_bindings_with);
    if (owner == nullptr || !owner->shares_bindings_with.empty())
      faults.push_back({each.at, "shares_bindings_with = \"" + each.shares_bindings_with +
                                     "\": expected a registrar that shares with no other"});
  }
}

void read_record(const toml::table& table, const std::string& owner, Scenario& scenario,
                 Faults& faults) {
  TableReader reader(faults);
  std::string type, target, address, service;
  std::int64_t priority = 0, weight = 0, port = 5060, order = 0, preference = 0, ttl = 300;
  const std::size_t before = faults.size();
  reader.read(table, "a record of [dns]",
              {{"type", reader.text(type)},
               {"target", reader.text(target)},
               {"address", reader.text(address)},
               {"service", reader.text(service)},
               {"priority", reader.whole(priority, 0, 65535)},
               {"weight", reader.whole(weight, 0, 65535)},
               {"port", reader.whole(port, 1, 65535)},
               {"order", reader.whole(order, 0, 65535)},
               {"preference", reader.whole(preference, 0, 65535)},
               {"ttl", reader.whole(ttl, 1, 86400)}});
  if (faults.size() != before) return;
  const auto u16 = [](std::int64_t number) { return static_cast<std::uint16_t>(number); };
  transport::DnsRecord record{transport::dns_name(owner), std::chrono::seconds{ttl}, {}};
  const auto parsed = IpAddress::parse(address);
  if (type == "SRV")
    record.data =
        transport::SrvRecord{u16(priority), u16(weight), u16(port), transport::dns_name(target)};
  else if (type == "NAPTR")
    record.data = transport::NaptrRecord{u16(order), u16(preference), "s", service,
                                         transport::dns_name(target)};
  else if ((type == "A" || type == "AAAA") && parsed && parsed->is_v6() == (type == "AAAA"))
    record.data = *parsed;
  else
    return reader.fault(table,
                        "expected type \"SRV\" or \"NAPTR\" with a target, or \"A\" or "
                        "\"AAAA\" with an address");
  scenario.dns.push_back(std::move(record));
}

}  // namespace

void read_registrars(const toml::table& table, Scenario& scenario, Faults& faults) {
  const bool is_several = std::any_of(table.begin(), table.end(),
                                      [](const auto& entry) { return entry.second.is_table(); });
  if (!is_several) {
    read_registrar(table, "proxy", scenario, faults);
    return check_sharing(scenario, faults);
  }
  for (const auto& [name, node] : table) {
    if (const auto* each = node.as_table())
      read_registrar(*each, std::string(name.str()), scenario, faults);
    else
      faults.push_back({place_of(node), "expected [registrar.NAME] for each, or one [registrar]"});
  }
  // A table sorts its keys: back to the order of the file.
  std::sort(scenario.registrars.begin(), scenario.registrars.end(),
            [](const auto& a, const auto& b) { return a.at < b.at; });
  check_sharing(scenario, faults);
}

void read_proxy(const toml::table& table, Scenario& scenario, Faults& faults) {
  TableReader reader(faults);
  reader.read(table, "[proxy]", {{"record_route", reader.flag(scenario.proxy.record_route)}});
}

void read_service(const toml::table& table, std::string_view name, ServiceSpec& into,
                  Faults& faults) {
  TableReader reader(faults);
  into.at = place_of(table);
  reader.read(table, "[" + std::string(name) + "]", {{"extension", reader.text(into.extension)}});
  if (into.extension.empty())
    reader.fault(table, "[" + std::string(name) + "] expected extension = \"600\"");
}

void read_dns(const toml::table& table, Scenario& scenario, Faults& faults) {
  TableReader reader(faults);
  for (const auto& [owner, node] : table) {
    const std::string name(owner.str());  // clang 14 captures no structured binding
    const auto* records = node.as_array();
    if (records == nullptr) {
      reader.fault(node, "expected a list of records: [{ type = \"SRV\", … }]");
      continue;
    }
    for (const auto& each : *records)
      reader.table([&](const toml::table& record) { read_record(record, name, scenario, faults); })(
          each);
  }
}

void read_links(const toml::table& table, const Names& names, Scenario& scenario, Faults& faults) {
  TableReader reader(faults);
  for (const auto& [name, node] : table) {
    const auto way = parse_way(name.str(), names);
    const auto* properties = node.as_table();
    if (!way || properties == nullptr) {
      reader.fault(node, "expected \"A->B\", \"A<->B\" or all, of " + names.listed() +
                             ", and { loss = \"5%\" }");
      continue;
    }
    for (const auto& [key, value] : *properties) {
      const auto kind = parse_disturbance(key.str());
      const std::string text = value.value<std::string>().value_or("");
      const bool is_span = kind == Disturbance::jitter || kind == Disturbance::delay;
      const auto span = parse_span(text);
      const auto share = parse_share(text);
      if (!kind || (is_span ? !span : !share))
        reader.fault(value,
                     "expected loss, duplicate or reorder = \"5%\", or jitter or delay = "
                     "\"30ms\"");
      else
        scenario.net.push_back(
            {*way, *kind, share.value_or(0), is_span ? span.value_or(Instant{}) : Instant{}});
    }
  }
}

Block read_block(const toml::node& node, std::string_view file_text, Faults& faults) {
  Block block;
  const auto text = node.value_exact<std::string>();
  const Place at = place_of(node);
  std::size_t start = 0;
  for (std::uint32_t line = 1; line < at.line; ++line) {
    start = file_text.find('\n', start);
    if (start == std::string_view::npos) return block;
    ++start;
  }
  const std::string_view rest = file_text.substr(start, file_text.find('\n', start) - start);
  std::string_view opening = rest.substr(std::min<std::size_t>(at.column - 1, rest.size()));
  while (!opening.empty() && (opening.back() == '\r' || opening.back() == ' '))
    opening.remove_suffix(1);
  if (!text || opening != "'''") {
    faults.push_back({at, "expected ''', then one line each, then ''' on a line of its own"});
    return block;
  }
  block.first = at.line + 1;
  block.last = block.first;
  std::size_t from = 0;
  for (std::size_t end = text->find('\n'); end != std::string::npos;
       from = end + 1, end = text->find('\n', from))
    block.lines.push_back({block.last++, text->substr(from, end - from)});
  if (text->find_first_not_of(" \t", from) != std::string::npos)
    faults.push_back({{block.last, 1}, "expected the closing ''' on a line of its own"});
  return block;
}

}  // namespace offhook::sim::scenario
