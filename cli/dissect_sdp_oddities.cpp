// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/dissect_sdp_oddities.hpp"

#include <algorithm>
#include <utility>

#include "actors/base/endpoint.hpp"

namespace offhook::cli {
namespace {

constexpr std::size_t npos = std::string_view::npos;

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (std::size_t end = 0; end != npos;) {
    end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end != npos) text.remove_prefix(end + 1);
  }
  return parts;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == npos;
}

/// typed-time of RFC 8866 §9 where a number may carry a unit; t= itself has none.
bool is_time(std::string_view value) {
  const auto fields = split(value, ' ');
  return fields.size() == 2 && is_number(fields[0]) && is_number(fields[1]);
}

class OddityReader {
 public:
  OddityReader(const SdpLines& lines, const sdp::Session& session)
      : lines_(lines), session_(session) {}

  std::vector<Remark> read() {
    for (const SdpLine& line : lines_.lines) {
      if (found_.size() >= most_remarks) break;
      read_form(line);
      if (line.type == 0) continue;
      read_order(line);
      read_value(line);
    }
    if (!lines_.has('s')) add(end(), "s", "missing");
    if (!lines_.has('t')) add(end(), "t", "missing");
    read_media();
    return std::move(found_);
  }

 private:
  void add(std::size_t offset, std::optional<std::string> type, std::string_view reason) {
    found_.push_back({offset, std::move(type), std::string(reason)});
  }
  void add(const SdpLine& line, std::string_view reason, std::size_t column = 0) {
    add(line.offset + column, std::string(1, line.type), reason);
  }
  [[nodiscard]] std::size_t end() const {
    return lines_.lines.empty() ? 0 : lines_.lines.back().offset;
  }

  void read_form(const SdpLine& line) {
    if (!line.has_crlf && !std::exchange(told_line_end_, true))
      add(line.offset, std::nullopt, "a line does not end in CRLF");
    if (line.value.empty() && line.type == 0) add(line.offset, std::nullopt, "empty line");
    if (line.type == 0) return;
    if (line.value.ends_with(' ') && line.type != 's')
      add(line, "space at the line's end", line.value.size() + 1);
    if (std::string_view("omct").find(line.type) != npos)
      if (const std::size_t at = line.value.find("  "); at != npos)
        add(line, "more than one space between fields", at + 2);
  }

  void read_order(const SdpLine& line) {
    // RFC 8866 §5. Times, zones and repeats share a place: r= follows its t=.
    constexpr std::string_view session_order = "vosiuepcbtka", media_order = "micbka";
    const char type = line.type == 'r' || line.type == 'z' ? 't' : line.type;
    if (session_order.find(type) == npos && type != 'm') return add(line, "unknown type of line");
    if (line.medium != medium_) {
      medium_ = line.medium;
      at_ = 0;
    }
    const auto place = (medium_ == 0 ? session_order : media_order).find(type);
    if (place == npos) return add(line, "does not stand below m=");
    if (place < at_) return add(line, "stands behind a line it should precede");
    // c= may come again below m=, one for each multicast layer.
    const bool once = std::string_view("siuk").find(type) != npos ||
                      (type == 'c' && medium_ == 0) || (type == 'v' && medium_ == 0);
    if (once && place == at_ && seen_ == type) add(line, "repeats what may come once");
    at_ = place;
    seen_ = type;
  }

  void read_value(const SdpLine& line) {
    if (line.type == 's' && line.value.empty()) add(line, "s= is empty");
    if (line.type == 't' && !is_time(line.value)) add(line, "not two numbers", 2);
    if (line.type == 'c') read_address(line, 1);
    if (line.type == 'o') read_address(line, 4);
    if (line.type == 'a' && line.value.starts_with("ptime:") && !is_ptime(line.value.substr(6)))
      add(line, "ptime is no number", 8);
  }
  static bool is_ptime(std::string_view text) {  // non-zero-int-or-real
    const auto parts = split(text, '.');
    return parts.size() <= 2 && std::ranges::all_of(parts, is_number);
  }

