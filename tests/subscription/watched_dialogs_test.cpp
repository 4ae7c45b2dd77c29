// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/subscription/watched_dialogs.hpp"

#include <gtest/gtest.h>

#include "actors/subscription/dialog_info.hpp"

namespace offhook::subscription {
namespace {

std::string document(std::uint32_t version, std::string_view state, std::string_view dialogs = "") {
  return "<?xml version=\"1.0\"?><dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" "
         "version=\"" +
         std::to_string(version) + "\" state=\"" + std::string(state) +
         "\" entity=\"sip:bob@example.net\">" + std::string(dialogs) + "</dialog-info>";
}
std::string dialog(std::string_view id, std::string_view state,
                   std::string_view direction = "recipient", std::string_view more = "") {
  return "<dialog id=\"" + std::string(id) + "\" call-id=\"c-" + std::string(id) +
         "\" local-tag=\"l\" remote-tag=\"r\" direction=\"" + std::string(direction) +
         "\"><state>" + std::string(state) + "</state>" + std::string(more) + "</dialog>";
}
DialogInfo read(std::string_view text) {
  auto info = parse_dialog_info(text);
  EXPECT_TRUE(info.ok()) << info.status();
  return info.ok() ? *info : DialogInfo{};
}

TEST(DialogInfoReader, ReadsTheExampleOfRfc4235) {  // §6.1
  const auto info = read(R"(<?xml version="1.0"?>
   <dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info"
                version="1" state="full" entity="sip:alice@example.com">
     <dialog id="as7d900as8" call-id="a84b4c76e66710" local-tag="1928301774" direction="initiator">
       <state event="rejected" code="486">terminated</state>
       <duration>145</duration>
       <local><identity display="Alice">sip:alice@example.com</identity>
         <target uri="sip:alice@pc33.example.com">
           <param pname="+sip.rendering" pvalue="no"/></target></local>
       <remote><identity display="Bob &amp; Co">sip:bob@example.org</identity>
         <target uri="sip:bobster@phone21.example.org"/></remote>
     </dialog>
   </dialog-info>)");
  EXPECT_TRUE(info.is_full);
  EXPECT_EQ(info.version, 1u);
  EXPECT_EQ(info.entity, "sip:alice@example.com");
  ASSERT_EQ(info.dialogs.size(), 1u);
  const auto& call = info.dialogs[0];
  EXPECT_EQ(call.call_id, "a84b4c76e66710");
  EXPECT_EQ(call.local_tag, "1928301774");
  EXPECT_EQ(call.is_initiator, true);
  EXPECT_EQ(call.state, DialogState::terminated);
  EXPECT_FALSE(call.renders);
  EXPECT_EQ(call.remote_display, "Bob & Co");
  EXPECT_EQ(call.remote_target, "sip:bobster@phone21.example.org");
}

TEST(DialogInfoReader, DoesNotCareForPrefixes) {
  const auto info = read(
      R"(<d:dialog-info xmlns:d="urn:ietf:params:xml:ns:dialog-info" version="0" state="full">
         <d:dialog id="1"><d:state>early</d:state></d:dialog></d:dialog-info>)");
  ASSERT_EQ(info.dialogs.size(), 1u);
  EXPECT_EQ(info.dialogs[0].is_initiator, std::nullopt);
}

TEST(DialogInfoReader, RefusesWhatIsNone) {
  const auto refused = [](std::string_view text) { return !parse_dialog_info(text).ok(); };
  EXPECT_TRUE(refused(""));
  EXPECT_TRUE(refused("Messages-Waiting: yes"));
  EXPECT_TRUE(refused("<presence version=\"1\" state=\"full\"/>"));
  EXPECT_TRUE(refused("<dialog-info state=\"full\"/>"));
  EXPECT_TRUE(refused("<dialog-info version=\"-1\" state=\"full\"/>"));
  EXPECT_TRUE(refused("<dialog-info version=\"1\" state=\"whole\"/>"));
  EXPECT_TRUE(refused("<dialog-info version=\"1\" state=\"full\">"));
}

TEST(DialogInfoReader, KnowsNoEntitiesOfTheDocument) {
  EXPECT_FALSE(parse_dialog_info("<!DOCTYPE d [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" +
                                 document(0, "full"))
                   .ok());
}

TEST(DialogInfoReader, BoundsDepthLengthAndNumber) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  for (int i = 0; i < 100; ++i) deep += "</a>";
  EXPECT_FALSE(parse_dialog_info(document(0, "full", deep)).ok());
  EXPECT_FALSE(parse_dialog_info(document(0, "full", std::string(70'000, ' '))).ok());
  std::string many;
  for (int i = 0; i < 200; ++i) many += dialog(std::to_string(i), "early");
  EXPECT_EQ(read(document(0, "full", many)).dialogs.size(), most_watched_dialogs);
}

TEST(DialogInfoReader, ReadsWhatWeWrite) {
  const DialogEntry held{
      "7",         "c",           "l",         "r",       true,
      "confirmed", "sip:alice@a", "sip:bob@b", "Bob <2>", "sip:bob@192.0.2.7:5060;x=\"1\"",
      false};
  const auto info = read(write_dialog_info("sip:alice@a", 4, {held}));
  ASSERT_EQ(info.dialogs.size(), 1u);
  EXPECT_FALSE(info.dialogs[0].renders);
  EXPECT_EQ(info.dialogs[0].remote_display, "Bob <2>");
  EXPECT_EQ(info.dialogs[0].remote_target, "sip:bob@192.0.2.7:5060;x=\"1\"");
  EXPECT_EQ(state_of(info.dialogs), PartyState::holding);
}

TEST(WatchedDialogs, NobodyIsKnownBeforeAFullDocument) {
  WatchedDialogs party;
  EXPECT_EQ(party.state(), PartyState::unknown);
  EXPECT_EQ(party.apply(read(document(3, "partial", dialog("1", "early")))),
            WatchedDialogs::Outcome::gap);
  EXPECT_EQ(party.state(), PartyState::unknown);
  EXPECT_EQ(party.apply(read(document(4, "full"))), WatchedDialogs::Outcome::applied);
  EXPECT_EQ(party.state(), PartyState::idle);
}

TEST(WatchedDialogs, AFullDocumentReplacesAndAPartialOneAdds) {  // §4.3
  WatchedDialogs party;
  party.apply(read(document(0, "full", dialog("1", "confirmed"))));
  EXPECT_EQ(party.apply(read(document(1, "partial", dialog("2", "early")))),
            WatchedDialogs::Outcome::applied);
  EXPECT_EQ(party.dialogs().size(), 2u);
  EXPECT_EQ(party.state(), PartyState::ringing);
  party.apply(read(document(2, "partial", dialog("2", "terminated"))));
  EXPECT_EQ(party.state(), PartyState::talking);
  party.apply(read(document(3, "full")));
  EXPECT_EQ(party.state(), PartyState::idle);
}

TEST(WatchedDialogs, OlderDocumentsAreLeftOutAndGapsAreNoticed) {  // §4.3
  WatchedDialogs party;
  party.apply(read(document(5, "full")));
  EXPECT_EQ(party.apply(read(document(4, "full", dialog("1", "early")))),
            WatchedDialogs::Outcome::stale);
  EXPECT_EQ(party.apply(read(document(5, "partial", dialog("1", "early")))),
            WatchedDialogs::Outcome::stale);
  EXPECT_EQ(party.state(), PartyState::idle);
  EXPECT_EQ(party.apply(read(document(7, "partial", dialog("1", "early")))),
            WatchedDialogs::Outcome::gap);
  EXPECT_EQ(party.state(), PartyState::ringing);
  EXPECT_EQ(party.apply(read(document(9, "full"))), WatchedDialogs::Outcome::applied);
}

TEST(WatchedDialogs, ANotifierThatNeverCountsIsUnderstood) {
  WatchedDialogs party;
  party.apply(read(document(0, "full")));
  party.apply(read(document(0, "full", dialog("1", "early"))));
  EXPECT_EQ(party.state(), PartyState::ringing);
}

TEST(WatchedDialogs, AnotherSubscriptionCountsAnew) {
  WatchedDialogs party;
  party.apply(read(document(90, "full", dialog("1", "early"))));
  party.begin();
  EXPECT_EQ(party.apply(read(document(0, "full"))), WatchedDialogs::Outcome::applied);
  EXPECT_EQ(party.state(), PartyState::idle);
  party.lose();
  EXPECT_EQ(party.state(), PartyState::unknown);
}

TEST(WatchedDialogs, TellsRingingBeforeTalkingBeforeHoldingBeforeDialling) {
  const auto state = [](std::string_view dialogs) {
    return state_of(read(document(0, "full", dialogs)).dialogs);
  };
  const std::string held =
      dialog("h", "confirmed", "initiator",
             "<local><target uri=\"sip:b\">"
             "<param pname=\"+sip.rendering\" pvalue=\"no\"/></target></local>");
  EXPECT_EQ(state(dialog("1", "trying", "initiator")), PartyState::dialling);
  EXPECT_EQ(state(dialog("1", "early", "initiator")), PartyState::dialling);
  EXPECT_EQ(state(dialog("1", "trying")), PartyState::ringing);
  EXPECT_EQ(state(dialog("1", "early", "")), PartyState::ringing);
  EXPECT_EQ(state(held), PartyState::holding);
  EXPECT_EQ(state(held + dialog("1", "early", "initiator")), PartyState::holding);
  EXPECT_EQ(state(held + dialog("1", "confirmed")), PartyState::talking);
  EXPECT_EQ(state(held + dialog("1", "confirmed") + dialog("2", "early")), PartyState::ringing);
  EXPECT_EQ(state(dialog("1", "terminated")), PartyState::idle);
}

}  // namespace
}  // namespace offhook::subscription
