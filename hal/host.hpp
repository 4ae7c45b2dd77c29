// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "actors/base/clock.hpp"
#include "hal/event_sink.hpp"
#include "offhook/board.h"
#include "offhook/watch.h"

namespace offhook::hal {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

/// Watches file descriptors for boards that need no thread of their own. Control thread only.
class FdWatcher {
 public:
  virtual ~FdWatcher() = default;
  /// Calls `ready` whenever `fd` is readable. 0, -EEXIST or -EBADF.
  virtual int watch(int fd, std::function<void()> ready) = 0;
  /// No call for `fd` after it returns. 0 or -ENOENT.
  virtual int unwatch(int fd) = 0;
};

/// What the phone lends to one board. Clock and watcher outlive it.
struct HostServices {
  const Clock* clock;
  /// One line for people; called from any thread but the media thread.
  std::function<void(LogLevel, std::string_view)> log;
  /// See EventSink: events wait, drain the board on the control thread.
  std::function<void()> wake;
  FdWatcher* watcher = nullptr;  ///< null: the board does without
};

/// The host side of the C ABI. Stays where it is: boards keep its address.
class Host {
 public:
  explicit Host(HostServices services);
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  [[nodiscard]] const offhook_host& c() const { return c_; }
  EventSink& events() { return events_; }
  [[nodiscard]] const EventSink& events() const { return events_; }

 private:
  static Host& of(const offhook_host* host);
  static void log(const offhook_host* host, int level, const char* text);
  static int post(const offhook_host* host, const offhook_event* event);
  static std::uint64_t now_ns(const offhook_host* host);
  static const void* get_extension(const offhook_host* host, const char* id);
  static int watch(const offhook_host* host, int fd, offhook_fd_ready ready, void* context);
  static int unwatch(const offhook_host* host, int fd);

  HostServices services_;
  EventSink events_;
  offhook_host c_;
  offhook_host_watch watch_;
};

}  // namespace offhook::hal
