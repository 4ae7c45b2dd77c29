// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "actors/base/endpoint.hpp"
#include "actors/device/alert_info.hpp"
#include "actors/device/audio_outputs.hpp"
#include "media/audio_device.hpp"
#include "media/command.hpp"
#include "media/page_rules.hpp"

namespace offhook::phone {

/// A sound of one's own, read at the start; null for none.
using SoundFile = std::shared_ptr<const media::Sound>;

/// A short beep now and then.
struct ReminderSettings {
  bool enabled = false;
  std::chrono::seconds delay{30};     ///< before the first
  std::chrono::seconds interval{30};  ///< between two
};

/// What is heard while a call is on hold.
struct HoldSettings {
  ReminderSettings ours{.enabled = true};  ///< while we hold somebody
  ReminderSettings theirs{};               ///< while somebody holds us
  SoundFile music{};                       ///< for those we hold; null is silence
  std::string music_server{};              ///< SIP URI of a server that has it, or ""
};

/// One of the rings built in, or a sound of one's own.
struct RingSound {
  std::uint32_t number = 1;
  SoundFile file{};
};

struct RingSettings {
  RingSound usual{};
  std::map<std::string, RingSound, std::less<>> accounts{};  ///< by account_id
  std::map<std::string, RingSound, std::less<>> callers{};   ///< by user part
  bool alert_info = true;                                    ///< callers' phones may choose
  std::vector<device::AlertText> texts{};                    ///< info texts that name a ring
  device::RingOutput output = device::RingOutput::speaker;
};

/// Somewhere to page, or to listen for pages.
struct PageGroup {
  Endpoint address{};  ///< multicast
  std::string label{};
};

struct PagingSettings {
  media::Codec codec = media::Codec::pcmu;
  media::PageSettings rules{};
  std::uint8_t volume = 8;          ///< of pages that are heard
  std::vector<PageGroup> listen{};  ///< the most urgent first
  std::vector<PageGroup> groups{};  ///< to speak to, by label
};
inline constexpr std::size_t most_page_groups = 64;

/// Which sound the caller hears while a far phone rings that sends some.
enum class EarlyMedia : std::uint8_t {
  theirs,  ///< what comes, until a 180 takes it back (RFC 3960 §3)
  both,    ///< that and our own ring-back tone
  ours,    ///< our own tone alone
};

}  // namespace offhook::phone
