// SPDX-License-Identifier: GPL-3.0-or-later
#include "hal/host.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "actors/base/status.hpp"

namespace offhook::hal {

Host::Host(HostServices services)
    : services_(std::move(services)),
      events_(services_.wake),
      c_{.struct_size = sizeof c_,
         .abi_major = OFFHOOK_ABI_MAJOR,
         .abi_minor = OFFHOOK_ABI_MINOR,
         .reserved = 0,
         .context = this,
         .log = log,
         .post = post,
         .now_ns = now_ns,
         .get_extension = get_extension},
      watch_{.struct_size = sizeof watch_, .reserved = 0, .watch = watch, .unwatch = unwatch} {
  OFFHOOK_CHECK(services_.clock != nullptr);
}

Host& Host::of(const offhook_host* host) { return *static_cast<Host*>(host->context); }

void Host::log(const offhook_host* host, int level, const char* text) {
  const auto& sink = of(host).services_.log;
  if (sink && text != nullptr)
    sink(LogLevel(std::clamp<int>(level, OFFHOOK_LOG_DEBUG, OFFHOOK_LOG_ERROR)), text);
}

int Host::post(const offhook_host* host, const offhook_event* event) {
  if (event == nullptr || event->struct_size < sizeof(offhook_event)) return -EINVAL;
  offhook_event stamped = *event;
  if (stamped.at_ns == 0) stamped.at_ns = now_ns(host);
  return of(host).events_.post(stamped);
}

std::uint64_t Host::now_ns(const offhook_host* host) {
  return static_cast<std::uint64_t>(of(host).services_.clock->now().count());
}

const void* Host::get_extension(const offhook_host* host, const char* id) {
  const Host& self = of(host);
  if (id == nullptr) return nullptr;
  return self.services_.watcher != nullptr && std::string_view(id) == OFFHOOK_HOST_WATCH
             ? &self.watch_
             : nullptr;
}

int Host::watch(const offhook_host* host, int fd, offhook_fd_ready ready, void* context) {
  if (ready == nullptr) return -EINVAL;
  return of(host).services_.watcher->watch(fd, [=] { ready(context, fd); });
}

int Host::unwatch(const offhook_host* host, int fd) {
  return of(host).services_.watcher->unwatch(fd);
}

}  // namespace offhook::hal
