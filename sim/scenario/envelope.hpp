// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <toml++/toml.h>

#include "sim/scenario/scenario.hpp"
#include "sim/scenario/script_reader.hpp"
#include "sim/scenario/words.hpp"

// The tables of a scenario file, one function each. Faults are collected; a table with one keeps
// what could be read.
namespace offhook::sim::scenario {

[[nodiscard]] Place place_of(const toml::node& node);

/// [registrar], or [registrar.east] and so on.
void read_registrars(const toml::table& table, Scenario& scenario, Faults& faults);
void read_proxy(const toml::table& table, Scenario& scenario, Faults& faults);
/// [voicemail] and [echo]
void read_service(const toml::table& table, std::string_view name, ServiceSpec& into,
                  Faults& faults);
/// "_sip._udp.sim.test" = [{ type = "SRV", … }]
void read_dns(const toml::table& table, Scenario& scenario, Faults& faults);
/// [phone.NAME]: settings as in phone.toml. Takes the tables apart. After the registrars.
void read_phones(toml::table& table, Scenario& scenario, Faults& faults);
/// "alice->bob" = { loss = "5%" }
void read_links(const toml::table& table, const Names& names, Scenario& scenario, Faults& faults);

/// A text between ''' and ''', each on a line of its own or at the end of one.
struct Block {
  std::vector<Line> lines;
  std::uint32_t first = 0, last = 0;  ///< as Scenario::ladder_first
};
[[nodiscard]] Block read_block(const toml::node& node, std::string_view file_text, Faults& faults);

}  // namespace offhook::sim::scenario
