// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/endpoint.hpp"

namespace offhook::sdp {

/// a=sendrecv and its kin (RFC 8866 §6.7), as the side that wrote the description means it.
enum class Direction : std::uint8_t { sendrecv, sendonly, recvonly, inactive };
[[nodiscard]] std::string_view to_string(Direction direction);
[[nodiscard]] constexpr bool sends(Direction d) {
  return d == Direction::sendrecv || d == Direction::sendonly;
}
[[nodiscard]] constexpr bool receives(Direction d) {
  return d == Direction::sendrecv || d == Direction::recvonly;
}
[[nodiscard]] constexpr Direction make_direction(bool send, bool receive) {
  if (send) return receive ? Direction::sendrecv : Direction::sendonly;
  return receive ? Direction::recvonly : Direction::inactive;
}
/// What the other side sees: sendonly and recvonly change places.
[[nodiscard]] constexpr Direction reversed(Direction d) {
  return make_direction(receives(d), sends(d));
}

/// a=name:value, or a=name with an empty value.
struct Attribute {
  std::string name;
  std::string value;
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

/// Any other line (i, u, e, p, b, r, z, k), kept to be written back.
struct Line {
  char type = 0;
  std::string value;
  friend bool operator==(const Line&, const Line&) = default;
};

/// o= (RFC 8866 §5.2). The version rises by one with each changed description (RFC 3264 §8).
struct Origin {
  std::string username = "-";
  std::uint64_t session_id = 0;
  std::uint64_t session_version = 0;
  std::string address_type = "IP4";  ///< "IP4" or "IP6"
  std::string address = "0.0.0.0";
  friend bool operator==(const Origin&, const Origin&) = default;
};

/// c= (RFC 8866 §5.7).
struct Connection {
  std::string address_type = "IP4";
  std::string address;  ///< as written: a literal or a host name, without multicast suffix
  std::string suffix;   ///< "/127" of a multicast address; or empty
  friend bool operator==(const Connection&, const Connection&) = default;
};

/// m= and the lines below it (RFC 8866 §5.14).
struct Media {
  std::string type;  ///< "audio"
  std::uint16_t port = 0;
  std::uint16_t port_count = 1;
  std::string protocol;              ///< "RTP/AVP"
  std::vector<std::string> formats;  ///< payload types for RTP
  std::optional<Connection> connection;
  std::vector<Line> lines;  ///< i, b, k
  std::vector<Attribute> attributes;

  /// First attribute of that name, empty for a flag.
  [[nodiscard]] std::optional<std::string_view> attribute(std::string_view name) const;
  [[nodiscard]] bool is_refused() const { return port == 0; }
  friend bool operator==(const Media&, const Media&) = default;
};

/// A session description (RFC 8866). Orders of attributes and media are those of the text.
struct Session {
  Origin origin;
  std::string name = "-";
  std::optional<Connection> connection;
  std::vector<Line> lines;  ///< i, u, e, p, b before the times; r, z, k behind
  std::vector<std::string> times = {"0 0"};
  std::vector<Attribute> attributes;
  std::vector<Media> media;

  [[nodiscard]] std::optional<std::string_view> attribute(std::string_view name) const;
  friend bool operator==(const Session&, const Session&) = default;
};

/// The direction the text gives one medium: its own, else the session's, else sendrecv.
[[nodiscard]] Direction written_direction(const Session& session, const Media& media);

/// The direction in force for one medium: the written one, but a connection address of 0.0.0.0 (or
/// ::) is the hold of RFC 2543 and takes away receiving (RFC 3264 §8.4), unless candidates of ICE
/// give the address.
[[nodiscard]] Direction effective_direction(const Session& session, const Media& media);

/// The connection in force: the medium's, else the session's; nullptr if neither is there.
[[nodiscard]] const Connection* effective_connection(const Session& session, const Media& media);

/// Where it wants its RTP; nullopt for a host name, a missing connection or port 0.
[[nodiscard]] std::optional<Endpoint> effective_endpoint(const Session& session,
                                                         const Media& media);

}  // namespace offhook::sdp
