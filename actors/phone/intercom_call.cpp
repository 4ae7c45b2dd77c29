// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/intercom_call.hpp"

#include "actors/sip/uri.hpp"

namespace offhook::phone {

call::HeaderLines intercom_headers(const sip::Account& account) {
  const auto aor = sip::parse_uri(account.aor);
  const std::string host = aor.ok() ? aor->host : "localhost";
  return {{"Answer-Mode", "Auto"},
          {"Call-Info", "<sip:" + host + ">;answer-after=0"},
          {"Alert-Info", "<http://" + host + ">;info=alert-autoanswer;delay=0"}};
}

}  // namespace offhook::phone
