// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/base/endpoint.hpp"
#include "media/realtime.hpp"

namespace offhook::media {

/// Who may send us media. The signalled endpoint always may. A far side behind a NAT sends from
/// another one: the first source heard is locked on, once for each signalled endpoint, and packets
/// are sent back there (symmetric RTP, RFC 4961). Anybody else is refused, so that a stranger can
/// neither be heard nor draw our sound to himself while the far side talks.
class SourceLock {
 public:
  /// Follows the signalling. The same endpoint again (hold, resume) keeps the lock.
  OFFHOOK_REALTIME void expect(const Endpoint& signalled) noexcept {
    if (signalled == signalled_) return;
    signalled_ = signalled;
    locked_ = false;
  }

  /// A well-formed packet came from `source`: may it pass?
  OFFHOOK_REALTIME bool admit(const Endpoint& source) noexcept {
    if (!locked_ || source == signalled_) {
      heard_ = source;
      locked_ = true;
    }
    return source == heard_;
  }

  /// Where to send: the locked source, before that the signalled endpoint.
  [[nodiscard]] OFFHOOK_REALTIME const Endpoint& destination() const noexcept {
    return locked_ ? heard_ : signalled_;
  }
  [[nodiscard]] bool locked() const noexcept { return locked_; }

 private:
  Endpoint signalled_;
  Endpoint heard_;
  bool locked_ = false;
};

}  // namespace offhook::media
