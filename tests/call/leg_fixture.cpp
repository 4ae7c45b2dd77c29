// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/call/leg_fixture.hpp"

namespace offhook::call::testing {

RecordingMedia::behavior_type RecordingMedia::make_behavior() {
  return {
      [this](const media::OpenStream& m) -> media::StreamOpened {
        if (notes_.refuses) return {unavailable("no port is free"), {}, {}};
        ++notes_.opened;
        notes_.owner = m.owner;
        return {absl::OkStatus(), {3, 1}, {m.local, 6000}};
      },
      [](const media::OpenPage&) -> media::StreamOpened {
        return {unavailable("a call sends no pages"), {}, {}};
      },
      [this](const media::SetStreamPlan& m) { notes_.plans.push_back(m.plan); },
      [this](const media::SetStreamAudible& m) { notes_.audible.push_back(m.audible); },
      [](const media::JoinConference&) { return media::ConferenceJoined{}; },
      [](const media::LeaveConference&) {},
      [](const media::SetMember&) {},
      [](const media::PlayToPeer&) {},
      [this](const media::CloseStream&) {
        ++notes_.closed;
        media::StreamReport report;
        report.packets_sent = 50;
        return report;
      },
      [](const media::QueryReport&) { return media::StreamReport{}; },
      [this](const media::SendDigits& m) { notes_.digits.push_back(m.digits); },
      [](const media::StartTone&) {},
      [](const media::EndTone&) {},
      [](const media::PlaySignal&) {},
      [](const media::StartRing&) {},
      [](const media::EndRing&) {},
      [](const media::SetMute&) {},
      [](const media::AdjustLevels&) {},
      [](const media::UseAudioDevice&) {},
      [](const media::UseOutputDevice&) {},
  };
}

RecordingOwner::behavior_type RecordingOwner::make_behavior() {
  return {
      [this](const CallChanged& m) { notes_.changes.push_back(m.call); },
      [this](const CallEnded& m) { notes_.ends.push_back(m); },
      [this](const CallDtmfReceived& m) { notes_.digits.push_back(m.digit); },
      [this](const CallDigitsSent& m) { notes_.digits_sent += m.digits; },
      [this](const CallMediaTimedOut&) { ++notes_.silences; },
      [this](const CallTransferProgressed& m) { notes_.transfer_progress.push_back(m.sip_status); },
      [this](const CallTransferRequested& m) { notes_.transfers.push_back(m); },
      [this](const CallTextReceived& m) { notes_.texts.push_back(m.text); },
  };
}

LegTest::LegTest() {
  account.aor = "sip:alice@example.net";
  account.display_name = "Alice";
  account.password = "secret";
}

void LegTest::SetUp() {
  dispatcher = loop.spawn<offhook::testing::RecordingDispatcher>(wire);
  media = loop.spawn<RecordingMedia>(media_notes);
  owner_actor = loop.spawn<RecordingOwner>(owner);
}

void LegTest::TearDown() {
  run(100s);  // every timer of RFC 3261, and whatever lingers
  EXPECT_EQ(owner.ends.size(), 1u) << "a call ends exactly once";
  EXPECT_TRUE(!media || media_notes.closed == media_notes.opened) << "a stream was left";
  for (const auto& answer : asked) EXPECT_TRUE(*answer) << "an order was never answered";
  EXPECT_EQ(wire.claims, 1);
  EXPECT_EQ(wire.releases, dispatcher ? 1 : 0);
  const std::size_t fakes =
      (dispatcher ? 1u : 0u) + (media ? 1u : 0u) + (owner_actor ? 1u : 0u) + transactions.size();
  EXPECT_EQ(loop.running_actors(), fakes) << "the leg is still there";
  EXPECT_EQ(loop.pending_timers(), 0u);
  act::stop(dispatcher);
  act::stop(media);
  act::stop(owner_actor);
  for (const auto& t : transactions) act::stop(t);
  media_notes.owner = nullptr;
  wire = {};
  run();
  EXPECT_EQ(loop.running_actors(), 0u);
}

LegContext LegTest::context() {
  return {.dispatcher = dispatcher,
          .media = media,
          .owner = owner_actor,
          .random = random,
          .account = account,
          .contact_uri = "sip:alice@192.0.2.1:5060",
          .media_address = IpAddress::v4(192, 0, 2, 1),
          .codecs = {sdp::pcmu, sdp::pcma},
          .user_agent = "offhook",
          .transfers = transfers,
          .appearance = appearance};
}

void LegTest::place_call() {
  leg = loop.spawn<CallLegActor>(context(), PlaceCall{"c1", "sip:bob@example.net", extras});
  run();
}

void LegTest::receive_call(std::string_view offer, const std::vector<std::string>& more) {
  Headers headers;
  for (const auto& line : more) {
    const auto colon = line.find(": ");
    headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  auto draft = sip::Draft::request(sip::Method::invite, "sip:alice@192.0.2.1:5060");
  draft.append("Via", "SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKbob")
      .append("Max-Forwards", "70")
      .append("From", "\"Bob\" <sip:bob@example.net>;tag=bob")
      .append("To", "<sip:alice@example.net>")
      .append("Call-ID", "bobs-call")
      .append("CSeq", std::to_string(bobs_cseq) + " INVITE");
  if (more.empty()) draft.append("Contact", "<sip:bob@192.0.2.9:5060>");
  for (const auto& [name, value] : headers) draft.append(name, value);
  if (!offer.empty()) draft.body("application/sdp", offer);
  for (const auto& [name, value] : headers)
    if (name == "Content-Type") draft.set(name, value);
  invite_of_bob = draft.build();
  leg = loop.spawn<CallLegActor>(context(),
                                 IncomingCall{"c1", {invite_of_bob, {}, transaction()}, at_once});
  run();
}

void LegTest::talk_as_caller() {
  place_call();
  respond(180);
  respond(200, sdp(), {{"Contact", "<sip:bob@192.0.2.9:5060>"}});
  ASSERT_EQ(shown().state, CallState::connected);
}

void LegTest::talk_as_callee() {
  receive_call();
  order(call::Answer{});
  ack();
  ASSERT_EQ(shown().state, CallState::connected);
}

void LegTest::finish() {
  request("BYE");
  EXPECT_EQ(last_response().status(), 200);
}

void LegTest::respond(int status, std::string_view body, const Headers& more,
                      std::string_view tag) {
  respond_to(wire.requests.back(), status, body, more, tag);
}

void LegTest::respond_to(const Wire::Sent& request, int status, std::string_view body,
                         const Headers& more, std::string_view tag) {
  const auto response =
      offhook::testing::response(*request.message, status, status == 100 ? "" : tag, more, body);
  act::tell_anon(request.user, transaction::ResponseArrived{request.branch, response});
  run();
}

void LegTest::fail(const Wire::Sent& request, transaction::Failure failure) {
  act::tell_anon(request.user, transaction::RequestFailed{request.branch, failure, "on purpose"});
  run();
}

sip::MessagePtr LegTest::request_of_bob(std::string_view method, std::string_view body,
                                        const Headers& more, std::uint32_t cseq) {
  // Alice's tag stands in what she sent: From of her INVITE, To of her responses.
  std::string call_id, alice;
  if (invite_of_bob) {
    call_id = invite_of_bob->call_id();
    alice = wire.responses.front().message->to_tag();
  } else {
    call_id = wire.requests.front().message->call_id();
    alice = wire.requests.front().message->from_tag();
  }
  auto draft = sip::Draft::request(method, "sip:alice@192.0.2.1:5060");
  draft.append("Via", "SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKbob" + std::to_string(cseq))
      .append("Max-Forwards", "70")
      .append("From", "<sip:bob@example.net>;tag=bob")
      .append("To", "<sip:alice@example.net>;tag=" + alice)
      .append("Call-ID", call_id)
      .append("CSeq", std::to_string(cseq) + " " + std::string(method));
  bool contact = false;
  for (const auto& [name, value] : more) {
    draft.append(name, value);
    contact = contact || name == "Contact";
  }
  if (method == "INVITE" && !contact) draft.append("Contact", "<sip:bob@192.0.2.9:5060>");
  if (!body.empty()) draft.body("application/sdp", body);
  for (const auto& [name, value] : more)
    if (name == "Content-Type") draft.set(name, value);
  return draft.build();
}

void LegTest::request(std::string_view method, std::string_view body, const Headers& more,
                      std::uint32_t cseq) {
  const auto message = request_of_bob(method, body, more, cseq != 0 ? cseq : ++bobs_cseq);
  act::tell_anon(leg, transaction::RequestArrived{message, {}, transaction(), from_server});
  run();
}

void LegTest::ack(std::string_view body) {
  act::tell_anon(leg, transaction::AckArrived{request_of_bob("ACK", body, {}, bobs_cseq), {}});
  run();
}

void LegTest::cancel(std::string_view reason) {
  auto cancel = sip::make_cancel(*invite_of_bob);
  if (!reason.empty()) cancel.append("Reason", reason);
  act::tell_anon(leg, transaction::InviteCancelled{invite_of_bob, cancel.build()});
  run();
}

transaction::ServerTransaction LegTest::transaction() {
  transactions.push_back(loop.spawn<offhook::testing::RecordingTransaction>(wire));
  return transactions.back();
}

CallEnd LegTest::end() const {
  return owner.ends.empty() ? CallEnd{EndCause::internal_error, -1, "not ended"}
                            : owner.ends.back().end;
}

std::vector<int> LegTest::statuses() const {
  std::vector<int> statuses;
  for (const auto& sent : wire.responses) statuses.push_back(sent.message->status());
  return statuses;
}

std::vector<std::string> LegTest::methods() const {
  std::vector<std::string> methods;
  for (const auto& sent : wire.requests) methods.emplace_back(sent.message->method_text());
  return methods;
}

sdp::Direction LegTest::direction_of(const sip::Message& message) {
  const auto session = sdp::parse(message.body());
  EXPECT_TRUE(session.ok()) << message.text();
  if (!session.ok() || session->media.empty()) return sdp::Direction::inactive;
  return sdp::effective_direction(*session, session->media.front());
}

}  // namespace offhook::call::testing
