// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sdp/parser.hpp"

#include <charconv>
#include <utility>

namespace offhook::sdp {
namespace {

/// Takes the text up to the next space off `rest`.
std::string_view take_field(std::string_view& rest) {
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  const std::string_view field = rest.substr(0, rest.find(' '));
  rest.remove_prefix(field.size());
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  return field;
}

template <class Number>
bool to_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

bool is_address_type(std::string_view network, std::string_view type) {
  return network == "IN" && (type == "IP4" || type == "IP6");
}

/// Reads line after line into a session; what is wrong is a sentence without its subject.
class SessionReader {
 public:
  /// Stops at the first fault, unless told to read on.
  explicit SessionReader(bool reads_on) : reads_on_(reads_on) {}

  Reading read(std::string_view text) {
    const std::string_view whole = text;
    session_.times.clear();
    if (text.size() > limits::text_octets) {
      add_fault(0, limits::text_octets, "SDP is too long");
      text = text.substr(0, limits::text_octets);
    }
    while (!text.empty() && goes_on()) {
      offset_ = static_cast<std::size_t>(text.data() - whole.data());
      const std::string_view line = take_line(text);
      ++number_;
      if (line.empty()) continue;  // some phones leave one at the end
      if (std::string_view fault = read_line(line); !fault.empty()) add_line_fault(fault);
    }
    if (!has_version_ && !is_early_ && goes_on()) add_fault(0, 0, "SDP has no v= line");
    if (!has_origin_ && goes_on()) add_fault(0, 0, "SDP has no o= line");
    if (session_.times.empty()) session_.times.emplace_back("0 0");
    return {std::move(session_), has_origin_, std::move(faults_)};
  }

 private:
  [[nodiscard]] bool goes_on() const {
    return faults_.empty() || (reads_on_ && faults_.size() < limits::faults);
  }
  /// One line may have two: what comes before v= is read nevertheless.
  void add_fault(std::size_t line, std::size_t offset, std::string reason) {
    if (faults_.size() < limits::faults) faults_.push_back({line, offset, std::move(reason)});
  }
  void add_line_fault(std::string_view what) {
    add_fault(number_, offset_, "SDP line " + std::to_string(number_) + ": " + std::string(what));
  }

  static std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  std::string_view read_line(std::string_view line) {
    if (line.size() < 2 || line[1] != '=') return "is no type=value";
    if (line.find('\0') != std::string_view::npos || line.find('\r') != std::string_view::npos)
      return "holds NUL or CR";  // RFC 8866 §9, byte-string
    const char type = line[0];
    const std::string_view value = line.substr(2);
    if (!has_version_ && type != 'v') {
      if (!reads_on_) return "comes before v=";
      if (!std::exchange(is_early_, true)) add_line_fault("comes before v=");
    }
    if (type == 'm') return read_media(value);
    if (type == 'a') return read_attribute(value);
    if (type == 'c') return read_connection(value);
    if (media_ != nullptr) {
      media_->lines.push_back({type, std::string(value)});
      return {};
    }
    return read_session_line(type, value);
  }

  std::string_view read_session_line(char type, std::string_view value) {
    switch (type) {
      case 'v':
        if (value != "0") return "version is not 0";
        has_version_ = true;
        return {};
      case 'o':
        return has_origin_ ? "repeats o=" : read_origin(value);
      case 's':
        session_.name = value;
        return {};
      case 't':
        session_.times.emplace_back(value);
        return {};
      default:
        session_.lines.push_back({type, std::string(value)});
        return {};
    }
  }

  std::string_view read_origin(std::string_view rest) {
    Origin& origin = session_.origin;
    origin.username = take_field(rest);
    const std::string_view id = take_field(rest);
    const std::string_view version = take_field(rest);
    const std::string_view network = take_field(rest);
    origin.address_type = take_field(rest);
    origin.address = take_field(rest);
    // RFC 8866 §5.2 allows any number of digits; what does not fit is taken as the largest number.
    if (!to_saturated(id, origin.session_id) || !to_saturated(version, origin.session_version))
      return "o= has no numeric session id and version";
    if (!is_address_type(network, origin.address_type) || origin.address.empty())
      return "o= has no address";
    has_origin_ = true;
    return rest.empty() ? std::string_view{} : "o= has too many fields";
  }

  static bool to_saturated(std::string_view text, std::uint64_t& number) {
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos)
      return false;
    if (!to_number(text, number)) number = UINT64_MAX;
    return true;
  }

