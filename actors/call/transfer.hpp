// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "actors/base/transition_table.hpp"
#include "actors/sip/event.hpp"
#include "actors/sip/sipfrag.hpp"

namespace offhook::call {

/// The referrer's side of a transfer, RFC 3515 §2.4: REFER, its 2xx, and the NOTIFY that says how
/// the peer fared. Only a final status line ends it: a 2xx to the REFER promises nothing.
enum class TransferState : std::uint8_t {
  idle,
  referring,        ///< REFER sent, no final response
  awaiting_notify,  ///< accepted, nothing told yet
  awaiting_final,   ///< progress was told
};

enum class TransferInput : std::uint8_t {
  order,
  challenged,
  accepted,         ///< 2xx, with a subscription
  accepted_unseen,  ///< 2xx that grants Refer-Sub: false: nothing will be told (RFC 4488 §4)
  refused,          ///< 300-699, or no response
  notified,         ///< a provisional status line, or none
  succeeded,        ///< 2xx in the status line
  failed,           ///< 300-699 in the status line
  ended,            ///< the subscription ended without a final status
  overdue,
};

enum class TransferAction : std::uint8_t {
  send_refer,
  await_first_notify,
  await_final_notify,
  tell_progress,
  succeed,
  fail,
};

/// How long the peer may be silent after its 2xx: timer N (RFC 6665 §4.1.2.4).
constexpr std::chrono::milliseconds first_notify_limit(std::chrono::milliseconds t1) {
  return 64 * t1;
}
/// And how long the third party may ring.
inline constexpr std::chrono::seconds final_notify_limit{180};

using TransferTransition = Transition<TransferState, TransferInput, TransferAction>;

// clang-format off
inline constexpr auto transfer_table = [] {
  using enum TransferState;
  using enum TransferInput;
  using enum TransferAction;
  return std::to_array<TransferTransition>({
    {idle,            order,           referring,       {send_refer}},
    {referring,       challenged,      referring,       {send_refer}},
    {referring,       accepted,        awaiting_notify, {await_first_notify}},
    {referring,       accepted_unseen, idle,            {succeed}},
    {referring,       refused,         idle,            {fail}},
    // A NOTIFY may overtake the 2xx (RFC 6665 §4.1.2.4).
    {referring,       notified,        awaiting_final,  {await_final_notify, tell_progress}},
    {referring,       succeeded,       idle,            {succeed}},
    {referring,       failed,          idle,            {fail}},
    {awaiting_notify, notified,        awaiting_final,  {await_final_notify, tell_progress}},
    {awaiting_notify, succeeded,       idle,            {succeed}},
    {awaiting_notify, failed,          idle,            {fail}},
    {awaiting_notify, ended,           idle,            {fail}},
    {awaiting_notify, overdue,         idle,            {fail}},
    {awaiting_final,  refused,         idle,            {fail}},
    {awaiting_final,  notified,        awaiting_final,  {tell_progress}},
    {awaiting_final,  succeeded,       idle,            {succeed}},
    {awaiting_final,  failed,          idle,            {fail}},
    {awaiting_final,  ended,           idle,            {fail}},
    {awaiting_final,  overdue,         idle,            {fail}},
  });
}();
// clang-format on
static_assert(is_deterministic(transfer_table));

/// What a NOTIFY of the implicit subscription means. A final status counts even where the peer
/// forgot to say `terminated` (RFC 3515 §2.4.7 asks for both).
[[nodiscard]] inline TransferInput classify(const std::optional<sip::StatusLine>& status,
                                            sip::SubscriptionStatus subscription) {
  if (status && status->status >= 300) return TransferInput::failed;
  if (status && status->status >= 200) return TransferInput::succeeded;
  return subscription == sip::SubscriptionStatus::terminated ? TransferInput::ended
                                                             : TransferInput::notified;
}

}  // namespace offhook::call
