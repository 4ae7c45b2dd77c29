// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/media_naming.hpp"

#include <charconv>

namespace offhook::sim {
namespace {

std::uint32_t number(std::string_view octets, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i)
    value = value << 8 | static_cast<unsigned char>(octets[at + i]);
  return value;
}

template <class Number>
std::optional<Number> parse(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The static audio types still met (RFC 3551 table 4). G722's clock is 8000 by an old mistake.
PayloadFormat static_format(std::uint8_t payload_type) {
  switch (payload_type) {
    case 0:
      return {"PCMU", 8000};
    case 3:
      return {"GSM", 8000};
    case 8:
      return {"PCMA", 8000};
    case 9:
      return {"G722", 8000};
    case 11:
      return {"L16", 44100};
    case 13:
      return {"CN", 8000};
    case 18:
      return {"G729", 8000};
    default:
      return {"PT " + std::to_string(payload_type), 0};
  }
}

/// "0 PCMU/8000" of a=rtpmap, if it is for `format`.
std::optional<PayloadFormat> read_rtpmap(std::string_view value, std::string_view format) {
  const auto space = value.find(' ');
  if (space == std::string_view::npos || value.substr(0, space) != format) return std::nullopt;
  value.remove_prefix(space + 1);
  const auto slash = value.find('/');
  PayloadFormat out{std::string(value.substr(0, slash)), 0};
  if (slash == std::string_view::npos) return out;
  value.remove_prefix(slash + 1);
  out.clock_rate = parse<std::uint32_t>(value.substr(0, value.find('/'))).value_or(0);
  return out;
}

PayloadFormat format_in(const sdp::Media& media, std::string_view format) {
  for (const auto& attribute : media.attributes)
    if (attribute.name == "rtpmap")
      if (auto found = read_rtpmap(attribute.value, format)) return *std::move(found);
  if (const auto type = parse<std::uint8_t>(format)) return static_format(*type);
  return {std::string(format), 0};
}

}  // namespace

std::optional<RtpView> read_rtp(std::string_view octets) {
  constexpr std::size_t fixed = 12;
  if (octets.size() < fixed || (static_cast<unsigned char>(octets[0]) & 0xC0) != 0x80)
    return std::nullopt;
  const auto first = static_cast<unsigned char>(octets[0]);
  std::size_t payload = fixed + std::size_t{4} * (first & 0x0F);
  if ((first & 0x10) != 0) {
    if (octets.size() < payload + 4) return std::nullopt;
    payload += 4 + std::size_t{4} * number(octets, payload + 2, 2);
  }
  if (octets.size() < payload) return std::nullopt;
  return RtpView{static_cast<std::uint8_t>(octets[1] & 0x7F),
                 static_cast<std::uint16_t>(number(octets, 2, 2)), number(octets, 4, 4),
                 number(octets, 8, 4), octets.substr(payload)};
}

std::string event_name(std::string_view payload) {
  if (payload.empty()) return "?";
  constexpr std::string_view digits = "0123456789*#ABCD";
  const auto event = static_cast<unsigned char>(payload[0]);
  return event < digits.size() ? std::string(1, digits[event]) : std::to_string(event);
}

void MediaNaming::learn(const sdp::Session& session, const sdp::Media& media) {
  const auto endpoint = sdp::effective_endpoint(session, media);
  if (!endpoint) return;
  for (const auto& format : media.formats)
    if (const auto type = parse<std::uint8_t>(format))
      formats_[{*endpoint, *type}] = format_in(media, format);
}

PayloadFormat MediaNaming::find(const Endpoint& to, std::uint8_t payload_type) const {
  const auto found = formats_.find({to, payload_type});
  return found != formats_.end() ? found->second : static_format(payload_type);
}

std::string MediaNaming::name_in(const sdp::Media& media, std::string_view format) {
  return format_in(media, format).name;
}

}  // namespace offhook::sim
