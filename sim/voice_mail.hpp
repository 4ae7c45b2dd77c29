// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>

#include "sim/mailbox.hpp"
#include "sim/sim_phone.hpp"

namespace offhook::sim {

/// What becomes of one call to voice mail. Pure.
struct VoiceMailCall {
  std::string caller;       ///< a user
  std::string diverted_by;  ///< the user who did not answer; "" the caller wants his own messages
  bool has_words = false;   ///< something was said
};
/// The mailbox of whom the call was about, afterwards: one message more, or all of them old.
void take_call(std::map<std::string, Mailbox>& boxes, const VoiceMailCall& call);

/// The person at the voice mail extension: says a beep when it has answered, listens to what the
/// caller says, and tells what waits for whom when he has gone. One call at a time; a phone that
/// answers by itself does the rest.
class VoiceMail {
 public:
  using Tell = std::function<void(const std::string& user, const Mailbox& box)>;
  /// World and phone are borrowed.
  VoiceMail(World& world, SimPhone& phone, Tell tell);

 private:
  void look();
  void listen_from(std::size_t call);
  void call_ended(const PhoneView::Call& call);

  World& world_;
  SimPhone& phone_;
  Tell tell_;
  std::map<std::string, Mailbox> boxes_;
  std::size_t seen_ = 0;   ///< calls that have ended
  std::size_t began_ = 0;  ///< the call that has been answered; 0: none
  std::size_t heard_ = 0;  ///< samples before it
  Timer timer_;
};

}  // namespace offhook::sim
