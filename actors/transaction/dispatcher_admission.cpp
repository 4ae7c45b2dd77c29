// SPDX-License-Identifier: GPL-3.0-or-later
// Who may begin something with us (admission.hpp).
#include "actors/transaction/dispatcher_actor.hpp"

namespace offhook::transaction {

/// A REGISTER shows where our servers are.
void DispatcherActor::learn_servers(const sip::Message& request,
                                    const std::vector<transport::Hop>& hops) {
  if (request.method() != sip::Method::register_) return;
  for (const auto& hop : hops) admission_.learn_server(hop.remote.address);
}

/// Whether a request outside our dialogs is looked at; if not, it has been answered as it deserves.
bool DispatcherActor::admits(const transport::MessageArrived& arrived) {
  if (every_request_) return true;  // a proxy's core judges for itself
  switch (admission_.judge(arrived.from.remote.address, now())) {
    case Admittance::admit:
      return true;
    case Admittance::refuse:
      refuse(arrived, 503);
      return false;
    case Admittance::drop:
      if (const auto withheld = admission_log_.grant(now()))
        log::warning("dropped " + std::string(arrived.message->method_text()) + " of " +
                     arrived.from.remote.to_string() +
                     ", which is none of our servers or too busy; " + std::to_string(*withheld) +
                     " such lines were withheld");
      return false;
  }
  return false;
}

}  // namespace offhook::transaction
