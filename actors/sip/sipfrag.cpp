// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/sipfrag.hpp"

#include "actors/sip/grammar.hpp"
#include "actors/sip/status_code.hpp"

namespace offhook::sip {

absl::StatusOr<StatusLine> parse_sipfrag(std::string_view body) {
  constexpr std::string_view version = "SIP/2.0 ";
  body = grammar::trim_left(body);
  const std::string_view line = grammar::trim(body.substr(0, body.find_first_of("\r\n")));
  if (!line.starts_with(version)) return invalid_argument("sipfrag without a status line");
  const std::string_view rest = grammar::trim_left(line.substr(version.size()));
  const std::string_view code = rest.substr(0, rest.find(' '));
  std::uint32_t status = 0;
  if (code.size() != 3 || !grammar::to_number(code, status) || status < 100 || status > 699)
    return invalid_argument("sipfrag with a malformed status code");
  return StatusLine{static_cast<int>(status),
                    std::string(grammar::trim_left(rest.substr(code.size())))};
}

std::string write_sipfrag(int status, std::string_view reason) {
  OFFHOOK_CHECK(status >= 100 && status <= 699);
  return "SIP/2.0 " + std::to_string(status) + " " +
         grammar::one_line(reason.empty() ? reason_phrase(status) : reason) + "\r\n";
}

}  // namespace offhook::sip
