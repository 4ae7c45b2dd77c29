// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/paging_actor.hpp"

#include <span>

#include "media/rtp_header.hpp"

namespace offhook::phone {
namespace {

constexpr auto media_patience = 5s;
constexpr std::chrono::milliseconds between_checks{250};

std::optional<media::Codec> codec_of(media::PayloadType type) {
  if (type.value == 0) return media::Codec::pcmu;  // RFC 3551 §6
  if (type.value == 8) return media::Codec::pcma;
  return std::nullopt;
}

media::PayloadType type_of(media::Codec codec) {
  return media::PayloadType{static_cast<std::uint8_t>(codec == media::Codec::pcma ? 8 : 0)};
}

}  // namespace

PagingActor::PagingActor(caf::actor_config& config, PagingParts parts)
    : actor(config), parts_(std::move(parts)) {}

PagingActor::behavior_type PagingActor::make_behavior() {
  listen();
  return {
      [this](const HearPage& m) { hear(m.priority); },
      [this](const StopHearing&) { stop_hearing(); },
      [this](const SpeakTo& m) { speak_to(m.group); },
      [this](const StopSpeaking&) { stop_speaking(); },
      [](const media::DtmfReceived&) {},
      [](const media::DtmfSent&) {},
      [](const media::MediaSilent&) {},
      [this](const PageCheck&) { check(); },
  };
}

void PagingActor::on_exit() {
  check_.cancel();
  sockets_.clear();
  stop_hearing();
  stop_speaking();
  parts_.media = nullptr;
  parts_.owner = nullptr;
}

// ---- who is on the air ----

void PagingActor::listen() {
  std::uint8_t priority = 0;
  for (const auto& group : parts_.settings.listen) {
    ++priority;
    // The socket is this actor's and goes with it, so that the handler may say "this".
    auto socket =
        parts_.network.join(parts_.local, group.address,
                            [this, priority](const std::string& octets, const Endpoint& from) {
                              arrived(priority, octets, from);
                            });
    if (socket.ok())
      sockets_.push_back(*std::move(socket));
    else
      tell(parts_.owner, PageFailed{message_of(socket.status())});
  }
}

void PagingActor::arrived(std::uint8_t priority, std::string_view octets, const Endpoint& from) {
  if (from == speaking_from_) return;  // our own, come back
  const auto packet = media::parse_rtp(std::as_bytes(std::span(octets.data(), octets.size())));
  const auto codec = packet ? codec_of(packet->type) : std::nullopt;
  if (!codec) return;
  const auto known = on_air_.find(priority);
  if (known != on_air_.end()) {
    // Somebody else who speaks to the group too is not heard.
    if (known->second.from == from) known->second.last = now();
    return;
  }
  on_air_[priority] = {from, *codec, now()};
  tell(parts_.owner, PageBegan{priority});
  if (on_air_.size() == 1) check_ = after(between_checks, PageCheck{});
}

void PagingActor::check() {
  for (auto page = on_air_.begin(); page != on_air_.end();) {
    if (now() - page->second.last < page_silence) {
      ++page;
      continue;
    }
    tell(parts_.owner, PageEnded{page->first});
    page = on_air_.erase(page);
  }
  if (!on_air_.empty()) check_ = after(between_checks, PageCheck{});
}

// ---- hearing ----

void PagingActor::hear(std::uint8_t priority) {
  stop_hearing();
  if (!on_air_.contains(priority)) return;
  heard_ = priority;
  const auto& group = parts_.settings.listen.at(priority - 1U).address;
  ask(parts_.media, media_patience, media::OpenPage{parts_.local, group, me()})
      .then(
          [this, priority](const media::StreamOpened& opened) {
            if (!opened.status.ok())
              tell(parts_.owner, PageFailed{message_of(opened.status)});
            else
              hear_through(opened.stream, priority);
          },
          [this](const act::error& failed) {
            tell(parts_.owner, PageFailed{act::describe(failed)});
          });
}

void PagingActor::hear_through(media::StreamId stream, std::uint8_t priority) {
  const auto page = on_air_.find(priority);
  if (heard_ != priority || hearing_ || page == on_air_.end())
    return act::tell_anon(parts_.media, media::CloseStream{stream});
  hearing_ = stream;
  media::StreamPlan plan;
  plan.remote = page->second.from;
  plan.codec = page->second.codec;
  plan.payload = type_of(plan.codec);
  plan.direction = media::Direction::recvonly;
  tell(parts_.media, media::SetStreamPlan{stream, plan});
  tell(parts_.media, media::SetStreamAudible{stream, true});
}

void PagingActor::stop_hearing() {
  heard_.reset();
  close(hearing_);
}

// ---- speaking ----

void PagingActor::speak_to(const Endpoint& group) {
  stop_speaking();
  spoken_to_ = group;
  ask(parts_.media, media_patience, media::OpenPage{parts_.local, std::nullopt, me()})
      .then(
          [this, group](const media::StreamOpened& opened) {
            if (!opened.status.ok())
              return tell(parts_.owner, PageFailed{message_of(opened.status)});
            if (spoken_to_ != group || speaking_)
              return act::tell_anon(parts_.media, media::CloseStream{opened.stream});
            speaking_ = opened.stream;
            speaking_from_ = opened.rtp;
            media::StreamPlan plan;
            plan.remote = group;
            plan.codec = parts_.settings.codec;
            plan.payload = type_of(plan.codec);
            plan.direction = media::Direction::sendonly;
            tell(parts_.media, media::SetStreamPlan{opened.stream, plan});
            tell(parts_.media, media::SetStreamAudible{opened.stream, true});
          },
          [this](const act::error& failed) {
            tell(parts_.owner, PageFailed{act::describe(failed)});
          });
}

void PagingActor::stop_speaking() {
  spoken_to_.reset();
  close(speaking_);
}

void PagingActor::close(std::optional<media::StreamId>& stream) {
  if (stream) act::tell_anon(parts_.media, media::CloseStream{*stream});
  stream.reset();
}

}  // namespace offhook::phone
