// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/dissect_sip.hpp"

namespace offhook::cli {
namespace {

std::optional<std::string> text_of(std::optional<std::uint64_t> number) {
  return number ? std::optional(std::to_string(*number)) : std::nullopt;
}

std::optional<std::string> with_tag(const std::optional<std::string>& uri,
                                    const std::optional<std::string>& tag) {
  if (!uri && !tag) return std::nullopt;
  return uri.value_or("?") + (tag ? "  tag " + *tag : "  no tag");
}

/// "2: the first" of what may come more than once.
std::optional<std::string> with_count(std::uint64_t count, const std::string& first) {
  if (count == 0) return std::nullopt;
  return count == 1 ? first : first + "  and " + std::to_string(count - 1) + " more";
}

std::string what_it_is(const SipDissection& message) {
  if (!message.kind) return "neither request nor response";
  if (*message.kind == MessageKind::response)
    return "response " + text_of(message.status).value_or("?") + " to " +
           message.cseq_method.value_or("?");
  return "request " + message.method.value_or("?") + " " + message.request_uri.value_or("?");
}

std::string via_of(const SipDissection& message) {
  return message.top_via_transport.value_or("?") + " " + message.top_via_sent_by.value_or("?") +
         "  branch " + message.top_via_branch.value_or("none");
}

}  // namespace

boost::json::object to_json(const SipDissection& message, std::string_view file) {
  boost::json::value kind = nullptr;
  if (message.kind) kind = *message.kind == MessageKind::request ? "request" : "response";
  return {{"file", to_utf8(file)},
          {"validity", std::string(to_string(message.validity))},
          {"kind", std::move(kind)},
          {"method", json_or_null(message.method)},
          {"status", json_or_null(message.status)},
          {"request_uri", json_or_null(message.request_uri)},
          {"call_id", json_or_null(message.call_id)},
          {"cseq_number", json_or_null(message.cseq_number)},
          {"cseq_method", json_or_null(message.cseq_method)},
          {"from_uri", json_or_null(message.from_uri)},
          {"from_tag", json_or_null(message.from_tag)},
          {"to_uri", json_or_null(message.to_uri)},
          {"to_tag", json_or_null(message.to_tag)},
          {"via_count", message.via_count},
          {"top_via_transport", json_or_null(message.top_via_transport)},
          {"top_via_sent_by", json_or_null(message.top_via_sent_by)},
          {"top_via_branch", json_or_null(message.top_via_branch)},
          {"contact_count", message.contact_count},
          {"contact_uri", json_or_null(message.contact_uri)},
          {"max_forwards", json_or_null(message.max_forwards)},
          {"content_length", json_or_null(message.content_length)},
          {"body_octets", message.body_octets},
          {"header_count", message.header_count},
          {"user_agent", json_or_null(message.user_agent)},
          {"errors", to_json(message.errors)},
          {"warnings", to_json(message.warnings)},
          {"answer", json_or_null(message.answer)}};
}

std::string render(const SipDissection& message, std::string_view file, std::string_view text,
                   bool colour) {
  Page page(colour);
  page.title(file, message.validity, what_it_is(message));
  page.fact("Call-ID", message.call_id);
  if (message.cseq_number || message.cseq_method)
    page.fact("CSeq",
              text_of(message.cseq_number).value_or("?") + " " + message.cseq_method.value_or("?"));
  page.fact("From", with_tag(message.from_uri, message.from_tag));
  page.fact("To", with_tag(message.to_uri, message.to_tag));
  page.fact("Via", with_count(message.via_count, via_of(message)));
  page.fact("Contact", with_count(message.contact_count, message.contact_uri.value_or("?")));
  page.fact("Max-Forwards", text_of(message.max_forwards));
  page.fact("User-Agent", message.user_agent);
  page.fact("size", std::to_string(message.header_count) + " headers, body of " +
                        std::to_string(message.body_octets) + " octets" +
                        (message.content_length
                             ? " (announced: " + std::to_string(*message.content_length) + ")"
                             : ""));
  if (message.answer) page.fact("we answer", std::to_string(*message.answer));
  for (const Remark& error : message.errors) page.remark("error", error, text);
  for (const Remark& warning : message.warnings) page.remark("odd", warning, text);
  return page.take();
}

}  // namespace offhook::cli
