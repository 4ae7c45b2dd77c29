// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/session_expires.hpp"

#include <gtest/gtest.h>

namespace offhook::sip {
namespace {

using namespace std::chrono_literals;

TEST(SessionExpires, HasIntervalAndRefresher) {  // RFC 4028 §4
  EXPECT_EQ(*parse_session_expires("1800 ; Refresher = UAC"),
            (SessionExpires{1800s, Refresher::uac}));
  EXPECT_EQ(*parse_session_expires("90;x=y;refresher=uas"), (SessionExpires{90s, Refresher::uas}));
  EXPECT_EQ(*parse_session_expires("90;refresher=me"), (SessionExpires{90s, std::nullopt}));
}

TEST(SessionExpires, LeavesTooShortAnIntervalToTheCaller) {
  EXPECT_EQ(parse_session_expires("5")->interval, 5s);
  EXPECT_EQ(parse_session_expires("99999999999")->interval, 4294967295s);
}

TEST(SessionExpires, RefusesWhatIsNoNumber) {
  for (std::string_view text : {"", ";refresher=uac", "-1", "1.5", "soon", "90 s"})
    EXPECT_FALSE(parse_session_expires(text).ok()) << text;
}

TEST(SessionExpires, ReadsBack) {
  EXPECT_EQ(to_string(SessionExpires{1800s, Refresher::uas}), "1800;refresher=uas");
  EXPECT_EQ(to_string(SessionExpires{usual_session, std::nullopt}), "1800");
}

TEST(MinSe, IsNeverBelowNinetySeconds) {  // RFC 4028 §5
  EXPECT_EQ(*parse_min_se("120;x=y"), 120s);
  EXPECT_EQ(*parse_min_se("1"), shortest_session);
  EXPECT_FALSE(parse_min_se("").ok());
}

}  // namespace
}  // namespace offhook::sip
