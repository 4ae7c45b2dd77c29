// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transport/transports.hpp"

#include <algorithm>
#include <map>

namespace offhook::transport {

const TransportEntry* Transports::find(Protocol protocol, bool is_v6) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const auto& entry) {
    return entry.protocol == protocol && entry.sent_by.address.is_v6() == is_v6;
  });
  return found == entries_.end() ? nullptr : &*found;
}

bool Transports::is_ours(const sip::Via& top) const {
  const auto address = IpAddress::parse(top.host);
  return address && std::any_of(entries_.begin(), entries_.end(), [&](const auto& entry) {
           return entry.sent_by == Endpoint{*address, top.effective_port()};
         });
}

sip::Via via_of(const TransportEntry& entry, std::string_view branch, std::string_view host) {
  sip::Via via;
  via.transport = via_name(entry.protocol);
  via.host = host;
  via.port = entry.sent_by.port;
  via.branch = branch;
  via.rport = 0;
  return via;
}

std::string to_string(const Transports& transports) {
  std::map<Endpoint, std::string> places;
  for (const auto& entry : transports) {
    if (!entry.is_heard) continue;
    std::string& names = places[entry.sent_by];
    names.append(names.empty() ? "" : ", ").append(via_name(entry.protocol));
  }
  std::string text;
  for (const auto& [endpoint, names] : places)
    text += (text.empty() ? "" : ", ") + endpoint.to_string() + " (" + names + ")";
  return text;
}

}  // namespace offhook::transport
