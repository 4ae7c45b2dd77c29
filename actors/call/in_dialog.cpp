// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/in_dialog.hpp"

#include "actors/call/info_keys.hpp"
#include "actors/call/option_tags.hpp"
#include "actors/call/session_body.hpp"
#include "actors/sip/accept.hpp"
#include "actors/sip/grammar.hpp"

namespace offhook::call {

std::optional<Reply> refuse_required(const sip::Message& request, const sip::CallOptions& options) {
  auto unsupported = unsupported_options(request, options);
  if (unsupported.empty()) return std::nullopt;
  return Reply{420, "Unsupported", std::move(unsupported)};
}

std::optional<Reply> refuse_unread(const sip::Message& request, const sip::CallOptions& options) {
  if (auto refusal = refuse_required(request, options)) return refusal;
  const auto body = session_body_of(request);
  if (body.is_encoded) return Reply{415, "Accept-Encoding", "identity"};
  if (body.is_unreadable) return Reply{415, "Accept", "application/sdp"};
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

std::string make_reason(int status, std::string_view text) {
  return sip::to_string(sip::Reason{"SIP", status, std::string(text)});
}

bool says_answered_elsewhere(const sip::Message& cancel) {
  for (const auto value : cancel.headers(sip::HeaderId::reason)) {
    const auto reason = sip::parse_reason(value);
    if (!reason.ok() || !reason->cause) continue;
    // 200 to the INVITE of another branch; Q.850 26: non-selected user clearing.
    if (sip::grammar::equal_ignoring_case(reason->protocol, "SIP") && *reason->cause == 200)
      return true;
    if (sip::grammar::equal_ignoring_case(reason->protocol, "Q.850") && *reason->cause == 26)
      return true;
  }
  return false;
}

std::string warning_of(std::string_view why) {
  std::string text;
  for (const char c : why) {
    if (c == '"' || c == '\\') text.push_back('\\');
    text.push_back(c);
  }
  return "399 offhook \"" + text + "\"";
}

int refuse_text(const sip::Message& message) {
  if (message.body().size() > longest_text) return 413;
  const bool plain = message.body().empty() || message.has_body_of("text/plain");
  return plain && !message.has(sip::HeaderId::content_encoding) ? 0 : 415;
}

std::string warning_in(const sip::Message& response) {
  for (const auto value : response.headers(sip::HeaderId::warning)) {
    // warn-code, warn-agent, quoted text
    const auto quote = value.find('"');
    if (quote != std::string_view::npos) return sip::unquote(value.substr(quote));
  }
  return {};
}

Reply answer_in_dialog(const sip::Message& request) {
  switch (request.method()) {
    case sip::Method::options:
      return {};
    case sip::Method::info:
      if (request.has(sip::HeaderId::info_package)) return {469, "Recv-Info", ""};
      if (request.body().empty() || key_of_info(request)) return {};
      return {415, "Accept", std::string(info_types)};
    case sip::Method::notify: {
      const auto event = request.header(sip::HeaderId::event);
      const bool refer = event && sip::split_params(*event).value == "refer";
      return refer ? Reply{481, "", ""} : Reply{489, "", ""};
    }
    case sip::Method::message: {
      const int refusal = refuse_text(request);
      return refusal == 415 ? Reply{415, "Accept", "text/plain"} : Reply{refusal ? refusal : 200};
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
