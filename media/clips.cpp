// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/clips.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>

// The assembler copies the files into read-only data: nothing to compile, nothing to find later.
#define OFFHOOK_EMBED(name, file)         \
  asm(".section .rodata\n"                \
      ".balign 16\n"                      \
      "offhook_clip_" name                \
      ":\n"                               \
      ".incbin \"" OFFHOOK_CLIPS "/" file \
      "\"\n"                              \
      "offhook_clip_" name                \
      "_end:\n"                           \
      ".previous\n")

OFFHOOK_EMBED("alice", "alice.wav");
OFFHOOK_EMBED("bob", "bob.wav");

extern "C" {
[[gnu::visibility("hidden")]] extern const std::byte offhook_clip_alice[];
[[gnu::visibility("hidden")]] extern const std::byte offhook_clip_alice_end[];
[[gnu::visibility("hidden")]] extern const std::byte offhook_clip_bob[];
[[gnu::visibility("hidden")]] extern const std::byte offhook_clip_bob_end[];
}

namespace offhook::media {
namespace {

/// The samples of a plain RIFF file whose data chunk comes straight after the format chunk.
std::span<const Sample> samples_of(const std::byte* begin, const std::byte* end) {
  constexpr std::size_t header = 44;
  if (static_cast<std::size_t>(end - begin) < header) return {};
  if (std::memcmp(begin + 36, "data", 4) != 0) return {};
  const auto octets = static_cast<std::size_t>(end - begin) - header;
  return {reinterpret_cast<const Sample*>(begin + header), octets / sizeof(Sample)};
}

}  // namespace

std::span<const Sample> clip(std::string_view name) {
  if (name == "alice") return samples_of(offhook_clip_alice, offhook_clip_alice_end);
  if (name == "bob") return samples_of(offhook_clip_bob, offhook_clip_bob_end);
  return {};
}

}  // namespace offhook::media
