// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sdp/session.hpp"

#include <array>

namespace offhook::sdp {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 4> directions = {"sendrecv", "sendonly", "recvonly",
                                                        "inactive"};

std::optional<std::string_view> find(const std::vector<Attribute>& attributes,
                                     std::string_view name) {
  for (const Attribute& attribute : attributes)
    if (attribute.name == name) return attribute.value;
  return std::nullopt;
}

std::optional<Direction> direction_in(const std::vector<Attribute>& attributes) {
  for (const Attribute& attribute : attributes)
    for (std::size_t i = 0; i < directions.size(); ++i)
      if (attribute.name == directions[i]) return static_cast<Direction>(i);
  return std::nullopt;
}

/// Then addresses come as candidates, and c= names one of them or none yet (RFC 8839 §4.3).
bool uses_ice(const Session& session, const Media& media) {
  return media.attribute("ice-ufrag") || session.attribute("ice-ufrag");
}

}  // namespace

std::string_view to_string(Direction direction) {
  return directions[static_cast<std::size_t>(direction)];
}

std::optional<std::string_view> Media::attribute(std::string_view wanted) const {
  return find(attributes, wanted);
}

std::optional<std::string_view> Session::attribute(std::string_view wanted) const {
  return find(attributes, wanted);
}

Direction written_direction(const Session& session, const Media& media) {
  const auto own = direction_in(media.attributes);
  return own ? *own : direction_in(session.attributes).value_or(Direction::sendrecv);
}

Direction effective_direction(const Session& session, const Media& media) {
  const Direction written = written_direction(session, media);
  if (uses_ice(session, media)) return written;
  const Connection* connection = effective_connection(session, media);
  const auto address = connection ? IpAddress::parse(connection->address) : std::nullopt;
  return address && address->is_unspecified() ? make_direction(sends(written), false) : written;
}

const Connection* effective_connection(const Session& session, const Media& media) {
  if (media.connection) return &*media.connection;
  return session.connection ? &*session.connection : nullptr;
}

std::optional<Endpoint> effective_endpoint(const Session& session, const Media& media) {
  const Connection* connection = effective_connection(session, media);
  if (connection == nullptr || media.port == 0) return std::nullopt;
  const auto address = IpAddress::parse(connection->address);
  if (!address) return std::nullopt;
  return Endpoint{*address, media.port};
}

}  // namespace offhook::sdp
