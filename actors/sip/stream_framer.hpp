// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace offhook::sip {

/// Why a stream can be read no further: where the next message begins is not known.
enum class StreamError : std::uint8_t {
  garbage,                    ///< neither a line end nor a start line where a message should begin
  bad_line_end,               ///< CR or LF alone in the headers, or between messages
  too_long,                   ///< the message has, or announces, more octets than `limits` allows
  too_many_fields,            ///< more header fields than `limits` allows
  no_content_length,          ///< mandatory on a stream (RFC 3261 §18.3)
  bad_content_length,         ///< no number
  different_content_lengths,  ///< two that disagree (RFC 4475 §3.3.9)
};
[[nodiscard]] std::string_view to_string(StreamError error);

/// Two CRLF between messages: the peer asks for one CRLF in return (RFC 5626 §3.5.1).
struct StreamPing {};
/// One CRLF between messages: the answer to our ping. A ping begins with it too, so that the
/// event never waits for what may not come; who awaits no answer ignores it (RFC 3261 §7.5).
struct StreamPong {};
/// Comes once, and nothing after it: close the connection. `text` is what there is of the message,
/// for the log and for a last 400 (`parse_datagram`, `refusal`).
struct StreamFailure {
  StreamError error;
  std::string text;
};
/// A string is one whole message for `parse_datagram`: start line to the last octet of its body.
using StreamEvent = std::variant<std::string, StreamPing, StreamPong, StreamFailure>;

/// Finds messages in the octets of one connection (RFC 3261 §18.3), however TCP has cut them. It
/// holds the unfinished message alone, never more than `limits::message_octets`, and looks at each
/// octet a constant number of times. What is no matter of framing is left to the parser, so that
/// a request with a malformed Via still gets its 400 and the connection lives.
///
///     while (auto event = framer.take(octets)) handle(*event);
class StreamFramer {
 public:
  /// Takes octets off the front of `input` up to the end of the next event. Nullopt: all of it was
  /// taken, and the rest of the message is still to come.
  [[nodiscard]] std::optional<StreamEvent> take(std::string_view& input);

  /// Octets held of an unfinished message. A peer that leaves it there for long holds the
  /// connection hostage: time to close.
  [[nodiscard]] std::size_t pending() const { return message_.size(); }
  /// A StreamFailure was handed out.
  [[nodiscard]] bool has_failed() const { return phase_ == Phase::failed; }

 private:
  enum class Phase : std::uint8_t { between, start_line, fields, body, failed };

  std::optional<StreamEvent> take_between(std::string_view& input);
  std::optional<StreamEvent> take_line(std::string_view& input);
  std::optional<StreamEvent> take_body(std::string_view& input);
  std::optional<StreamError> end_line();
  std::optional<StreamError> end_field(std::size_t end);
  std::optional<StreamError> end_head();
  StreamEvent finish();
  StreamEvent fail(StreamError error);

  Phase phase_ = Phase::between;
  bool after_cr_ = false;    // between messages: a CR came, its LF not yet
  bool after_crlf_ = false;  // between messages: the first half of a ping
  std::string message_;
  std::size_t line_ = 0;   // where the unfinished line begins
  std::size_t field_ = 0;  // where the last field begins; it may be folded over several lines
  std::size_t fields_ = 0;
  std::optional<std::uint32_t> content_length_;
  std::size_t length_ = 0;  // of the whole message, once the head is there
};

}  // namespace offhook::sip
