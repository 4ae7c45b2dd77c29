// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/hold.hpp"

namespace offhook::call {

sdp::Direction offer_direction(Holds wanted, sip::HoldForm form) {
  const bool quiet = wanted.local && form == sip::HoldForm::inactive;
  return sdp::make_direction(!wanted.remote && !quiet, !wanted.local);
}

void write_zero_address(sdp::Session& offer, Holds wanted) {
  // The direction as if we held nobody: the address is what takes receiving away.
  const auto given = sdp::to_string(offer_direction(wanted));
  const auto written = sdp::to_string(offer_direction({false, wanted.remote}));
  offer.connection->address = "0.0.0.0";
  for (auto& media : offer.media) {
    if (wanted.remote)
      for (auto& attribute : media.attributes) {
        if (attribute.name == given) attribute.name = written;
      }
    else
      std::erase_if(media.attributes, [&](const auto& each) { return each.name == given; });
  }
}

sdp::Direction wanted_direction(Holds holds, sip::HoldForm form) {
  return offer_direction({holds.local, false}, form);
}

bool remote_holds_after_answer(bool before, sdp::Direction offered, bool refuses_audio) {
  if (!sdp::sends(offered)) return before;
  if (!refuses_audio) return false;
  return sdp::receives(offered) || before;
}

}  // namespace offhook::call
