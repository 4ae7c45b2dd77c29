// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/ladder.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "actors/sdp/parser.hpp"
#include "actors/sdp/session.hpp"
#include "actors/sip/parser.hpp"
#include "actors/sip/status_code.hpp"
#include "sim/media_naming.hpp"

namespace offhook::sim {
namespace {

class LadderMaker {
 public:
  LadderMaker(std::span<const Participant> participants, const LadderOptions& options)
      : participants_(participants), options_(options) {}

  void add(const Packet& packet, std::size_t index) {
    if (packet.kind == PacketKind::rtp) return add_rtp(packet, index);
    if (packet.kind == PacketKind::rtcp) return;
    if (const auto message = sip::message_or_null(sip::parse_datagram(packet.octets)))
      add_sip(packet, index, *message);
  }
  void add(const Note& note) {
    if (rows_.empty()) return;
    // First row after the note; by its place and not by its time, which many events share.
    auto row = std::lower_bound(
        rows_.begin(), rows_.end(), note.packet,
        [](const LadderRow& each, std::size_t packet) { return each.packet < packet; });
    const bool one_back = note.kind == NoteKind::effect || row == rows_.end();
    if (one_back && row != rows_.begin()) --row;
    row->notes.push_back(note);
  }
  std::vector<LadderRow> take() { return std::move(rows_); }

 private:
  void add_sip(const Packet& packet, std::size_t index, const sip::Message& message);
  void add_rtp(const Packet& packet, std::size_t index);
  void describe_body(const sip::Message& message, LadderRow& row);

  [[nodiscard]] LadderRow new_row(const Packet& packet, std::size_t index, RowKind kind) const {
    LadderRow row;
    row.at = row.last = packet.at;
    row.from = name_of(packet.from);
    row.to = name_of(packet.to);
    row.kind = kind;
    row.packet = index;
    return row;
  }
  [[nodiscard]] std::string name_of(const Endpoint& endpoint) const {
    for (const auto& each : participants_)
      if (std::find(each.addresses.begin(), each.addresses.end(), endpoint.address) !=
          each.addresses.end())
        return each.id;
    return endpoint.to_string();
  }

  struct StreamKey {
    Endpoint from, to;
    std::uint32_t ssrc = 0;
    std::uint8_t payload_type = 0;
    std::uint32_t event = 0;  ///< time stamp that names one telephone-event
    friend auto operator<=>(const StreamKey&, const StreamKey&) = default;
  };
  struct Stream {
    std::size_t row = 0;
    Instant last{};
    std::uint32_t timestamp = 0;
    std::uint16_t sequence = 0;
  };

