// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/hold.hpp"

namespace offhook::call {

sdp::Direction offer_direction(Holds wanted) {
  return sdp::make_direction(!wanted.remote, !wanted.local);
}

sdp::Direction wanted_direction(Holds holds) { return sdp::make_direction(true, !holds.local); }

bool remote_holds_after_answer(bool before, sdp::Direction offered, bool refuses_audio) {
  if (!sdp::sends(offered)) return before;
  if (!refuses_audio) return false;
  return sdp::receives(offered) || before;
}

}  // namespace offhook::call
