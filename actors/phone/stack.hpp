// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "actors/base/loop.hpp"
#include "actors/base/random_source.hpp"
#include "actors/base/wall_time.hpp"
#include "actors/phone/messages.hpp"
#include "actors/phone/settings.hpp"
#include "actors/phone/store.hpp"
#include "actors/transaction/messages.hpp"
#include "actors/transport/resolver.hpp"
#include "actors/transport/start_transports.hpp"
#include "hal/board.hpp"
#include "media/audio_device.hpp"
#include "media/media_runner.hpp"
#include "media/messages.hpp"
#include "media/packet_port.hpp"
#include "media/virtual_time.hpp"

namespace offhook::phone {

/// What a whole phone needs from outside. Everything is borrowed and outlives the stack.
struct Surroundings {
  act::Loop& loop;
  transport::Networks networks;
  media::PacketPorts& ports;
  transport::Resolver& resolver;
  RandomSource& random;
  media::VirtualTime* virtual_time = nullptr;  ///< simulation
  media::StartRunner start_runner{};           ///< empty in simulation: the loop makes the ticks
  /// Sound of a phone without a sound card; null uses the board's.
  std::shared_ptr<media::AudioDevice> audio{};
  /// Used in place of a sound engine of its own, and not ended with the stack.
  media::Media media{};
  bool sound = true;  ///< false: calls are signalling alone, every session a=inactive
  /// What outlives the phone; null remembers until its end.
  std::shared_ptr<Store> store{};
  /// Empty: the loop's time, counted from simulated_start_unix_ms.
  WallClock wall_clock{};
};

/// A whole phone: transports, dispatcher, sound engine, board and phone actor, started and stopped
/// together.
class Stack {
 public:
  /// Unavailable with address and reason when the SIP port is taken.
  static absl::StatusOr<std::unique_ptr<Stack>> start(Surroundings around, PhoneSettings settings,
                                                      std::unique_ptr<hal::Board> board);
  /// The actors borrow from the stack: call stop() and let the loop run until they are gone.
  ~Stack();
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;

  /// Ends every actor at once; may be called twice. For a goodbye to peers, send ShutDown to
  /// phone() first.
  void stop();

  [[nodiscard]] const Phone& phone() const { return phone_; }
  [[nodiscard]] hal::Board& board() { return *board_; }
  /// Where SIP comes in, by protocol and family.
  [[nodiscard]] const transport::Transports& transports() const { return transports_; }

 private:
  Stack(Surroundings around, std::unique_ptr<hal::Board> board);
  absl::Status open(PhoneSettings settings);
  void start_media(const PhoneSettings& settings);

  Surroundings around_;
  std::shared_ptr<hal::Board> board_;
  transport::Transports transports_;
  transaction::Dispatcher dispatcher_;
  transaction::Gatekeeper gate_;
  media::Media media_;
  Phone phone_;
};

/// Clock and log for a board on this loop.
[[nodiscard]] hal::HostServices host_services(const act::Loop& loop);

/// "offhook/0.1.0", for User-Agent and Server.
[[nodiscard]] std::string user_agent();

}  // namespace offhook::phone
