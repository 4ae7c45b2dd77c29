// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/sip/grammar.hpp"
#include "actors/sip/headers.hpp"
#include "actors/sip/limits.hpp"

namespace offhook::sip {

template <class Text>
std::size_t scan_cseq_in(const Text& text, CSeq& cseq) {
  const char* at = text.data();
  const char* const end = at + text.size();
  grammar::skip_space(at, end);
  std::uint64_t number = 0;
  const char* const digits = at;
  for (; at != end && grammar::is_digit(*at); ++at)
    if (number <= limits::cseq_number) number = number * 10 + static_cast<unsigned>(*at - '0');
  if (at == digits || number > limits::cseq_number) return 0;
  cseq.number = static_cast<std::uint32_t>(number);
  if (at != end && !grammar::is_space(*at)) return 0;
  const auto behind_number = static_cast<std::size_t>(at - text.data());
  grammar::skip_space(at, end);
  const char* const method = at;
  at = grammar::run_end<Text>(at, end, grammar::token);
  cseq.method_text = grammar::between(method, at);
  grammar::skip_space(at, end);
  if (at != end || cseq.method_text.empty()) return behind_number;
  cseq.method = parse_method(cseq.method_text);
  return grammar::npos;
}

}  // namespace offhook::sip
