// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "actors/base/endpoint.hpp"
#include "sim/trace.hpp"

namespace offhook::sim {

/// Writes captures that Wireshark reads: pcapng with raw IP packets whose IP and UDP headers are
/// made here. One section, little-endian, times in nanoseconds.
class PcapngWriter {
 public:
  /// Who wrote it: "offhook 0.1.0".
  explicit PcapngWriter(std::string_view application);

  /// Returns the number to name in `add_udp`. At least one is needed before the first packet.
  std::uint32_t add_interface(std::string_view name);

  struct Udp {
    std::uint32_t interface = 0;
    std::chrono::nanoseconds since_epoch{};  ///< Unix time
    Endpoint from;
    Endpoint to;  ///< of the family of `from`
    std::string_view payload;
    std::string_view comment = {};  ///< shown by Wireshark at the packet; empty: none
  };
  /// A payload longer than UDP carries is cut in the file; the packet keeps its true length.
  void add_udp(const Udp& packet);

  [[nodiscard]] const std::string& octets() const { return out_; }

 private:
  std::string out_;
  std::uint32_t interfaces_ = 0;
  std::uint16_t ip_id_ = 0;
};

/// A whole trace as a capture. `start` is the Unix time at which phone time was zero. A note
/// becomes a comment: an effect at the packet before it, a cause at the one after.
[[nodiscard]] std::string to_pcapng(const Trace& trace, std::string_view application,
                                    std::chrono::nanoseconds start = {});

}  // namespace offhook::sim
