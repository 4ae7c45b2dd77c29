// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "actors/base/random_source.hpp"
#include "actors/dialog/dialog.hpp"
#include "actors/dialog/request_writer.hpp"
#include "actors/sip/account.hpp"
#include "actors/subscription/messages.hpp"

namespace offhook::subscription {

/// What a subscription is about, and what it needs of the world. `random` outlives the actor.
struct SubscriptionContext {
  transaction::Dispatcher dispatcher;
  SubscriptionOwner owner;
  RandomSource& random;
  sip::Account account;
  std::string contact_uri;
  std::string id;            ///< the owner's name for it
  std::string target;        ///< SIP URI of the resource
  std::string package;       ///< "message-summary"
  std::string content_type;  ///< what we can read of it; "" for a package without bodies
  std::chrono::seconds expires{3600};
  std::string user_agent{};
  std::chrono::milliseconds timer_n{32'000};  ///< 64*T1
  std::vector<std::string> also_reads{};      ///< further content types
  std::string supported{};                    ///< option tags of the SUBSCRIBE: "eventlist"
  std::size_t longest_body = 16'384;          ///< a longer one is refused with 415
  bool once = false;        ///< neither refreshed nor asked for again: see `for_good`
  std::string call_info{};  ///< value of Call-Info in each SUBSCRIBE; "" sends none
};

// What a subscriber says to itself.
struct SubscriptionTimerFired {
  Input input;
};

/// Carries the table of subscription.hpp: SUBSCRIBE and its refreshes, the NOTIFYs of one notifier.
/// Where a SUBSCRIBE was forked, the first NOTIFY is kept and the others are told 481
/// (RFC 6665 §5.4.9: no package of ours wants several).
class SubscriberActor final
    : public act::actor<
          act::join<Subscriber, act::ref<act::result<void>(SubscriptionTimerFired)>>> {
 public:
  SubscriberActor(caf::actor_config& config, SubscriptionContext context);
  const char* name() const override { return "subscriber"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  bool step(Input input);
  void perform(Action action);
  void send(std::chrono::seconds expires);
  void receive(const transaction::ResponseArrived& m);
  void receive(const transaction::RequestArrived& m);
  void receive_notify(const transaction::RequestArrived& m);
  [[nodiscard]] bool is_ours(const sip::Message& notify) const;
  [[nodiscard]] bool is_readable(const sip::Message& notify) const;
  [[nodiscard]] std::string readable_types() const;
  bool take_dialog(const sip::Message& notify);
  void schedule_refresh();
  void drop_dialog();
  void report();
  void reply(const transaction::RequestArrived& m, int status);
  [[nodiscard]] sip::Draft begin_request();

  SubscriptionContext context_;
  dialog::RequestWriter writer_;
  State state_ = State::idle;
  std::string call_id_, local_tag_;
  std::uint32_t cseq_ = 0;
  std::optional<dialog::Dialog> dialog_;
  transaction::Branch branch_;
  int failures_ = 0;
  int status_ = 0;
  std::chrono::seconds asked_{0};  ///< the Expires of the newest SUBSCRIBE, but for 0
  std::chrono::seconds granted_{0};
  std::chrono::seconds retry_after_{0};
  StateNotified news_;
  bool told_ = false;  ///< a state of this subscription
  std::optional<SubscriptionChanged> reported_;
  Timer timer_n_, refresh_, expiry_, retry_;
};

}  // namespace offhook::subscription

OFFHOOK_MESSAGES(subscription, (offhook::subscription::SubscriptionTimerFired))
