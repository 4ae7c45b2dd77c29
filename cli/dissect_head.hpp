// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "actors/sip/header_id.hpp"

namespace offhook::cli {

/// One header field of a message that may be wrong in any way. Views borrow from `RawHead::text`.
struct RawField {
  sip::HeaderId id = sip::HeaderId::other;
  std::string_view name;   ///< empty: a line that is no "name: value"
  std::string_view value;  ///< unfolded; of such a line all of it
  std::size_t begin = 0;   ///< offset of the line
  std::size_t end = 0;     ///< behind its last octet, without line end

  /// The long name if it is a known one.
  [[nodiscard]] std::string_view long_name() const;
};

/// The lines of a message before anything is refused. Offsets are those of the text it came from.
struct RawHead {
  explicit RawHead(std::string_view message);
  RawHead(const RawHead&) = delete;
  RawHead& operator=(const RawHead&) = delete;

  [[nodiscard]] std::size_t offset_of(std::string_view part) const {
    return static_cast<std::size_t>(part.data() - text.data());
  }

  std::string text;  ///< a copy of as much as a message may have; folding became spaces
  std::string_view start_line;
  std::vector<RawField> fields;
  std::string_view body;        ///< all behind the empty line
  std::size_t end = 0;          ///< offset of the empty line, or of the end
  bool has_empty_line = false;  ///< the head is whole
  bool has_crlf = false;        ///< in the head
  bool has_lf_alone = false;    ///< in the head
  bool has_too_many = false;    ///< fields behind these were not read

 private:
  std::string_view take_line(std::size_t& at);
  void read_field(std::size_t begin, std::string_view line);
};

/// The head's line ends as CRLF; for a text in which none is.
[[nodiscard]] std::string with_crlf(const RawHead& head, std::string_view message);
/// An offset in that text as one in `message`.
[[nodiscard]] std::size_t without_crlf(std::string_view converted, const RawHead& head,
                                       std::size_t offset);

}  // namespace offhook::cli
