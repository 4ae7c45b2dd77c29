// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "actors/base/status.hpp"
#include "actors/sip/uri.hpp"
#include "actors/transport/network.hpp"

namespace offhook::transport {

/// What a URI itself says of the transport: its transport parameter, or that it is a sips URI
/// (RFC 3261 §26.2.2), else UDP. Unimplemented for what we do not speak.
[[nodiscard]] absl::StatusOr<Protocol> protocol_of(const sip::Uri& uri);

/// From a URI to where its requests go (RFC 3263). Must outlive whoever asks it.
class Resolver {
 public:
  virtual ~Resolver() = default;

  /// The hops to try, best first and never empty; or NotFound for a name without address,
  /// Unimplemented for a scheme or transport that we do not speak, Unavailable when the name
  /// servers do not answer. Called on the loop's thread, perhaps before `resolve` returns.
  using Answer = std::function<void(absl::StatusOr<std::vector<Hop>>)>;
  virtual void resolve(const sip::Uri& uri, Answer answer) = 0;

  /// How long what is known of the way to `uri` still holds, as the name servers said; nullopt
  /// where nothing of the kind is known.
  [[nodiscard]] virtual std::optional<std::chrono::seconds> time_to_live(const sip::Uri&) {
    return std::nullopt;
  }
};

/// Where names are known beforehand: address literals, "localhost", and a table of host names. The
/// simulator's resolver.
class StaticResolver final : public Resolver {
 public:
  using Hosts = std::map<std::string, Endpoint>;

  /// `hosts` in lower case. Its port holds where the URI names none; 0 means the default port.
  explicit StaticResolver(Hosts hosts = {}) : hosts_(std::move(hosts)) {}

  void resolve(const sip::Uri& uri, Answer answer) override { answer(look_up(uri)); }
  [[nodiscard]] absl::StatusOr<std::vector<Hop>> look_up(const sip::Uri& uri) const;

 private:
  Hosts hosts_;
};

}  // namespace offhook::transport
