// SPDX-License-Identifier: GPL-3.0-or-later
// Requests of ours inside a dialog that are neither INVITE nor BYE, until their final response.
#include <algorithm>

#include "actors/call/call_leg_actor.hpp"
#include "actors/call/info_keys.hpp"
#include "actors/dialog/in_dialog_failure.hpp"
#include "actors/transaction/later_hop.hpp"

namespace offhook::call {
namespace {

constexpr std::size_t max_asking = 16;

}  // namespace

dialog::Dialog* CallLegActor::dialog_with(std::string_view remote_tag) {
  if (auto* dialog = signaling_.dialog_with(remote_tag)) return dialog;
  auto* early = early_.find(remote_tag);
  return early != nullptr ? &early->dialog : nullptr;
}

bool CallLegActor::ask_peer(std::string remote_tag,
                            std::function<sip::MessagePtr(dialog::Dialog&)> write,
                            std::function<void(const Outcome&)> on_final) {
  if (asking_.size() >= max_asking || dialog_with(remote_tag) == nullptr) return false;
  asking_.push_back({std::move(write), std::move(on_final), std::move(remote_tag), nullptr, {}, 0});
  send_asking(asking_.back());
  return true;
}

void CallLegActor::send_asking(Asking& asking) {
  auto* dialog = dialog_with(asking.remote_tag);
  asking.branch = new_branch();
  asking.request = asking.write(*dialog);
  if (asking.request)
    tell(context_.dispatcher,
         transaction::SendRequest{asking.request, asking.branch, me(), dialog->next_hop()});
  else  // what the peer made us carry does not fit into a message
    tell(me(), transaction::RequestFailed{asking.branch, transaction::Failure::transport,
                                          "the request is too long"});
}

/// False if the branch is of no such request.
bool CallLegActor::asking_answered(const transaction::Branch& branch, const Outcome& outcome) {
  const auto found = std::find_if(asking_.begin(), asking_.end(),
                                  [&](const Asking& asking) { return asking.branch == branch; });
  if (found == asking_.end()) return false;
  const auto* dialog = dialog_with(found->remote_tag);
  const bool challenged = outcome.status == 401 || outcome.status == 407;
  if (challenged && outcome.response != nullptr && dialog != nullptr && state_ < LegState::ending &&
      ++found->challenges <= dialog::max_challenges &&
      signaling_.receive_challenge(*found->request, *outcome.response, dialog->next_hop(),
                                   transaction::is_of_later_hop(branch.text, *outcome.response)) ==
          dialog::ChallengeOutcome::answer) {
    send_asking(*found);
    return true;
  }
  if (outcome.response != nullptr && outcome.status < 300 && dialog != nullptr)
    signaling_.accepted(*found->request, *outcome.response, dialog->next_hop());
  const Asking asking = std::move(*found);
  asking_.erase(found);
  asking.done(outcome);
  // RFC 5057 §5. Not in an early dialog: the INVITE tells what becomes of that.
  const auto method = asking.request ? asking.request->method() : sip::Method::other;
  if (is_established(state_) && dialog::ends_call(method, outcome.status))
    step(outcome.status == 481 ? LegInput::dialog_gone : LegInput::no_response, outcome.status,
         outcome.response != nullptr ? outcome.response->reason() : "no response");
  return true;
}

/// One INFO for each key, the next when the last one is answered.
void CallLegActor::send_key_by_info(const SendDtmf& order, std::size_t index) {
  if (index >= order.digits.size()) return digits_sent({*stream_, order.digits});
  const InfoKey key{order.digits[index], order.tone};
  const bool sent = ask_peer(
      signaling_.dialog()->id().remote_tag,
      [this, key](dialog::Dialog& dialog) {
        return signaling_.request(dialog, sip::Method::info, {}, dtmf_relay_type, dtmf_relay(key));
      },
      [this, order, index](const Outcome& outcome) {
        if (!dtmf_) return;
        if (outcome.status < 300) return send_key_by_info(order, index + 1);
        auto refused = this->outcome(OperationResult::refused);
        refused.sip_status = outcome.status;
        std::exchange(dtmf_, std::nullopt)->deliver(std::move(refused));
      });
  if (!sent && dtmf_)
    std::exchange(dtmf_, std::nullopt)->deliver(this->outcome(OperationResult::busy));
}

}  // namespace offhook::call
