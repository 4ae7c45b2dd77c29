// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "actors/base/status.hpp"
#include "hal/capability.hpp"
#include "offhook/display.h"

namespace offhook::hal {

/// In characters. All zero: the board has no display.
struct DisplaySize {
  std::uint32_t columns = 0;
  std::uint32_t rows = 0;       ///< without the row of soft-key labels
  std::uint32_t soft_keys = 0;  ///< labels
  friend bool operator==(const DisplaySize&, const DisplaySize&) = default;
};

class Display : public Capability<offhook_display> {
 public:
  using Capability::Capability;

  [[nodiscard]] DisplaySize size() const;
  /// Replaces a row, counted from 0; the board cuts what does not fit. InvalidArgument if there is
  /// no such row.
  absl::Status set_line(std::uint32_t row, const std::string& text) const;
  /// Labels a soft key, counted from 1. Unimplemented if there are none.
  absl::Status set_soft_key(std::uint32_t key, const std::string& label) const;
  /// 0 to 100. Unimplemented if it cannot be changed.
  absl::Status set_backlight(std::uint32_t percent) const;
};

}  // namespace offhook::hal
