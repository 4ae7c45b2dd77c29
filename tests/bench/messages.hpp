// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace offhook::bench {

/// One message of the measurements, in 64 variants of the same length that differ in branch, tag
/// and Call-ID, so that no parser meets the same octets twice in a row.
struct Sample {
  std::string_view name;
  std::vector<std::string> variants;
};
inline constexpr std::size_t variant_count = 64;

/// A REGISTER of a phone, an INVITE with SDP, an INVITE that has crossed many proxies, a NOTIFY
/// with dialog state, and the 200 of the INVITE.
const std::array<Sample, 5>& samples();

/// What a call costs at least: the session descriptions alone.
std::string_view short_sdp();
std::string_view long_sdp();

}  // namespace offhook::bench
