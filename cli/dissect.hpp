// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

// What the two dissectors share: a verdict, remarks on octets of the text, and their printing.

namespace offhook::cli {

enum class Validity : std::uint8_t {
  valid,
  odd,  ///< accepted, though the text strays from the grammar in a way that harms nobody
  invalid,
};
[[nodiscard]] std::string_view to_string(Validity validity);

/// Something to say about one place of the text.
struct Remark {
  std::size_t offset = 0;             ///< octets from the start of the text
  std::optional<std::string> header;  ///< long name, or as written; nullopt outside the headers
  std::string reason;
};
/// So many of a kind are kept: the output stays bounded whatever the input.
inline constexpr std::size_t most_remarks = 64;

/// A JSON text or null.
[[nodiscard]] boost::json::value json_or_null(const std::optional<std::string>& text);
template <class Number>
[[nodiscard]] boost::json::value json_or_null(const std::optional<Number>& number) {
  return number ? boost::json::value(*number) : boost::json::value(nullptr);
}
[[nodiscard]] boost::json::array to_json(const std::vector<Remark>& remarks);

/// The text with what is no UTF-8 replaced by U+FFFD: JSON can hold nothing else.
[[nodiscard]] std::string to_utf8(std::string_view text);

/// Lines for people: at most 80 columns, no control characters, colour on request.
class Page {
 public:
  explicit Page(bool colour) : colour_(colour) {}

  /// "file: invalid", the verdict in its colour, then what the thing is.
  void title(std::string_view file, Validity validity, std::string_view what);
  /// "  name        value"; nothing where there is no value.
  void fact(std::string_view name, const std::optional<std::string>& value);
  /// The remark, the line of `text` it is about, and a caret below the octet.
  void remark(std::string_view kind, const Remark& remark, std::string_view text);
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  [[nodiscard]] std::string painted(std::string_view sequence, std::string_view text) const;
  bool colour_;
  std::string text_;
};

}  // namespace offhook::cli
