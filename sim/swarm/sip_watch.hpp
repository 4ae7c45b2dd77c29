// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "actors/base/clock.hpp"
#include "actors/sip/message.hpp"
#include "sim/swarm/breach.hpp"

namespace offhook::sim::swarm {

/// Reads what one phone sends and receives, and holds it to the rules of SIP that can be seen from
/// outside: RFC 3261 §8 (CSeq), §13 and §15 (INVITE and BYE), §17 (transactions), RFC 6026. Knows
/// nothing of the phone's insides. Pure: time comes with each message.
class SipWatch {
 public:
  SipWatch(std::string who, Breaches& breaches) : who_(std::move(who)), breaches_(breaches) {}

  void sent(std::string_view octets, Instant now);
  void arrived(std::string_view octets, Instant now);
  /// What should have happened by `now`; call it often.
  void check(Instant now);

  /// Nobody ran for that long: nothing is late because of it.
  void slept(Instant span);
  /// Whatever was due is forgiven: the phone was killed, or a part of it.
  void forgive();
  /// It may meet strangers with silence.
  void may_be_silent() { answers_all_ = false; }
  /// From now on nothing is held against it any more.
  void close() { is_open_ = false; }

  /// Why a phone can know of this call no longer; "" if it may. By its Call-ID.
  [[nodiscard]] std::string why_over(const std::string& call_id, Instant now) const;

 private:
  /// An INVITE that the phone has sent.
  struct Invite {
    std::string call_id, dialog;  ///< dialog: with both tags; without To tag before there is one
    std::uint32_t cseq = 0;
    Instant at{};
    Instant first_success{};
    bool in_dialog = false, answered = false, heard = false, slept = false;
  };
  /// An INVITE that has come to the phone.
  struct Asked {
    Instant at{}, final_at{}, cancelled_at{};
    std::string call_id, ack;
    int status = 0;
    int copies = 0;
    bool acknowledged = false;
  };
  struct Call {
    Instant bye_answered{}, bye_sent{}, cancel_sent{};
    bool succeeded = false, invited = false;
  };
  struct Due {
    Instant by{};
    std::string what;
  };

  void sent_request(const sip::Message& request, std::string_view octets, Instant now);
  void sent_response(const sip::Message& response, Instant now);
  void arrived_request(const sip::Message& request, Instant now);
  void arrived_response(const sip::Message& response, Instant now);
  void sent_invite(const sip::Message& request, Instant now);
  void check_cseq(const sip::Message& request, Instant now);
  void breach(Instant now, std::string rule, std::string detail);
  void tidy(Instant now);

  std::string who_;
  Breaches& breaches_;
  bool is_open_ = true, answers_all_ = true;
  std::map<std::string, std::pair<std::size_t, Instant>>
      requests_;                                  ///< branch and method to a hash
  std::map<std::string, std::uint32_t> cseqs_;    ///< by dialog
  std::map<std::string, std::uint32_t> highest_;  ///< by Call-ID and own tag
  std::map<std::string, Invite> invites_;         ///< by branch
  std::map<std::string, Asked> asked_;            ///< by branch
  std::map<std::string, Call> calls_;             ///< by Call-ID
  std::map<std::string, Due> acks_;               ///< by Call-ID, CSeq and tag: ACKs to send
  std::map<std::string, Due> unanswered_;         ///< by branch and method: requests to answer
  Instant tidied_{};
};

}  // namespace offhook::sim::swarm
