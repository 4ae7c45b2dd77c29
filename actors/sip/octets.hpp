// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// Sixteen octets looked at together: what makes the scanners fast. Every answer is a mask whose
/// lowest bit speaks of the first octet. SSE2 is part of every x86-64; other machines take the
/// plain loops, which compilers turn into what they have.
namespace offhook::sip::grammar {

class Octets {
 public:
  static constexpr std::size_t count = 16;
  static constexpr std::uint32_t all = 0xFFFF;

#if defined(__SSE2__)
  explicit Octets(const char* at)
      : octets_(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at))) {}

  /// Those that are one of `wanted`.
  template <class... C>
  [[nodiscard]] std::uint32_t any_of(C... wanted) const {
    __m128i found = _mm_setzero_si128();
    ((found = _mm_or_si128(found, _mm_cmpeq_epi8(octets_, _mm_set1_epi8(wanted)))), ...);
    return mask(found);
  }

  /// Letters, digits, '-' and '.': what is in every class of `classes` and common.
  [[nodiscard]] std::uint32_t plain() const {
    const __m128i letters = in_range(_mm_or_si128(octets_, _mm_set1_epi8(0x20)), 'z', 26);
    const __m128i digits = in_range(octets_, '9', 13);  // "-./0123456789"
    const __m128i slash = _mm_cmpeq_epi8(octets_, _mm_set1_epi8('/'));
    return mask(_mm_or_si128(letters, _mm_andnot_si128(slash, digits)));
  }

  /// Those that equal `lower`, sixteen octets without upper case letters, but for case.
  [[nodiscard]] std::uint32_t equal_ignoring_case(const char* lower) const {
    const __m128i wanted = _mm_loadu_si128(reinterpret_cast<const __m128i*>(lower));
    return mask(_mm_cmpeq_epi8(_mm_or_si128(octets_, _mm_set1_epi8(0x20)), wanted));
  }

 private:
  static std::uint32_t mask(__m128i octets) {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(octets));
  }
  /// `last` and the `span - 1` octets before it: moved to the top of the signed octets.
  static __m128i in_range(__m128i octets, char last, char span) {
    const __m128i moved = _mm_add_epi8(octets, _mm_set1_epi8(static_cast<char>(127 - last)));
    return _mm_cmpgt_epi8(moved, _mm_set1_epi8(static_cast<char>(127 - span)));
  }
  __m128i octets_;
#else
  explicit Octets(const char* at) : octets_(at) {}

  template <class... C>
  [[nodiscard]] std::uint32_t any_of(C... wanted) const {
    return mask([&](std::size_t i) { return ((octets_[i] == wanted) || ...); });
  }
  [[nodiscard]] std::uint32_t plain() const {
    return mask([&](std::size_t i) {
      const char c = octets_[i];
      const char letter = static_cast<char>(c | 0x20);
      return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
  }
  [[nodiscard]] std::uint32_t equal_ignoring_case(const char* lower) const {
    return mask([&](std::size_t i) { return static_cast<char>(octets_[i] | 0x20) == lower[i]; });
  }

 private:
  template <class Test>
  static std::uint32_t mask(Test test) {
    std::uint32_t result = 0;
    for (std::size_t i = 0; i < count; ++i)
      result |= static_cast<std::uint32_t>(test(i) ? 1U : 0U) << i;
    return result;
  }
  const char* octets_;
#endif
};

/// Text behind which `Octets::count` octets more can be read, as in a message: scanners that know
/// it need no slow way for the last few octets.
class Padded : public std::string_view {
 public:
  Padded() = default;
  /// The caller vouches for what is behind it.
  explicit Padded(std::string_view text) : std::string_view(text) {}
  /// `at` is not beyond the end.
  [[nodiscard]] Padded substr(std::size_t at, std::size_t size = npos) const {
    const std::size_t left = this->size() - at;
    return Padded({data() + at, size < left ? size : left});
  }
};
template <class Text>
inline constexpr bool is_padded = std::is_same_v<Text, Padded>;

/// Offset of the first of `wanted` at or behind `at`, or npos.
template <class Text, class... C>
[[nodiscard]] std::size_t find_any(const Text& text, std::size_t at, C... wanted) {
  const char* const octets = text.data();
  const std::size_t size = text.size();
  const std::size_t needed = is_padded<Text> ? 1 : Octets::count;
  for (; at + needed <= size; at += Octets::count)
    if (const auto found = Octets(octets + at).any_of(wanted...); found != 0) {
      at += static_cast<std::size_t>(std::countr_zero(found));
      return at < size ? at : std::string_view::npos;
    }
  if constexpr (!is_padded<Text>)
    for (; at < size; ++at)
      if (((octets[at] == wanted) || ...)) return at;
  return std::string_view::npos;
}

}  // namespace offhook::sip::grammar
