// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/sip/draft.hpp"
#include "actors/transaction/messages.hpp"

namespace offhook::testing {

/// All that the actors under test handed to the transaction layer, in order and with its time.
struct Wire {
  struct Sent {
    Instant at{};
    sip::MessagePtr message;  ///< with the Via that the dispatcher adds
    transaction::Branch branch;
    transaction::User user;
    std::optional<sip::Uri> next_hop = {};  ///< as the leg asked
  };
  std::vector<Sent> requests;
  std::vector<Sent> acks;
  std::vector<Sent> responses;
  std::vector<std::pair<Instant, transaction::Branch>> cancels;
  int claims = 0;
  int releases = 0;
};

/// The transaction layer, which only takes notes. The test plays the peer.
class RecordingDispatcher final : public act::actor<transaction::Dispatcher> {
 public:
  RecordingDispatcher(caf::actor_config& config, Wire& wire) : actor(config), wire_(wire) {}
  const char* name() const override { return "recording_dispatcher"; }
  behavior_type make_behavior() override {
    return {
        [this](const transaction::SendRequest& m) {
          wire_.requests.push_back(
              {now(), with_via(*m.request, m.branch), m.branch, m.user, m.next_hop});
        },
        [this](const transaction::CancelInvite& m) { wire_.cancels.emplace_back(now(), m.branch); },
        [this](const transaction::SendAck& m) {
          wire_.acks.push_back({now(), with_via(*m.ack, m.branch), m.branch, {}, m.next_hop});
        },
        [this](const transaction::ClaimDialog&) { ++wire_.claims; },
        [this](const transaction::ReleaseDialog&) { ++wire_.releases; },
        [](const transaction::SetCore&) {},
        [](const transport::MessageArrived&) {},
        [](const transport::SendFailed&) {},
    };
  }

 private:
  static sip::MessagePtr with_via(const sip::Message& message, const transaction::Branch& branch) {
    auto draft = sip::Draft::copy(message);
    draft.prepend("Via", "SIP/2.0/UDP 192.0.2.1:5060;rport;branch=" + branch.text);
    return draft.build();
  }
  Wire& wire_;
};

/// The server transaction of one request of the peer.
class RecordingTransaction final : public act::actor<transaction::ServerTransaction> {
 public:
  RecordingTransaction(caf::actor_config& config, Wire& wire) : actor(config), wire_(wire) {}
  const char* name() const override { return "recording_transaction"; }
  behavior_type make_behavior() override {
    return {
        [this](const transaction::SendResponse& m) {
          wire_.responses.push_back({now(), m.response, {}, {}, {}});
        },
        [](const transaction::Adopt&) {},
    };
  }

 private:
  Wire& wire_;
};

}  // namespace offhook::testing
