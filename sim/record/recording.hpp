// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/clock.hpp"
#include "actors/base/status.hpp"

namespace offhook::sim::record {

/// What an entry tells. The numbers are the file's: never used again for something else.
enum class Kind : std::uint8_t {
  header = 0,
  // Inputs: the loop was quiet, the clock stood at `at`, then this came from outside.
  start = 1,         ///< the phone was put together
  timers_fired = 2,  ///< those that were due at `at`
  datagram = 3,
  unreachable = 4,
  stream = 5,
  dns_answer = 6,
  order = 7,  ///< of a program or person
  media = 8,  ///< the sound engine tells
  // Results: what the outside answered at once when it was asked.
  bound = 32,
  connected = 33,  ///< a connection was begun, or could not be
  listening = 34,
  unsent = 35,
  random = 36,
  // Outputs: what is compared.
  sent = 64,         ///< a datagram
  stream_sent = 65,  ///< octets to a connection
  dns_asked = 66,
  event = 67,  ///< told to programs: calls, lamps, display, tones
  // The end.
  full = 96,  ///< the size limit was reached: the run went on, unrecorded
  end = 97,   ///< the run ended here
};
[[nodiscard]] bool is_input(Kind kind);
[[nodiscard]] bool is_output(Kind kind);
/// "datagram sent", for people.
[[nodiscard]] std::string_view name_of(Kind kind);

struct Entry {
  Kind kind = Kind::end;
  Instant at{};
  std::string body;
  friend bool operator==(const Entry&, const Entry&) = default;
};

/// What a replay must know beforehand.
struct Header {
  std::string program;   ///< "offhook 0.1.0"
  std::string settings;  ///< phone.toml, without its secrets
  std::string board;
  std::vector<std::string> instance_ids;  ///< by account: they depend on the machine
  std::uint8_t networks = 0;              ///< bit 0: TCP, 1: TLS, 2: WS, 3: WSS
  bool board_has_sound = true;            ///< false: sound came from elsewhere
  std::int64_t wall_clock_s = 0;          ///< Unix time of the start, for people
  friend bool operator==(const Header&, const Header&) = default;
};

struct Recording {
  Header header;
  std::vector<Entry> entries;
  /// Why there is no more: "" for a file that ends as it should.
  std::string damage;
};

/// Beyond it an entry is damage.
inline constexpr std::size_t longest_body = std::size_t{1} << 20;

/// The first octets of a file.
[[nodiscard]] std::string file_head(const Header& header);
/// One entry as it stands in the file: length, kind, time, body, CRC-32 of the last three.
[[nodiscard]] std::string file_entry(const Entry& entry);

/// InvalidArgument if `octets` are no recording, of another version, or damaged in the header. What
/// can be read of a damaged or cut file is in `entries`, and `damage` says what is wrong and where.
[[nodiscard]] absl::StatusOr<Recording> read_recording(std::string_view octets);

}  // namespace offhook::sim::record
