// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <boost/json.hpp>

// Results of the control API as people read them: at most 80 columns.

namespace offhook::cli {

std::string render_state(const boost::json::value& state);
std::string render_accounts(const boost::json::value& accounts);
std::string render_calls(const boost::json::value& calls);
std::string render_call(const boost::json::value& call);
std::string render_devices(const boost::json::value& devices);
std::string render_leds(const boost::json::value& leds);
/// The display with its soft keys, in a frame.
std::string render_screen(const boost::json::value& display);
/// "name  value", a line a member.
std::string render_members(const boost::json::value& object);
/// One line: seconds of phone time, type, and what the event says.
std::string render_event(const boost::json::object& event);

/// "" if `value` has no such text.
std::string text_of(const boost::json::value& value, std::string_view member);

}  // namespace offhook::cli
