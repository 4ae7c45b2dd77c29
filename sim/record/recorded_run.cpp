// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/recorded_run.hpp"

#include <utility>

namespace offhook::sim::record {
namespace {

std::unique_ptr<RecordingStreamNetwork> around(transport::StreamNetwork* below, Recorder& recorder,
                                               std::uint8_t number) {
  if (below == nullptr) return nullptr;
  return std::make_unique<RecordingStreamNetwork>(*below, recorder, number);
}

Header with_networks(Header header, const transport::Networks& networks) {
  const transport::StreamNetwork* const each[] = {networks.tcp, networks.tls, networks.ws,
                                                  networks.wss};
  for (unsigned i = 0; i < 4; ++i)
    if (each[i] != nullptr) header.networks = static_cast<std::uint8_t>(header.networks | 1U << i);
  return header;
}

}  // namespace

RecordedRun::RecordedRun(act::Loop& loop, const Header& header, Recorder::Options options,
                         World world)
    : recorder_(loop, with_networks(header, world.networks), std::move(options)),
      datagrams_(world.networks.datagrams, recorder_),
      tcp_(around(world.networks.tcp, recorder_, 0)),
      tls_(around(world.networks.tls, recorder_, 1)),
      ws_(around(world.networks.ws, recorder_, 2)),
      wss_(around(world.networks.wss, recorder_, 3)),
      dns_(world.dns, recorder_),
      random_(world.random, recorder_),
      media_(caf::actor_cast<media::Media>(
          loop.spawn<RecordedMediaActor>(std::move(world.media), recorder_))) {}

RecordedRun::~RecordedRun() = default;

transport::Networks RecordedRun::networks() {
  return {datagrams_, tcp_.get(), tls_.get(), ws_.get(), wss_.get()};
}

phone::Phone RecordedRun::stand_before(const phone::Phone& phone) {
  auto& loop = recorder_.loop();
  outputs_ = loop.spawn<OutputsActor>(
      phone, [this](const std::string& json) { recorder_.note(Kind::event, json); });
  phone_ = caf::actor_cast<phone::Phone>(loop.spawn<RecordedPhoneActor>(phone, recorder_));
  return phone_;
}

void RecordedRun::stop() {
  act::stop(outputs_);
  act::stop(phone_);
  act::stop(media_);
  outputs_ = nullptr;
  phone_ = nullptr;
  media_ = nullptr;
}

}  // namespace offhook::sim::record
