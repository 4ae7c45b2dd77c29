// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

OFFHOOK_MESSAGES(transaction,
                 (offhook::transaction::ResponseArrived)(offhook::transaction::RequestFailed)(
                     offhook::transaction::SendResponse)(offhook::transaction::RequestArrived)(
                     offhook::transaction::AckArrived)(offhook::transaction::InviteCancelled)(
                     offhook::transaction::ResponseFailed)(offhook::transaction::Adopt)(
                     offhook::transaction::SendRequest)(offhook::transaction::CancelInvite)(
                     offhook::transaction::SendAck)(offhook::transaction::ClaimDialog)(
                     offhook::transaction::ReleaseDialog)(offhook::transaction::SetCore)(
                     offhook::transaction::TimerFired)(offhook::transaction::Begin)(
                     offhook::transaction::Cancel)(offhook::transaction::ServerTimerDue)(
                     offhook::transaction::TransportFailed)(offhook::transaction::StartClient)(
                     offhook::transaction::TargetResolved)(offhook::transaction::HopFailed)(
                     offhook::transaction::AnsweredTooLate)(offhook::transaction::SetAdmission)(
                     offhook::transaction::QueryAdmission)(offhook::transaction::AdmissionCounters))
