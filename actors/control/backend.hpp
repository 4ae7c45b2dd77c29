// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "actors/base/loop.hpp"
#include "actors/control/messages.hpp"

namespace offhook::control {

/// Starts the control API of a phone: the hub that numbers its events and the keeper of its orders.
/// From the loop's thread.
Backend start_backend(act::Loop& loop, const phone::Phone& phone, Engine engine);

/// One more client. `grant` if it has shown a good token already. Its texts go to the session as
/// ClientMessage, and ClientGone ends it.
Session open_session(act::Loop& loop, const Backend& backend, std::shared_ptr<Outlet> outlet,
                     std::optional<Grant> grant);

/// Ends hub and operations and drops every handle. Sessions end with their clients; stop those (the
/// server) first.
void stop_backend(Backend& backend);

}  // namespace offhook::control
