// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include <boost/json/object.hpp>

namespace offhook::control {

/// The OpenRPC 1.2 document of the API, made from the tables of methods, errors and events. What
/// OpenRPC has no word for stands in members that begin with "x-": scopes, errors and events.
boost::json::object openrpc_document(std::string_view version);

}  // namespace offhook::control
