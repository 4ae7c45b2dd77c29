// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <string_view>

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

using RegistrationOwner = act::ref<act::result<void>(RegistrationChanged)>;

/// (Re-)registers now; a running back-off is cut short.
struct Register {};
/// Removes our binding. Answered when the registrar agreed, refused, or did not answer in 64*T1.
struct Unregister {};

/// One account kept alive, RFC 3261 §10.
using Registration =
    act::join<transaction::User, act::ref<act::result<RegistrationChanged>(Register),
                                          act::result<RegistrationChanged>(Unregister)>>;

}  // namespace offhook::registration

#include "actors/registration/type_ids.hpp"
