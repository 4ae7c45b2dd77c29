// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/session_body.hpp"

#include "actors/sip/grammar.hpp"
#include "actors/sip/multipart.hpp"

namespace offhook::call {
namespace {

constexpr std::string_view sdp_type = "application/sdp";

bool is_optional(const sip::Message& message) {
  const auto disposition = message.header(sip::HeaderId::content_disposition);
  if (!disposition) return false;
  const auto handling = sip::split_params(*disposition).param("handling").value_or("");
  return sip::grammar::equal_ignoring_case(handling, "optional");
}

bool is_identity(const sip::Message& message) {
  const auto encoding = message.header(sip::HeaderId::content_encoding);
  return !encoding || encoding->empty() || sip::grammar::equal_ignoring_case(*encoding, "identity");
}

/// A part that is neither ours nor optional makes the whole unreadable.
SessionBody read_parts(const sip::Message& message) {
  SessionBody result;
  const auto parts = sip::parse_multipart(message.content_type(), message.body());
  if (!parts.ok()) {
    result.is_unreadable = !is_optional(message);
    return result;
  }
  for (const auto& part : *parts) {
    const auto found = sip::find_part(part.content_type(), part.body, sdp_type);
    if (found.ok() && result.session.empty())
      result.session = found->body;
    else if (!found.ok() && part.must_be_understood())
      result.is_unreadable = true;
  }
  if (result.is_unreadable) result.session = {};
  return result;
}

}  // namespace

SessionBody session_body_of(const sip::Message& message) {
  SessionBody result;
  if (message.body().empty()) return result;
  if (!is_identity(message)) {
    result.is_encoded = !is_optional(message);
    return result;
  }
  if (message.has_body_of(sdp_type)) {
    result.session = message.body();
    return result;
  }
  if (sip::is_multipart(message.content_type())) return read_parts(message);
  result.is_unreadable = !is_optional(message);
  return result;
}

std::string_view session_of(const sip::Message& message) {
  return session_body_of(message).session;
}

}  // namespace offhook::call