  void read_address(const SdpLine& line, std::size_t type_field) {
    std::string_view value = line.value;
    std::vector<std::string_view> fields;
    for (const auto field : split(value, ' '))
      if (!field.empty()) fields.push_back(field);
    if (fields.size() <= type_field + 1) return;
    const std::string_view text =
        fields[type_field + 1].substr(0, fields[type_field + 1].find('/'));
    const auto column = static_cast<std::size_t>(text.data() - line.value.data()) + 2;
    if (text.starts_with('[')) return add(line, "address in brackets", column);
    const auto address = IpAddress::parse(text);
    if (address && address->is_v6() != (fields[type_field] == "IP6"))
      add(line, "address does not fit its type", column);
  }

  void read_media() {
    std::size_t number = 0;
    for (const sdp::Media& media : session_.media) {
      if (found_.size() >= most_remarks) return;
      const SdpLine* line = line_of(++number);
      if (line == nullptr) return;
      if (!media.is_refused() && sdp::effective_connection(session_, media) == nullptr)
        add(*line, "no c= in force");
      if (std::ranges::count_if(media.attributes, [](const sdp::Attribute& attribute) {
            return is_direction(attribute.name);
          }) > 1)
        add(*line, "more than one direction");
      if (media.protocol.find("RTP/") != npos) read_formats(media, *line);
    }
  }

  void read_formats(const sdp::Media& media, const SdpLine& line) {
    std::vector<std::string_view> described;
    for (const sdp::Attribute& attribute : media.attributes) {
      if (attribute.name != "rtpmap") continue;
      const std::string_view value = attribute.value;
      const std::string_view number = value.substr(0, value.find(' '));
      described.push_back(number);
      const auto slash = value.find('/');
      const bool formed = is_number(number) && slash != npos && slash > number.size() + 1 &&
                          is_number(split(value.substr(slash + 1), '/').front());
      if (!formed)
        add(line, "an rtpmap is not \"number name/rate\"");
      else if (std::ranges::find(media.formats, number) == media.formats.end())
        add(line, "an rtpmap describes what the m= line has not");
    }
    for (const std::string& format : media.formats) {
      const bool is_dynamic = is_number(format) && (format.size() > 2 || format > "95");
      if (is_dynamic && std::ranges::find(described, format) == described.end())
        return add(line, "a dynamic payload type has no rtpmap");
    }
  }

  [[nodiscard]] const SdpLine* line_of(std::size_t medium) const {
    const auto found = std::ranges::find(lines_.lines, medium, &SdpLine::medium);
    return found == lines_.lines.end() ? nullptr : &*found;
  }

  const SdpLines& lines_;
  const sdp::Session& session_;
  std::vector<Remark> found_;
  std::size_t medium_ = 0, at_ = 0;  // where the order stands
  char seen_ = 0;
  bool told_line_end_ = false;
};

}  // namespace

SdpLines::SdpLines(std::string_view text) {
  std::size_t media = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    SdpLine line;
    line.offset = at;
    line.value = text.substr(at, end == npos ? npos : end - at);
    at = end == npos ? text.size() : end + 1;
    line.has_crlf = end != npos && line.value.ends_with('\r');
    if (line.value.ends_with('\r')) line.value.remove_suffix(1);
    if (line.value.size() >= 2 && line.value[1] == '=') {
      line.type = line.value[0];
      line.value.remove_prefix(2);
    }
    if (line.type == 'm') ++media;
    line.medium = media;
    lines.push_back(line);
  }
}

bool SdpLines::has(char type) const {
  return std::ranges::find(lines, type, &SdpLine::type) != lines.end();
}

std::vector<std::string> SdpLines::fields_of(char type) const {
  std::vector<std::string> fields;
  const auto found = std::ranges::find(lines, type, &SdpLine::type);
  if (found == lines.end()) return fields;
  for (const auto field : split(found->value, ' '))
    if (!field.empty()) fields.emplace_back(field);
  return fields;
}

bool is_direction(std::string_view name) {
  return name == "sendrecv" || name == "sendonly" || name == "recvonly" || name == "inactive";
}

std::vector<Remark> oddities_of(const SdpLines& lines, const sdp::Session& session) {
  return OddityReader(lines, session).read();
}

}  // namespace offhook::cli
