// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "actors/base/endpoint.hpp"

namespace offhook::transport {

/// The record types that locate a SIP server (RFC 3263).
enum class RecordType : std::uint8_t { a, aaaa, srv, naptr };
/// "A", "AAAA", "SRV", "NAPTR".
[[nodiscard]] std::string_view to_string(RecordType type);

/// Names are in lower case and without the final dot throughout; "" is the root.
struct DnsQuestion {
  std::string name;
  RecordType type = RecordType::a;
  friend auto operator<=>(const DnsQuestion&, const DnsQuestion&) = default;
};

/// RFC 2782. An empty target says that the service is decidedly not available.
struct SrvRecord {
  std::uint16_t priority = 0;
  std::uint16_t weight = 0;
  std::uint16_t port = 0;
  std::string target;
  friend bool operator==(const SrvRecord&, const SrvRecord&) = default;
};

/// RFC 3403 §4.1, without the regular expression, which RFC 3263 does not use.
struct NaptrRecord {
  std::uint16_t order = 0;
  std::uint16_t preference = 0;
  std::string flags;
  std::string services;  ///< "SIP+D2U"
  std::string replacement;
  friend bool operator==(const NaptrRecord&, const NaptrRecord&) = default;
};

/// CNAME (RFC 1034 §3.6.2).
struct AliasRecord {
  std::string target;
  friend bool operator==(const AliasRecord&, const AliasRecord&) = default;
};

struct DnsRecord {
  std::string owner;
  std::chrono::seconds ttl{0};
  std::variant<IpAddress, SrvRecord, NaptrRecord, AliasRecord> data;
  friend bool operator==(const DnsRecord&, const DnsRecord&) = default;
};

enum class DnsOutcome : std::uint8_t {
  found,          ///< a reply with an answer section
  nothing,        ///< no such name, or no record of that type
  server_failed,  ///< a reply that says so, or that cannot be read
  no_reply,       ///< no name server answered in time
};

/// What one question brought, as it came.
struct DnsReply {
  DnsOutcome outcome = DnsOutcome::nothing;
  std::vector<DnsRecord> records{};      ///< the answer section, of any owner and type
  std::chrono::seconds negative_ttl{0};  ///< of `nothing` (RFC 2308 §5); 0 if not said
};

/// Asks for one record set. On the loop's thread; the answer may come before `ask` returns.
class DnsClient {
 public:
  virtual ~DnsClient() = default;
  using Answer = std::function<void(DnsReply)>;
  virtual void ask(const DnsQuestion& question, Answer answer) = 0;
};

/// A name as the records here hold it: lower case, no final dot.
[[nodiscard]] std::string dns_name(std::string_view text);

}  // namespace offhook::transport
