// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

OFFHOOK_MESSAGES(subscription,
                 (offhook::subscription::SubscriptionChanged)(offhook::subscription::StateNotified)(
                     offhook::subscription::Subscribe)(offhook::subscription::Unsubscribe)(
                     offhook::subscription::WatchedPartyChanged)(
                     offhook::subscription::WatchedListChanged)(offhook::subscription::DialogsTold)(
                     offhook::subscription::AppearancesTold)(offhook::subscription::SeizeLine)(
                     offhook::subscription::LineSeized)(offhook::subscription::ReleaseLine))
