// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "actors/sip/call_options.hpp"
#include "actors/sip/message.hpp"

namespace offhook::call {

/// How an INVITE that was refused may be sent again, changed, without asking anybody.
struct Remedy {
  enum class Kind {
    require,          ///< with this value of Require, which may be empty
    longer_session,   ///< with the Min-SE of the 422 (RFC 4028 §7.3)
    wrapped_session,  ///< its session inside a multipart body
  };
  Kind kind = Kind::require;
  std::string required{};
};

/// RFC 3261 §8.1.3.5, as far as a phone can do something: 415 where the peer reads multipart bodies
/// only; 420 for extensions that we can do without, which are not those that `wants` insists on or
/// that the call is about; 421 for one that we have; 422. Not 413: an INVITE without its offer is
/// another call. Not 416: our targets are SIP URIs, and a sips one is never made less safe
/// (§26.2.2). `required` is the Require of `invite` that may be changed. Nullopt ends the call.
[[nodiscard]] std::optional<Remedy> remedy_for(const sip::Message& invite,
                                               const sip::Message& response,
                                               const sip::CallOptions& wants,
                                               std::string_view required);

/// `session` as the only part of a multipart/mixed body (RFC 2046 §5.1).
struct WrappedBody {
  std::string content_type;
  std::string text;
};
[[nodiscard]] WrappedBody wrap_session(std::string_view session);

}  // namespace offhook::call
