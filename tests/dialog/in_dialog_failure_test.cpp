// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/dialog/in_dialog_failure.hpp"

#include <gtest/gtest.h>

namespace offhook::dialog {
namespace {

using sip::Method;

TEST(InDialogFailure, EndsWhatRfc5057Says) {
  for (const int status : {404, 410, 416, 482, 483, 484, 485, 502, 604})
    EXPECT_EQ(failure_scope(Method::invite, status), FailureScope::dialog) << status;
  for (const int status : {405, 408, 480, 481})
    EXPECT_EQ(failure_scope(Method::invite, status), FailureScope::usage) << status;
  for (const int status : {302, 400, 401, 402, 403, 406, 407, 412, 413, 414, 415, 417, 420,
                           421, 422, 423, 428, 429, 436, 437, 438, 486, 487, 488, 489, 491,
                           493, 494, 499, 500, 501, 503, 504, 505, 513, 580, 600, 603, 606})
    EXPECT_EQ(failure_scope(Method::invite, status), FailureScope::transaction) << status;
}

TEST(InDialogFailure, AMethodThatThePeerDoesNotKnowEndsNoCall) {
  for (const auto method : {Method::update, Method::info, Method::prack, Method::refer})
    for (const int status : {405, 480, 501}) EXPECT_FALSE(ends_call(method, status));
}

TEST(InDialogFailure, ALostDialogEndsTheCallThatTheRequestBelongsTo) {
  for (const auto method : {Method::invite, Method::update, Method::info, Method::bye}) {
    EXPECT_TRUE(ends_call(method, 481));
    EXPECT_TRUE(ends_call(method, 408));  // and no answer at all
  }
  // A subscription dies alone, and what belongs to no usage harms none (§5.2, §5.3).
  for (const auto method : {Method::notify, Method::subscribe, Method::options, Method::message}) {
    EXPECT_FALSE(ends_call(method, 481));
    EXPECT_FALSE(ends_call(method, 408));
    EXPECT_TRUE(ends_call(method, 404));
  }
}

TEST(InDialogFailure, AnEventThatIsNotKnownEndsItsSubscriptionAlone) {
  for (const auto method : {Method::notify, Method::subscribe})
    for (const int status : {405, 408, 480, 481, 489})
      EXPECT_EQ(failure_scope(method, status), FailureScope::usage) << status;
  EXPECT_EQ(failure_scope(Method::update, 489), FailureScope::transaction);
}

// Some servers answer for the address in Refer-To, which says nothing about the peer's own.
TEST(InDialogFailure, ARefusedReferEndsNothing) {
  for (const int status : {404, 405, 408, 410, 480, 481, 484, 501, 604})
    EXPECT_FALSE(ends_call(Method::refer, status)) << status;
}

}  // namespace
}  // namespace offhook::dialog
