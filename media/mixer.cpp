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

void MixMatrix::begin() noexcept {
  ear_.fill(0);
  for (Sum& sum : conferences_) sum.fill(0);
}

void MixMatrix::add(const Party& party) noexcept {
  const Membership& member = party.membership;
  if (!member.heard) return;
  if (party.connected) media::add(ear_, party.heard);
  if (member.conference.value != 0)
    media::add(conferences_[member.conference.value - 1U], party.heard);
}

void MixMatrix::for_party(const Party& party, std::span<const Sample> microphone,
                          std::span<Sample> out) const noexcept {
  const Membership& member = party.membership;
  std::ranges::fill(out, Sample{0});
  if (!member.hears) return;
  const bool in_conference = member.conference.value != 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::int32_t sum = party.connected ? microphone[i] : 0;
    if (in_conference) {
      sum += conferences_[member.conference.value - 1U][i];
      if (member.heard) sum -= party.heard[i];
    }
    out[i] = saturate(sum);
  }
}

}  // namespace offhook::media
