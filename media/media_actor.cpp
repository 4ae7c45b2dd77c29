// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/media_actor.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "media/digits.hpp"

namespace offhook::media {

MediaActor::MediaActor(caf::actor_config& config, MediaParts parts)
    : actor(config),
      parts_(std::move(parts)),
      engine_(parts_.engine),
      control_(std::make_unique<MediaControl>(engine_, parts_.ports, parts_.random)) {}

MediaActor::behavior_type MediaActor::make_behavior() {
  if (parts_.start_runner)
    runner_ = parts_.start_runner(engine_, [this] { act::tell_anon(me(), EngineDue{}); });
  return {
      [this](const OpenStream& m) { return open(control_->open_stream(m.local), m.owner); },
      [this](const OpenPage& m) { return open(control_->open_page(m.local, m.group), m.owner); },
      [this](const SetStreamPlan& m) { set_plan(m); },
      [this](const SetStreamAudible& m) { control_->connect(m.stream, m.audible); },
      [this](const JoinConference& m) { return join(m); },
      [this](const LeaveConference& m) { control_->leave(m.stream); },
      [this](const SetMember& m) { control_->set_member(m.stream, m.heard, m.hears); },
      [this](const PlayToPeer& m) { play_to_peer(m); },
      [this](const CloseStream& m) { return close(m); },
      [this](const QueryReport& m) { return report(m); },
      [this](const SendDigits& m) { send_digits(m); },
      [this](const StartTone& m) {
        control_->play_segments(parts_.tones.of(m.tone));
        keep_ticking();
      },
      [this](const EndTone&) { control_->stop_tone(); },
      [this](const PlaySignal& m) { play_signal(m); },
      [this](const StartRing& m) { start_ring(m); },
      [this](const EndRing&) { end_ring(); },
      [this](const SetMute& m) { control_->set_mute(m.muted); },
      [this](const AdjustLevels& m) { control_->set_levels(m.levels); },
      [this](const UseAudioDevice& m) { use_device(m); },
      [this](const UseOutputDevice& m) { use_output(m); },
      [this](const EngineDue&) { engine_due(); },
      [this](const RtcpDue& m) { rtcp_due(m); },
  };
}

void MediaActor::on_exit() {
  tick_.cancel();
  runner_.reset();  // after this nobody ticks, and what was lent can be taken back
  for (auto& [stream, line] : lines_)
    for (ReportPromise& asker : line.closing) asker.deliver(report_of(stream));
  control_.reset();
  lines_.clear();
  lent_.clear();
  outputs_ = {};
  ring_.reset();
  device_.reset();
}

// ---- orders ----

StreamOpened MediaActor::open(const absl::StatusOr<OpenedStream>& opened,
                              const StreamOwner& owner) {
  if (!opened.ok()) return {opened.status(), {}, {}};
  watch_owner(owner);
  lines_[opened->id].owner = owner;
  keep_ticking();
  return {absl::OkStatus(), opened->id, opened->rtp};
}

void MediaActor::set_plan(const SetStreamPlan& order) {
  const auto line = lines_.find(order.stream);
  if (line == lines_.end()) return;
  line->second.silence_limit = order.plan.silence_limit;
  control_->configure(order.stream, order.plan);
  if (control_->has_begun(order.stream)) {
    line->second.rtcp.cancel();
    return keep_ticking();
  }
  // Half the interval, as for any first report (RFC 3550 §6.2): a call may well be over by then.
  line->second.rtcp = after(parts_.engine.rtcp_interval / 2, RtcpDue{order.stream});
}

void MediaActor::rtcp_due(const RtcpDue& due) {
  control_->begin(due.stream);
  keep_ticking();
}

act::result<StreamReport> MediaActor::close(const CloseStream& order) {
  auto promise = make_response_promise<StreamReport>();
  const auto line = lines_.find(order.stream);
  if (line == lines_.end()) {
    promise.deliver(StreamReport{});
    return promise;
  }
  line->second.closing.push_back(promise);
  control_->close(order.stream);
  if (control_->has_closed()) collect();
  return promise;
}

StreamReport MediaActor::report(const QueryReport& question) const {
  return report_of(question.stream);
}

StreamReport MediaActor::report_of(StreamId stream) const {
  return control_->report(stream).value_or(StreamReport{});
}

void MediaActor::send_digits(const SendDigits& order) {
  const auto found = lines_.find(order.stream);
  if (found == lines_.end()) return;
  Line& line = found->second;
  if (order.digits.empty()) return tell(line.owner, DtmfSent{order.stream, {}});
  line.digits_waiting += order.digits;
  line.timing = {order.tone, order.gap};
  line.digits_as_sound = order.as_sound;
  if (line.digits_under_way.empty()) send_waiting_digits(order.stream, line);
}

void MediaActor::send_waiting_digits(StreamId stream, Line& line) {
  const std::string now = line.digits_waiting.substr(0, DigitSender::most_waiting);
  line.digits_waiting.erase(0, now.size());
  const absl::Status sent = line.digits_as_sound ? control_->say_digits(stream, now, line.timing)
                                                 : control_->send_digits(stream, now, line.timing);
  if (sent.ok()) {
    line.digits_under_way = now;
    return keep_ticking();
  }
  // Whoever waits for the end must hear of it, with what did go out.
  log::warning("digits not sent: " + message_of(sent));
  line.digits_waiting.clear();
  tell(line.owner, DtmfSent{stream, std::exchange(line.digits_sent, {})});
}

ConferenceJoined MediaActor::join(const JoinConference& order) {
  const absl::Status status = control_->join(order.conference, order.stream);
  return {status, control_->members(order.conference).size()};
}

void MediaActor::play_to_peer(const PlayToPeer& order) {
  const auto found = lines_.find(order.stream);
  if (found == lines_.end()) return;
  auto before = std::exchange(found->second.sound, order.sound);
  const auto samples =
      order.sound ? std::span<const Sample>(*order.sound) : std::span<const Sample>();
  control_->play_clip(order.stream, samples,
                      order.forever ? ClipPlayer::Repeat::forever : ClipPlayer::Repeat::once);
  take_back(std::move(before));
  keep_ticking();
}

// ---- the person's end ----

void MediaActor::play_signal(const PlaySignal& order) {
  if (order.digit != 0)
    control_->play_digit(order.digit);
  else
    control_->play_segments(parts_.tones.of(order.tone), ToneLayer::signal);
  keep_ticking();
}

void MediaActor::start_ring(const StartRing& order) {
  auto before = std::exchange(ring_, order.file);
  const auto samples = ring_ ? std::span<const Sample>(*ring_) : std::span<const Sample>();
  control_->play_ring(ring_of(order.number), samples);
  take_back(std::move(before));
  keep_ticking();
}

void MediaActor::end_ring() {
  control_->stop_ring();
  take_back(std::exchange(ring_, nullptr));
}

void MediaActor::use_device(const UseAudioDevice& order) {
  auto before = std::exchange(device_, order.device);
  control_->set_device(device_.get(), order.rings);
  if (before != device_) take_back(std::move(before));
  keep_ticking();
}

void MediaActor::use_output(const UseOutputDevice& order) {
  if (order.place >= outputs_.size()) return;
  auto& output = outputs_[order.place];
  auto before = std::exchange(output, order.device);
  control_->set_output(order.place, output.get(), order.sound);
  if (before != output) take_back(std::move(before));
  keep_ticking();
}

/// Keeps what the order just given takes from the media thread until that has seen it.
void MediaActor::take_back(std::shared_ptr<const void> thing) {
  forget_obeyed();
  if (thing) lent_.push_back({control_->last_order(), std::move(thing)});
}

void MediaActor::forget_obeyed() {
  while (!lent_.empty() && control_->obeyed(lent_.front().order)) lent_.pop_front();
}

// ---- time ----

void MediaActor::engine_due() {
  ticking_ = false;
  if (!runner_) engine_.tick();
  collect();
  keep_ticking();
}

void MediaActor::collect() {
  control_->poll_events(
      [this](const Event& event) { std::visit([this](const auto& e) { happened(e); }, event); });
  forget_obeyed();
  watch_events();
}

/// Told once: a loop too busy to collect them will not become faster by writing about it.
void MediaActor::watch_events() {
  if (loss_told_ || engine_.events_lost() == 0) return;
  loss_told_ = true;
  log::warning("media events were lost: the phone did not collect them for too long");
}

void MediaActor::keep_ticking() {
  if (runner_ || ticking_ || engine_.idle()) return;
  ticking_ = true;
  tick_ = after(period, EngineDue{});
}

// ---- events ----

void MediaActor::happened(const DigitReceived& event) {
  if (const auto line = lines_.find(event.stream); line != lines_.end())
    tell(line->second.owner, DtmfReceived{event.stream, event.digit, event.duration});
}

void MediaActor::happened(const DigitsSent& event) {
  const auto found = lines_.find(event.stream);
  if (found == lines_.end()) return;
  Line& line = found->second;
  line.digits_sent += std::exchange(line.digits_under_way, {});
  if (!line.digits_waiting.empty()) return send_waiting_digits(event.stream, line);
  tell(line.owner, DtmfSent{event.stream, std::exchange(line.digits_sent, {})});
}

void MediaActor::happened(const MediaTimedOut& event) {
  if (const auto line = lines_.find(event.stream); line != lines_.end())
    tell(line->second.owner, MediaSilent{event.stream, line->second.silence_limit});
}

void MediaActor::happened(const StreamClosed& event) {
  const auto line = lines_.find(event.stream);
  if (line == lines_.end()) return;
  for (ReportPromise& asker : line->second.closing) asker.deliver(event.report);
  const StreamOwner owner = std::move(line->second.owner);
  lines_.erase(line);
  forget_owner(owner);
}

// ---- owners ----

void MediaActor::watch_owner(const StreamOwner& owner) {
  if (!owner || ++owned_[owner.id()] > 1) return;
  watch(owner, [this, gone = owner.address()](const act::error&) {
    for (const auto& [stream, line] : lines_)
      if (line.owner && line.owner.address() == gone) control_->close(stream);
    collect();
  });
}

void MediaActor::forget_owner(const StreamOwner& owner) {
  if (!owner) return;
  const auto found = owned_.find(owner.id());
  if (found == owned_.end() || --found->second > 0) return;
  owned_.erase(found);
  unwatch(owner);
}

}  // namespace offhook::media
