// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/recording.hpp"

#include <boost/crc.hpp>

#include "sim/record/packing.hpp"

namespace offhook::sim::record {
namespace {

constexpr std::string_view magic{"offhook-recording\n"};
constexpr std::uint16_t version = 1;
/// Length, kind, time before the body; the checksum behind it.
constexpr std::size_t before_body = 4 + 1 + 8, behind_body = 4;

std::uint32_t checksum(std::string_view octets) {
  boost::crc_32_type crc;
  crc.process_bytes(octets.data(), octets.size());
  return crc.checksum();
}

bool is_known(Kind kind) { return name_of(kind) != ""; }

/// Takes the next entry off `rest`; what is wrong with it, or "".
std::string take_entry(std::string_view& rest, Entry& entry) {
  std::uint32_t size = 0;
  Unpacker head(rest);
  head(size, entry.kind, entry.at);
  if (!head.good()) return "cut in the head of an entry";
  if (size > longest_body) return "an entry of " + std::to_string(size) + " octets";
  if (rest.size() < before_body + size + behind_body) return "cut inside an entry";
  std::uint32_t written = 0;
  Unpacker tail(rest.substr(before_body + size, behind_body));
  tail(written);
  if (checksum(rest.substr(4, before_body - 4 + size)) != written) return "octets were changed";
  if (!is_known(entry.kind)) return "an entry of an unknown kind";
  entry.body = rest.substr(before_body, size);
  rest.remove_prefix(before_body + size + behind_body);
  return "";
}

bool unpack_header(std::string_view body, Header& header) {
  Unpacker unpack(body);
  unpack(header.program, header.settings, header.board, header.instance_ids, header.networks,
         header.board_has_sound, header.wall_clock_s);
  return unpack.done();
}

}  // namespace

bool is_input(Kind kind) { return kind >= Kind::start && kind <= Kind::media; }
bool is_output(Kind kind) { return kind >= Kind::sent && kind <= Kind::event; }

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::header:
      return "header";
    case Kind::start:
      return "start";
    case Kind::timers_fired:
      return "timers";
    case Kind::datagram:
      return "datagram received";
    case Kind::unreachable:
      return "destination unreachable";
    case Kind::stream:
      return "connection";
    case Kind::dns_answer:
      return "DNS answer";
    case Kind::order:
      return "order";
    case Kind::media:
      return "sound engine";
    case Kind::bound:
      return "socket";
    case Kind::connected:
      return "connecting";
    case Kind::listening:
      return "listening";
    case Kind::unsent:
      return "unsent octets";
    case Kind::random:
      return "random number";
    case Kind::sent:
      return "datagram sent";
    case Kind::stream_sent:
      return "octets sent";
    case Kind::dns_asked:
      return "DNS question";
    case Kind::event:
      return "event";
    case Kind::full:
      return "size limit";
    case Kind::end:
      return "end";
  }
  return "";
}

std::string file_entry(const Entry& entry) {
  Packer checked;
  checked(entry.kind, entry.at);
  const std::string inside = checked.take() + entry.body;
  Packer length, sum;
  length(static_cast<std::uint32_t>(entry.body.size()));
  sum(checksum(inside));
  return length.take() + inside + sum.take();
}

std::string file_head(const Header& header) {
  Packer number, body;
  number(version);
  body(header.program, header.settings, header.board, header.instance_ids, header.networks,
       header.board_has_sound, header.wall_clock_s);
  return std::string(magic) + number.take() + file_entry({Kind::header, {}, body.take()});
}

absl::StatusOr<Recording> read_recording(std::string_view octets) {
  const auto size = octets.size();
  if (!octets.starts_with(magic)) return invalid_argument("this is no recording of offhook");
  octets.remove_prefix(magic.size());
  std::uint16_t number = 0;
  Unpacker unpack(octets);
  unpack(number);
  if (!unpack.good() || number != version)
    return invalid_argument("a recording of another version (" + std::to_string(number) +
                            "): this offhook reads version " + std::to_string(version));
  octets.remove_prefix(sizeof number);
  Recording recording;
  Entry entry;
  const auto fault = take_entry(octets, entry);
  if (!fault.empty() || entry.kind != Kind::header || !unpack_header(entry.body, recording.header))
    return invalid_argument("the header is damaged" + (fault.empty() ? "" : ": " + fault));
  bool ended = false;
  while (!octets.empty() && !ended) {
    const auto at = size - octets.size();
    if (const auto wrong = take_entry(octets, entry); !wrong.empty()) {
      recording.damage = "damaged at octet " + std::to_string(at) + ": " + wrong;
      return recording;
    }
    ended = entry.kind == Kind::end || entry.kind == Kind::full;
    recording.entries.push_back(entry);
  }
  if (!octets.empty()) recording.damage = "octets behind the end";
  if (!ended) recording.damage = "the end is missing: the program was killed, or the file was cut";
  return recording;
}

}  // namespace offhook::sim::record
