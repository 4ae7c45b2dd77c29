// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "actors/sip/headers.hpp"

namespace offhook::dialog {

/// The callee's side of RFC 3262 §3 for one INVITE: numbers its reliable provisional responses, one
/// of them unacknowledged at a time.
class ReliableSender {
 public:
  /// `first` is the RSeq before the first one: 0 to 2^31-2, at random.
  explicit constexpr ReliableSender(std::uint32_t first = 0) : last_(first) {}

  /// The RSeq of the next response; one more each time (§3).
  constexpr std::uint32_t next() {
    outstanding_ = ++last_;
    return last_;
  }
  /// Whether a response waits for its PRACK.
  [[nodiscard]] constexpr bool is_outstanding() const { return outstanding_.has_value(); }

  /// A PRACK for the INVITE numbered `invite_cseq`, before or after the final response. False if it
  /// acknowledges nothing that waits: answer 481 (§3).
  constexpr bool acknowledge(const sip::RAck& rack, std::uint32_t invite_cseq) {
    if (rack.cseq.method != sip::Method::invite || rack.cseq.number != invite_cseq ||
        outstanding_ != rack.response_number)
      return false;
    outstanding_.reset();
    return true;
  }

 private:
  std::uint32_t last_;
  std::optional<std::uint32_t> outstanding_;
};

/// When an unacknowledged response is sent again (§3): after T1, doubling without bound, until
/// 64*T1 are over.
class ProvisionalTiming {
 public:
  explicit constexpr ProvisionalTiming(
      std::chrono::milliseconds t1 = std::chrono::milliseconds{500})
      : next_(t1) {}
  constexpr std::chrono::milliseconds next() {
    const auto wait = next_;
    next_ *= 2;
    return wait;
  }

 private:
  std::chrono::milliseconds next_;
};

/// What the caller does about a reliable provisional response.
enum class ProvisionalOrder : std::uint8_t {
  next,       ///< take it and send PRACK
  duplicate,  ///< had it before: drop it
  gap,        ///< one before it is missing: drop it, it will come again (§4)
};

/// The caller's side for one early dialog (§4).
class ReliableReceiver {
 public:
  constexpr ProvisionalOrder receive(std::uint32_t rseq) {
    if (last_ && rseq <= *last_) return ProvisionalOrder::duplicate;
    if (last_ && rseq != *last_ + 1) return ProvisionalOrder::gap;
    last_ = rseq;
    return ProvisionalOrder::next;
  }

 private:
  std::optional<std::uint32_t> last_;
};

}  // namespace offhook::dialog
