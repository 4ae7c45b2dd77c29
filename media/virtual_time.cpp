// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/virtual_time.hpp"

#include <utility>

#include <ortp/port.h>

namespace offhook::media {
namespace {

constinit thread_local VirtualTime* seen = nullptr;

class FixedClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const noexcept override { return 123'456ms; }
};

}  // namespace

std::uint64_t VirtualTime::random() {
  // splitmix64
  std::uint64_t z = seed_ += 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

bool VirtualTime::interposed() {
  const FixedClock clock;
  VirtualTime time(clock, 1);
  const VirtualTimeScope scope(&time);
  return ortp_get_cur_time_ms() == static_cast<std::uint64_t>(time.monotonic_ns() / 1'000'000);
}

VirtualTimeScope::VirtualTimeScope(VirtualTime* time) noexcept
    : before_(std::exchange(seen, time != nullptr ? time : seen)) {}

VirtualTimeScope::~VirtualTimeScope() { seen = before_; }

VirtualTime* VirtualTimeScope::current() noexcept { return seen; }

}  // namespace offhook::media
