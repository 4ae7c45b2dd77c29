// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "actors/subscription/subscriber_actor.hpp"

namespace offhook::subscription {

inline constexpr std::string_view call_info_event = "call-info";
inline constexpr std::string_view line_seize_event = "line-seize";

/// One line that several phones share, as servers of BroadSoft's kind have it: a subscription to
/// `call-info` that lasts tells what the others do, and one to `line-seize` for each call of ours
/// keeps the others from dialling at the same appearance. Ends with the owner, or with Unsubscribe.
class SharedLineActor final : public act::actor<SharedLine> {
 public:
  /// Owner, package and content type of `what` are filled in; its id is the owner's own name for
  /// the line. A seizure is asked for `seize_expires`.
  SharedLineActor(caf::actor_config& config, SharedLineOwner owner, SubscriptionContext what,
                  std::chrono::seconds seize_expires);
  const char* name() const override { return "shared_line"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  struct Seizure {
    std::uint32_t appearance = 1;
    Subscriber subscriber;
    act::promise<LineSeized> answer;
  };

  void begin();
  void receive(const SubscriptionChanged& changed);
  void receive(const StateNotified& news);
  act::result<LineSeized> seize(std::uint32_t appearance);
  void seizure_changed(Seizure& seizure, const SubscriptionChanged& changed);
  void release(std::uint32_t appearance);
  void forget(const std::string& id);

  SharedLineOwner owner_;
  SubscriptionContext what_;
  std::chrono::seconds seize_expires_;
  Subscriber call_info_;
  std::map<std::string, Seizure> seizures_;  ///< by the id of the subscription
  std::uint64_t last_seizure_ = 0;
};

}  // namespace offhook::subscription
