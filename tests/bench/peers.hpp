// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace offhook::bench {

struct Address {
  std::string_view user;
  std::string_view host;
  std::uint16_t port = 0;  ///< 0: none written
  bool operator==(const Address&) const = default;
};

/// What every parser is asked for: the values a user agent needs of any message. Valid until the
/// parser lets go of the message.
struct Typed {
  std::string_view method;  ///< of a response, that of its CSeq
  unsigned status = 0;      ///< 0: a request
  Address request_uri;
  std::string_view via_host;
  std::string_view branch;
  Address from;
  std::string_view from_tag;
  Address to;
  std::string_view to_tag;
  std::string_view call_id;
  std::uint32_t cseq = 0;
  Address contact;
  std::uint32_t content_length = 0;
  std::string_view body;
  bool operator==(const Typed&) const = default;
};

using UseTyped = void (*)(const Typed&);
using UseText = void (*)(std::string_view);

/// One parser. `parse` reads the message in `buffer`, hands out the values and lets go of all it
/// made; `serialize` reads it once and writes it `times` times. False: the parser refused it.
struct Peer {
  std::string_view name;
  bool (*parse)(std::span<char> buffer, UseTyped use);
  bool (*serialize)(std::span<char> buffer, std::size_t times, UseText use);  ///< null: it cannot
  bool (*parse_sdp)(std::string_view text);                                   ///< likewise
};

/// Ours first, then those that were found when this was built.
std::span<const Peer> peers();

extern const Peer offhook_peer, sofia_peer, osip_peer, libre_peer, belle_sip_peer;

}  // namespace offhook::bench
