// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "actors/base/status.hpp"
#include "hal/capability.hpp"
#include "offhook/ringer.h"

namespace offhook::hal {

/// A ring tone and how loud.
struct RingSound {
  std::uint32_t tone = 1;    ///< 1 = Ring1, …
  std::uint32_t volume = 8;  ///< 0 = silent to 15
  friend bool operator==(const RingSound&, const RingSound&) = default;
};

/// The board's own ringer. Without one, start() is Unimplemented and ring tones go through the
/// loudspeaker.
class Ringer : public Capability<offhook_ringer> {
 public:
  using Capability::Capability;

  /// Sounds until stop(). InvalidArgument for a volume above 15.
  absl::Status start(RingSound sound) const;
  absl::Status stop() const;
};

}  // namespace offhook::hal