  std::span<const Participant> participants_;
  const LadderOptions& options_;
  std::vector<LadderRow> rows_;
  std::map<std::string, std::size_t> seen_;  ///< what makes two messages copies, to their row
  std::map<StreamKey, Stream> streams_;
  MediaNaming naming_;
};

/// Two messages with this in common are one and its retransmission. The ACK of a 2xx may be made
/// anew for each copy, so its branch does not count (RFC 3261 §13.2.2.4).
std::string copy_key(const Packet& packet, const sip::Message& message) {
  std::string key = packet.from.to_string() + " " + packet.to.to_string();
  for (const auto part : {message.call_id(), message.from_tag(), message.to_tag(),
                          message.cseq().method_text, message.method_text()})
    key.append(" ").append(part);
  key += " " + std::to_string(message.cseq().number) + " " + std::to_string(message.status());
  if (message.method() != sip::Method::ack) key.append(" ").append(message.top_via().branch);
  return key;
}

std::string text_of(const sip::Message& message, const LadderRow& row) {
  if (message.is_response()) {
    std::string text = std::to_string(row.status) + " " + std::string(message.reason());
    return sip::is_success(row.status) ? text + " (" + row.method + ")" : text;
  }
  if (row.method == "INVITE" && row.in_dialog)
    return row.sdp_direction.empty() ? "re-INVITE" : "re-INVITE " + row.sdp_direction;
  const bool names_target = !row.in_dialog && row.method != "CANCEL" && !row.target.empty();
  return names_target ? row.method + " " + row.target : row.method;
}

void LadderMaker::add_sip(const Packet& packet, std::size_t index, const sip::Message& message) {
  if (message.status() == 100 && !options_.show_trying) return;
  if (options_.fold_retransmissions) {
    const auto [seen, is_new] = seen_.try_emplace(copy_key(packet, message), rows_.size());
    if (!is_new) {
      ++rows_[seen->second].packets;
      return;
    }
  }
  LadderRow row =
      new_row(packet, index, message.is_request() ? RowKind::request : RowKind::response);
  row.method = message.cseq().method_text;
  row.status = message.status();
  row.call_id = message.call_id();
  if (message.is_request()) {
    row.target = message.request_uri().user;
    row.in_dialog = !message.to_tag().empty();
  }
  describe_body(message, row);
  row.text = text_of(message, row);
  rows_.push_back(std::move(row));
}

void LadderMaker::describe_body(const sip::Message& message, LadderRow& row) {
  if (!message.has_body_of("application/sdp")) return;
  const auto session = sdp::parse(message.body());
  if (!session.ok()) return;
  for (const auto& media : session->media) {
    if (media.type != "audio" || media.is_refused()) continue;
    naming_.learn(*session, media);
    row.sdp_direction = sdp::to_string(sdp::effective_direction(*session, media));
    if (!media.formats.empty()) row.codec = MediaNaming::name_in(media, media.formats.front());
    return;
  }
}

void LadderMaker::add_rtp(const Packet& packet, std::size_t index) {
  const auto header = read_rtp(packet.octets);
  if (!header) return;
  const PayloadFormat format = naming_.find(packet.to, header->payload_type);
  const bool is_event = format.name == "telephone-event";
  const StreamKey key{packet.from, packet.to, header->ssrc, header->payload_type,
                      is_event ? header->timestamp : 0};
  const auto [found, is_new] = streams_.try_emplace(key);
  Stream& stream = found->second;

  if (is_new || packet.at - stream.last > options_.media_gap) {
    LadderRow row = new_row(packet, index, RowKind::media);
    row.codec = format.name;
    row.text = is_event ? "DTMF " + event_name(header->payload) : "RTP " + format.name;
    stream.row = rows_.size();
    rows_.push_back(std::move(row));
  } else {
    LadderRow& row = rows_[stream.row];
    row.last = packet.at;
    const bool follows = static_cast<std::uint16_t>(stream.sequence + 1) == header->sequence;
    if (++row.packets == 2 && follows && !is_event && format.clock_rate > 0) {
      const auto span = std::uint64_t{header->timestamp - stream.timestamp} * 1000;
      row.text += " " + std::to_string(span / format.clock_rate) + " ms";
    }
  }
  stream.last = packet.at;
  stream.timestamp = header->timestamp;
  stream.sequence = header->sequence;
}

}  // namespace

std::vector<LadderRow> make_ladder(const Trace& trace, std::span<const Participant> participants,
                                   const LadderOptions& options) {
  LadderMaker maker(participants, options);
  std::size_t index = 0;
  for (const auto& packet : trace.packets()) maker.add(packet, index++);
  for (const auto& note : trace.notes()) maker.add(note);
  return maker.take();
}

std::string to_line(const LadderRow& row) {
  if (row.kind == RowKind::media) return row.from + " == " + row.to + "  RTP " + row.codec;
  std::string what = row.method;
  if (row.kind == RowKind::response)
    what = std::to_string(row.status);
  else if (!row.in_dialog && row.method != "CANCEL" && !row.target.empty())
    what += " " + row.target;
  if (row.in_dialog && row.method == "INVITE" && !row.sdp_direction.empty())
    what += "  sdp.dir=" + row.sdp_direction;
  return row.from + " -> " + row.to + "  " + what;
}

}  // namespace offhook::sim
