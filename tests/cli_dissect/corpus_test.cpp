// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <gtest/gtest.h>

#include "cli/dissect_sdp.hpp"
#include "cli/dissect_sip.hpp"
#include "tests/cli_dissect/sample.hpp"

namespace offhook::cli {
namespace {

/// Where the phone differs from the index, and why.
bool differs(const std::string& file) {
  static const std::set<std::string> files = {
      "wsinv.dat",  // its To tag names a dialog that is not there: 481 (RFC 3261 §12.2.2)
  };
  return files.contains(file);
}

TEST(DissectCorpus, IsAllThere) { EXPECT_EQ(corpus::rows().size(), 51U + 16U); }

TEST(DissectCorpus, SaysOfEachMessageWhatTheIndexSays) {
  for (const auto& row : corpus::rows()) {
    const auto found = dissect_sip(sample::read_file(row.at("path")));
    const bool expected = row.at("validity").starts_with("valid");
    // RFC 4475 §3.1.2.12 leaves the choice, and a phone that takes the call is better.
    const bool liberal = row.at("file") == "baddate.dat";
    EXPECT_EQ(found.validity != Validity::invalid, expected || liberal) << row.at("path");
    EXPECT_EQ(found.validity == Validity::invalid, !found.errors.empty()) << row.at("path");
  }
}

TEST(DissectCorpus, AnswersAsTheIndexSays) {
  for (const auto& row : corpus::rows()) {
    const auto found = dissect_sip(sample::read_file(row.at("path")));
    const std::string& expected = row.at("expected_desk_phone");
    if (differs(row.at("file"))) continue;
    const bool silent = expected.find("normal") != std::string::npos ||
                        expected.find("discard") != std::string::npos ||
                        expected.find("drop") != std::string::npos;
    if (found.answer)
      EXPECT_NE(expected.find(std::to_string(*found.answer)), std::string::npos)
          << row.at("path") << ": " << *found.answer;
    else
      EXPECT_TRUE(silent) << row.at("path");
  }
}

TEST(DissectCorpus, ReadsTheTortuousInvite) {  // RFC 4475 §3.1.1.1
  const auto found = dissect_sip(sample::read_file("rfc4475/wsinv.dat"));

  EXPECT_EQ(found.validity, Validity::odd);
  EXPECT_EQ(found.method, "INVITE");
  EXPECT_EQ(found.cseq_number, 9U);
  EXPECT_EQ(found.max_forwards, 68U);
  EXPECT_EQ(found.via_count, 3U);
  EXPECT_EQ(found.to_tag, "1918181833n");
  EXPECT_EQ(found.contact_count, 1U);
  EXPECT_EQ(found.body_octets, 150U);
  EXPECT_EQ(sample::told(found.warnings),
            std::vector<std::string>{"Via: branch without the magic cookie (RFC 2543)"});
}

TEST(DissectCorpus, GivesTheFactsOfWhatIsRefused) {
  const auto scalars = dissect_sip(sample::read_file("rfc4475/scalar02.dat"));
  EXPECT_EQ(scalars.method, "REGISTER");
  EXPECT_EQ(scalars.cseq_method, "REGISTER");
  EXPECT_EQ(scalars.max_forwards, 300U);
  EXPECT_EQ(scalars.errors.size(), 2U);

  const auto missing = dissect_sip(sample::read_file("rfc4475/insuf.dat"));
  EXPECT_EQ(missing.via_count, 1U);
  EXPECT_EQ(missing.errors.size(), 3U);

  const auto code = dissect_sip(sample::read_file("rfc4475/bigcode.dat"));
  EXPECT_EQ(code.kind, MessageKind::response);
  EXPECT_EQ(code.status, 4294967301U);

  const auto unclosed = dissect_sip(sample::read_file("rfc4475/quotbal.dat"));
  EXPECT_TRUE(unclosed.to_uri) << "what stands in brackets is a fact";
}

TEST(DissectCorpus, EveryPrefixIsDissectedInBounds) {
  for (const auto& row : corpus::rows()) {
    const std::string text = sample::read_file(row.at("path"));
    for (std::size_t length = 0; length < text.size(); length += 3) {
      const std::string prefix = text.substr(0, length);
      const auto sip = dissect_sip(prefix);
      for (const auto& remark : sip.errors) EXPECT_LE(remark.offset, length) << row.at("path");
      for (const auto& remark : sip.warnings) EXPECT_LE(remark.offset, length) << row.at("path");
      EXPECT_FALSE(render(sip, "x", prefix, true).empty());
      (void)dissect_sdp(prefix);
    }
  }
}

}  // namespace
}  // namespace offhook::cli
