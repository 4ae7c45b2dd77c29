// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/contact_csv.hpp"

#include <gtest/gtest.h>

namespace offhook::phone {
namespace {

std::string fault_of(std::string_view text) {
  const auto contacts = parse_contacts_csv(text, "people.csv");
  return contacts.ok() ? "" : message_of(contacts.status());
}

TEST(ContactCsv, ReadsWhatASpreadsheetWrites) {
  const auto contacts = parse_contacts_csv(
      "\xef\xbb\xbfname;number;number;group;blocked\r\n"
      "Bob;1002;+49 30 123;work;no\r\n"
      "\r\n"
      "\"Ann \"\"Annie\"\" Bonny; Ltd\";1003;;;yes\r\n",
      "people.csv");
  ASSERT_TRUE(contacts.ok()) << contacts.status();
  ASSERT_EQ(contacts->size(), 2u);
  EXPECT_EQ(contacts->front(), (Contact{"", "Bob", {"1002", "+49 30 123"}, "work"}));
  EXPECT_EQ(contacts->back(), (Contact{"", "Ann \"Annie\" Bonny; Ltd", {"1003"}, "", "", true}));
}

TEST(ContactCsv, ComesBackAsItWasWritten) {
  const std::vector<Contact> book{
      {"b", "Bob, Dr.", {"1002", "sip:bob@example.net"}, "work", "Ring3", false},
      {"c", "\"C\"", {"1003"}, "", "", true}};
  const auto again = parse_contacts_csv(contacts_csv(book), "export.csv");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, book);
  EXPECT_TRUE(parse_contacts_csv(contacts_csv({}), "empty.csv")->empty());
}

TEST(ContactCsv, ALineFeedAloneAndAMissingLastOneAreTaken) {
  const auto contacts = parse_contacts_csv("number,name\n1002,Bob\n1003,Carol", "people.csv");
  ASSERT_TRUE(contacts.ok()) << contacts.status();
  EXPECT_EQ(contacts->back().name, "Carol");
}

TEST(ContactCsv, NamesLineAndColumnOfAFault) {
  EXPECT_EQ(fault_of("name,number\nBob,1002\nCarol\n"), "people.csv:3:1: expected 2 fields, not 1");
  EXPECT_EQ(fault_of("name,number,blocked\nBob,1002,maybe\n"),
            "people.csv:2:10: blocked is yes or no");
  EXPECT_EQ(fault_of("name,number\n,1002\n"), "people.csv:2:1: a contact needs a name");
  EXPECT_EQ(fault_of("name,number\nBob,\n"), "people.csv:2:1: a contact needs a number");
  EXPECT_EQ(fault_of("name,number\nBob,\"10\n02\n"), "people.csv:2:5: a quoted text has no end");
  EXPECT_EQ(fault_of("name,number\nBob,\"1\"2\n"),
            "people.csv:2:8: expected a separator or the end of the line behind a quoted text");
  EXPECT_EQ(fault_of("name,number\nB\"ob,2\n"),
            "people.csv:2:2: a quote within a text that is not quoted");
}

TEST(ContactCsv, TheFirstLineNamesTheColumns) {
  EXPECT_EQ(fault_of(""),
            "people.csv:1:1: the first line must name the columns: "
            "name, number, group, ring_tone, blocked, contact_id");
  EXPECT_EQ(fault_of("name,phone\n"),
            "people.csv:1:6: no column 'phone'; the first line names some of "
            "name, number, group, ring_tone, blocked, contact_id");
  EXPECT_EQ(fault_of("name,group\n"), "people.csv:1:1: the columns name and number must be there");
  EXPECT_EQ(fault_of("name,number,name\n"), "people.csv:1:13: 'name' stands there too often");
}

TEST(ContactCsv, IsBounded) {
  std::string text = "name,number\n";
  for (std::size_t i = 0; i <= most_contacts; ++i) text += "Bob,1002\n";
  const auto contacts = parse_contacts_csv(text, "people.csv");
  EXPECT_EQ(contacts.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(message_of(contacts.status()),
            "people.csv:1002:1: the phone keeps at most 1000 contacts");
  EXPECT_EQ(parse_contacts_csv(std::string(most_csv_octets + 1, 'a'), "people.csv").status().code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace offhook::phone
