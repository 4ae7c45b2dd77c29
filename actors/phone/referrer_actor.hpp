// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "actors/base/act.hpp"
#include "actors/base/random_source.hpp"
#include "actors/call/messages.hpp"
#include "actors/call/referral.hpp"
#include "actors/dialog/dialog.hpp"
#include "actors/dialog/notify_sequence.hpp"
#include "actors/dialog/request_writer.hpp"
#include "actors/transaction/messages.hpp"

namespace offhook::phone {

/// A REFER outside of any dialog that is followed. `random` outlives the actor.
struct ReferOrder {
  transaction::Dispatcher dispatcher;
  RandomSource& random;
  sip::Account account;
  std::string contact_uri;
  std::string user_agent;  ///< "" sends none
  transaction::RequestArrived refer;
  bool wants_subscription = true;  ///< false: Refer-Sub: false was asked for (RFC 4488)
};

struct ReferrerOverdue {};

using Referrer = act::join<transaction::User, act::ref<act::result<void>(call::ReportReferral),
                                                       act::result<void>(ReferrerOverdue)>>;

/// Answers the REFER with 202, and tells by NOTIFY how the call fares that it asked for (RFC 3515
/// §2.4.4); ends with the last of them. The subscription it holds is not to be refreshed: a request
/// for that finds no dialog.
class ReferrerActor final : public act::actor<Referrer> {
 public:
  ReferrerActor(caf::actor_config& config, ReferOrder order, dialog::Dialog dialog);
  const char* name() const override { return "referrer"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void begin();
  void report(const call::ReportReferral& m);
  void tell_state(call::ReferralState state);
  void send(std::optional<call::ReferralState> state);
  void receive(const transaction::ResponseArrived& m);
  void give_up();
  void leave_if_over();

  ReferOrder order_;
  dialog::Dialog dialog_;
  dialog::RequestWriter writer_;
  dialog::NotifySequence<call::ReferralState> notifies_;
  call::ReferralState told_, sent_;
  Instant expires_{};
  Timer overdue_;
  transaction::Branch branch_;
};

}  // namespace offhook::phone

OFFHOOK_MESSAGES(phone, (offhook::phone::ReferrerOverdue))
