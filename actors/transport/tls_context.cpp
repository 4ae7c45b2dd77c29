// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/tls_context.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include <openssl/x509v3.h>

namespace offhook::transport {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

std::string text_of(const ASN1_STRING* value) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
          static_cast<std::size_t>(ASN1_STRING_length(value))};
}

std::optional<IpAddress> address_of(const std::string& octets) {
  std::array<std::uint8_t, 16> v6{};
  if (octets.size() != 4 && octets.size() != v6.size()) return std::nullopt;
  std::memcpy(v6.data(), octets.data(), octets.size());
  return octets.size() == 4 ? IpAddress::v4(v6[0], v6[1], v6[2], v6[3]) : IpAddress::v6(v6);
}

CertificateNames names_of(const X509* certificate) {
  CertificateNames names;
  auto* entries = static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  names.has_alternative_names = entries != nullptr;
  for (int i = 0; i < sk_GENERAL_NAME_num(entries); ++i) {
    int kind = 0;
    const auto* value = static_cast<const ASN1_STRING*>(
        GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(entries, i), &kind));
    if (kind == GEN_URI) names.uris.push_back(text_of(value));
    if (kind == GEN_DNS) names.hosts.push_back(text_of(value));
    if (kind == GEN_IPADD)
      if (const auto address = address_of(text_of(value))) names.addresses.push_back(*address);
  }
  GENERAL_NAMES_free(entries);
  const X509_NAME* subject = X509_get_subject_name(certificate);
  const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at >= 0)
    names.common_name = text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  return names;
}

absl::Status file_error(const char* key, const std::string& file, const error_code& failed) {
  return invalid_argument(std::string("[tls] ") + key + " " + file + ": " + failed.message());
}

absl::Status load_identity(ssl::context& context, const TlsSettings& settings) {
  error_code failed;
  context.use_certificate_chain_file(settings.certificate, failed);
  if (failed) return file_error("certificate", settings.certificate, failed);
  const std::string& key = settings.key.empty() ? settings.certificate : settings.key;
  context.use_private_key_file(key, ssl::context::pem, failed);
  return failed ? file_error("key", key, failed) : absl::OkStatus();
}

absl::Status load_trust(ssl::context& context, const TlsSettings& settings) {
  error_code failed;
  if (settings.ca_file.empty())
    context.set_default_verify_paths(failed);
  else
    context.load_verify_file(settings.ca_file, failed);
  return failed ? file_error("ca_file", settings.ca_file, failed) : absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<TlsContext>> load_tls(const TlsSettings& settings) {
  auto tls = std::make_shared<TlsContext>();
  tls->verify = settings.verify;
  for (ssl::context* context : {&tls->client, &tls->server}) {
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    if (auto status = load_trust(*context, settings); !status.ok()) return status;
    if (settings.certificate.empty()) continue;
    if (auto status = load_identity(*context, settings); !status.ok()) return status;
  }
  tls->client.set_verify_mode(settings.verify ? ssl::verify_peer : ssl::verify_none);
  if (settings.ask_clients)
    tls->server.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert);
  // Clients that resume a session would be asked nothing anew; and we have few of them.
  SSL_CTX_set_session_cache_mode(tls->server.native_handle(), SSL_SESS_CACHE_OFF);
  return tls;
}

void ask_for(SSL* connection, const std::string& domain) {
  if (!domain.empty() && !IpAddress::parse(domain))
    SSL_set_tlsext_host_name(connection, domain.c_str());
}

absl::Status check_peer(const SSL* connection, const std::string& domain, NameRules rules) {
  X509* certificate = SSL_get1_peer_certificate(connection);
  if (certificate == nullptr)
    return absl::PermissionDeniedError(to_absl(domain + " has no certificate"));
  const auto names = names_of(certificate);
  X509_free(certificate);
  if (speaks_for(names, domain, rules)) return absl::OkStatus();
  return absl::PermissionDeniedError(
      to_absl("the certificate of " + domain + " names " + to_string(names) +
              "; use a name that it has, or have it issued for " + domain));
}

absl::Status handshake_error(const SSL* connection, const std::string& domain,
                             const error_code& failed) {
  const long result = SSL_get_verify_result(connection);
  if (result == X509_V_OK) return unavailable("TLS with " + domain + ": " + failed.message());
  return absl::PermissionDeniedError(to_absl(
      "the certificate of " + domain + " is not trusted: " + X509_verify_cert_error_string(result) +
      "; put the CA that signed it into ca_file of [tls]"));
}

}  // namespace offhook::transport
