// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "media/command.hpp"
#include "media/realtime.hpp"
#include "media/units.hpp"

/// ITU-T G.711: one octet a sample at 8 kHz. Tables, no state.
namespace offhook::media::g711 {

/// Encodes one sample.
[[nodiscard]] OFFHOOK_REALTIME std::byte encode(Codec law, Sample sample) noexcept;
/// The value of one code word.
[[nodiscard]] OFFHOOK_REALTIME Sample decode(Codec law, std::byte code) noexcept;

/// Equal lengths.
OFFHOOK_REALTIME void encode(Codec law, std::span<const Sample> samples,
                             std::span<std::byte> codes) noexcept;
/// Equal lengths.
OFFHOOK_REALTIME void decode(Codec law, std::span<const std::byte> codes,
                             std::span<Sample> samples) noexcept;

}  // namespace offhook::media::g711
