// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "actors/phone/settings.hpp"
#include "actors/transport/dns.hpp"
#include "sim/nat_table.hpp"
#include "sim/scenario/expected_row.hpp"
#include "sim/scenario/step.hpp"

namespace offhook::sim::scenario {

/// [registrar], or one of several: a registrar with the proxy in front of it.
struct RegistrarSpec {
  std::string name;  ///< "proxy" of [registrar]; "east" of [registrar.east]
  Place at;
  std::string realm = "sim.test";  ///< also the domain it serves
  bool challenges_register = true;
  bool challenges_invite = false;
  std::chrono::seconds min_expires{60};
  std::chrono::seconds max_expires{7200};
  std::string shares_bindings_with;  ///< another, whose users it knows as well; "" nobody's
};

/// [proxy]
struct ProxySpec {
  bool record_route = true;
};

struct PhoneSpec {
  std::string name;
  Place at;
  std::string extension;
  std::string outbound;        ///< the registrar it uses first; "" the first of the file
  std::optional<NatKind> nat;  ///< it is behind such a box
  phone::PhoneSettings settings;
};

/// An extension at which nobody sits: [voicemail] or [echo].
struct ServiceSpec {
  Place at;
  std::string extension;  ///< "" there is none
};

/// The addresses and clocks of a file are virtual; every name is one of its own.
struct Scenario {
  std::string file;
  std::string title;
  std::uint64_t seed = 1;
  bool fold_trying = true;
  bool fold_retransmissions = true;
  std::vector<RegistrarSpec> registrars;
  ProxySpec proxy;
  std::vector<transport::DnsRecord> dns;
  std::vector<PhoneSpec> phones;
  ServiceSpec voice_mail, echo;
  std::vector<Disturb> net;
  std::vector<Step> script;
  bool has_ladder = false;
  ExpectedLadder ladder;
  /// The lines of the file between ladder = ''' and the closing ''': from first up to last, which
  /// is not one of them. For `--bless`.
  std::uint32_t ladder_first = 0, ladder_last = 0;

  [[nodiscard]] const PhoneSpec* find_phone(std::string_view name) const;
  [[nodiscard]] const RegistrarSpec* find_registrar(std::string_view name) const;
};

}  // namespace offhook::sim::scenario
