// SPDX-License-Identifier: GPL-3.0-or-later
// Any octets as what a notifier tells: a dialog-info document, and a list of them. What is accepted
// has a state.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "actors/base/status.hpp"
#include "actors/subscription/resource_list.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offhook::subscription;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  WatchedDialogs party;
  if (const auto info = parse_dialog_info(text); info.ok()) {
    OFFHOOK_CHECK(info->dialogs.size() <= most_watched_dialogs);
    party.apply(*info);
    OFFHOOK_CHECK(party.dialogs().size() <= info->dialogs.size());
    OFFHOOK_CHECK((party.state() == PartyState::unknown) == !info->is_full);
  }
  WatchedList list;
  for (const auto* type : {"multipart/related;boundary=b1", "application/rlmi+xml"})
    if (const auto news = parse_list_notification(type, text); news.ok()) list.apply(*news);
  OFFHOOK_CHECK(list.members().size() <= most_listed);
  return 0;
}
