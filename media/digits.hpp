// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "media/command.hpp"
#include "media/realtime.hpp"
#include "media/telephone_event.hpp"
#include "media/units.hpp"

/// DTMF digits as telephone-events, sending and receiving (RFC 4733 §2.5). No packets here: what
/// to put into them, and what they said.
namespace offhook::media {

/// Decides what each outgoing packet carries while digits are sent: one event packet in place of
/// each audio packet, all with the timestamp of the event's start, the last one three times.
class DigitSender {
 public:
  static constexpr std::size_t most_waiting = 32;

  explicit DigitSender(SampleRate rate = narrowband) : rate_(rate) {}

  /// False if too many wait already.
  OFFHOOK_REALTIME bool add(std::uint8_t event, DigitTiming timing) noexcept;
  OFFHOOK_REALTIME void clear() noexcept;
  /// How often the last packet of a digit is sent, in case it gets lost: 1 at least.
  OFFHOOK_REALTIME void set_ends(std::uint32_t ends) noexcept { ends_ = ends > 0 ? ends : 1; }

  /// What an event packet says.
  struct Packet {
    TelephoneEvent payload;
    std::uint32_t timestamp;
    bool marker;
  };
  /// Called for each packet slot, at the slot's own timestamp and length in samples. Nullopt: send
  /// audio.
  OFFHOOK_REALTIME std::optional<Packet> next(std::uint32_t timestamp,
                                              std::uint32_t samples) noexcept;

  [[nodiscard]] bool idle() const { return waiting_ == 0 && !sending_ && gap_left_ == 0; }

 private:
  struct Digit {
    std::uint8_t event;
    std::uint32_t tone;  ///< samples
    std::uint32_t gap;   ///< samples
  };
  OFFHOOK_REALTIME void begin(std::uint32_t timestamp) noexcept;

  SampleRate rate_;
  std::array<Digit, most_waiting> queue_{};
  std::size_t first_ = 0;
  std::size_t waiting_ = 0;
  bool sending_ = false;
  Digit now_{};
  std::uint32_t start_ = 0;    ///< timestamp of the event
  std::uint32_t elapsed_ = 0;  ///< samples since then
  std::uint32_t ends_ = 3;     ///< RFC 4733 §2.5.1.4
  std::uint32_t ends_sent_ = 0;
  std::uint32_t gap_left_ = 0;  ///< samples
};

/// Reports each received digit once, however many packets tell of it and however many are lost.
class DigitReceiver {
 public:
  struct Digit {
    char digit;
    std::chrono::milliseconds duration;
  };

  explicit DigitReceiver(SampleRate rate = narrowband) : rate_(rate) {}

  /// A telephone-event packet. Returns the digit that is over: this one, or the one before it whose
  /// end was lost.
  OFFHOOK_REALTIME std::optional<Digit> packet(std::uint32_t timestamp,
                                               const TelephoneEvent& event) noexcept;

  /// Another source: its timestamps have nothing to do with what came before.
  OFFHOOK_REALTIME void restart() noexcept { open_ = known_ = false; }

  /// One period passed. A digit whose end never comes is over when it has been silent for a while.
  OFFHOOK_REALTIME std::optional<Digit> tick() noexcept;

 private:
  OFFHOOK_REALTIME std::optional<Digit> finish() noexcept;

  SampleRate rate_;
  bool open_ = false;   ///< a digit is going on
  bool known_ = false;  ///< timestamp_ means something
  std::uint32_t timestamp_ = 0;
  std::uint8_t event_ = 0;
  std::uint32_t duration_ = 0;
  std::uint32_t silent_ = 0;  ///< periods since its last packet
};

}  // namespace offhook::media
