// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

OFFHOOK_MESSAGES(registration,
                 (offhook::registration::RegistrationChanged)(offhook::registration::Register)(
                     offhook::registration::Unregister)(offhook::registration::ServerInUse)(
                     offhook::registration::PhoneBusy))
