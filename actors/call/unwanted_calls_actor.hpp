// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <list>
#include <string>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/base/random_source.hpp"
#include "actors/dialog/dialog.hpp"
#include "actors/dialog/request_writer.hpp"
#include "actors/sip/account.hpp"
#include "actors/transaction/messages.hpp"

namespace offhook::call {

/// What it needs of the world. `random` outlives the actor.
struct UnwantedCallsContext {
  transaction::Dispatcher dispatcher;
  RandomSource& random;
  std::vector<sip::Account> accounts;
  std::string user_agent;
};

/// Ends the calls that somebody took after we had given them up (RFC 3261 §13.2.2.4): every 2xx,
/// and each copy of it, has its ACK, and each such call one BYE. It is given the 2xx of INVITEs
/// that really were ours, whose call leg no longer waits.
class UnwantedCallsActor final : public act::actor<transaction::User> {
 public:
  /// Calls that end at the same time; the oldest is forgotten for a new one, and times out there.
  static constexpr std::size_t limit = 64;

  UnwantedCallsActor(caf::actor_config& config, UnwantedCallsContext context);
  const char* name() const override { return "unwanted_calls"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  struct Call {
    dialog::Dialog dialog;
    dialog::RequestWriter writer;
    sip::MessagePtr ack;
    transaction::Branch ack_branch, bye_branch;
  };
  void receive(const transaction::ResponseArrived& m);
  void end(const sip::Message& success);
  void send_ack(const Call& call);
  void send_bye(Call& call);
  [[nodiscard]] sip::Account account_of(const sip::Message& success) const;
  [[nodiscard]] transaction::Branch new_branch();

  UnwantedCallsContext context_;
  std::list<Call> calls_;  ///< the oldest first
};

}  // namespace offhook::call
