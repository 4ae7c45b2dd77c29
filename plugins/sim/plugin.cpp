// SPDX-License-Identifier: GPL-3.0-or-later
#include <cerrno>
#include <exception>
#include <new>

#include "offhook/audio.h"
#include "offhook/display.h"
#include "offhook/hook.h"
#include "offhook/keypad.h"
#include "offhook/leds.h"
#include "offhook/ringer.h"
#include "offhook/sim.h"
#include "settings.hpp"
#include "sim_board.hpp"

namespace offhook::plugins::sim {

namespace {

int create(const offhook_host* host, const char* config_json, offhook_board** out) noexcept try {
  if (!OFFHOOK_OFFERS(host, offhook_host, post) || !OFFHOOK_OFFERS(host, offhook_host, now_ns) ||
      out == nullptr)
    return -EINVAL;
  std::string error;
  const auto settings = parse_settings(config_json != nullptr ? config_json : "{}", error);
  if (!settings) {
    if (host->log != nullptr) host->log(host, OFFHOOK_LOG_ERROR, ("sim: " + error).c_str());
    return -EINVAL;
  }
  *out = (new SimBoard(*host, *settings))->handle();
  return 0;
} catch (const std::bad_alloc&) {
  return -ENOMEM;
} catch (const std::exception&) {
  return -EIO;
}

constexpr const char* capabilities[] = {OFFHOOK_HOOK,   OFFHOOK_KEYPAD,  OFFHOOK_LEDS,
                                        OFFHOOK_RINGER, OFFHOOK_DISPLAY, OFFHOOK_AUDIO,
                                        OFFHOOK_DSP,    OFFHOOK_SIM,     nullptr};

constexpr offhook_descriptor descriptor{.struct_size = sizeof descriptor,
                                        .reserved = 0,
                                        .id = "org.offhook.sim",
                                        .name = "Simulated desk phone",
                                        .vendor = "offhook",
                                        .version = "0.1.0",
                                        .capabilities = capabilities,
                                        .create = create};

}  // namespace

}  // namespace offhook::plugins::sim

extern "C" const offhook_plugin offhook_plugin_entry = {
    .struct_size = sizeof(offhook_plugin),
    .abi_major = OFFHOOK_ABI_MAJOR,
    .abi_minor = OFFHOOK_ABI_MINOR,
    .reserved = 0,
    .descriptor = &offhook::plugins::sim::descriptor};
