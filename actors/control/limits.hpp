// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>

// What one client may ask of the phone; session.hello reports it.
namespace offhook::control::limits {

using namespace std::chrono_literals;

inline constexpr std::size_t message_octets = 64 * 1024;
inline constexpr std::size_t message_depth = 16;
inline constexpr std::size_t outstanding_requests = 64;
inline constexpr std::size_t requests_per_second = 200;
inline constexpr std::size_t subscriptions = 16;
inline constexpr std::size_t topics = 64;
inline constexpr std::size_t op_id_octets = 128;
inline constexpr std::int64_t log_page = 500;  ///< entries of the call log in one answer or order

/// What waits for a client that reads slowly.
inline constexpr std::size_t queued_messages = 1000;
inline constexpr std::size_t queued_octets = 1024 * 1024;

/// What the engine remembers.
inline constexpr std::size_t retained_events = 4096;
inline constexpr std::size_t remembered_operations = 4096;
inline constexpr auto operation_memory = 10min;
inline constexpr auto ended_call_memory = 60s;

inline constexpr auto authentication = 5s;
inline constexpr auto default_wait = 30s;
/// A far phone may ring for long: RFC 3261 §16.6 gives timer C three minutes.
inline constexpr auto default_dial_wait = 120s;
inline constexpr auto longest_wait = 180s;

inline constexpr std::size_t connections = 32;
inline constexpr auto ping_interval = 20s;
inline constexpr auto stuck_reader = 10s;

}  // namespace offhook::control::limits
