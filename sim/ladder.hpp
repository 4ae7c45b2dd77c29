// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "actors/base/clock.hpp"
#include "actors/base/endpoint.hpp"
#include "sim/trace.hpp"

namespace offhook::sim {

/// One vertical line of a ladder; columns stand in the order given.
struct Participant {
  std::string id;     ///< "alice", as scenarios name it
  std::string label;  ///< "alice 1001", the head of the column
  std::vector<IpAddress> addresses;
};

enum class RowKind : std::uint8_t { request, response, media };

/// One arrow. `text` is for people; the other fields are what a written ladder is compared with.
struct LadderRow {
  Instant at{};
  Instant last{};    ///< of media, its last packet; else as `at`
  std::string from;  ///< Participant::id, or the endpoint of a stranger
  std::string to;
  RowKind kind = RowKind::request;
  std::string text;    ///< "INVITE 1002", "401 Unauthorized", "200 OK (INVITE)", "RTP PCMU 20 ms"
  std::string method;  ///< of a response, that of its CSeq; empty for media
  int status = 0;      ///< of a response
  std::string call_id;
  std::string target;         ///< user of the Request-URI
  std::string sdp_direction;  ///< "sendonly"; empty without an audio description
  std::string codec;          ///< first of the description, or what the media row carries
  bool in_dialog = false;     ///< the request has a To tag
  std::size_t packet = 0;     ///< index of the first packet in the trace
  std::size_t packets = 1;    ///< more than one: retransmissions, or the packets of the stream
  std::vector<Note> notes;    ///< effects before the next row, causes since the one before
};

struct LadderOptions {
  bool show_trying = false;          ///< rows for 100 Trying
  bool fold_retransmissions = true;  ///< count them in `packets` instead of new rows
  Instant media_gap = std::chrono::milliseconds{300};  ///< silence that begins a new media row
};

/// The rows of a trace. Datagrams that are no SIP, and RTCP, draw nothing.
[[nodiscard]] std::vector<LadderRow> make_ladder(const Trace& trace,
                                                 std::span<const Participant> participants,
                                                 const LadderOptions& options = {});

struct TextStyle {
  std::size_t columns = 80;
  bool colour = false;  ///< ANSI escapes; the visible text stays the same
};

/// Draws rows for a terminal, plain ASCII, lines ended by LF. A message that a proxy hands on at
/// once shares a line with the one it came from. Control characters come out as '?'.
[[nodiscard]] std::string render_text(std::span<const LadderRow> rows,
                                      std::span<const Participant> participants,
                                      const TextStyle& style = {});

/// One row as scenarios write it: "alice -> proxy  INVITE 1002", "alice == bob  RTP PCMU".
[[nodiscard]] std::string to_line(const LadderRow& row);

}  // namespace offhook::sim
