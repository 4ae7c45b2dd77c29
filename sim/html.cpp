// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/html.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <vector>

#include <bctoolbox/crypto.h>

namespace offhook::sim::html {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

std::string base64(std::string_view octets) {
  const auto* input = reinterpret_cast<const unsigned char*>(octets.data());
  std::vector<unsigned char> encoded(octets.size() / 3 * 4 + 8);
  std::size_t length = encoded.size();
  if (bctbx_base64_encode(encoded.data(), &length, input, octets.size()) != 0) return {};
  return {encoded.begin(), encoded.begin() + static_cast<std::ptrdiff_t>(length)};
}

/// Octets of the UTF-8 sequence at the front (RFC 3629 §4), or 0 if there is none.
std::size_t utf8_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = at(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((at(i) & 0xC0) != 0x80) return 0;
  const unsigned char second = at(1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool surrogate = first == 0xED && second > 0x9F;
  const bool too_high = first == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_high ? 0 : length;
}

void append_ascii(std::string& out, char c) {
  switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&#39;";
      break;
    case '\r':
      break;
    case '\t':
    case '\n':
      out += c;
      break;
    default:
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
        out += replacement;
      else
        out += c;
  }
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0)
      out += replacement;
    else if (length == 1)
      append_ascii(out, text.front());
    else
      out += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

std::string data_uri(std::string_view mime_type, std::string_view octets) {
  return "data:" + std::string(mime_type) + ";base64," + base64(octets);
}

std::string policy_hash(std::string_view text) {
  std::array<std::uint8_t, 32> digest{};
  bctbx_sha256(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
               static_cast<std::uint8_t>(digest.size()), digest.data());
  return "'sha256-" + base64({reinterpret_cast<const char*>(digest.data()), digest.size()}) + "'";
}

std::string seconds(Instant at) {
  char text[32];
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(at).count();
  std::snprintf(text, sizeof text, "%lld.%03lld s", static_cast<long long>(ms / 1000),
                static_cast<long long>(ms % 1000));
  return text;
}

std::string decimal(double value) {
  if (!std::isfinite(value)) return "0";
  char text[64];
  std::snprintf(text, sizeof text, "%.2f", std::fabs(value) < 1e15 ? value : 0.0);
  std::string out = text;
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  return out == "-0" ? "0" : out;
}

}  // namespace offhook::sim::html
