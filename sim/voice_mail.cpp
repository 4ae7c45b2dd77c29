// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/voice_mail.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <utility>

#include "actors/sip/uri.hpp"

namespace offhook::sim {
namespace {

constexpr auto looking_step = 50ms;
/// Less than this many samples above the noise of companding are no words.
constexpr int quiet = 300;
constexpr std::ptrdiff_t fewest_loud = 800;  // a tenth of a second

/// 400 ms of 1 kHz: now speak.
std::span<const media::Sample> beep() {
  static const auto sound = [] {
    std::array<media::Sample, 3200> samples{};
    for (std::size_t i = 0; i < samples.size(); ++i)
      samples[i] = static_cast<media::Sample>(
          8000 * std::sin(2 * std::numbers::pi * 1000 * static_cast<double>(i) / 8000));
    return samples;
  }();
  return sound;
}

std::string user_of(const std::string& text) {
  const auto uri = sip::parse_uri(text);
  return uri.ok() ? sip::unescape(uri->user) : std::string();
}

}  // namespace

void take_call(std::map<std::string, Mailbox>& boxes, const VoiceMailCall& call) {
  Mailbox& box = boxes[call.diverted_by.empty() ? call.caller : call.diverted_by];
  if (call.diverted_by.empty()) {
    box.old_messages += std::exchange(box.new_messages, 0);
  } else if (call.has_words) {
    ++box.new_messages;
  }
}

VoiceMail::VoiceMail(World& world, SimPhone& phone, Tell tell)
    : world_(world), phone_(phone), tell_(std::move(tell)) {
  look();
}

void VoiceMail::look() {
  const auto& view = phone_.view();
  while (seen_ < view.call_count() && view.call(seen_ + 1)->state == "ended") {
    if (began_ == seen_ + 1) call_ended(*view.call(began_));
    ++seen_;
  }
  if (seen_ < view.call_count() && began_ != seen_ + 1 &&
      view.call(seen_ + 1)->state == "connected")
    listen_from(seen_ + 1);
  timer_ = world_.loop().timers()->call_after(looking_step, [this] { look(); });
}

void VoiceMail::listen_from(std::size_t call) {
  began_ = call;
  heard_ = phone_.heard().size();
  phone_.say(beep());
}

void VoiceMail::call_ended(const PhoneView::Call& call) {
  const auto heard = std::span(phone_.heard()).subspan(heard_);
  const auto loud = std::count_if(heard.begin(), heard.end(),
                                  [](int sample) { return std::abs(sample) > quiet; });
  const VoiceMailCall what{user_of(call.remote_uri), user_of(call.diverted_by),
                           loud >= fewest_loud};
  const std::string user = what.diverted_by.empty() ? what.caller : what.diverted_by;
  const Mailbox before = boxes_[user];
  take_call(boxes_, what);
  if (boxes_[user] != before) tell_(user, boxes_[user]);
}

}  // namespace offhook::sim
