// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/sip/sipfrag.hpp"

#include <gtest/gtest.h>

namespace offhook::sip {
namespace {

TEST(Sipfrag, HasTheStatusLine) {  // RFC 3515 §2.4.5
  EXPECT_EQ(*parse_sipfrag("SIP/2.0 100 Trying\r\n"), (StatusLine{100, "Trying"}));
  EXPECT_EQ(*parse_sipfrag("SIP/2.0 603 Declined by user\r\nFrom: x\r\n\r\nbody"),
            (StatusLine{603, "Declined by user"}));
}

TEST(Sipfrag, TakesWhatPhonesWrite) {
  EXPECT_EQ(*parse_sipfrag("SIP/2.0 200 OK"), (StatusLine{200, "OK"}));
  EXPECT_EQ(*parse_sipfrag("\r\nSIP/2.0 200 OK\n"), (StatusLine{200, "OK"}));
  EXPECT_EQ(*parse_sipfrag("SIP/2.0 486\r\n"), (StatusLine{486, ""}));
  EXPECT_EQ(*parse_sipfrag("SIP/2.0  180  Ringing \r\n"), (StatusLine{180, "Ringing"}));
}

TEST(Sipfrag, RefusesWhatIsNoStatusLine) {
  for (std::string_view body :
       {"", "\r\n", "INVITE sip:a SIP/2.0\r\n", "From: x\r\n", "SIP/2.0", "SIP/2.0 \r\n200 OK",
        "SIP/2.0 99 x", "SIP/2.0 700 x", "SIP/2.0 2000 x", "SIP/2.0 2x0 x", "SIP/3.0 200 OK"})
    EXPECT_FALSE(parse_sipfrag(body).ok()) << body;
}

TEST(Sipfrag, IsWrittenInOneLine) {
  EXPECT_EQ(write_sipfrag(180), "SIP/2.0 180 Ringing\r\n");
  EXPECT_EQ(write_sipfrag(486, "Busy\r\nX: y"), "SIP/2.0 486 Busy  X: y\r\n");
}

}  // namespace
}  // namespace offhook::sip
