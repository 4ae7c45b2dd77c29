// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/sip/call_options.hpp"
#include "actors/sip/message.hpp"

namespace offhook::call {

/// The methods that `answer_in_dialog` and the leg know, for Allow.
inline constexpr std::string_view allowed_methods =
    "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, REFER, NOTIFY, MESSAGE";

/// Headers of ours, name and value.
using HeaderLines = std::vector<std::pair<std::string, std::string>>;

/// The longest text that is shown; a longer one gets 413.
inline constexpr std::size_t longest_text = 4096;

/// RFC 3428 §7: plain text that fits on a display. 0 if it does, else 415 or 413.
[[nodiscard]] int refuse_text(const sip::Message& message);

/// A reply of our own: status, and headers besides those every response has.
struct Reply {
  int status = 200;
  std::string header = {};  ///< name of one more header; "" for none
  std::string value = {};
  HeaderLines more = {};
};

/// Why an INVITE with or without a dialog cannot even be looked at: 420 for an extension that it
/// requires (§8.2.2.3), 415 for a body that is no SDP (§8.2.3), 406 if it takes none in return
/// (§21.4.7). Nullopt if it can.
[[nodiscard]] std::optional<Reply> refuse_unread(const sip::Message& request,
                                                 const sip::CallOptions& options = {});

/// The 420 alone, for requests with any body.
[[nodiscard]] std::optional<Reply> refuse_required(const sip::Message& request,
                                                   const sip::CallOptions& options = {});

/// The text of a Reason header (RFC 3326), or empty: why a call was cancelled or ended.
[[nodiscard]] std::string reason_of(const sip::Message& request);

/// Why a call failed, as Reason of our CANCEL or BYE (RFC 3326 §2).
[[nodiscard]] std::string make_reason(int status, std::string_view text);

/// A CANCEL whose Reason says that the call was answered by another phone (RFC 3326 §3.1): not
/// missed.
[[nodiscard]] bool says_answered_elsewhere(const sip::Message& cancel);

/// The text of the first Warning (§20.43), or empty.
[[nodiscard]] std::string warning_in(const sip::Message& response);

/// A Warning value (§20.43) that says why a session was refused.
[[nodiscard]] std::string warning_of(std::string_view why);

/// The answer to a request in the dialog that does not concern the call itself: OPTIONS 200; INFO
/// 200 if it is empty or a key, 469 for a package (RFC 6086), else 415; NOTIFY 481 or 489, as there
/// is no subscription (RFC 6665 §4.1.3); MESSAGE 200 for a plain text, else 415 or 413 (RFC 3428
/// §7); PRACK 481; known but not allowed 405; unknown 501.
[[nodiscard]] Reply answer_in_dialog(const sip::Message& request);

}  // namespace offhook::call
