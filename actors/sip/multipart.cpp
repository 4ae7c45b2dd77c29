// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/multipart.hpp"

#include <algorithm>

#include "actors/sip/grammar.hpp"
#include "actors/sip/limits.hpp"

namespace offhook::sip {
namespace {

using grammar::npos;

bool same_type(std::string_view content_type, std::string_view media_type) {
  return grammar::equal_ignoring_case(split_params(content_type).value, media_type);
}

// RFC 2046 §5.1.1: bchars, 1 to 70 of them, the last no space.
bool is_boundary(std::string_view text) {
  static constexpr std::string_view signs = "'()+_,-./:=? ";
  return !text.empty() && text.size() <= 70 && text.back() != ' ' &&
         std::ranges::all_of(text, [](char c) {
           return grammar::is_digit(c) || (grammar::lower(c) >= 'a' && grammar::lower(c) <= 'z') ||
                  signs.find(c) != npos;
         });
}

struct Delimiter {
  std::size_t begin = npos;  // the CRLF before it belongs to it, not to the part
  std::size_t end = npos;
  bool is_close = false;
};

/// Finds delimiters from left to right.
class Delimiters {
 public:
  Delimiters(std::string_view body, std::string_view boundary)
      : body_(body), mark_("\r\n--" + std::string(boundary)) {}

  std::optional<Delimiter> next() {
    if (at_ == 0 && body_.starts_with(std::string_view(mark_).substr(2)))
      if (auto found = read(0, mark_.size() - 2)) return found;
    for (auto begin = body_.find(mark_, at_); begin != npos; begin = body_.find(mark_, begin + 1))
      if (auto found = read(begin, begin + mark_.size())) return found;
    return std::nullopt;
  }

 private:
  // The whole line must fit, so that "--a" does not end a part which holds "--ab", the boundary of
  // a nested body perhaps. White space behind it is transport padding.
  std::optional<Delimiter> read(std::size_t begin, std::size_t end) {
    Delimiter found{begin, end, body_.substr(end).starts_with("--")};
    if (found.is_close) found.end += 2;
    while (found.end < body_.size() && (body_[found.end] == ' ' || body_[found.end] == '\t'))
      ++found.end;
    const std::string_view rest = body_.substr(found.end);
    if (!rest.starts_with("\r\n") && !(found.is_close && rest.empty())) return std::nullopt;
    // This CRLF also begins the next delimiter where the part between is empty.
    at_ = found.end;
    return found;
  }

