// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees and hears, and what programs are told, after each change.
#include "actors/phone/key_lamps.hpp"
#include "actors/phone/phone_actor.hpp"
#include "actors/sip/uri.hpp"

namespace offhook::phone {
namespace {

/// How long a failure sounds on the loudspeaker, where no handset can be replaced.
constexpr auto failure_time = 3s;
/// How long a call rings back whose transfer failed; it stays on hold afterwards.
constexpr auto recall_time = 60s;

std::string tone_name(const std::optional<media::Tone>& tone) {
  return tone ? std::string(media::name_of(*tone)) : "none";
}

}  // namespace

void PhoneActor::refresh(std::string_view cause) {
  refresh_cause_ = cause;
  if (std::exchange(refresh_due_, true)) return;
  if (!has_more_messages()) return refresh_now();
  tell(me(), RefreshDue{});
}

void PhoneActor::refresh_now() {
  if (!std::exchange(refresh_due_, false)) return;
  judge_pages();
  seize_as_wanted();
  Presentation next = present(desk_.state(), page_context());
  if (auto page = page_of_menu()) next.page = *std::move(page);
  show(next, refresh_cause_);
  shown_ = std::move(next);
  presented_ = true;
  run_timers();
  run_reminder();
  play_music();
  tell_whether_busy();
  dial_codes_when_free();
  keep_what_changed();
}

/// Tells devices, engine and programs what is different now, and nothing else.
void PhoneActor::show(const Presentation& next, std::string_view cause) {
  if (!presented_ || next.volumes != shown_.volumes)
    tell(devices_.audio, device::SetVolumes{next.volumes});
  if (presented_ && next.group_listening != shown_.group_listening && next.path == shown_.path)
    tell(devices_.audio, device::UseAudioPath{next.path, next.group_listening});
  if (!presented_ || next.path != shown_.path) {
    tell(devices_.audio, device::UseAudioPath{next.path, next.group_listening});
    act::tell_anon(devices_.dsp, device::EnableDsp{next.path});  // its answer concerns nobody here
    emit(RouteEvent{std::string(device::name_of(next.path))}, cause);
  }
  if (next.muted !=
      shown_.muted) {  // not every board can cut its microphone: the engine always can
    tell(parts_.media, media::SetMute{next.muted});
    tell(devices_.audio, device::SetPathMute{next.muted});
  }
  show_sound(next, cause);
  for (const auto& [led, pattern] : next.leds) {
    const auto before = shown_.leds.find(led);
    if (before != shown_.leds.end() && before->second == pattern) continue;
    tell(devices_.leds, device::ShowLed{led, pattern});
    if (presented_ || pattern != device::led_off) emit(LedEvent{led_info(led, pattern)}, cause);
  }
  if (!presented_ || next.page.lines != shown_.page.lines ||
      next.page.soft_keys != shown_.page.soft_keys) {
    tell(devices_.display, device::ShowPage{next.page.lines, next.page.soft_keys});
    emit(DisplayEvent{next.page}, cause);
  }
}

void PhoneActor::show_sound(const Presentation& next, std::string_view cause) {
  if (next.tone != shown_.tone) {
    if (next.tone)
      tell(parts_.media, media::StartTone{*next.tone});
    else
      tell(parts_.media, media::EndTone{});
    emit(ToneEvent{tone_name(next.tone)}, cause);
  }
  ring_as_wanted(next.ringing);
  if (next.ringing != shown_.ringing) emit(RingerEvent{next.ringing}, cause);
  if (next.splash && !shown_.splash) play_signal(media::Tone::call_waiting);
  if (next.paging != shown_.paging) speak_to_group(next.paging);
  if (const auto paging = paging_info(); std::exchange(paging_told_, paging) != paging)
    emit(PagingEvent{paging}, cause);
  if (desk_.state().conference != joined_) {
    joined_ = desk_.state().conference;
    emit(ConferenceEvent{{joined_}}, cause);
  }
  if (next.audible != shown_.audible) {
    for (const auto& id : shown_.audible)
      if (auto* before = book_.find(id); before != nullptr && !next.audible.contains(id))
        tell(before->leg, call::SetAudible{false});
    for (const auto& id : next.audible)
      if (auto* after = book_.find(id); after != nullptr && !shown_.audible.contains(id))
        tell(after->leg, call::SetAudible{true});
  }
}

void PhoneActor::run_timers() {
  const auto wait = desk_.digit_wait();
  if (!wait) {
    inter_digit_.cancel();
    digits_waiting_.reset();
  } else if (digits_waiting_ != desk_.state().dialled) {  // each digit starts it anew
    inter_digit_ = after(*wait, InterDigitTimeout{});
    digits_waiting_ = desk_.state().dialled;
  }
  std::optional<std::optional<media::Tone>> fading;
  if (desk_.failure_fades()) fading.emplace(desk_.state().failure);
  if (fading != fading_) {  // each has a time of its own
    fading_ = fading;
    failure_ = fading ? after(fading->has_value() ? failure_time : recall_time, FailureTimeout{})
                      : Timer{};
  }
}

void PhoneActor::emit(Event event, std::string_view cause) {
  for (const auto& listener : listeners_)
    tell(listener, EventHappened{event, now(), std::string(cause)});
}

PhoneInfo PhoneActor::info() const {
  PhoneInfo info;
  info.phone_id = parts_.settings.phone_id;
  info.off_hook = desk_.state().is_lifted();
  info.audio_path = device::name_of(shown_.path);
  info.tone = tone_name(shown_.tone);
  info.ringing = shown_.ringing;
  info.muted = shown_.muted;
  for (const auto& [id, line] : lines_) info.accounts.push_back(line.info);
  info.calls = book_.infos();
  for (const auto& [led, pattern] : shown_.leds) info.leds.push_back(led_info(led, pattern));
  info.display = shown_.page;
  info.conference.call_ids = desk_.state().conference;
  info.paging = paging_info();
  info.watches = watch_infos();
  info.missed_calls = log_.unseen();
  return info;
}

PageContext PhoneActor::page_context() const {
  PageContext context;
  const auto& account = parts_.settings.accounts.front();
  const auto uri = sip::parse_uri(account.aor);
  const std::string number = uri.ok() ? uri->user : account.aor;
  context.label = account.display_name.empty() ? number : account.display_name + " " + number;
  context.registers_at_all = !sip::servers_of(account).empty();
  const auto line = lines_.find(account.id);
  context.registered = line != lines_.end() && line->second.info.state == "registered";
  context.do_not_disturb = features_.do_not_disturb_at(account.id);
  const auto& forwards = features_.forwards_of(account.id);
  if (const auto& always = forwards.of(ForwardKind::always); always.works())
    context.forwarded_to = always.target;
  context.forwards_some =
      forwards.of(ForwardKind::busy).works() || forwards.of(ForwardKind::no_answer).works();
  context.missed_calls = log_.unseen();
  for (const auto& [id, each] : lines_) {
    if (!each.info.mailbox || !each.info.mailbox->waiting) continue;
    context.messages = true;
    context.new_messages += each.info.mailbox->new_messages;
  }
  context.call_waiting_tone = desk_.rules().call_waiting_tone;
  context.early_media = desk_.rules().early_media;
  context.second_dial_tone = desk_.has_second_dial_tone();
  context.page_volume = parts_.settings.paging.volume;
  context.key_lamps = key_lamps(desk_.rules(), features_, desk_.state());
  context.watch_lamps = watch_lamps(desk_.rules(), desk_.state());
  context.names = names_of_callers();
  if (const auto whom = suggestion()) context.suggestion = whom->text();
  context.missed_to_tell = missed_to_tell();
  context.power_led = parts_.settings.power_led;
  context.hidden = desk_.rules().hidden;
  context.words = desk_.rules().words;
  context.layout = desk_.rules().soft_keys;
  return context;
}

std::vector<DeviceInfo> PhoneActor::device_list() const { return describe_devices(*parts_.board); }

const sip::Account* PhoneActor::account_of(const std::string& account_id) const {
  for (const auto& account : parts_.settings.accounts)
    if (account_id.empty() || account.id == account_id) return &account;
  return nullptr;
}

std::string PhoneActor::contact_of(const sip::Account& account, const Way& way) const {
  // What the registrar sees us at holds on the way to it alone.
  if (const auto line = lines_.find(account.id);
      line != lines_.end() && !line->second.contact_uri.empty() && way == way_of(account))
    return line->second.contact_uri;
  const auto uri = sip::parse_uri(account.aor);
  return parts_.contacts.uri(uri.ok() ? uri->user : std::string(), way);
}

/// A phone that registers needs its registrar; one that does not dials directly.
bool PhoneActor::can_dial(const sip::Account& account) const {
  if (sip::servers_of(account).empty()) return true;
  const auto line = lines_.find(account.id);
  return line != lines_.end() &&
         (line->second.info.state == "registered" || line->second.server_may_be_used);
}

}  // namespace offhook::phone
