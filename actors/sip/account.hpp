// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

namespace offhook::sip {

/// One line of the phone: who it is, and how it proves that. URIs as text, checked when the
/// configuration was read.
struct Account {
  std::string id = "1";      ///< "1", "2", …: the API's account_id
  std::string aor;           ///< address of record, "sip:1001@example.net"
  std::string display_name;  ///< "" sends none
  std::string auth_user;     ///< "" means the user part of `aor`
  std::string password;
  std::string registrar;       ///< "sip:example.net"; "" never registers
  std::string outbound_proxy;  ///< "sip:proxy.example.net;lr"; "" sends to the Request-URI's host
  std::chrono::seconds expires{3600};
  bool anonymous = false;  ///< calls withhold who we are (RFC 3323, RFC 3325)
};

}  // namespace offhook::sip
