// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/base/act.hpp"
#include "actors/phone/sound_settings.hpp"
#include "actors/transport/network.hpp"
#include "media/messages.hpp"

namespace offhook::phone {

// What is told to whoever owns the pages. `priority` is the place in the list of groups that are
// listened to, from 1.
struct PageBegan {
  std::uint8_t priority = 0;
};
struct PageEnded {
  std::uint8_t priority = 0;
};
struct PageFailed {
  std::string why;
};
using PagingOwner = act::ref<act::result<void>(PageBegan), act::result<void>(PageEnded),
                             act::result<void>(PageFailed)>;

/// Makes the page heard, in place of another.
struct HearPage {
  std::uint8_t priority = 0;
};
struct StopHearing {};
/// Speaks to a group from now on, in place of another.
struct SpeakTo {
  Endpoint group;
};
struct StopSpeaking {};

struct PageCheck {};

using Paging = act::ref<act::result<void>(HearPage), act::result<void>(StopHearing),
                        act::result<void>(SpeakTo), act::result<void>(StopSpeaking)>;

/// What pages need of the world. The network is borrowed.
struct PagingParts {
  transport::Network& network;
  IpAddress local;
  media::Media media;
  PagingOwner owner;
  PagingSettings settings;
};

/// Pages without SIP: RTP to and from multicast groups. Listens on the loop, so that an idle phone
/// has no tick; a page that is to be heard gets a stream of the engine, which joins the group too.
class PagingActor final
    : public act::actor<
          act::join<Paging, media::StreamOwner, act::ref<act::result<void>(PageCheck)>>> {
 public:
  PagingActor(caf::actor_config& config, PagingParts parts);
  const char* name() const override { return "paging"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  struct OnAir {
    Endpoint from;
    media::Codec codec = media::Codec::pcmu;
    Instant last{};
  };

  void listen();
  void arrived(std::uint8_t priority, std::string_view octets, const Endpoint& from);
  void check();
  void hear(std::uint8_t priority);
  void hear_through(media::StreamId stream, std::uint8_t priority);
  void stop_hearing();
  void speak_to(const Endpoint& group);
  void stop_speaking();
  void close(std::optional<media::StreamId>& stream);

  PagingParts parts_;
  std::vector<std::unique_ptr<transport::DatagramSocket>> sockets_;
  std::map<std::uint8_t, OnAir> on_air_;
  std::optional<std::uint8_t> heard_;  ///< is, or will be once its stream is open
  std::optional<Endpoint> spoken_to_;  ///< likewise
  std::optional<media::StreamId> hearing_, speaking_;
  std::optional<Endpoint> speaking_from_;
  Timer check_;
};

/// A page is over when nothing has come for so long.
inline constexpr std::chrono::milliseconds page_silence{1000};

}  // namespace offhook::phone

OFFHOOK_MESSAGES(
    phone, (offhook::phone::PageBegan)(offhook::phone::PageEnded)(offhook::phone::PageFailed)(
               offhook::phone::HearPage)(offhook::phone::StopHearing)(offhook::phone::SpeakTo)(
               offhook::phone::StopSpeaking)(offhook::phone::PageCheck))
