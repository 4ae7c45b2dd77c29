// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/random_source.hpp"
#include "actors/base/status.hpp"
#include "actors/dialog/authenticator.hpp"
#include "actors/sip/account.hpp"
#include "actors/sip/draft.hpp"
#include "actors/sip/message.hpp"

namespace offhook::dialog {

/// What names a request outside of any dialog, and the dialog it may make.
struct RequestNames {
  std::string call_id;
  std::string from_tag;
  std::uint32_t cseq = 0;
};

/// The head of a request outside of any dialog (RFC 3261 §8.1.1): Route, Max-Forwards, From, To,
/// Call-ID, CSeq. An anonymous account hides in From (RFC 3323 §4.1.1.3).
[[nodiscard]] sip::Draft request_outside(const sip::Account& account, sip::Method method,
                                         std::string_view target, const RequestNames& names);

/// The draft with User-Agent, if any, and the credentials that its way asks for, which cover the
/// Request-URI as it is written and so come last. It goes to `next_hop`; nullptr: where its Route
/// or Request-URI says. InvalidArgument if it does not fit into a message.
[[nodiscard]] absl::StatusOr<sip::MessagePtr> write_authorized(sip::Draft draft,
                                                               Authenticator& authenticator,
                                                               std::string_view user_agent,
                                                               const sip::Uri* next_hop);

/// Writes the requests of a user that has one under way at a time, and tells whether to write one
/// again because it was challenged. A value: who sends is its user.
class RequestWriter {
 public:
  /// `account` is copied, `random` borrowed.
  RequestWriter(const sip::Account& account, std::string user_agent, RandomSource& random);

  [[nodiscard]] sip::Draft begin(sip::Method method, std::string_view target,
                                 const RequestNames& names) const {
    return request_outside(account_, method, target, names);
  }

  /// Its last step, as `write_authorized`.
  absl::StatusOr<sip::MessagePtr> finish(sip::Draft draft,
                                         std::optional<sip::Uri> next_hop = std::nullopt);

  /// Takes a final response to the newest request. True: it is a challenge, and the request is to
  /// be written once more.
  bool must_repeat(const sip::Message& response);

  /// Whether a request outside of any dialog to `target` goes to a server of the account.
  [[nodiscard]] bool goes_to_server(std::string_view target) const;

 private:
  sip::Account account_;
  std::string user_agent_;
  Authenticator authenticator_;
  sip::MessagePtr newest_;
  sip::Uri next_hop_;
  int challenges_ = 0;  ///< answered since the last other final response
};

}  // namespace offhook::dialog
