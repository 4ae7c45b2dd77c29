// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/registry.hpp"

#include <algorithm>
#include <type_traits>

#include "actors/control/service.hpp"

namespace offhook::control {
namespace {

template <class>
struct signature;
template <class Params, class Result>
struct signature<void (Service::*)(const Params&, Reply<Result>)> {
  using params = Params;
  using result = Result;
};

template <auto work>
void call_service(Service& service, const json::value& from, const Respond& respond) {
  using Signature = signature<decltype(work)>;
  typename Signature::params params;
  if (auto misfit = from_json(from, params)) return respond(from_misfit(*misfit));
  using Result = typename Signature::result;
  (service.*work)(params, [respond](const Outcome<Result>& outcome) {
    if (const auto* error = std::get_if<ApiError>(&outcome)) return respond(*error);
    respond(to_json(std::get<Result>(outcome)));
  });
}

/// A row: parameters, result and handler come from the member function.
template <auto work>
Method method(std::string_view name, std::string_view doc, Scopes scopes,
              std::vector<ErrorCode> errors = {}) {
  using Params = typename signature<decltype(work)>::params;
  using Result = typename signature<decltype(work)>::result;
  Method row;
  row.name = name;
  row.doc = doc;
  row.scopes = scopes;
  row.errors = std::move(errors);
  row.changes_state = std::is_base_of_v<OrderParams, Params>;
  row.params_schema = [](Schemas& schemas) { return schemas.content_descriptors<Params>(); };
  row.result_schema = [](Schemas& schemas) { return schemas.of<Result>(); };
  row.call = &call_service<work>;
  return row;
}

const std::vector<Method>& table() {
  using enum ErrorCode;
  constexpr Scopes open{}, read{Scope::read}, call{Scope::call};
  // clang-format off
  static const std::vector<Method> rows = {
      method<&Service::hello>("session.hello",
          "Who answers: version, limits, epoch and clock of the engine.", open),
      method<&Service::authenticate>("session.authenticate",
          "Shows a token, for clients that cannot set the Authorization header. Within five seconds "
          "of connecting.", open, {unauthenticated, wrong_state}),
      method<&Service::discover>("rpc.discover",
          "This description of the API, an OpenRPC document.", open),
      method<&Service::subscribe>("events.subscribe",
          "Sends events from now on. Topics are exact types or a prefix with '*'. With snapshot the "
          "answer holds the state at `seq`, with since the events after it are sent again: either "
          "way nothing is missed.", read, {resume_gap, busy}),
      method<&Service::unsubscribe>("events.unsubscribe",
          "Ends a subscription; no event of it follows the answer.", read, {not_found}),
      method<&Service::resume_events>("events.resume",
          "Goes on after events.overflow, or repeats: sends every event after `since` again.", read,
          {not_found, resume_gap}),
      method<&Service::get_state>("state.get",
          "The whole phone at event `seq`.", read),
      method<&Service::list_accounts>("account.list",
          "The accounts and their registration.", read),
      method<&Service::list_calls>("call.list",
          "The calls there are, all or those in a state or of an account.", read),
      method<&Service::get_call>("call.get",
          "One call; one that ended within the last minute tells how.", read, {not_found}),
      method<&Service::dial>("call.dial",
          "Places a call to digits, a user or a SIP URI. Completed when the peer answered. The client "
          "may choose the call_id.", call,
          {not_registered, invalid_target, busy, conflict, sip_failure, media_error, timeout,
           canceled, policy_denied}),
      method<&Service::answer>("call.answer",
          "Answers a ringing call. Completed when the peer acknowledged.", call,
          {not_found, wrong_state, busy, media_error, timeout}),
      method<&Service::reject>("call.reject",
          "Refuses a ringing call with a SIP status, 486 unless `code` says another.", call,
          {not_found, wrong_state}),
      method<&Service::hang_up>("call.hangup",
          "Ends a call in whatever state: CANCEL, BYE or a refusal.", call, {not_found, timeout}),
      method<&Service::hold>("call.hold",
          "Puts the peer on hold. Completed when the peer accepted the re-INVITE.", call,
          {not_found, wrong_state, busy, sip_failure, timeout}),
      method<&Service::resume>("call.resume",
          "Takes a held call back. Completed when the peer accepted the re-INVITE.", call,
          {not_found, wrong_state, busy, sip_failure, timeout}),
      method<&Service::transfer>("call.transfer",
          "Sends the peer to another number (REFER). Completed when that one answered; our call ends "
          "then, and stays if it did not.", call,
          {not_found, wrong_state, busy, invalid_target, sip_failure, canceled, timeout}),
      method<&Service::complete_transfer>("call.complete_transfer",
          "Connects the peers of two calls (REFER with Replaces). Completed when they talk; both of "
          "our calls end then, and stay if they do not.", call,
          {not_found, wrong_state, busy, sip_failure, canceled, timeout}),
      method<&Service::accept_transfer>("call.accept_transfer",
          "Calls whom the peer asks us to call, after call.transfer_requested.", call,
          {not_found, wrong_state}),
      method<&Service::decline_transfer>("call.decline_transfer",
          "Refuses what call.transfer_requested asks for.", call, {not_found, wrong_state}),
      method<&Service::send_dtmf>("call.send_dtmf",
          "Sends digits 0-9 * # A-D the way the account says. Completed when the last one has been sent.",
          call, {not_found, wrong_state, not_supported, timeout}),
      method<&Service::deflect>("call.deflect",
          "Sends the caller of a ringing call on to another number (302).", call,
          {not_found, wrong_state, invalid_target}),
      method<&Service::list_call_log>("call.log",
          "The calls that are over, newest first: placed, received, missed and forwarded. A page of "
          "at most 100 unless `limit` says another; `before` is where the page before it ended.", read),
      method<&Service::delete_log_entries>("call.log_delete",
          "Deletes entries of the call log.", call, {not_found}),
      method<&Service::clear_call_log>("call.log_clear",
          "Empties one list of the call log, or all of them.", call),
      method<&Service::see_missed_calls>("call.log_seen",
          "Somebody has seen the missed calls: they are no longer told of.", call),
      method<&Service::list_contacts>("contacts.list",
          "The local contacts by name, all or those of a group.", read),
      method<&Service::add_contact>("contacts.add",
          "Adds a contact with up to five numbers; one that is `blocked` never rings.", call,
          {conflict, busy, invalid_target}),
      method<&Service::update_contact>("contacts.update",
          "Changes what is given of a contact.", call, {not_found, conflict, invalid_target}),
      method<&Service::remove_contact>("contacts.remove",
          "Deletes a contact.", call, {not_found, conflict}),
      method<&Service::create_conference>("conference.create",
          "Joins two to five answered calls with us: all hear each other. Those on hold are taken back.",
          call, {not_found, wrong_state}),
      method<&Service::end_conference>("conference.end",
          "Ends the conference and its calls; with split they stay, each on hold.", call,
          {not_found}),
      method<&Service::start_page>("paging.start",
          "Speaks to a multicast group, by its label in the settings or its address, until "
          "paging.stop.", call, {invalid_target, busy, not_supported}),
      method<&Service::stop_page>("paging.stop",
          "Ends the page that this phone speaks.", call),
      method<&Service::get_features>("feature.get",
          "Do not disturb, forwards and anonymity, of an account or of the whole phone.", read,
          {not_found}),
      method<&Service::set_dnd>("feature.set_dnd",
          "Switches do not disturb.", call, {not_found}),
      method<&Service::set_privacy>("feature.set_privacy",
          "Switches whether calls withhold who we are, and whether callers who hide are refused.",
          call, {not_found}),
      method<&Service::set_forward>("feature.set_forward",
          "Switches a forward: always, busy or no_answer. Without target the one there was.", call,
          {not_found, invalid_target}),
      method<&Service::list_watches>("watch.list",
          "Whom the phone watches, and what they do.", read),
      method<&Service::send_message>("message.send",
          "Sends a text of at most 800 octets (MESSAGE). Completed with the response of the peer.",
          call, {not_found, not_registered, invalid_target, busy, sip_failure, timeout}),
      method<&Service::list_devices>("device.list",
          "The parts of the phone: hook switch, keypad, lamps, ringer, display, sound.", read),
      method<&Service::inject>("device.inject",
          "A person's hand: lifts or lays down the handset (hook), presses or releases a key (key). "
          "On real hardware only where the settings allow it.", Scopes{Scope::sim, Scope::device},
          {not_found, not_supported, device_error}),
      method<&Service::get_system_info>("system.info",
          "Version, up-time and clock of the engine.", read),
  };
  // clang-format on
  return rows;
}

}  // namespace

std::span<const Method> methods() { return table(); }

const Method* find_method(std::string_view name) {
  const auto found = std::ranges::find(table(), name, &Method::name);
  return found == table().end() ? nullptr : &*found;
}

}  // namespace offhook::control
