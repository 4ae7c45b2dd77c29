// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <boost/asio/ssl/context.hpp>

#include "actors/base/status.hpp"
#include "actors/transport/certificate_names.hpp"
#include "actors/transport/listen_plan.hpp"

namespace offhook::transport {

/// Keys and trust, loaded once for all connections. TLS 1.2 and later.
struct TlsContext {
  boost::asio::ssl::context client{boost::asio::ssl::context::tls_client};
  boost::asio::ssl::context server{boost::asio::ssl::context::tls_server};
  bool verify = true;
};
/// The error names the file and what is wrong with it.
[[nodiscard]] absl::StatusOr<std::shared_ptr<TlsContext>> load_tls(const TlsSettings& settings);

/// Before the handshake of a client: says which of several names at one address is wanted (SNI,
/// RFC 6066 §3).
void ask_for(SSL* connection, const std::string& domain);
/// After it: whether the peer has proved to be `domain`. The chain was verified by OpenSSL already.
[[nodiscard]] absl::Status check_peer(const SSL* connection, const std::string& domain,
                                      NameRules rules);
/// Why a handshake failed, and what to do.
[[nodiscard]] absl::Status handshake_error(const SSL* connection, const std::string& domain,
                                           const boost::system::error_code& failed);

}  // namespace offhook::transport
