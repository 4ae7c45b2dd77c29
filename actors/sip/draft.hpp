// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/endpoint.hpp"
#include "actors/base/status.hpp"
#include "actors/sip/message.hpp"
#include "actors/sip/parser.hpp"

namespace offhook::sip {

/// A message being written; the one way to make messages. No value given here can add a line to
/// the message: CR, LF and NUL become spaces, and what a Request-URI may not hold is escaped.
/// Names may be given long or compact; they are written long, unless `use_compact_names` says
/// otherwise.
class Draft {
 public:
  /// Empty but for the start line: Via, Max-Forwards, From, To, Call-ID and CSeq are the caller's.
  static Draft request(std::string_view method, std::string_view request_uri);
  static Draft request(Method method, std::string_view request_uri);

  /// RFC 3261 §8.2.6: copies Via, From, To (with `to_tag` unless it has a tag), Call-ID and CSeq;
  /// Timestamp into a 100; Record-Route into what may create a dialog (§12.1.1). An empty `reason`
  /// is the registered phrase.
  static Draft response(const Message& request, int status, std::string_view reason = "",
                        std::string_view to_tag = "");

  static Draft copy(const Message& message);

  Draft& append(std::string_view name, std::string_view value);   ///< behind others of that name
  Draft& prepend(std::string_view name, std::string_view value);  ///< before others of that name
  Draft& set(std::string_view name, std::string_view value);      ///< replaces all of that name
  Draft& remove_all(std::string_view name);
  /// Removes the first value, also when it shares a field with others: "a, b" leaves "b".
  Draft& remove_first(std::string_view name);
  Draft& set_request_uri(std::string_view uri);
  /// Replaces body and Content-Type. An empty text removes both.
  Draft& body(std::string_view content_type, std::string_view text);

  /// Names of one letter where there are some (RFC 3261 §7.3.3): a message that is nearer to what a
  /// datagram holds.
  Draft& use_compact_names(bool on = true) {
    compact_ = on;
    return *this;
  }

  /// First field of that name.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;

  /// Wire text: Via first, then what proxies read, Content-Length (computed here) last.
  [[nodiscard]] std::string serialize() const;
  /// The message; a request may still lack its Via. Our own code must have made it valid; see
  /// `try_build` where outside text is in it.
  [[nodiscard]] MessagePtr build() const;
  /// InvalidArgument with the parser's words if it is no valid message.
  [[nodiscard]] absl::StatusOr<MessagePtr> try_build() const;

 private:
  struct Line {
    HeaderId id;
    std::string name;  // of `other` alone
    std::string value;
  };

  static Draft follow_up(const Message& invite, Method method);  // of the same transaction
  Draft& insert(std::string_view name, std::string_view value, bool in_front);
  [[nodiscard]] bool matches(const Line& line, HeaderId id, std::string_view name) const;
  void append_copy(HeaderId id, std::string_view name, std::string_view value);
  void append_copies(const Message& from, HeaderId id);
  friend std::optional<std::string> refusal(const ParseFailure&, std::string_view);
  friend MessagePtr make_ack_for_failure(const Message&, const Message&);
  friend Draft make_cancel(const Message&);

  std::string start_line_;
  std::vector<Line> lines_;
  std::string body_;
  bool compact_ = false;
};

/// ACK to a failure response (RFC 3261 §17.1.1.3): the INVITE's top Via, Request-URI, Call-ID, From
/// and Route; the response's To.
[[nodiscard]] MessagePtr make_ack_for_failure(const Message& invite, const Message& response);

/// CANCEL (RFC 3261 §9.1): the INVITE's Request-URI, top Via, To, From, Call-ID, Route, CSeq
/// number.
[[nodiscard]] Draft make_cancel(const Message& invite);

/// The request with one more Via above the others, as sent hop by hop (RFC 3261 §8.1.1.7, §18.1.1).
[[nodiscard]] MessagePtr with_top_via(const Message& request, const Via& via);

/// What a server does with every request that comes in (RFC 3261 §18.2.1, RFC 3581 §4): `received`
/// and a requested `rport` into the top Via. The same message if nothing has to change.
[[nodiscard]] MessagePtr with_source(const MessagePtr& request, const Endpoint& source);

/// Wire text of the response to a request that could not be parsed (RFC 3261 §8.2, §18.3), built
/// from what could be read of it; it may lack what the request lacked. Nullopt if it must not be
/// answered. Where to send it: `parse_via` of the first Via in `failure.echo`.
[[nodiscard]] std::optional<std::string> refusal(const ParseFailure& failure,
                                                 std::string_view to_tag);

}  // namespace offhook::sip
