// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/transport/dns.hpp"
#include "sim/record/packing.hpp"

namespace offhook::sim::record {

// The bodies of the entries that networks write. Each names its members once, for both ways.

struct DatagramIn {
  std::uint32_t socket = 0;
  Endpoint from;
  std::string octets;
  void fields(auto& visit) { visit(socket, from, octets); }
};
struct Unreachable {
  std::uint32_t socket = 0;
  Endpoint to;
  void fields(auto& visit) { visit(socket, to); }
};
struct DatagramOut {
  std::string status;  ///< pack_status: what the network answered
  std::uint32_t socket = 0;
  Endpoint to;
  std::string octets;  ///< without_digests
  void fields(auto& visit) { visit(status, socket, to, octets); }
};
/// The answer to bind or listen.
struct Opened {
  std::string status;
  Endpoint local;
  void fields(auto& visit) { visit(status, local); }
};

enum class StreamHappened : std::uint8_t { connected, arrived, closed, accepted };
struct StreamIn {
  std::uint8_t network = 0;
  std::uint32_t connection = 0;
  StreamHappened what = StreamHappened::connected;
  Endpoint local, remote;      ///< connected, accepted
  std::string octets;          ///< arrived; closed: pack_status
  std::uint32_t listener = 0;  ///< accepted
  void fields(auto& visit) { visit(network, connection, what, local, remote, octets, listener); }
};
struct StreamOut {
  std::string status;
  std::uint8_t network = 0;
  std::uint32_t connection = 0;
  std::string octets;     ///< without_digests
  bool finished = false;  ///< no more will come
  void fields(auto& visit) { visit(status, network, connection, octets, finished); }
};
struct Connecting {
  std::string status;
  std::uint32_t connection = 0;
  Endpoint local, remote;
  void fields(auto& visit) { visit(status, connection, local, remote); }
};

struct DnsAsked {
  std::string name;
  transport::RecordType type{};
  void fields(auto& visit) { visit(name, type); }
};
/// A record of any type: those members that its type has.
struct DnsLine {
  std::string owner;
  std::chrono::seconds ttl{};
  std::uint8_t type = 0;  ///< index in transport::DnsRecord::data
  IpAddress address;
  std::uint16_t first = 0, second = 0, port = 0;
  std::string flags, services, target;
  void fields(auto& visit) {
    visit(owner, ttl, type, address, first, second, port, flags, services, target);
  }
};
struct DnsCame {
  std::uint32_t question = 0;
  transport::DnsOutcome outcome{};
  std::chrono::seconds negative_ttl{};
  std::vector<std::string> lines;  ///< a packed DnsLine each
  void fields(auto& visit) { visit(question, outcome, negative_ttl, lines); }
};
[[nodiscard]] DnsCame to_form(std::uint32_t question, const transport::DnsReply& reply);
/// Lines that make no sense are left out.
[[nodiscard]] transport::DnsReply from_form(const DnsCame& came);

template <class Form>
[[nodiscard]] std::string pack_form(Form form) {
  Packer pack;
  form.fields(pack);
  return pack.take();
}
template <class Form>
[[nodiscard]] std::optional<Form> unpack_form(std::string_view octets) {
  Form form;
  Unpacker unpack(octets);
  form.fields(unpack);
  if (!unpack.done()) return std::nullopt;
  return form;
}

}  // namespace offhook::sim::record
