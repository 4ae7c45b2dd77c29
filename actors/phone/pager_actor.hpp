// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "actors/base/act.hpp"
#include "actors/base/random_source.hpp"
#include "actors/dialog/request_writer.hpp"
#include "actors/phone/messages.hpp"
#include "actors/sip/account.hpp"
#include "actors/transaction/messages.hpp"

namespace offhook::phone {

/// One text to send. `random` outlives the actor.
struct Page {
  transaction::Dispatcher dispatcher;
  RandomSource& random;
  sip::Account account;
  std::string user_agent;
  std::string target;  ///< SIP URI
  std::string text;    ///< UTF-8
};

/// Begins; answered with the final response.
struct SendPage {};

using Pager = act::join<transaction::User, act::ref<act::result<MessageReply>(SendPage)>>;

/// Sends one MESSAGE outside any dialog (RFC 3428 §4), answers challenges of our servers, and ends.
class PagerActor final : public act::actor<Pager> {
 public:
  PagerActor(caf::actor_config& config, Page page);
  const char* name() const override { return "pager"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  void send();
  void receive(const transaction::ResponseArrived& m);
  void finish(MessageReply reply);

  Page page_;
  dialog::RequestWriter writer_;
  std::string call_id_, from_tag_;
  std::uint32_t cseq_ = 0;
  transaction::Branch branch_;
  act::promise<MessageReply> asker_;
};

}  // namespace offhook::phone

OFFHOOK_MESSAGES(phone, (offhook::phone::SendPage))
