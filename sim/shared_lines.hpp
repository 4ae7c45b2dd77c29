// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "actors/sip/appearance.hpp"
#include "actors/sip/replaces.hpp"
#include "sim/proxy.hpp"

namespace offhook::sim {

/// What a server knows of lines that several phones share: who dials, rings, talks or holds at
/// which appearance. It learns that of what passes the proxy. Pure.
class SharedLines {
 public:
  /// The users whose phones share a line, and the domain they are of.
  SharedLines(std::set<std::string> users, ProxyIdentity identity)
      : users_(std::move(users)), identity_(std::move(identity)) {}

  /// The user of ours that `uri` names, if its line is shared; else "".
  [[nodiscard]] std::string user_of(const sip::Uri& uri) const;

  /// A phone wants to dial there; false if somebody is there.
  bool seize(const std::string& user, std::uint32_t appearance);
  /// And does not, after all; false if a call was made of it.
  bool give_back(const std::string& user, std::uint32_t appearance);

  /// An INVITE of a phone for the call that another one holds: where it goes, and in whose place
  /// (RFC 3891). 403 for a call that is not for the taking; nullopt for any other request.
  struct Retrieval {
    int refusal = 0;
    sip::Uri target{};
    sip::Replaces replaces{};
  };
  [[nodiscard]] std::optional<Retrieval> retrieval(const sip::Message& request) const;

  /// A request is sent on; the user whose line it changes, or "".
  std::string sent(const sip::Message& request);
  /// And its response, provisional or final.
  std::string answered(const sip::Message& request, const sip::Message& response);

  /// Those in use, in the order of their numbers, and a `*` for the others.
  [[nodiscard]] std::vector<sip::Appearance> appearances(const std::string& user) const;

 private:
  struct Call {
    sip::AppearanceState state = sip::AppearanceState::seized;
    std::string call_id;   ///< "" while somebody dials
    std::string taken_by;  ///< Call-ID of the INVITE that is to go on with it, or ""
    std::string near_tag, far_tag;
    std::string far_uri;
    sip::Uri far_contact{};
  };
  using Place = std::pair<std::string, std::uint32_t>;  ///< user and appearance

  [[nodiscard]] const Call* find(const std::string& user, std::uint32_t appearance) const;
  [[nodiscard]] std::map<Place, Call>::iterator with_call_id(std::string_view call_id);
  std::string end(std::string_view call_id);
  std::string begun_by_us(const sip::Message& request, const sip::Message& response);
  std::string begun_by_others(const sip::Message& request, const sip::Message& response);
  std::string re_negotiated(const sip::Message& request);

  std::set<std::string> users_;
  ProxyIdentity identity_;
  std::map<Place, Call> calls_;
};

}  // namespace offhook::sim
