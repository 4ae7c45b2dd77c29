// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "media/tones.hpp"

namespace offhook::media {

/// The tones of one phone: those of its country, and its own in their place.
struct ToneSet {
  std::string country = "us";
  std::map<Tone, std::vector<ToneSegment>> own{};

  /// Valid while the set is.
  [[nodiscard]] std::span<const ToneSegment> of(Tone tone) const;
};

/// "busy" is Tone::busy; nullopt for a name that no tone has. See name_of.
[[nodiscard]] std::optional<Tone> tone_named(std::string_view name);

}  // namespace offhook::media
