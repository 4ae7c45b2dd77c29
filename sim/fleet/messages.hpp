// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "actors/phone/messages.hpp"

namespace offhook::sim::fleet {

/// No further call; those that are up end now if `hang_up`, else in their time. Then every phone
/// takes its binding back. A second one does not wait for anything.
struct EndFleet {
  bool hang_up = true;
};

/// From now on at this rate: another part of the fleet is gone, and its calls are wanted here.
struct ChangeRate {
  double calls_per_second = 1;
};

/// The final response to a BYE was seen on the wire.
struct ByeAnswered {
  std::string sip_call_id;
  Instant span{};  ///< since the BYE
  int status = 0;
};

// What the fleet says to itself.
struct NextPhoneDue {};
struct ServerOverdue {};
struct RegistrationsOverdue {};
struct CallDue {};
struct HoldOver {
  std::string call_id;
};
struct GoodbyeOverdue {
  std::string call_id;
};
struct CallsOverdue {};
struct NextGoodbyeDue {};

using Fleet =
    act::join<phone::EventSink,
              act::ref<act::result<void>(EndFleet), act::result<void>(ChangeRate),
                       act::result<void>(NextPhoneDue), act::result<void>(ServerOverdue),
                       act::result<void>(RegistrationsOverdue), act::result<void>(CallDue),
                       act::result<void>(HoldOver), act::result<void>(GoodbyeOverdue),
                       act::result<void>(ByeAnswered), act::result<void>(CallsOverdue),
                       act::result<void>(NextGoodbyeDue)>>;

}  // namespace offhook::sim::fleet

OFFHOOK_MESSAGES(sim, (offhook::sim::fleet::EndFleet)(offhook::sim::fleet::ChangeRate)(
                          offhook::sim::fleet::ByeAnswered)(offhook::sim::fleet::NextPhoneDue)(
                          offhook::sim::fleet::ServerOverdue)(
                          offhook::sim::fleet::RegistrationsOverdue)(offhook::sim::fleet::CallDue)(
                          offhook::sim::fleet::HoldOver)(offhook::sim::fleet::GoodbyeOverdue)(
                          offhook::sim::fleet::CallsOverdue)(offhook::sim::fleet::NextGoodbyeDue))
