// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/status.hpp"
#include "actors/sip/message.hpp"

namespace offhook::sip {

/// One part of a multipart body (RFC 2046 §5.1, RFC 5621). Borrows from the body.
struct BodyPart {
  std::vector<Message::Field> headers;  ///< in order; folds are left in the values
  std::string_view body;

  [[nodiscard]] std::optional<std::string_view> header(HeaderId id) const;
  /// By any name: "Content-ID", "Content-Transfer-Encoding".
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  /// With parameters; text/plain where the part does not say (RFC 2046 §5.2).
  [[nodiscard]] std::string_view content_type() const;
  /// Of that media type, compared without case and parameters.
  [[nodiscard]] bool is(std::string_view media_type) const;
  /// Whoever cannot make sense of it has to refuse the whole message with 415: handling is
  /// "required" unless the part says otherwise (RFC 3261 §20.11).
  [[nodiscard]] bool must_be_understood() const;
};

/// "multipart/mixed; boundary=x", "Multipart/Related", …
[[nodiscard]] bool is_multipart(std::string_view content_type);

/// The parts of a multipart body, nested ones left whole. InvalidArgument: boundary absent or
/// malformed, no part, a malformed part header, the closing delimiter missing, or more parts than
/// `limits::body_parts`. Text before the first delimiter and behind the last is ignored.
[[nodiscard]] absl::StatusOr<std::vector<BodyPart>> parse_multipart(std::string_view content_type,
                                                                    std::string_view body);

/// The first part of that media type, however deep; a body of that type itself is a part without
/// headers. NotFound; or InvalidArgument, as above and beyond `limits::body_depth`.
[[nodiscard]] absl::StatusOr<BodyPart> find_part(std::string_view content_type,
                                                 std::string_view body,
                                                 std::string_view media_type);

/// A body and its Content-Type, for `Draft::body`.
struct Multipart {
  std::string content_type;
  std::string body;
};
/// Writes "multipart/<subtype>". The boundary begins with `seed`, 1 to 48 letters and digits, and
/// grows until no part holds it. Header values lose CR, LF and NUL as in `Draft`.
[[nodiscard]] Multipart write_multipart(std::string_view subtype, std::span<const BodyPart> parts,
                                        std::string_view seed);

}  // namespace offhook::sip
