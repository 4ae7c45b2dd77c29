// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/feature_codes.hpp"

namespace offhook::phone {
namespace {

FeatureSwitches switches_of(const Features& features, std::string_view account_id) {
  return {features.forwards_of(account_id), features.do_not_disturb_at(account_id)};
}

}  // namespace

std::vector<std::string> codes_for(const FeatureCodes& codes, const FeatureSwitches& before,
                                   const FeatureSwitches& after) {
  std::vector<std::string> dialled;
  const auto add = [&dialled](const std::string& code, const std::string& target = {}) {
    if (!code.empty()) dialled.push_back(code + target);
  };
  for (const auto kind : every_forward_kind) {
    const auto& was = before.forwards.of(kind);
    const auto& is = after.forwards.of(kind);
    if (is.works() && (!was.works() || was.target != is.target))
      add(codes.of(kind).on, is.target);
    else if (was.works() && !is.works())
      add(codes.of(kind).off);
  }
  if (before.do_not_disturb != after.do_not_disturb)
    add(after.do_not_disturb ? codes.do_not_disturb.on : codes.do_not_disturb.off);
  return dialled;
}

std::vector<std::string> codes_for(const FeatureCodes& codes, const PrivacySwitches& before,
                                   const PrivacySwitches& after) {
  std::vector<std::string> dialled;
  const auto add = [&dialled](const FeatureCode& code, bool was, bool is) {
    const auto& number = is ? code.on : code.off;
    if (was != is && !number.empty()) dialled.push_back(number);
  };
  add(codes.anonymous, before.anonymous, after.anonymous);
  add(codes.reject_anonymous, before.reject_anonymous, after.reject_anonymous);
  return dialled;
}

CodesToDial::CodesToDial(FeatureCodes codes, const Features& at_start)
    : codes_(std::move(codes)), told_(at_start) {}

void CodesToDial::changed(const Features& features, const std::string& account_id) {
  const auto before = switches_of(told_, account_id), now = switches_of(features, account_id);
  for (auto& number : codes_for(codes_, before, now))
    due_.push_back({account_id, std::move(number)});
  for (auto& number :
       codes_for(codes_, told_.privacy_of(account_id), features.privacy_of(account_id)))
    due_.push_back({account_id, std::move(number)});
  while (due_.size() > most_waiting) due_.pop_front();
  told_ = features;
}

std::optional<CodesToDial::Due> CodesToDial::take() {
  if (due_.empty()) return std::nullopt;
  auto next = std::move(due_.front());
  due_.pop_front();
  return next;
}

}  // namespace offhook::phone
