// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actors/sip/grammar.hpp"
#include "actors/sip/headers.hpp"
#include "actors/sip/limits.hpp"

namespace offhook::sip {

template <class Text>
std::size_t scan_cseq_in(const Text& text, CSeq& cseq) {
  Text rest = grammar::trim_left(text);
  std::size_t digits = 0;
  while (digits < rest.size() && grammar::is_digit(rest[digits])) ++digits;
  if (!grammar::to_number(rest.substr(0, digits), cseq.number)) return 0;
  if (cseq.number > limits::cseq_number) return 0;
  rest.remove_prefix(digits);
  if (!rest.empty() && !grammar::is_space(rest.front())) return 0;
  const Text method = grammar::trim(rest);
  cseq.method_text = method;
  if (!grammar::all_are(method, grammar::token)) return text.size() - rest.size();
  cseq.method = parse_method(method);
  return grammar::npos;
}

}  // namespace offhook::sip
