// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/device/handset_actor.hpp"

namespace offhook::device {

HandsetActor::behavior_type HandsetActor::make_behavior() {
  return {[this](const SetHandsetVolume& order) {
    report(board().audio().set_gain(hal::AudioEndpoint::handset, hal::Direction::speaker,
                                    order.centibel));
  }};
}

}  // namespace offhook::device
