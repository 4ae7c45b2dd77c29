// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "actors/phone/stack.hpp"
#include "sim/record/outputs_actor.hpp"
#include "sim/record/recorded_media_actor.hpp"
#include "sim/record/recorded_phone_actor.hpp"
#include "sim/record/recording_network.hpp"

namespace offhook::sim::record {

/// Everything that stands around one phone whose run is written down.
class RecordedRun {
 public:
  /// The world as it is; borrowed, but for the engine, which this then owns.
  struct World {
    transport::Networks networks;
    transport::DnsClient& dns;
    RandomSource& random;  ///< of the phone alone: nobody else may draw from it
    media::Media media;
  };
  RecordedRun(act::Loop& loop, const Header& header, Recorder::Options options, World world);
  ~RecordedRun();

  // What the phone gets in place of it.
  [[nodiscard]] transport::Networks networks();
  [[nodiscard]] transport::DnsClient& dns() { return dns_; }
  [[nodiscard]] RandomSource& random() { return random_; }
  [[nodiscard]] const media::Media& media() const { return media_; }

  /// Just before the stack is started.
  void start() { recorder_.start(); }
  /// Just after: whoever gives this phone orders gives them to what is returned.
  [[nodiscard]] phone::Phone stand_before(const phone::Phone& phone);
  /// Ends the actors.
  void stop();

 private:
  Recorder recorder_;
  RecordingNetwork datagrams_;
  std::unique_ptr<RecordingStreamNetwork> tcp_, tls_, ws_, wss_;
  RecordingDnsClient dns_;
  RecordingRandom random_;
  media::Media media_;
  phone::Phone phone_;
  phone::EventSink outputs_;
};

}  // namespace offhook::sim::record
