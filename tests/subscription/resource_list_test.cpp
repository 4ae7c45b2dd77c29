// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/subscription/resource_list.hpp"

#include <gtest/gtest.h>

namespace offhook::subscription {
namespace {

constexpr std::string_view type =
    "multipart/related;type=\"application/rlmi+xml\";start=\"<root@pbx>\";boundary=\"b1\"";

std::string part(std::string_view id, std::string_view content_type, std::string_view body) {
  return "--b1\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <" + std::string(id) +
         ">\r\nContent-Type: " + std::string(content_type) + "\r\n\r\n" + std::string(body) +
         "\r\n";
}
std::string list(std::uint32_t version, bool full, std::string_view resources) {
  return "<?xml version=\"1.0\"?><list xmlns=\"urn:ietf:params:xml:ns:rlmi\" uri=\"sip:team@pbx\" "
         "version=\"" +
         std::to_string(version) + "\" fullState=\"" + (full ? "true" : "false") + "\">" +
         std::string(resources) + "</list>";
}
std::string resource(std::string_view user, std::string_view name, std::string_view cid,
                     std::string_view state = "active") {
  return "<resource uri=\"sip:" + std::string(user) + "@pbx\"><name>" + std::string(name) +
         "</name><instance id=\"i\" state=\"" + std::string(state) + "\" cid=\"" +
         std::string(cid) + "\"/></resource>";
}
std::string dialogs(std::uint32_t version, std::string_view calls = "") {
  return "<dialog-info version=\"" + std::to_string(version) + "\" state=\"full\">" +
         std::string(calls) + "</dialog-info>";
}
constexpr std::string_view ringing =
    "<dialog id=\"1\" direction=\"recipient\"><state>early</state></dialog>";

ListNotification read(std::string_view body) {
  const auto news = parse_list_notification(type, body);
  EXPECT_TRUE(news.ok()) << news.status();
  return news.ok() ? *news : ListNotification{};
}
std::string two_members(std::uint32_t version = 1) {
  return part("root@pbx", "application/rlmi+xml;charset=\"UTF-8\"",
              list(version, true,
                   resource("1002", "Bob", "b@pbx") + resource("1003", "Carol", "c@pbx"))) +
         part("b@pbx", "application/dialog-info+xml", dialogs(0)) +
         part("c@pbx", "application/dialog-info+xml", dialogs(0, ringing)) + "--b1--";
}

TEST(ResourceList, JoinsTheListAndItsDocuments) {  // RFC 4662 §5
  const auto news = read(two_members());
  EXPECT_TRUE(news.is_full);
  ASSERT_EQ(news.resources.size(), 2u);
  EXPECT_EQ(news.resources[0].uri, "sip:1002@pbx");
  EXPECT_EQ(news.resources[0].name, "Bob");
  ASSERT_TRUE(news.resources[1].document);
  EXPECT_EQ(news.resources[1].document->dialogs.size(), 1u);
}

TEST(ResourceList, ADocumentThatIsAbsentOrBrokenIsAsNone) {
  const auto news =
      read(part("root@pbx", "application/rlmi+xml",
                list(1, true,
                     resource("1002", "Bob", "gone@pbx") + resource("1003", "Carol", "c@pbx"))) +
           part("c@pbx", "application/dialog-info+xml", "<dialog-info") + "--b1--");
  ASSERT_EQ(news.resources.size(), 2u);
  EXPECT_FALSE(news.resources[0].document || news.resources[1].document);
}

TEST(ResourceList, NeedsAReadableRoot) {
  EXPECT_FALSE(parse_list_notification(type, "").ok());
  EXPECT_FALSE(parse_list_notification(type, part("a", "text/plain", "x") + "--b1--").ok());
  EXPECT_FALSE(
      parse_list_notification(type, part("a", "application/rlmi+xml", "<list/>") + "--b1--").ok());
  EXPECT_FALSE(parse_list_notification("application/rlmi+xml", "<other version=\"1\"/>").ok());
  EXPECT_TRUE(parse_list_notification("application/rlmi+xml", list(1, true, "")).ok());
}

TEST(WatchedList, KnowsWhatEachMemberDoes) {
  WatchedList team;
  EXPECT_EQ(team.apply(read(two_members())), WatchedDialogs::Outcome::applied);
  ASSERT_EQ(team.members().size(), 2u);
  EXPECT_EQ(team.members()[0].dialogs.state(), PartyState::idle);
  EXPECT_EQ(team.members()[1].dialogs.state(), PartyState::ringing);

  team.apply(read(part("root@pbx", "application/rlmi+xml",
                       list(2, false, resource("1003", "", "c@pbx", "terminated"))) +
                  "--b1--"));
  EXPECT_EQ(team.members().size(), 2u);
  EXPECT_EQ(team.members()[1].name, "Carol");
  EXPECT_EQ(team.members()[1].dialogs.state(), PartyState::unknown);

  team.apply(
      read(part("root@pbx", "application/rlmi+xml", list(3, true, resource("1003", "Carol", ""))) +
           "--b1--"));
  ASSERT_EQ(team.members().size(), 1u);  // bob has left
  EXPECT_EQ(team.members()[0].uri, "sip:1003@pbx");
}

TEST(WatchedList, NoticesGapsOfTheListAndOfItsMembers) {  // §5.2
  WatchedList team;
  team.apply(read(two_members(4)));
  EXPECT_EQ(team.apply(read(two_members(3))), WatchedDialogs::Outcome::stale);
  EXPECT_EQ(
      team.apply(read(part("root@pbx", "application/rlmi+xml", list(6, false, "")) + "--b1--")),
      WatchedDialogs::Outcome::gap);
  const auto missed = "<dialog-info version=\"5\" state=\"partial\"/>";
  EXPECT_EQ(team.apply(read(part("root@pbx", "application/rlmi+xml",
                                 list(7, false, resource("1002", "", "b@pbx"))) +
                            part("b@pbx", "application/dialog-info+xml", missed) + "--b1--")),
            WatchedDialogs::Outcome::gap);
  team.begin();
  EXPECT_EQ(team.apply(read(two_members(0))), WatchedDialogs::Outcome::applied);
  team.lose();
  EXPECT_EQ(team.members()[0].dialogs.state(), PartyState::unknown);
}

}  // namespace
}  // namespace offhook::subscription
