// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "actors/base/status.hpp"
#include "actors/device/messages.hpp"
#include "hal/board.hpp"

namespace offhook::device {

/// Whether `status` is worth telling: a part that fails, not one that the board simply lacks.
inline bool is_failure(const absl::Status& status) {
  return !status.ok() && !absl::IsNotFound(status) && !absl::IsUnimplemented(status);
}

/// Base of the actors that speak for a part of the board.
template <class Ref>
class DeviceActor : public act::actor<Ref> {
 public:
  /// `device_id`: "hook", "leds", …, as the control API names it.
  DeviceActor(caf::actor_config& config, std::shared_ptr<hal::Board> board, DeviceListener listener,
              std::string device_id)
      : act::actor<Ref>(config),
        board_(std::move(board)),
        listener_(std::move(listener)),
        device_id_(std::move(device_id)) {}

  void on_exit() override { listener_ = nullptr; }

 protected:
  [[nodiscard]] hal::Board& board() { return *board_; }
  [[nodiscard]] const std::shared_ptr<hal::Board>& shared_board() const { return board_; }
  [[nodiscard]] const DeviceListener& listener() const { return listener_; }

  /// Tells the listener of a failure, once until the part works again.
  void report(const absl::Status& status) {
    const bool fails = is_failure(status);
    if (fails && !failing_) this->tell(listener_, DeviceFailed{device_id_, message_of(status)});
    failing_ = fails;
  }

 private:
  std::shared_ptr<hal::Board> board_;
  DeviceListener listener_;
  std::string device_id_;
  bool failing_ = false;
};

}  // namespace offhook::device
