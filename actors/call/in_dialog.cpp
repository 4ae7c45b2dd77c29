// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/in_dialog.hpp"

#include "actors/sip/accept.hpp"

namespace offhook::call {

std::optional<Reply> refuse_required(const sip::Message& request) {
  std::string unsupported;
  for (const auto option : request.headers(sip::HeaderId::require)) {
    if (sip::list_contains(supported_options, option)) continue;
    if (!unsupported.empty()) unsupported += ", ";
    unsupported += option;
  }
  if (unsupported.empty()) return std::nullopt;
  return Reply{420, "Unsupported", std::move(unsupported)};
}

std::optional<Reply> refuse_unread(const sip::Message& request) {
  if (auto refusal = refuse_required(request)) return refusal;
  const bool readable = request.body().empty() || request.has_body_of("application/sdp");
  if (!readable || request.has(sip::HeaderId::content_encoding))
    return Reply{415, "Accept", "application/sdp"};
  // Our answer, or our offer, would be of no use (§21.4.7).
  if (!sip::accepts_body(request, "application/sdp")) return Reply{406, "", ""};
  return std::nullopt;
}

std::string reason_of(const sip::Message& request) {
  for (const auto value : request.headers(sip::HeaderId::reason))
    if (const auto reason = sip::parse_reason(value); reason.ok() && !reason->text.empty())
      return reason->text;
  return {};
}

Reply answer_in_dialog(const sip::Message& request) {
  switch (request.method()) {
    case sip::Method::options:
      return {};
    case sip::Method::info:
      if (request.has(sip::HeaderId::info_package)) return {469, "Recv-Info", ""};
      if (request.body().empty()) return {};
      return {415, "Accept", ""};
    case sip::Method::notify: {
      const auto event = request.header(sip::HeaderId::event);
      const bool refer = event && sip::split_params(*event).value == "refer";
      return refer ? Reply{481, "", ""} : Reply{489, "", ""};
    }
    case sip::Method::prack:
      return {481, "", ""};
    case sip::Method::other:
      return {501, "", ""};
    default:
      return {405, "", ""};
  }
}

}  // namespace offhook::call