  std::string_view read_connection(std::string_view rest) {
    Connection connection;
    const std::string_view network = take_field(rest);
    connection.address_type = take_field(rest);
    const std::string_view address = take_field(rest);
    const std::size_t slash = address.find('/');
    connection.address = address.substr(0, slash);
    if (slash != std::string_view::npos) connection.suffix = address.substr(slash);
    if (!is_address_type(network, connection.address_type) || connection.address.empty() ||
        !rest.empty())
      return "c= is not \"IN IP4 address\" or \"IN IP6 address\"";
    auto& place = media_ != nullptr ? media_->connection : session_.connection;
    if (!place) place = std::move(connection);  // further ones are multicast layers
    return {};
  }

  std::string_view read_attribute(std::string_view value) {
    if (++attributes_ > limits::attributes) return "is one attribute too many";
    const std::size_t colon = value.find(':');
    if (value.empty() || colon == 0) return "a= has no name";
    auto& attributes = media_ != nullptr ? media_->attributes : session_.attributes;
    attributes.push_back(
        {std::string(value.substr(0, colon)),
         colon == std::string_view::npos ? "" : std::string(value.substr(colon + 1))});
    return {};
  }

  std::string_view read_media(std::string_view rest) {
    media_ = &ignored_;
    if (session_.media.size() == limits::media) return "is one medium too many";
    media_ = &session_.media.emplace_back();
    Media& media = *media_;
    media.type = take_field(rest);
    const std::string_view port = take_field(rest);
    const std::size_t slash = port.find('/');
    media.protocol = take_field(rest);
    if (!to_number(port.substr(0, slash), media.port)) return "m= has no port";
    if (slash != std::string_view::npos && !to_number(port.substr(slash + 1), media.port_count))
      return "m= has a malformed number of ports";
    if (media.type.empty() || media.protocol.empty()) return "m= has no type or protocol";
    while (!rest.empty()) {
      if (media.formats.size() == limits::formats) return "m= has too many formats";
      media.formats.emplace_back(take_field(rest));
    }
    return media.formats.empty() ? "m= has no format" : std::string_view{};
  }

  const bool reads_on_;
  std::vector<Fault> faults_;
  Session session_;
  Media* media_ = nullptr;  // the medium whose lines are being read
  Media ignored_;           // one too many, and what stands below it
  std::size_t number_ = 0;  // of the line being read
  std::size_t offset_ = 0;
  std::size_t attributes_ = 0;
  bool has_version_ = false;
  bool has_origin_ = false;
  bool is_early_ = false;  // something stood before v=
};

/// Writes lines; no value can end its own line early.
class Writer {
 public:
  void line(char type, std::string_view value) {
    text_.push_back(type);
    text_.push_back('=');
    for (char c : value) text_.push_back(c == '\r' || c == '\n' || c == '\0' ? ' ' : c);
    text_.append("\r\n");
  }
  void connection(const std::optional<Connection>& c) {
    if (c) line('c', "IN " + c->address_type + " " + c->address + c->suffix);
  }
  void attributes(const std::vector<Attribute>& attributes) {
    for (const Attribute& a : attributes)
      line('a', a.value.empty() ? a.name : a.name + ":" + a.value);
  }
  void lines(const std::vector<Line>& lines, std::string_view types, bool others = false) {
    constexpr std::string_view all = "iuepbrzk";
    for (char type : types)
      for (const Line& l : lines)
        if (l.type == type) line(type, l.value);
    for (const Line& l : lines)
      if (others && all.find(l.type) == std::string_view::npos) line(l.type, l.value);
  }
  void media(const Media& m) {
    std::string value = m.type + " " + std::to_string(m.port);
    if (m.port_count != 1) value += "/" + std::to_string(m.port_count);
    value += " " + m.protocol;
    for (const std::string& format : m.formats) value += " " + format;
    line('m', value);
    lines(m.lines, "i");
    connection(m.connection);
    lines(m.lines, "bk", true);
    attributes(m.attributes);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

absl::StatusOr<Session> parse(std::string_view text) {
  Reading reading = SessionReader(false).read(text);
  if (!reading.faults.empty()) return invalid_argument(reading.faults.front().reason);
  return std::move(reading.session);
}

Reading read_all(std::string_view text) { return SessionReader(true).read(text); }

std::string to_string(const Session& session) {
  const Origin& o = session.origin;
  Writer writer;
  writer.line('v', "0");
  writer.line('o', o.username + " " + std::to_string(o.session_id) + " " +
                       std::to_string(o.session_version) + " IN " + o.address_type + " " +
                       o.address);
  writer.line('s', session.name.empty() ? "-" : session.name);  // RFC 8866 §5.3
  writer.lines(session.lines, "iuep");
  writer.connection(session.connection);
  writer.lines(session.lines, "b");
  for (const std::string& time : session.times) writer.line('t', time);
  writer.lines(session.lines, "rzk", true);
  writer.attributes(session.attributes);
  for (const Media& media : session.media) writer.media(media);
  return writer.take();
}

}  // namespace offhook::sdp
