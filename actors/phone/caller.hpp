// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "actors/sip/headers.hpp"
#include "actors/sip/message.hpp"

namespace offhook::phone {

/// Who calls, as far as the INVITE may be believed.
struct Caller {
  sip::NameAddr shown;
  bool anonymous = false;   ///< does not want to be known (RFC 3323)
  std::string diverted_by;  ///< URI of who sent the call on to us, or empty
  /// The phone is asked to answer by itself, after so long.
  std::optional<std::chrono::milliseconds> answer_after;
};

/// What may say who calls.
enum class CallerSource : std::uint8_t {
  asserted,      ///< P-Asserted-Identity (RFC 3325 §9.1)
  preferred,     ///< P-Preferred-Identity
  remote_party,  ///< Remote-Party-ID
  from,          ///< From; what stands behind it is not looked at
};
inline constexpr std::array usual_caller_sources{CallerSource::asserted, CallerSource::preferred,
                                                 CallerSource::remote_party};

/// Longer waits are as none: nobody lets a caller ring for hours and answers then.
inline constexpr std::chrono::seconds longest_answer_after{60};

/// From says what the caller likes. The other `sources`, the first that is there, and whatever
/// makes the phone answer by itself (Answer-Mode of RFC 5373, Call-Info with answer-after,
/// Alert-Info in its several forms, intercom=true in the Request-URI), are worth what the server is
/// that let them pass: they are read only `from_server`. Otherwise anybody could turn the phone
/// into a microphone.
[[nodiscard]] Caller caller_of(const sip::Message& invite, bool from_server,
                               std::span<const CallerSource> sources = usual_caller_sources);

}  // namespace offhook::phone
