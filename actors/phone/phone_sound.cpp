// SPDX-License-Identifier: GPL-3.0-or-later
// Sound that follows from calls: the ring, beeps about calls on hold, music for those who wait.
#include "actors/phone/phone_actor.hpp"
#include "actors/phone/ring_policy.hpp"
#include "actors/sip/uri.hpp"

namespace offhook::phone {

// ---- the ring ----

device::StartRinging PhoneActor::ring_now() const {
  RingingCall facts;
  std::string caller;
  // A call that rings back after a transfer rings as any other.
  if (const auto* call = desk_.state().ringing()) {
    const auto uri = sip::parse_uri(call->remote_uri);
    if (uri.ok()) caller = uri->user;
    facts = {call->account_id, caller, call->alert_info};
    if (const auto* contact = contacts_.by_number(caller))
      facts.contact_ring = ring_named(contact->ring_tone);
  }
  return ring_of(facts, rings_, desk_.state().volumes.ring);
}

void PhoneActor::ring_as_wanted(bool ringing) {
  std::optional<device::StartRinging> wanted;
  if (ringing || (samples_ring_ && menu_.is_open())) wanted = ring_now();
  if (wanted == rings_as_) return;
  rings_as_ = wanted;
  if (wanted)
    tell(devices_.ringer, *wanted);
  else
    tell(devices_.ringer, device::StopRinging{});
}

void PhoneActor::end_sample() {
  if (!std::exchange(samples_ring_, false)) return;
  sample_.cancel();
  refresh("ring tone");
}

// ---- calls on hold ----

void PhoneActor::run_reminder() {
  const auto reminder = reminder_of(desk_.state(), parts_.settings.hold);
  if (std::exchange(reminded_of_, reminder) == reminder) return;
  reminder_ = reminder == Reminder::none
                  ? Timer{}
                  : after(settings_of(reminder, parts_.settings.hold).delay, ReminderDue{});
}

void PhoneActor::remind() {
  const auto tone = tone_of(reminded_of_);
  if (!tone) return;
  reminder_ = after(settings_of(reminded_of_, parts_.settings.hold).interval, ReminderDue{});
  play_signal(*tone);
}

/// In the ear if there is one, else a single splash of the ringer.
void PhoneActor::play_signal(media::Tone tone) {
  const bool listens = shown_.path != device::AudioPath::none ||
                       desk_.state().audio_path() != device::AudioPath::none;
  if (listens) {
    tell(parts_.media, media::PlaySignal{tone});
  } else if (!rings_as_) {
    device::StartRinging splash;
    splash.tone = device::splash_ring;
    splash.volume = desk_.state().volumes.ring;
    splash.cadence = device::RingCadence{{300ms, 700ms}, 2};
    tell(devices_.ringer, device::StopRinging{});  // the one before has sounded, and is not over
    tell(devices_.ringer, splash);
  }
  emit(ToneBurstEvent{std::string(media::name_of(tone))}, "timer");
}

/// A peer that we hold alone hears music: that of a file from here, or what a server sends.
bool PhoneActor::wants_music(const call::CallSnapshot& call) const {
  const auto& hold = parts_.settings.hold;
  if (call.state != call::CallState::held_local || !call.stream) return false;
  // Members of a conference hear each other as soon as they are taken back.
  return hold.music || (!hold.music_server.empty() && !desk_.state().is_member(call.call_id));
}

void PhoneActor::play_music() {
  const auto& hold = parts_.settings.hold;
  if (!hold.music && hold.music_server.empty()) return;
  std::map<std::string, media::StreamId> wanted;
  for (const auto& call : book_.snapshots())
    if (wants_music(call)) wanted[call.call_id] = *call.stream;
  if (wanted == with_music_) return;
  for (const auto& [id, stream] : with_music_)
    if (!wanted.contains(id)) play_to(stream, false);
  for (const auto& [id, stream] : wanted)
    if (!with_music_.contains(id)) play_to(stream, true);
  with_music_ = std::move(wanted);
  if (with_music_.empty()) tell(music_line_, EndMusic{});
}

void PhoneActor::play_to(media::StreamId stream, bool plays) {
  const auto& hold = parts_.settings.hold;
  if (hold.music)
    return tell(parts_.media, media::PlayToPeer{stream, plays ? hold.music : nullptr});
  if (!plays) return tell(music_line_, StopMusicTo{stream});
  if (!music_line_) {
    const auto& account = parts_.settings.accounts.front();
    const auto target = target_uri(hold.music_server, account.aor);
    if (!target.ok()) return;
    music_line_ = spawn<MusicActor>(leg_context(account, way_of(account, *target)), *target);
  }
  tell(music_line_, PlayMusicTo{stream});
}

}  // namespace offhook::phone
