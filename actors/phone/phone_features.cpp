// SPDX-License-Identifier: GPL-3.0-or-later
// Forwards, do not disturb and deflection, as programs order them.
#include "actors/phone/error_of.hpp"
#include "actors/phone/feature_memory.hpp"
#include "actors/phone/phone_actor.hpp"

namespace offhook::phone {
void PhoneActor::features_changed(const std::string& account_id, std::string_view cause) {
  codes_.changed(features_, account_id);
  parts_.store->keep({KeepValue{std::string(memory::switches), switches_text(features_)}});
  emit(FeaturesEvent{features_.info(account_id)}, cause);
  refresh(cause);
}

act::result<FeaturesReply> PhoneActor::query_features(const std::string& account_id) {
  if (!account_id.empty() && account_of(account_id) == nullptr)
    return FeaturesReply{error_of(ErrorKind::not_found, "no account '" + account_id + "'")};
  return FeaturesReply{features_.info(account_id)};
}

act::result<FeaturesReply> PhoneActor::set_forward(const SetForwardOrder& order) {
  const auto* account = account_of(order.account_id);
  if (account == nullptr)
    return FeaturesReply{error_of(ErrorKind::not_found, "no account '" + order.account_id + "'")};
  auto& forwards = features_.forwards_of(order.account_id);
  auto& rule = forwards.of(order.kind);
  const auto& target = order.target ? *order.target : rule.target;
  if (order.enabled)
    if (const auto uri = target_uri(target, account->aor); !uri.ok())
      return FeaturesReply{error_of(ErrorKind::invalid_target, message_of(uri.status()))};
  if (order.enabled && !features_.may_forward_to(target))
    return FeaturesReply{error_of(ErrorKind::invalid_target,
                                  "calls are not forwarded abroad ([forward] international)")};
  rule = {order.enabled, target};
  if (order.ring) forwards.ring = std::min(*order.ring, longest_forward_ring);
  features_changed(order.account_id, "API");
  return FeaturesReply{features_.info(order.account_id)};
}

act::result<FeaturesReply> PhoneActor::set_do_not_disturb(const std::string& account_id,
                                                          bool enabled) {
  if (account_of(account_id) == nullptr)
    return FeaturesReply{error_of(ErrorKind::not_found, "no account '" + account_id + "'")};
  features_.set_do_not_disturb(account_id, enabled);
  features_changed(account_id, "API");
  return FeaturesReply{features_.info(account_id)};
}

act::result<FeaturesReply> PhoneActor::set_privacy(const SetPrivacyOrder& order) {
  const auto* account = account_of(order.account_id);
  if (account == nullptr)
    return FeaturesReply{error_of(ErrorKind::not_found, "no account '" + order.account_id + "'")};
  const auto id = account->id;
  auto switches = features_.privacy_of(id);
  if (order.anonymous) switches.anonymous = *order.anonymous;
  if (order.reject_anonymous) switches.reject_anonymous = *order.reject_anonymous;
  switch_privacy(id, switches, "API");
  return FeaturesReply{features_.info(id)};
}

void PhoneActor::switch_privacy(const std::string& account_id, PrivacySwitches switches,
                                std::string_view cause) {
  features_.privacy[account_id] = switches;
  hide_as_wanted();
  parts_.store->keep({KeepValue{std::string(memory::privacy), privacy_text(features_)}});
  features_changed(account_id, cause);
}

/// Whatever is sent from now on; calls that stand keep their names.
void PhoneActor::hide_as_wanted() {
  for (auto& account : parts_.settings.accounts)
    account.anonymous = features_.privacy_of(account.id).anonymous;
  features_.privacy[""] = features_.privacy_of(parts_.settings.accounts.front().id);
}

act::result<CallReply> PhoneActor::deflect(const DeflectOrder& order) {
  const auto* entry = book_.find(order.call_id);
  const auto info = entry != nullptr ? entry->info() : CallInfo{};
  if (auto error = deflect(order.call_id, order.target, DiversionReason::deflection))
    return CallReply{*std::move(error)};
  return CallReply{info};
}

}  // namespace offhook::phone
