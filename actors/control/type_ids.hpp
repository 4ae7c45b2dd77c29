// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

OFFHOOK_MESSAGES(control, (offhook::control::ClientMessage)(offhook::control::ClientGone)(
                              offhook::control::MessageWritten)(offhook::control::EventDelivered)(
                              offhook::control::OrderFinished)(
                              offhook::control::AuthenticationOverdue)(offhook::control::Subscribe)(
                              offhook::control::ResumeEvents)(offhook::control::SubscribeReply)(
                              offhook::control::Unsubscribe)(offhook::control::UnsubscribeReply)(
                              offhook::control::QueryState)(offhook::control::StateReply)(
                              offhook::control::PerformOrder)(offhook::control::WaitRanOut))
