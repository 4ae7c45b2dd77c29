// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/transaction/messages.hpp"

namespace offhook::registration {

enum class RegistrationState : std::uint8_t { unregistered, registering, registered, failed };

constexpr std::string_view to_string(RegistrationState state) {
  constexpr std::string_view names[] = {"unregistered", "registering", "registered", "failed"};
  return names[static_cast<std::size_t>(state)];
}

/// Told to the owner at every change, and at every refresh that alters `expires`.
struct RegistrationChanged {
  std::string account_id;
  RegistrationState state = RegistrationState::unregistered;
  std::string server;               ///< registrar as configured
  std::chrono::seconds expires{0};  ///< granted; 0 unless registered
  int sip_status = 0;               ///< 0 when no response was involved
  std::string reason;
  std::chrono::milliseconds retry_in{0};  ///< until the next try; 0 unless failed
};

/// Where requests of the account go from now on. Told when it changes.
struct ServerInUse {
  std::string account_id;
  std::string server;                      ///< registrar as configured
  std::string outbound_proxy;              ///< as in sip::Account
  std::vector<std::string> service_route;  ///< RFC 3608; empty if the registrar named none
  std::string contact_uri;                 ///< of ours, as peers reach it
  bool may_be_used = true;  ///< calls need not wait until the registration is accepted
  friend bool operator==(const ServerInUse&, const ServerInUse&) = default;
};

using RegistrationOwner =
    act::ref<act::result<void>(RegistrationChanged), act::result<void>(ServerInUse)>;

/// Whether calls are up: what can wait, waits until there are none.
struct PhoneBusy {
  bool busy = false;
};

/// (Re-)registers now; a running back-off is cut short.
struct Register {};
/// Removes our binding. Answered when the registrar agreed, refused, or did not answer in 64*T1.
struct Unregister {};

/// One account kept alive, RFC 3261 §10.
using Registration =
    act::join<transaction::User,
              act::ref<act::result<RegistrationChanged>(Register),
                       act::result<RegistrationChanged>(Unregister), act::result<void>(PhoneBusy)>>;

}  // namespace offhook::registration

#include "actors/registration/type_ids.hpp"
