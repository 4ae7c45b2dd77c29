// SPDX-License-Identifier: GPL-3.0-or-later
// What the phone remembers: calls, contacts, and what somebody has switched.
#include <charconv>

#include "actors/phone/error_of.hpp"
#include "actors/phone/feature_memory.hpp"
#include "actors/phone/phone_actor.hpp"

namespace offhook::phone {
namespace {

std::string value_of(const Remembered& known, std::string_view name) {
  const auto found = known.values.find(std::string(name));
  return found == known.values.end() ? std::string() : found->second;
}

KeepValue value(std::string_view name, std::string text) {
  return {std::string(name), std::move(text)};
}

ContactInfo info_of(const Contact& contact) {
  return {contact.contact_id, contact.name,    contact.numbers,      contact.group,
          contact.ring_tone,  contact.blocked, contact.from_settings};
}

}  // namespace

void PhoneActor::recall() {
  const auto known = parts_.store->recall();
  const auto text = value_of(known, memory::unseen);
  std::from_chars(text.data(), text.data() + text.size(), kept_.unseen);
  std::vector<LogEntry> entries;
  for (const auto& [id, entry] : known.calls) entries.push_back(entry);
  log_.restore(std::move(entries), kept_.unseen);
  if (const auto* last = log_.newest(LogKind::missed)) desk_.missed(last->remote_uri);
  kept_.last_dialled = value_of(known, memory::last_dialled);
  desk_.recall_last_dialled(kept_.last_dialled);
  kept_.locked = value_of(known, memory::locked) == "yes" && desk_.rules().lock != LockedKeys::none;
  desk_.lock(kept_.locked);
  std::size_t wrong_pins = 0;
  const auto pins = value_of(known, memory::wrong_pins);
  std::from_chars(pins.data(), pins.data() + pins.size(), wrong_pins);
  wrong_pins_.recall(wrong_pins, now());
  kept_.wrong_pins = wrong_pins;
  run_lock_timer();
  for (const auto& [id, contact] : known.contacts)
    if (contacts_.find(id) == nullptr) static_cast<void>(contacts_.put(contact));

  auto volumes = desk_.state().volumes;
  const auto volumes_in_settings = volumes_text(volumes);
  recall_volumes(volumes, known.values);
  desk_.set_volumes(volumes);
  kept_.volumes = volumes;
  if (value_of(known, memory::volumes_in_settings) != volumes_in_settings)
    parts_.store->keep({value(memory::volumes_in_settings, volumes_in_settings),
                        value(memory::volumes, volumes_text(volumes))});

  const auto ring_in_settings = ring_text(rings_.usual);
  recall_ring(rings_.usual, known.values);
  if (value_of(known, memory::ring_in_settings) != ring_in_settings)
    parts_.store->keep({value(memory::ring_in_settings, ring_in_settings),
                        value(memory::ring, ring_text(rings_.usual))});

  const auto privacy_in_settings = privacy_text(features_);
  recall_privacy(features_, known.values);
  hide_as_wanted();
  if (value_of(known, memory::privacy_in_settings) != privacy_in_settings)
    parts_.store->keep({value(memory::privacy_in_settings, privacy_in_settings),
                        value(memory::privacy, privacy_text(features_))});

  const auto in_settings = switches_text(features_);
  recall_switches(features_, known.values);
  if (value_of(known, memory::switches_in_settings) != in_settings)
    parts_.store->keep({value(memory::switches_in_settings, in_settings),
                        value(memory::switches, switches_text(features_))});
}

// ---- the call log ----

void PhoneActor::log_call(LogEntry entry) {
  auto added = log_.add(std::move(entry));
  if (!added.entry) return;
  if (added.entry->kind == LogKind::missed) desk_.missed(added.entry->remote_uri);
  std::vector<Change> changes{KeepCall{*added.entry}};
  if (!added.forgotten.empty()) changes.emplace_back(ForgetCalls{std::move(added.forgotten)});
  parts_.store->keep(std::move(changes));
  emit(CallLoggedEvent{added.entry->info()}, "call ended");
}

/// Of a call that never was one here.
void PhoneActor::log_refused(const transaction::RequestArrived& arrived, LogKind kind) {
  const auto caller =
      caller_of(*arrived.request, arrived.from_server, parts_.settings.caller_sources).shown;
  log_call({.kind = kind,
            .account_id = account_called(*arrived.request).id,
            .remote_uri = sip::to_string(caller.uri),
            .remote_display = caller.display_name,
            .unix_ms = parts_.wall_clock().unix_ms});
}

void PhoneActor::look_at_log(std::string_view cause) {
  if (log_.unseen() == 0) return;
  log_.look();
  tell_log_changed(cause);
}

void PhoneActor::tell_log_changed(std::string_view cause) {
  emit(CallLogEvent{log_status()}, cause);
  refresh(cause);
}

CallLogStatus PhoneActor::log_status() const { return {log_.size(), log_.unseen()}; }

/// What changes in many places is written where all of them come together.
void PhoneActor::keep_what_changed() {
  std::vector<Change> changes;
  if (desk_.state().last_dialled != kept_.last_dialled) {
    kept_.last_dialled = desk_.state().last_dialled;
    changes.emplace_back(value(memory::last_dialled, kept_.last_dialled));
  }
  if (log_.unseen() != kept_.unseen) {
    kept_.unseen = log_.unseen();
    changes.emplace_back(value(memory::unseen, std::to_string(kept_.unseen)));
  }
  if (desk_.state().volumes != kept_.volumes) {
    kept_.volumes = desk_.state().volumes;
    changes.emplace_back(value(memory::volumes, volumes_text(kept_.volumes)));
  }
  if (desk_.state().locked != kept_.locked) {  // taking the power away unlocks nothing
    kept_.locked = desk_.state().locked;
    changes.emplace_back(value(memory::locked, kept_.locked ? "yes" : "no"));
  }
  if (wrong_pins_.count() != kept_.wrong_pins) {  // nor does it give more tries
    kept_.wrong_pins = wrong_pins_.count();
    changes.emplace_back(value(memory::wrong_pins, std::to_string(kept_.wrong_pins)));
  }
  if (!changes.empty()) parts_.store->keep(std::move(changes));
}

act::result<CallLogReply> PhoneActor::query_log(const QueryCallLog& query) {
  const auto page = log_.page({query.kind, query.account_id, query.before, query.limit});
  CallLogReply reply;
  for (const auto& entry : page.entries) reply.entries.push_back(entry.info());
  reply.more = page.more;
  return reply;
}

act::result<CallLogChangeReply> PhoneActor::change_log(const ChangeCallLog& order) {
  using enum ChangeCallLog::What;
  std::vector<std::uint64_t> gone;
  for (const auto id : order.entry_ids)
    if (log_.find(id) == nullptr)
      return CallLogChangeReply{
          error_of(ErrorKind::not_found, "no entry " + std::to_string(id) + " in the call log")};
  if (order.what == remove) {
    gone = order.entry_ids;
    for (const auto id : gone) log_.remove(id);
  } else if (order.what == clear) {
    gone = log_.clear(order.kind);
  } else {
    log_.look();
  }
  if (!gone.empty()) parts_.store->keep({ForgetCalls{std::move(gone)}});
  tell_log_changed("API");
  return CallLogChangeReply{log_status()};
}

// ---- contacts ----

/// Names that the phone knows better than the network does.
std::map<std::string, std::string> PhoneActor::names_of_callers() const {
  std::map<std::string, std::string> names;
  if (contacts_.empty()) return names;
  for (const auto& call : desk_.state().calls) {
    const bool told = !call.remote_display.empty();
    if (told && parts_.settings.directory.names_from == NameSource::network) continue;
    if (const auto* contact = contacts_.by_number(call.remote_uri))
      names[call.call_id] = contact->name;
  }
  return names;
}

std::optional<Suggestion> PhoneActor::suggestion() const {
  const auto& digits = desk_.state().dialled;
  if (!digits || !parts_.settings.directory.suggests) return std::nullopt;
  auto whom = suggest(*digits, contacts_, log_);
  const auto& hidden =
      desk_.rules().hidden.after;  // what nobody is to read is not suggested either
  return whom && !hidden.empty() && whom->number.starts_with(hidden) ? std::nullopt : whom;
}

/// DOWN puts it in place of what is entered.
bool PhoneActor::take_suggestion(std::string_view key) {
  const auto whom = key == "DOWN" ? suggestion() : std::nullopt;
  if (!whom) return false;
  desk_.enter(whom->number);
  refresh("suggestion");
  return true;
}

act::result<ContactsReply> PhoneActor::query_contacts(const QueryContacts& query) {
  ContactsReply reply;
  for (const auto& contact : contacts_.all(query.group)) reply.contacts.push_back(info_of(contact));
  return reply;
}

act::result<ContactReply> PhoneActor::put_contact(const PutContact& order) {
  const auto refuse = [](ErrorKind kind, std::string why) {
    return ContactReply{error_of(kind, std::move(why))};
  };
  const auto* known = contacts_.find(order.contact_id);
  if (order.is_new && known != nullptr)
    return refuse(ErrorKind::conflict, "contact_id '" + order.contact_id + "' is in use");
  if (!order.is_new && known == nullptr)
    return refuse(ErrorKind::not_found, "no contact '" + order.contact_id + "'");
  if (known != nullptr && known->from_settings)
    return refuse(ErrorKind::conflict, "this contact stands in the settings file: change it there");
  Contact contact = known != nullptr ? *known : Contact{};
  contact.contact_id = order.contact_id.empty() ? parts_.random->token() : order.contact_id;
  if (order.name) contact.name = *order.name;
  if (order.numbers) contact.numbers = *order.numbers;
  if (order.group) contact.group = *order.group;
  if (order.ring_tone) contact.ring_tone = *order.ring_tone;
  if (order.blocked) contact.blocked = *order.blocked;
  if (auto status = contacts_.put(contact); !status.ok())
    return refuse(absl::IsResourceExhausted(status) ? ErrorKind::busy : ErrorKind::invalid_target,
                  message_of(status));
  parts_.store->keep({KeepContact{contact}});
  emit(ContactEvent{info_of(contact), false}, "API");
  refresh("contacts");
  return ContactReply{info_of(contact)};
}

act::result<ContactReply> PhoneActor::remove_contact(const RemoveContact& order) {
  const auto* known = contacts_.find(order.contact_id);
  if (known == nullptr)
    return ContactReply{error_of(ErrorKind::not_found, "no contact '" + order.contact_id + "'")};
  if (known->from_settings)
    return ContactReply{
        error_of(ErrorKind::conflict, "this contact stands in the settings file: change it there")};
  const auto info = info_of(*known);
  contacts_.remove(order.contact_id);
  parts_.store->keep({ForgetContact{order.contact_id}});
  emit(ContactEvent{info, true}, "API");
  refresh("contacts");
  return ContactReply{info};
}

}  // namespace offhook::phone
