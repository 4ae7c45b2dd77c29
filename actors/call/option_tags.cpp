// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/call/option_tags.hpp"

#include <algorithm>
#include <array>

#include "actors/sip/grammar.hpp"

namespace offhook::call {
namespace {

struct OptionTag {
  std::string_view name;
  bool (*is_on)(const sip::CallOptions&);
};

constexpr bool always(const sip::CallOptions&) { return true; }
constexpr bool reliable(const sip::CallOptions& o) { return o.reliable != sip::Use::off; }

constexpr auto table = std::to_array<OptionTag>({
    {reliable_tag, reliable},  // RFC 3262
    {timer_tag, always},       // RFC 4028
    {"replaces", always},      // RFC 3891
    {"norefersub", always},    // RFC 4488
});

bool is_supported(std::string_view tag, const sip::CallOptions& options) {
  return std::any_of(table.begin(), table.end(), [&](const OptionTag& ours) {
    return ours.is_on(options) && sip::grammar::equal_ignoring_case(ours.name, tag);
  });
}

}  // namespace

std::string supported_options(const sip::CallOptions& options) {
  std::string list;
  for (const auto& tag : table)
    if (tag.is_on(options)) list.append(list.empty() ? "" : ", ").append(tag.name);
  return list;
}

std::string unsupported_options(const sip::Message& request, const sip::CallOptions& options) {
  std::string list;
  for (const auto tag : request.headers(sip::HeaderId::require))
    if (!is_supported(tag, options)) list.append(list.empty() ? "" : ", ").append(tag);
  return list;
}

bool supports(const sip::Message& message, std::string_view tag) {
  return message.lists(sip::HeaderId::supported, tag) || message.lists(sip::HeaderId::require, tag);
}

}  // namespace offhook::call
