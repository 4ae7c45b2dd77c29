// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/sip/call_options.hpp"

namespace offhook::sip {

/// When a phone that uses another server goes back to its first one. All but the first wait until
/// the phone is idle.
enum class FailbackMode : std::uint8_t {
  when_it_answers,  ///< as soon as the first server answers a probe, so that new requests go there
  dns_ttl,          ///< tries when the DNS answers that led to it are over
  at_renewal,       ///< tries at the next refresh of the registration
  after_a_time,     ///< tries after `failback_timeout`
};

/// One of an account's registrars.
struct RegistrarServer {
  std::string uri;             ///< "sip:example.net"
  std::string outbound_proxy;  ///< as in Account
  std::chrono::seconds expires{3600};
  /// Transmissions over UDP before the next server's turn; the last one has the time of RFC 3261.
  int retry_counts = 3;
  /// Calls use this server only after it has accepted a registration; else at once.
  bool register_on_enable = false;
  FailbackMode failback_mode = FailbackMode::when_it_answers;
  std::chrono::seconds failback_timeout{3600};
};

/// How a binding is watched. Zero switches each off.
struct Upkeep {
  std::chrono::seconds keep_alive{0};  ///< asks the registrar so often whether our binding is there
  /// While no server answers, asks each at least so often, so that its return is noticed.
  std::chrono::seconds recovery{0};
  std::chrono::seconds surge{0};     ///< the first REGISTER waits for a random part of it
  bool unregister_at_start = false;  ///< removes all bindings of the account first
  bool learn_address = false;        ///< Contact is where the registrar sees us (RFC 3581)
  bool outbound = false;             ///< offers RFC 5626
  int first_reg_id = 1;              ///< of the first server (RFC 5626 §4.2.1)
  bool concurrent = false;           ///< registered with all servers at once; the best is used
  std::string mac{};                 ///< a header Mac of that value in REGISTER; "" sends none
  int line = 0;                      ///< a header Line in REGISTER; 0 sends none
};

/// One line of the phone: who it is, and how it proves that. URIs as text, checked when the
/// configuration was read.
struct Account {
  std::string id = "1";      ///< "1", "2", …: the API's account_id
  std::string aor;           ///< address of record, "sip:1001@example.net"
  std::string display_name;  ///< "" sends none
  std::string auth_user;     ///< "" means the user part of `aor`
  std::string password;
  std::string registrar;       ///< "sip:example.net"; "" never registers
  std::string outbound_proxy;  ///< "sip:proxy.example.net;lr"; "" sends to the Request-URI's host
  /// What belongs to a call goes to the outbound proxy too, whatever the route set says.
  bool outbound_in_dialog = false;
  bool compact_headers = false;  ///< names of one letter (RFC 3261 §7.3.3)
  std::chrono::seconds expires{3600};
  bool subscribe_mwi = false;  ///< asks the server what waits in the mailbox (RFC 3842)
  bool anonymous = false;      ///< calls withhold who we are (RFC 3323, RFC 3325)
  /// Several registrars, best first; then `registrar` and the others above are those of the first.
  std::vector<RegistrarServer> servers{};
  Upkeep upkeep{};
  std::string realm{};        ///< answers challenges of this realm alone; "" of any
  std::string instance_id{};  ///< "urn:uuid:…" (RFC 5626 §4.1); "" sends none
  /// What the registrar asks to be put in front of requests outside a dialog (RFC 3608): URIs.
  std::vector<std::string> service_route{};
  CallOptions calls;
};

/// The registrars of an account: its list, or the one that the short form names, or none.
[[nodiscard]] std::vector<RegistrarServer> servers_of(const Account& account);

/// The Route values of a request outside a dialog, in order: the outbound proxy, then the service
/// route (RFC 3608 §6.1), which often begins with that same proxy.
[[nodiscard]] std::vector<std::string> preloaded_routes(const Account& account);

/// A stable "urn:uuid:…" for a device, from whatever tells it from others (RFC 5626 §4.1).
[[nodiscard]] std::string instance_urn(std::string_view device);

}  // namespace offhook::sip