  std::string_view body_;
  std::string mark_;
  std::size_t at_ = 0;
};

/// What is between two delimiters, from the CRLF that ends the first one.
absl::StatusOr<BodyPart> parse_part(std::string_view text) {
  BodyPart part;
  text.remove_prefix(std::min<std::size_t>(2, text.size()));
  while (!text.empty() && !text.starts_with("\r\n")) {
    std::size_t end = text.find("\r\n");
    while (end != npos && end + 2 < text.size() && (text[end + 2] == ' ' || text[end + 2] == '\t'))
      end = text.find("\r\n", end + 2);
    const std::string_view line = text.substr(0, end);
    const std::string_view name = line.substr(0, grammar::run(line, grammar::token));
    const std::string_view behind = grammar::trim_left(line.substr(name.size()));
    if (name.empty() || behind.empty() || behind.front() != ':')
      return invalid_argument("header of a body part is malformed");
    if (part.headers.size() == limits::header_fields)
      return invalid_argument("too many headers in a body part");
    part.headers.push_back({parse_header_name(name), name, grammar::trim(behind.substr(1))});
    text.remove_prefix(end == npos ? text.size() : end + 2);
  }
  part.body = text.substr(std::min<std::size_t>(2, text.size()));
  return part;
}

absl::StatusOr<BodyPart> find_part(std::string_view content_type, std::string_view body,
                                   std::string_view media_type, std::size_t depth) {
  if (depth == limits::body_depth) return invalid_argument("body is nested too deep");
  const auto parts = parse_multipart(content_type, body);
  if (!parts.ok()) return parts.status();
  for (const BodyPart& part : *parts) {
    if (part.is(media_type)) return part;
    if (!is_multipart(part.content_type())) continue;
    auto found = find_part(part.content_type(), part.body, media_type, depth + 1);
    if (found.ok() || found.status().code() != absl::StatusCode::kNotFound) return found;
  }
  return not_found("no body part of type " + std::string(media_type));
}

bool occurs_in(std::string_view boundary, std::span<const BodyPart> parts) {
  return std::ranges::any_of(parts, [&](const BodyPart& part) {
    return part.body.find(boundary) != npos ||
           std::ranges::any_of(part.headers, [&](const Message::Field& field) {
             return field.value.find(boundary) != npos;
           });
  });
}

void append_field(std::string& text, const Message::Field& field) {
  text.append(field.id == HeaderId::other ? field.name : to_string(field.id)).append(": ");
  text.append(grammar::one_line(field.value)).append("\r\n");
}

}  // namespace

std::optional<std::string_view> BodyPart::header(HeaderId id) const {
  for (const Message::Field& field : headers)
    if (field.id == id) return field.value;
  return std::nullopt;
}

std::optional<std::string_view> BodyPart::header(std::string_view name) const {
  const HeaderId id = parse_header_name(name);
  if (id != HeaderId::other) return header(id);
  for (const Message::Field& field : headers)
    if (grammar::equal_ignoring_case(field.name, name)) return field.value;
  return std::nullopt;
}

std::string_view BodyPart::content_type() const {
  return header(HeaderId::content_type).value_or("text/plain");
}

bool BodyPart::is(std::string_view media_type) const {
  return same_type(content_type(), media_type);
}

bool BodyPart::must_be_understood() const {
  const auto handling = split_params(header(HeaderId::content_disposition).value_or(""))
                            .param("handling")
                            .value_or("required");
  return !grammar::equal_ignoring_case(handling, "optional");
}

bool is_multipart(std::string_view content_type) {
  constexpr std::string_view prefix = "multipart/";
  return grammar::equal_ignoring_case(grammar::trim_left(content_type).substr(0, prefix.size()),
                                      prefix);
}

absl::StatusOr<std::vector<BodyPart>> parse_multipart(std::string_view content_type,
                                                      std::string_view body) {
  const std::string boundary = unquote(split_params(content_type).param("boundary").value_or(""));
  if (!is_multipart(content_type) || !is_boundary(boundary))
    return invalid_argument("multipart body without a valid boundary");
  std::vector<BodyPart> parts;
  Delimiters delimiters(body, boundary);
  auto open = delimiters.next();
  if (!open || open->is_close) return invalid_argument("multipart body without a part");
  while (!open->is_close) {
    const auto next = delimiters.next();
    if (!next) return invalid_argument("multipart body is not closed");
    if (parts.size() == limits::body_parts) return invalid_argument("too many body parts");
    auto part = parse_part(body.substr(open->end, next->begin - open->end));
    if (!part.ok()) return part.status();
    parts.push_back(*std::move(part));
    open = next;
  }
  return parts;
}

absl::StatusOr<BodyPart> find_part(std::string_view content_type, std::string_view body,
                                   std::string_view media_type) {
  if (same_type(content_type, media_type)) return BodyPart{{}, body};
  if (!is_multipart(content_type))
    return not_found("body is not of type " + std::string(media_type));
  return find_part(content_type, body, media_type, 0);
}

Multipart write_multipart(std::string_view subtype, std::span<const BodyPart> parts,
                          std::string_view seed) {
  OFFHOOK_CHECK(is_boundary(seed) && seed.size() <= 48 && !parts.empty());
  std::string boundary(seed);
  for (std::uint64_t suffix = 0; occurs_in(boundary, parts); ++suffix)
    boundary = std::string(seed) + "x" + std::to_string(suffix);
  Multipart written;
  written.content_type = "multipart/" + std::string(subtype) + ";boundary=" + quote(boundary);
  for (const BodyPart& part : parts) {
    written.body.append("--").append(boundary).append("\r\n");
    for (const Message::Field& field : part.headers) append_field(written.body, field);
    written.body.append("\r\n").append(part.body).append("\r\n");
  }
  written.body.append("--").append(boundary).append("--\r\n");
  return written;
}

}  // namespace offhook::sip
