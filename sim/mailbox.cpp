// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/mailbox.hpp"

namespace offhook::sim {

std::string write_message_summary(const std::string& account, const Mailbox& box) {
  return std::string("Messages-Waiting: ") + (box.new_messages > 0 ? "yes" : "no") +
         "\r\nMessage-Account: " + account +
         "\r\nVoice-Message: " + std::to_string(box.new_messages) + "/" +
         std::to_string(box.old_messages) + " (0/0)\r\n";
}

}  // namespace offhook::sim
