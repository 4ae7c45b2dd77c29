// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/hop_book.hpp"

#include <algorithm>
#include <utility>

namespace offhook::transaction {

using transport::Hop;

HopBook::Conversation HopBook::conversation(std::string_view call_id, std::string_view target,
                                            bool in_dialog) {
  return {std::string(call_id).append("\n").append(target), in_dialog};
}

void HopBook::failed(const Hop& hop, Instant now, std::optional<std::chrono::seconds> retry_after) {
  const auto found = bad_.find(key_of(hop));
  if (found == bad_.end() && bad_.size() >= most_bad)
    bad_.erase(std::min_element(bad_.begin(), bad_.end(), [](const auto& a, const auto& b) {
      return a.second.until < b.second.until;
    }));
  Bad& bad = bad_[key_of(hop)];
  bad.span = bad.span == Instant{} ? bad_for : std::min(2 * bad.span, bad_for_at_most);
  const Instant span =
      retry_after ? std::min<Instant>(*retry_after, retry_after_at_most) : bad.span;
  bad.until = now + span;
}

void HopBook::worked(const Hop& hop, const Conversation& conversation, Instant now) {
  bad_.erase(key_of(hop));
  if (kept_.size() >= most_kept && !kept_.contains(conversation.key))
    kept_before_ = std::exchange(kept_, {});
  kept_.insert_or_assign(conversation.key, Kept{hop, now});
}

bool HopBook::is_bad(const Hop& hop, Instant now) const {
  const auto found = bad_.find(key_of(hop));
  return found != bad_.end() && now < found->second.until;
}

const HopBook::Kept* HopBook::kept(const std::string& key) const {
  if (const auto found = kept_.find(key); found != kept_.end()) return &found->second;
  const auto found = kept_before_.find(key);
  return found == kept_before_.end() ? nullptr : &found->second;
}

std::vector<Hop> HopBook::order(std::vector<Hop> hops, const Conversation& conversation,
                                Instant now) const {
  std::stable_partition(hops.begin(), hops.end(),
                        [&](const Hop& hop) { return !is_bad(hop, now); });
  const Kept* last = kept(conversation.key);
  if (last == nullptr || is_bad(last->hop, now)) return hops;
  if (!conversation.in_dialog && now - last->at > kept_for) return hops;
  const auto same = std::find(hops.begin(), hops.end(), last->hop);
  if (same != hops.end()) std::rotate(hops.begin(), same, same + 1);
  return hops;
}

}  // namespace offhook::transaction
