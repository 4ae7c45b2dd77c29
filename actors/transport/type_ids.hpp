// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

OFFHOOK_MESSAGES(transport,
                 (offhook::transport::MessageArrived)(offhook::transport::SendFailed)(
                     offhook::transport::SendMessage)(offhook::transport::DeliverTo)(
                     offhook::transport::Counters)(offhook::transport::QueryCounters)(
                     offhook::transport::DatagramArrived)(offhook::transport::DatagramUnreachable)(
                     offhook::transport::ConnectionAccepted)(offhook::transport::ConnectionOpened)(
                     offhook::transport::OctetsArrived)(offhook::transport::ConnectionClosed)(
                     offhook::transport::FlowTimerFired))
