// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "actors/base/endpoint.hpp"
#include "actors/sdp/session.hpp"

namespace offhook::sim {

/// The fixed header of an RTP packet (RFC 3550 §5.1) and what follows CSRCs and extension.
struct RtpView {
  std::uint8_t payload_type = 0;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
  std::uint32_t ssrc = 0;
  std::string_view payload;  ///< padding included
};
/// Nullopt if the octets end too early or are of another version.
[[nodiscard]] std::optional<RtpView> read_rtp(std::string_view octets);

/// "5", "*", "A": the event of a telephone-event payload (RFC 4733 §3.2); its number beyond DTMF.
[[nodiscard]] std::string event_name(std::string_view payload);

struct PayloadFormat {
  std::string name;              ///< "PCMU"; "PT 97" where nobody said what it is
  std::uint32_t clock_rate = 0;  ///< Hz; 0: not known
};

/// What payload types mean, by what the receivers said in their descriptions, else RFC 3551.
class MediaNaming {
 public:
  /// `media` is of `session`; its formats hold for what is sent to its endpoint from now on.
  void learn(const sdp::Session& session, const sdp::Media& media);
  [[nodiscard]] PayloadFormat find(const Endpoint& to, std::uint8_t payload_type) const;

  /// Encoding name of one format of a description.
  [[nodiscard]] static std::string name_in(const sdp::Media& media, std::string_view format);

 private:
  std::map<std::pair<Endpoint, std::uint8_t>, PayloadFormat> formats_;
};

}  // namespace offhook::sim
