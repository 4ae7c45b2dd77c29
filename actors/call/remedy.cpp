// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/remedy.hpp"

#include "actors/call/option_tags.hpp"
#include "actors/sip/accept.hpp"
#include "actors/sip/headers.hpp"

namespace offhook::call {
namespace {

constexpr std::string_view sdp_type = "application/sdp";
constexpr std::string_view wrapped_type = "multipart/mixed";

/// An encoding is all that is left to refuse of a body whose type is accepted; we have none to
/// offer but `identity`.
std::optional<Remedy> other_body(const sip::Message& invite, const sip::Message& response) {
  if (!invite.has_body_of(sdp_type) || !response.has(sip::HeaderId::accept)) return std::nullopt;
  if (sip::accepts_body(response, sdp_type) || !sip::accepts_body(response, wrapped_type))
    return std::nullopt;
  return Remedy{Remedy::Kind::wrapped_session};
}

std::optional<Remedy> require_less(const sip::Message& response, const sip::CallOptions& wants,
                                   std::string_view required) {
  // The account says that calls need what it requires.
  const bool must =
      wants.reliable == sip::Use::required || wants.session_timer == sip::Use::required;
  if (must || required.empty()) return std::nullopt;
  const bool says_which = response.has(sip::HeaderId::unsupported);
  std::string left;
  for (const auto tag : sip::split_list(required))
    if (says_which && !response.lists(sip::HeaderId::unsupported, tag))
      left.append(left.empty() ? "" : ", ").append(tag);
  if (left.size() == required.size()) return std::nullopt;  // it was about something else
  return Remedy{Remedy::Kind::require, std::move(left)};
}

std::optional<Remedy> require_more(const sip::Message& response, const sip::CallOptions& wants,
                                   std::string_view required) {
  std::string all(required);
  for (const auto tag : response.headers(sip::HeaderId::require))
    if (!sip::list_contains(all, tag)) all.append(all.empty() ? "" : ", ").append(tag);
  if (all == required || !unsupported_options(response, wants).empty()) return std::nullopt;
  return Remedy{Remedy::Kind::require, std::move(all)};
}

}  // namespace

std::optional<Remedy> remedy_for(const sip::Message& invite, const sip::Message& response,
                                 const sip::CallOptions& wants, std::string_view required) {
  switch (response.status()) {
    case 415:
      return other_body(invite, response);
    case 420:
      return require_less(response, wants, required);
    case 421:
      return require_more(response, wants, required);
    case 422:
      return Remedy{Remedy::Kind::longer_session};
    default:
      return std::nullopt;
  }
}

WrappedBody wrap_session(std::string_view session) {
  // No line of a session description begins with two hyphens (RFC 8866 §5).
  constexpr std::string_view boundary = "offhook-session";
  WrappedBody body{std::string(wrapped_type).append(";boundary=").append(boundary), "--"};
  body.text.append(boundary)
      .append("\r\nContent-Type: application/sdp\r\n\r\n")
      .append(session)
      .append("\r\n--")
      .append(boundary)
      .append("--\r\n");
  return body;
}

}  // namespace offhook::call
