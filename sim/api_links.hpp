// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "actors/control/backend.hpp"
#include "actors/control/websocket_server.hpp"
#include "sim/api_link.hpp"
#include "sim/world.hpp"

namespace offhook::sim {

/// The control API of one phone, with one token that may do everything.
[[nodiscard]] control::Backend start_api(World& world, const phone::Phone& phone,
                                         const std::string& phone_id, const std::string& token,
                                         RandomSource& random);

/// Straight to a session in the same thread: virtual time.
[[nodiscard]] std::unique_ptr<ApiLink> link_inside(World& world, const control::Backend& backend,
                                                   const std::string& token,
                                                   ApiLink::OnEvent on_event);

/// Through a WebSocket on a free loopback port, as any program would. The server is made here;
/// `url` says where others find it.
[[nodiscard]] absl::StatusOr<std::unique_ptr<ApiLink>> link_by_websocket(
    World& world, const control::Backend& backend, const std::string& token,
    ApiLink::OnEvent on_event, std::unique_ptr<control::WebSocketServer>& server, std::string& url);

}  // namespace offhook::sim
