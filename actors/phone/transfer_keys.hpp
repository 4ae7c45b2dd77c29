// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace offhook::phone {

/// How the desk transfers. The values are those of a phone as delivered.
struct TransferSettings {
  bool on_hook = true;        ///< hanging up in the consultation connects the other two
  bool blind_on_hook = true;  ///< hanging up over an entered number sends the peer there
  /// Transfer while the target rings waits for its answer; false drops that call and sends the peer
  /// to the number, as RFC 3891 §3 lets nobody take the place of a call that rings elsewhere.
  bool semi_attended = true;
  /// In front of the number that is being entered, MESSAGE and keys voice_mail send the peer to the
  /// mailbox of that number. "": they do not.
  std::string mailbox_prefix{};
  /// The Transfer key sends these digits to the peer, for servers that transfer by themselves; "":
  /// it transfers by REFER.
  std::string digits{};
};

/// How far the person has come with a transfer.
enum class TransferStage : std::uint8_t {
  none,      ///< in a call
  asked,     ///< the key was pressed, no digit yet
  entering,  ///< digits of the target
  calling,   ///< the target has been called and has not answered
  talking,   ///< with the target
  waiting,   ///< decided, to be done when the target answers
  sent,      ///< the peer has been asked to go there
};

enum class TransferInput : std::uint8_t {
  transfer_key,
  hang_up,  ///< handset laid down, or the path closed by its key
};

enum class TransferMove : std::uint8_t {
  none,             ///< the input has its usual meaning
  ask_number,       ///< hold the peer, collect digits
  send_blind,       ///< to the number entered
  drop_and_blind,   ///< to the number that was called; that call ends
  wait_for_answer,  ///< of the target, then send_attended
  send_attended,    ///< into the place of the consultation
  go_on,            ///< nobody listens any more; the transfer is done without
};

[[nodiscard]] TransferMove transfer_move(TransferStage stage, TransferInput input,
                                         const TransferSettings& settings);

}  // namespace offhook::phone
