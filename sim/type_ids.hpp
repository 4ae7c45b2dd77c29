// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

OFFHOOK_MESSAGES(
    sim, (offhook::sim::ForwardingTimedOut)(offhook::sim::ForwardingOver)(
             offhook::sim::QueryBindings)(offhook::sim::BindingCount)(offhook::sim::SetMailbox))
