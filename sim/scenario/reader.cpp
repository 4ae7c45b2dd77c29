// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/reader.hpp"

#include <algorithm>

#include "sim/scenario/envelope.hpp"
#include "sim/scenario/ladder_reader.hpp"
#include "sim/scenario/script_reader.hpp"
#include "sim/scenario/table_reader.hpp"

namespace offhook::sim::scenario {
namespace {

Names names_in(const toml::table& document, const Scenario& scenario) {
  Names names;
  // Also those whose tables have faults: their steps would only add more of the same.
  if (const auto* phones = document["phone"].as_table())
    for (const auto& [name, node] : *phones) names.phones.insert(std::string(name.str()));
  for (const auto& registrar : scenario.registrars) names.registrars.insert(registrar.name);
  for (const auto* service : {"voicemail", "echo"})
    if (document.contains(service)) names.services.insert(service);
  return names;
}

/// "expect registered via estt": only here it is known who there is.
void check_registrars(const std::vector<Step>& script, const Names& names, Faults& faults) {
  for (const auto& step : script) {
    const auto* expect = std::get_if<Expect>(&step.action);
    const auto* registered = expect ? std::get_if<IsRegistered>(&expect->what) : nullptr;
    if (registered == nullptr || registered->via.empty() ||
        names.registrars.contains(registered->via))
      continue;
    std::vector<std::string_view> known(names.registrars.begin(), names.registrars.end());
    const auto column = static_cast<std::uint32_t>(step.text.rfind(registered->via));
    faults.push_back({{step.at.line, step.at.column + column},
                      expected_one_of("registrar", registered->via, known)});
  }
}

void read_flow(const toml::table& flow, std::string_view text, const Names& names,
               Scenario& scenario, Faults& faults) {
  TableReader reader(faults);
  reader.read(flow, "[flow]",
              {{"script",
                [&](const toml::node& node) {
                  scenario.script =
                      read_script(read_block(node, text, faults).lines, names, faults);
                  check_registrars(scenario.script, names, faults);
                }},
               {"ladder", [&](const toml::node& node) {
                  const Block block = read_block(node, text, faults);
                  scenario.has_ladder = true;
                  scenario.ladder = read_ladder(block.lines, names, faults);
                  scenario.ladder_first = block.first;
                  scenario.ladder_last = block.last;
                }}});
  if (!flow.contains("script"))
    faults.push_back({place_of(flow), "expected script = ''' in [flow]"});
}

void read_document(toml::table& document, std::string_view text, Scenario& scenario,
                   Faults& faults) {
  TableReader reader(faults);
  const auto later = [](const toml::node&) {};
  const auto fold = [&](const toml::node& node) {
    scenario.fold_trying = scenario.fold_retransmissions = false;
    reader.words({{"trying", [&] { scenario.fold_trying = true; }},
                  {"retransmissions", [&] { scenario.fold_retransmissions = true; }}})(node);
  };
  std::int64_t seed = 1;
  // Tables of names that others speak of come first.
  if (const auto* registrars = document["registrar"].as_table())
    read_registrars(*registrars, scenario, faults);
  const Names names = names_in(document, scenario);
  reader.read(
      document, "the file",
      {{"title", reader.text(scenario.title)},
       {"seed", reader.whole(seed, 0, INT64_MAX)},
       {"fold", fold},
       {"registrar", reader.table([](const auto&) {})},
       {"proxy", reader.table([&](const auto& t) { read_proxy(t, scenario, faults); })},
       {"voicemail", reader.table([&](const auto& t) {
          read_service(t, "voicemail", scenario.voice_mail, faults);
        })},
       {"echo",
        reader.table([&](const auto& t) { read_service(t, "echo", scenario.echo, faults); })},
       {"dns", reader.table([&](const auto& t) { read_dns(t, scenario, faults); })},
       {"phone", later},  // taken apart below
       {"net", reader.table([&](const auto& t) { read_links(t, names, scenario, faults); })},
       {"flow",
        reader.table([&](const auto& t) { read_flow(t, text, names, scenario, faults); })}});
  scenario.seed = static_cast<std::uint64_t>(seed);
  if (!document.contains("flow")) faults.push_back({{1, 1}, "expected [flow] with a script"});
  if (auto* phones = document["phone"].as_table())
    read_phones(*phones, scenario, faults);
  else
    faults.push_back({{1, 1}, "expected at least one [phone.NAME]"});
}

}  // namespace

const PhoneSpec* Scenario::find_phone(std::string_view name) const {
  const auto found = std::find_if(phones.begin(), phones.end(),
                                  [&](const auto& phone) { return phone.name == name; });
  return found == phones.end() ? nullptr : &*found;
}

const RegistrarSpec* Scenario::find_registrar(std::string_view name) const {
  const auto found = std::find_if(registrars.begin(), registrars.end(),
                                  [&](const auto& each) { return each.name == name; });
  return found == registrars.end() ? nullptr : &*found;
}

std::variant<Scenario, Faults> read_scenario(std::string_view text, const std::string& file) {
  if (text.size() > largest_file)
    return Faults{
        {{1, 1}, "expected a file of at most " + std::to_string(largest_file) + " octets"}};
  Scenario scenario;
  scenario.file = file;
  Faults faults;
  try {
    auto document = toml::parse(text, file);
    read_document(document, text, scenario, faults);
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    return Faults{{{at.line, at.column}, std::string(error.description())}};
  }
  if (faults.empty()) return scenario;
  std::sort(faults.begin(), faults.end());
  return faults;
}

}  // namespace offhook::sim::scenario
