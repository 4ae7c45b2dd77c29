// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sdp/offer_answer.hpp"

#include <gmock/gmock.h>

#include "tests/sdp/sample.hpp"

namespace offhook::sdp {
namespace {

using enum Direction;
using sample::local;
using sample::session;
using testing::ElementsAre;

TEST(Offer, NamesOurFormatsInOrder) {
  const Session offer = make_offer(local());

  EXPECT_EQ(to_string(offer),
            "v=0\r\no=- 7 8 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\n"
            "m=audio 4000 RTP/AVP 8 0 101\r\n"
            "a=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
            "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\n"
            "a=ptime:20\r\na=sendrecv\r\n");
  EXPECT_EQ(parse(to_string(offer)).value(), offer);
}

TEST(Offer, KeepsEveryMediumInItsPlace) {  // RFC 3264 §8
  const Session current = session("m=video 9 RTP/AVP 31\r\nm=audio 8 RTP/AVP 0\r\n");

  const Session offer = make_offer(local(sendonly), current);

  ASSERT_EQ(offer.media.size(), 2U);
  EXPECT_TRUE(offer.media[0].is_refused());
  EXPECT_EQ(offer.media[1].port, 4000);
  EXPECT_EQ(effective_direction(offer, offer.media[1]), sendonly);
}

TEST(Answer, TakesTheOfferersOrderAndNumbers) {  // RFC 3264 §6.1
  const Session offer = session(
      "m=audio 5000 RTP/AVP 18 0 8 96\r\na=rtpmap:96 telephone-event/8000\r\na=ptime:30\r\n");

  const auto result = make_answer(offer, local());

  ASSERT_TRUE(result.ok()) << result.status().message();
  EXPECT_THAT(result->answer.media.at(0).formats, ElementsAre("0", "8", "96"));
  EXPECT_EQ(result->plan.codec.name, "PCMU");
  EXPECT_EQ(result->plan.payload_type, 0);
  EXPECT_EQ(result->plan.telephone_event, 96);
  EXPECT_EQ(result->plan.remote.to_string(), "192.0.2.20:5000");
  EXPECT_EQ(result->plan.ptime, std::chrono::milliseconds(30));
  EXPECT_EQ(result->plan.direction, sendrecv);
  EXPECT_FALSE(result->plan.remote_holds);
}

TEST(Answer, MayTakeOurOrder) {  // RFC 3264 §6.1
  const Session offer =
      session("m=audio 5000 RTP/AVP 0 8 96\r\na=rtpmap:96 telephone-event/8000\r\n");
  LocalAudio ours = local();  // PCMA first
  ours.own_order = true;
  ours.ptime = std::chrono::milliseconds{30};

  const auto result = make_answer(offer, ours);

  ASSERT_TRUE(result.ok()) << result.status().message();
  EXPECT_THAT(result->answer.media.at(0).formats, ElementsAre("8", "0", "96"));
  EXPECT_EQ(result->plan.codec.name, "PCMA");
  EXPECT_EQ(result->answer.media.at(0).attribute("ptime"), "30");
}

TEST(Answer, RefusesAllButOneAudio) {
  const Session offer = session(
      "m=video 9 RTP/AVP 31\r\nm=audio 7 RTP/SAVP 0\r\nm=audio 0 RTP/AVP 0\r\n"
      "m=audio 5 RTP/AVP 8\r\nm=audio 6 RTP/AVP 0\r\n");

  const auto result = make_answer(offer, local());

  ASSERT_TRUE(result.ok());
  std::vector<int> ports;
  for (const Media& media : result->answer.media) ports.push_back(media.port);
  EXPECT_THAT(ports, ElementsAre(0, 0, 0, 4000, 0));
  EXPECT_EQ(result->answer.media[1].protocol, "RTP/SAVP");
}

TEST(Answer, NeedsACommonCodec) {  // 488
  for (std::string_view media : {"m=audio 5 RTP/AVP 18\r\n",
                                 "m=audio 5 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000\r\n",
                                 "m=video 5 RTP/AVP 31\r\n", "m=audio 5 RTP/SAVP 0\r\n",
                                 "m=audio 5 RTP/AVP 0\r\na=rtpmap:0 PCMU/16000\r\n"})
    EXPECT_EQ(make_answer(session(media), local()).status().code(),
              absl::StatusCode::kFailedPrecondition)
        << media;
  EXPECT_EQ(make_answer(session(""), local()).status().code(), absl::StatusCode::kInvalidArgument);
}

struct Case {
  Direction theirs, wanted, ours;
};

TEST(Answer, DirectionStaysWithinTheOffer) {  // RFC 3264 §6.1, all sixteen
  constexpr Case cases[] = {
      {sendrecv, sendrecv, sendrecv}, {sendrecv, sendonly, sendonly},
      {sendrecv, recvonly, recvonly}, {sendrecv, inactive, inactive},
      {sendonly, sendrecv, recvonly}, {sendonly, sendonly, inactive},
      {sendonly, recvonly, recvonly}, {sendonly, inactive, inactive},
      {recvonly, sendrecv, sendonly}, {recvonly, sendonly, sendonly},
      {recvonly, recvonly, inactive}, {recvonly, inactive, inactive},
      {inactive, sendrecv, inactive}, {inactive, sendonly, inactive},
      {inactive, recvonly, inactive}, {inactive, inactive, inactive},
  };
  for (const auto& [theirs, wanted, ours] : cases)
    EXPECT_EQ(answer_direction(theirs, wanted), ours)
        << to_string(theirs) << ' ' << to_string(wanted);
}

TEST(Answer, TellsThatTheyHold) {
  for (std::string_view hold : {"a=sendonly\r\n", "a=inactive\r\n", "c=IN IP4 0.0.0.0\r\n"}) {
    const auto result =
        make_answer(session("m=audio 5000 RTP/AVP 0\r\n" + std::string(hold)), local());
    ASSERT_TRUE(result.ok()) << hold;
    EXPECT_TRUE(result->plan.remote_holds) << hold;
    EXPECT_FALSE(sends(result->plan.direction)) << hold;
  }
}

TEST(Answer, BothHoldingIsInactive) {
  const auto result =
      make_answer(session("m=audio 5000 RTP/AVP 0\r\na=sendonly\r\n"), local(sendonly));

  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->plan.direction, inactive);
  EXPECT_EQ(effective_direction(result->answer, result->answer.media[0]), inactive);
  EXPECT_TRUE(result->plan.remote_holds);
}

TEST(AcceptAnswer, GivesWhatMustRun) {
  const auto plan =
      accept_answer(make_offer(local()),
                    session("m=audio 5000 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n"));

  ASSERT_TRUE(plan.ok()) << plan.status().message();
  EXPECT_EQ(plan->codec.name, "PCMU");
  EXPECT_EQ(plan->telephone_event, 101);
  EXPECT_EQ(plan->remote.to_string(), "192.0.2.20:5000");
  EXPECT_EQ(plan->direction, sendrecv);
}

TEST(AcceptAnswer, KnowsAHoldFromItsAnswer) {
  const Session hold = make_offer(local(sendonly));

  const auto agreed = accept_answer(hold, session("m=audio 5 RTP/AVP 8\r\na=recvonly\r\n"));
  const auto both = accept_answer(hold, session("m=audio 5 RTP/AVP 8\r\na=inactive\r\n"));
  // Some answer sendrecv to a hold: we still may not receive.
  const auto careless = accept_answer(hold, session("m=audio 5 RTP/AVP 8\r\n"));

  ASSERT_TRUE(agreed.ok() && both.ok() && careless.ok());
  EXPECT_EQ(agreed->direction, sendonly);
  EXPECT_FALSE(agreed->remote_holds);
  EXPECT_EQ(both->direction, inactive);
  EXPECT_TRUE(both->remote_holds);
  EXPECT_EQ(careless->direction, sendonly);
}

TEST(AcceptAnswer, RefusesWhatDoesNotFit) {
  const Session offer = make_offer(local());
  const auto code = [&](std::string_view media) {
    return accept_answer(offer, session(media)).status().code();
  };

  EXPECT_EQ(code("m=audio 0 RTP/AVP 0\r\n"), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(code("m=audio 5 RTP/AVP 18\r\n"), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(code("m=audio 5 RTP/AVP 0\r\nc=IN IP4 host.example\r\n"),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(code(""), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code("m=video 5 RTP/AVP 31\r\n"), absl::StatusCode::kInvalidArgument);
}

TEST(AcceptAnswer, AgreesWithMakeAnswer) {
  for (Direction ours : {sendrecv, sendonly, recvonly, inactive})
    for (Direction theirs : {sendrecv, sendonly, recvonly, inactive}) {
      LocalAudio far = local(theirs);
      far.address = IpAddress::v4(192, 0, 2, 30);
      const Session offer = make_offer(local(ours));

      const auto made = make_answer(offer, far);
      ASSERT_TRUE(made.ok());
      const auto plan = accept_answer(offer, made->answer);

      ASSERT_TRUE(plan.ok());
      EXPECT_EQ(plan->direction, reversed(made->plan.direction));
      EXPECT_EQ(plan->codec, made->plan.codec);
    }
}

TEST(Answer, TakesTheFeedbackProfileAsPlainRtp) {  // RFC 4585 §4
  const auto result = make_answer(session("m=audio 5 RTP/AVPF 0\r\n"), local());
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->answer.media[0].protocol, "RTP/AVPF");
}

TEST(Answer, SendsRtcpWhereTheyWantIt) {  // RFC 3605
  const auto rtcp = [](std::string_view line) {
    const auto result =
        make_answer(session("m=audio 5000 RTP/AVP 0\r\n" + std::string(line) + "\r\n"), local());
    return result.ok() && result->plan.rtcp ? result->plan.rtcp->to_string() : "-";
  };
  EXPECT_EQ(rtcp("a=rtcp:5009"), "192.0.2.20:5009");
  EXPECT_EQ(rtcp("a=rtcp:5009 IN IP4 192.0.2.33"), "192.0.2.33:5009");
  EXPECT_EQ(rtcp("a=rtcp:0"), "-");
  EXPECT_EQ(rtcp("a=rtcp:99999"), "-");
  EXPECT_EQ(rtcp("a=rtcp:x IN IP4"), "-");
  EXPECT_EQ(rtcp("a=rtcp:5009 IN IP4 host.example.net"), "-");
  EXPECT_EQ(rtcp("a=sendrecv"), "-");
}

TEST(Answer, SendsNoLongerPacketsThanTheyTake) {  // RFC 8866 §6.4
  const auto ptime = [](std::string_view lines) {
    return make_answer(session("m=audio 5 RTP/AVP 0\r\n" + std::string(lines)), local())
        ->plan.ptime.count();
  };
  EXPECT_EQ(ptime("a=ptime:40\r\na=maxptime:30\r\n"), 30);
  EXPECT_EQ(ptime("a=maxptime:10\r\n"), 10);
  EXPECT_EQ(ptime("a=ptime:20\r\na=maxptime:150\r\n"), 20);
  EXPECT_EQ(ptime("a=ptime:0\r\n"), 10);
  EXPECT_EQ(ptime("a=ptime:-7\r\n"), 10);
}

TEST(Answer, SaysWhyAnAddressCannotBeUsed) {
  const auto host =
      make_answer(*parse("v=0\r\no=- 1 1 IN IP4 192.0.2.20\r\ns=-\r\nc=IN IP4 phone.example.net\r\n"
                         "t=0 0\r\nm=audio 5 RTP/AVP 0\r\n"),
                  local());
  EXPECT_THAT(std::string(host.status().message()), testing::HasSubstr("phone.example.net"));
  const auto none = make_answer(
      *parse("v=0\r\no=- 1 1 IN IP4 192.0.2.20\r\ns=-\r\nt=0 0\r\nm=audio 5 RTP/AVP 0\r\n"),
      local());
  EXPECT_THAT(std::string(none.status().message()), testing::HasSubstr("c="));
}

TEST(Answer, MeetsEveryDirectionWithEveryWish) {  // RFC 3264 §6.1
  for (const auto offered : {sendrecv, sendonly, recvonly, inactive})
    for (const auto wanted : {sendrecv, sendonly, recvonly, inactive}) {
      const auto result = make_answer(
          session("m=audio 5 RTP/AVP 0\r\na=" + std::string(to_string(offered)) + "\r\n"),
          local(wanted));
      ASSERT_TRUE(result.ok());
      const auto answered = effective_direction(result->answer, result->answer.media[0]);
      EXPECT_EQ(sends(answered), receives(offered) && sends(wanted));
      EXPECT_EQ(receives(answered), sends(offered) && receives(wanted));
      EXPECT_EQ(result->plan.remote_holds, !receives(offered));
    }
}

TEST(Answer, AMediumsOwnDirectionGoesBeforeTheSessions) {
  const auto result = make_answer(
      *parse("v=0\r\no=- 1 1 IN IP4 192.0.2.20\r\ns=-\r\nc=IN IP4 192.0.2.20\r\nt=0 0\r\n"
             "a=inactive\r\nm=audio 5 RTP/AVP 0\r\na=sendrecv\r\n"),
      local());
  EXPECT_EQ(result->plan.direction, sendrecv);
}

TEST(Answer, TakesTheUnspecifiedAddressForAHold) {  // RFC 3264 §8.4, RFC 2543
  for (const auto* c : {"IN IP4 0.0.0.0", "IN IP6 ::"}) {
    const auto result = make_answer(
        *parse("v=0\r\no=- 1 1 IN IP4 192.0.2.20\r\ns=-\r\nt=0 0\r\nm=audio 5 RTP/AVP 0\r\nc=" +
               std::string(c) + "\r\n"),
        local());
    ASSERT_TRUE(result.ok()) << c;
    EXPECT_TRUE(result->plan.remote_holds) << c;
    EXPECT_EQ(effective_direction(result->answer, result->answer.media[0]), recvonly) << c;
  }
}

TEST(Answer, TakesNoAddressYetForNoHoldWhereCandidatesTellIt) {  // RFC 8839 §4.3
  const auto offer = *parse(
      "v=0\r\no=- 1 1 IN IP4 192.0.2.20\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n"
      "c=IN IP4 0.0.0.0\r\na=ice-ufrag:8hhY\r\n");
  EXPECT_EQ(effective_direction(offer, offer.media[0]), sendrecv);
}

TEST(Answer, RefusesEverythingWhereTheSoundIsTakenAway) {  // RFC 3264 §8.2
  EXPECT_TRUE(removes_audio(session("m=audio 0 RTP/AVP 0\r\nm=video 9 RTP/AVP 31\r\n")));
  EXPECT_FALSE(removes_audio(session("m=audio 0 RTP/AVP 0\r\nm=audio 9 RTP/AVP 0\r\n")));
  EXPECT_FALSE(removes_audio(session("m=video 9 RTP/AVP 31\r\n")));
  const auto answer =
      refuse_all(session("m=audio 0 RTP/AVP 0\r\nm=image 9 udptl t38\r\n"), local());
  ASSERT_EQ(answer.media.size(), 2U);
  EXPECT_TRUE(answer.media[0].is_refused() && answer.media[1].is_refused());
  EXPECT_EQ(answer.media[1].protocol, "udptl");
  EXPECT_THAT(answer.media[1].formats, ElementsAre("t38"));
}

}  // namespace
}  // namespace offhook::sdp
