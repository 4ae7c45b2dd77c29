// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "actors/sip/message.hpp"

namespace offhook::transaction {

/// What two messages of one client transaction share (RFC 3261 §17.1.3): the branch of the top Via
/// and the method. An ACK has the key of its INVITE (§17.1.1.3), a CANCEL its own.
[[nodiscard]] std::string client_key(const sip::Message& message);
[[nodiscard]] std::string client_key(std::string_view method, std::string_view branch);

/// What all messages of one server transaction share (§17.2.3): branch, sent-by and method, an ACK
/// counting as INVITE. A branch without the magic cookie comes from an RFC 2543 peer; Request-URI,
/// From tag, Call-ID, CSeq number and top Via stand in for it, and To tags are left out because the
/// INVITE lacks the one that its ACK carries.
[[nodiscard]] std::string server_key(const sip::Message& message);

/// What a request shares with our responses to it: its server key, but without the Request-URI.
[[nodiscard]] std::string answer_key(const sip::Message& message);

/// The key of the INVITE that a CANCEL means (§9.2).
[[nodiscard]] std::string cancelled_key(const sip::Message& cancel);

/// What copies of one request share that came on different ways (§8.2.2.2).
[[nodiscard]] std::string merge_key(const sip::Message& request);

/// A dialog as seen from here: Call-ID and local tag.
[[nodiscard]] std::string dialog_key(std::string_view call_id, std::string_view local_tag);

}  // namespace offhook::transaction
