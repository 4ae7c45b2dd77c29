// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as the reply of a name server: what is read keeps to the limits.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "actors/base/status.hpp"
#include "actors/transport/dns_answer.hpp"
#include "actors/transport/dns_wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offhook::transport;
  const auto reply = decode_reply({reinterpret_cast<const char*>(data), size});
  OFFHOOK_CHECK(reply.records.size() <= most_decoded_records);
  OFFHOOK_CHECK(reply.outcome == DnsOutcome::found || reply.records.empty());
  for (const auto type : {RecordType::a, RecordType::aaaa, RecordType::srv, RecordType::naptr}) {
    const auto name = reply.records.empty() ? std::string("a") : reply.records.front().owner;
    const auto answer = read_reply({name, type}, reply);
    OFFHOOK_CHECK(answer.ttl >= std::chrono::seconds{0} && answer.ttl <= DnsLimits::ttl);
    OFFHOOK_CHECK(answer.services.size() <= DnsLimits::records);
  }
  return 0;
}
