// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/address_book.hpp"

#include <gtest/gtest.h>

namespace offhook::phone {
namespace {

Contact contact(std::string id, std::string name, std::vector<std::string> numbers,
                std::string group = "") {
  return {std::move(id), std::move(name), std::move(numbers), std::move(group)};
}

AddressBook office() {
  return AddressBook({contact("1", "Bob", {"1002", "+49 (30) 123-45"}, "work"),
                      contact("2", "Ann Bonny", {"sip:2661@example.net"}),
                      contact("3", "Carol", {"1003"}, "work")});
}

std::string names(const std::vector<Contact>& contacts) {
  std::string all;
  for (const auto& each : contacts) all += each.name + "|";
  return all;
}

TEST(AddressBook, KnowsWhoseNumberItIs) {
  const auto book = office();
  EXPECT_EQ(book.by_number("sip:1002@other.net")->name, "Bob");
  EXPECT_EQ(book.by_number("+493012345")->name, "Bob");
  EXPECT_EQ(book.by_number("2661")->name, "Ann Bonny");
  EXPECT_EQ(book.by_number("1009"), nullptr);
  EXPECT_EQ(book.by_number(""), nullptr);
}

TEST(AddressBook, ListsByNameAndGroup) {
  EXPECT_EQ(names(office().all()), "Ann Bonny|Bob|Carol|");
  EXPECT_EQ(names(office().all("work")), "Bob|Carol|");
  EXPECT_EQ(office().groups(), std::vector<std::string>{"work"});
}

TEST(AddressBook, SuggestsByLettersOnTheKeysAndByNumber) {
  EXPECT_EQ(names(office().suggest("266", 9)), "Ann Bonny|");  // Bonny; and 2661
  EXPECT_EQ(names(office().suggest("2", 9)), "Ann Bonny|Bob|Carol|");
  EXPECT_EQ(names(office().suggest("2", 2)), "Ann Bonny|Bob|");
  EXPECT_EQ(names(office().suggest("100", 9)), "Bob|Carol|");
  EXPECT_EQ(names(office().suggest("", 9)), "");
}

TEST(AddressBook, DoesNotSuggestWhoIsBlocked) {
  auto book = office();
  auto bob = *book.find("1");
  bob.blocked = true;
  ASSERT_TRUE(book.put(bob).ok());
  EXPECT_EQ(names(book.suggest("1002", 9)), "");
}

TEST(AddressBook, IsChanged) {
  auto book = office();
  ASSERT_TRUE(book.put(contact("1", "Robert", {"1005"})).ok());
  EXPECT_EQ(book.by_number("1002"), nullptr);
  EXPECT_EQ(book.by_number("1005")->name, "Robert");
  EXPECT_TRUE(book.remove("1"));
  EXPECT_FALSE(book.remove("1"));
  EXPECT_EQ(book.by_number("1005"), nullptr);
}

TEST(AddressBook, RefusesWhatIsNoContact) {
  AddressBook book;
  EXPECT_FALSE(book.put(contact("1", "", {"1"})).ok());
  EXPECT_FALSE(book.put(contact("1", "Bob", {})).ok());
  EXPECT_FALSE(book.put(contact("1", "Bob", {" "})).ok());
  EXPECT_FALSE(book.put(contact("1", "Bob\n", {"1"})).ok());
  EXPECT_FALSE(book.put(contact("1", std::string(200, 'a'), {"1"})).ok());
  EXPECT_FALSE(book.put(contact("1", "Bob", std::vector<std::string>(6, "1"))).ok());
  EXPECT_TRUE(book.empty());
}

TEST(AddressBook, IsBounded) {
  std::vector<Contact> many;
  for (std::size_t i = 0; i < most_contacts + 5; ++i)
    many.push_back(contact(std::to_string(i), "Bob", {std::to_string(i)}));
  AddressBook book(many);
  EXPECT_EQ(book.size(), most_contacts);
  EXPECT_TRUE(absl::IsResourceExhausted(book.put(contact("new", "Bob", {"1"}))));
  EXPECT_TRUE(book.put(contact("0", "Bill", {"1"})).ok());
}

}  // namespace
}  // namespace offhook::phone
