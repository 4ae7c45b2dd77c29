// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "actors/base/endpoint.hpp"

namespace offhook::transport {

/// Where a phone listens: of each list one address for each family at most. Port 0 takes a free
/// one.
struct ListenPlan {
  /// Never empty. UDP, and TCP on the same port (RFC 3261 §18.2.1).
  std::vector<Endpoint> sip{{IpAddress::v4(127, 0, 0, 1), 0}};
  std::vector<Endpoint> tls{}, ws{}, wss{};  ///< empty: we connect, nobody connects to us
  /// Requests that are no valid message get 400, 505 or 513; false: silence, as a phone keeps that
  /// takes requests from its servers alone.
  bool answers_malformed = true;
};

/// Who we are on TLS, and whom we trust.
struct TlsSettings {
  std::string ca_file{};      ///< PEM; "" trusts what the system trusts
  std::string certificate{};  ///< PEM, ours with its chain; "" has none
  std::string key{};          ///< PEM; "" if it stands in `certificate`
  bool verify = true;         ///< false takes any peer for what it says it is: tests only
  bool ask_clients = false;   ///< those who connect to us must show a certificate that we trust
};

struct WebSocketSettings {
  std::string path = "/";  ///< of the server that we connect to
  /// Pages that may connect to us, as browsers name them: "https://example.net". Empty: any.
  std::vector<std::string> origins{};
};

}  // namespace offhook::transport
