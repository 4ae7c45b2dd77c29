// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/mixer.hpp"

namespace offhook::media {

void add(std::span<std::int32_t> sum, std::span<const Sample> in) noexcept {
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += in[i];
}

void sum_without(std::span<const std::int32_t> sum, std::span<const Sample> own,
                 std::span<Sample> out) noexcept {
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = saturate(own.empty() ? sum[i] : sum[i] - own[i]);
}

}  // namespace offhook::media
