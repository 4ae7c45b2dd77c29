// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/transaction/transaction_key.hpp"

#include <initializer_list>
#include <string_view>

namespace offhook::transaction {
namespace {

using sip::Message;
using sip::Method;

/// Joined by line feeds, which no part can hold.
std::string join(std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  for (auto part : parts) size += part.size() + 1;
  std::string key;
  key.reserve(size);
  for (auto part : parts) key.append(part).push_back('\n');
  return key;
}

/// Methods unknown to us are told apart as well.
std::string_view method_of(const Message& message) {
  return message.method() == Method::ack ? std::string_view("INVITE") : message.method_text();
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return result;
}

std::string server_key_as(const Message& message, std::string_view method,
                          std::string_view request_uri) {
  const sip::Via& via = message.top_via();
  const std::string host = lower(via.host);
  const std::string port = std::to_string(via.effective_port());
  if (via.has_magic_cookie()) return join({method, via.branch, host, port});
  return join({method, via.branch, host, port, request_uri, message.from_tag(), message.call_id(),
               std::to_string(message.cseq().number)});
}

}  // namespace

std::string client_key(const Message& message) {
  return client_key(method_of(message), message.top_via().branch);
}

std::string client_key(std::string_view method, std::string_view branch) {
  return join({method, branch});
}

std::string server_key(const Message& message) {
  return server_key_as(message, method_of(message), message.request_uri_text());
}

std::string answer_key(const Message& message) {
  return server_key_as(message, method_of(message), "");
}

std::string cancelled_key(const Message& cancel) {
  return server_key_as(cancel, "INVITE", cancel.request_uri_text());
}

std::string merge_key(const Message& request) {
  return join({request.method_text(), request.from_tag(), request.call_id(),
               std::to_string(request.cseq().number)});
}

std::string dialog_key(std::string_view call_id, std::string_view local_tag) {
  return join({call_id, local_tag});
}

}  // namespace offhook::transaction
