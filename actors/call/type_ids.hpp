// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

OFFHOOK_MESSAGES(
    call, (offhook::call::CallChanged)(offhook::call::CallEnded)(offhook::call::CallDtmfReceived)(
              offhook::call::CallDigitsSent)(offhook::call::CallMediaTimedOut)(
              offhook::call::OperationDone)(offhook::call::Answer)(offhook::call::Reject)(
              offhook::call::Hangup)(offhook::call::Hold)(offhook::call::Resume)(
              offhook::call::SendDtmf)(offhook::call::SetAudible)(
              offhook::call::CallTransferProgressed)(offhook::call::CallTransferRequested)(
              offhook::call::Transfer)(offhook::call::DecideTransfer)(
              offhook::call::ReportReferral)(offhook::call::CallTextReceived))
