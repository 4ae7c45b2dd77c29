// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "actors/call/messages.hpp"
#include "actors/sip/replaces.hpp"

namespace offhook::phone {

/// The dialogs of calls that ended lately: who wants to replace one of them came too late.
class EndedDialogs {
 public:
  static constexpr std::size_t capacity = 32;

  void add(const call::CallSnapshot& call);
  [[nodiscard]] bool names_one(const sip::Replaces& replaces) const;

 private:
  struct Tags {
    std::string call_id, local_tag, remote_tag;
  };
  std::deque<Tags> dialogs_;
};

/// What an INVITE with Replaces meets.
struct Replacement {
  int refusal = 0;      ///< the status to answer; 0 accepts
  std::string call_id;  ///< the call whose place it takes
};

/// RFC 3891 §3: 481 without exactly one dialog of that name, or for one that is early and was begun
/// by the peer; 603 for one that has ended; 486 for a confirmed one when only early ones are meant.
/// The tags are random and known to those in the call alone, so naming them is the authorization.
[[nodiscard]] Replacement match_replaces(const sip::Replaces& replaces,
                                         const std::vector<call::CallSnapshot>& calls,
                                         const EndedDialogs& ended);

}  // namespace offhook::phone
