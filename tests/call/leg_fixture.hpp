// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "actors/base/loop.hpp"
#include "actors/call/call_leg_actor.hpp"
#include "actors/sdp/parser.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/messages.hpp"
#include "tests/support/peer.hpp"

namespace offhook::call::testing {

using offhook::testing::Asked;
using offhook::testing::Headers;
using offhook::testing::sdp;
using offhook::testing::SdpText;
using offhook::testing::Wire;

/// What the media room was asked for.
struct MediaNotes {
  bool refuses = false;
  media::StreamOwner owner;
  std::vector<media::StreamPlan> plans;
  std::vector<bool> audible;
  std::vector<std::string> digits;
  int opened = 0;
  int closed = 0;
};

class RecordingMedia final : public act::actor<media::Media> {
 public:
  RecordingMedia(caf::actor_config& config, MediaNotes& notes) : actor(config), notes_(notes) {}
  const char* name() const override { return "recording_media"; }
  behavior_type make_behavior() override;

 private:
  MediaNotes& notes_;
};

/// What the phone heard of its call.
struct OwnerNotes {
  std::vector<CallSnapshot> changes;
  std::vector<CallEnded> ends;
  std::vector<char> digits;
  std::string digits_sent;
  int silences = 0;
  std::vector<int> transfer_progress;
  std::vector<CallTransferRequested> transfers;
  std::vector<std::string> texts;
};

class RecordingOwner final : public act::actor<LegOwner> {
 public:
  RecordingOwner(caf::actor_config& config, OwnerNotes& notes) : actor(config), notes_(notes) {}
  const char* name() const override { return "recording_owner"; }
  behavior_type make_behavior() override;

 private:
  OwnerNotes& notes_;
};

/// One leg of alice@example.net at 192.0.2.1 in virtual time; the test plays bob, the phone and the
/// media room. Every test must lead the leg to its end: nothing may be left over.
class LegTest : public ::testing::Test {
 protected:
  LegTest();
  void SetUp() override;
  void TearDown() override;

  // How a leg begins.
  void place_call();
  void receive_call(std::string_view offer = sdp(), const std::vector<std::string>& more = {});
  /// INVITE, 180, 200, ACK with usable sessions.
  void talk_as_caller();
  /// The same the other way round.
  void talk_as_callee();
  /// Bob hangs up, and the leg is over.
  void finish();

  // Bob, and the time.
  void run(Instant span = 1ms) { loop.run_for(span); }
  /// A response to the newest request of the leg.
  void respond(int status, std::string_view body = "", const Headers& more = {},
               std::string_view tag = "bob");
  void respond_to(const Wire::Sent& request, int status, std::string_view body = "",
                  const Headers& more = {}, std::string_view tag = "bob");
  void fail(const Wire::Sent& request, transaction::Failure failure);
  /// A request of bob in the dialog, with the next CSeq unless given.
  void request(std::string_view method, std::string_view body = "", const Headers& more = {},
               std::uint32_t cseq = 0);
  void ack(std::string_view body = "");
  void cancel(std::string_view reason = "");

  // The phone.
  template <class Order>
  Asked<OperationDone> order(Order message) {
    auto answer = offhook::testing::ask<OperationDone>(loop, leg, message);
    asked.push_back(answer);
    run();
    return answer;
  }

  // What there is to see.
  [[nodiscard]] const CallSnapshot& shown() const { return owner.changes.back(); }
  [[nodiscard]] CallEnd end() const;
  [[nodiscard]] const sip::Message& last_request() const { return *wire.requests.back().message; }
  [[nodiscard]] const sip::Message& last_response() const { return *wire.responses.back().message; }
  /// Statuses of all responses so far, and methods of all requests.
  [[nodiscard]] std::vector<int> statuses() const;
  [[nodiscard]] std::vector<std::string> methods() const;
  [[nodiscard]] static sdp::Direction direction_of(const sip::Message& message);

  act::Loop loop{act::Loop::Virtual{}};
  SeededRandom random{7};
  Wire wire;
  MediaNotes media_notes;
  OwnerNotes owner;
  transaction::Dispatcher dispatcher;
  media::Media media;
  LegOwner owner_actor;
  std::vector<transaction::ServerTransaction> transactions;
  sip::Account account;
  CallLeg leg;
  std::vector<Asked<OperationDone>> asked;
  sip::MessagePtr invite_of_bob;
  std::uint32_t bobs_cseq = 100;
  bool from_server = false;  ///< bob's requests come by way of our own proxy
  bool at_once = false;      ///< his INVITE replaces a call that stood
  TransferPolicy transfers = TransferPolicy::accept;
  InviteExtras extras;
  std::uint32_t appearance = 0;  ///< of a shared line

 private:
  LegContext context();
  sip::MessagePtr request_of_bob(std::string_view method, std::string_view body,
                                 const Headers& more, std::uint32_t cseq);
  transaction::ServerTransaction transaction();
};

}  // namespace offhook::call::testing
