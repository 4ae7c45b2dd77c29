// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/dialog/dialog.hpp"

#include <algorithm>

#include "actors/sip/status_code.hpp"

namespace offhook::dialog {
namespace {

std::optional<sip::Uri> target_of(const sip::Message& message) {
  const auto contact = message.contact();
  if (!contact || contact->is_star) return std::nullopt;
  const auto& uri = contact->address.uri;
  if (uri.scheme != sip::Scheme::sip && uri.scheme != sip::Scheme::sips) return std::nullopt;
  return uri;
}

bool names_focus(const sip::Message& message) {
  const auto contact = message.contact();
  return contact && sip::find_param(contact->address.params, "isfocus");
}

/// Where a peer of RFC 2543 is reached, whose requests need no Contact: where they come from.
std::optional<sip::Uri> target_of_old_peer(const sip::Message& request) {
  if (request.top_via().has_magic_cookie() || request.has(sip::HeaderId::contact))
    return std::nullopt;
  auto uri = request.from().uri;
  return uri.scheme == sip::Scheme::sip ? std::optional(std::move(uri)) : std::nullopt;
}

/// A Route URI as Request-URI, for a strict router: headers and the method parameter may not stand
/// there (§12.2.1.1, §19.1.1 table 1).
sip::Uri as_request_uri(sip::Uri uri) {
  uri.headers.clear();
  sip::remove_param(uri.params, "method");
  return uri;
}

}  // namespace

Dialog Dialog::of_client(const sip::Message& request, const sip::Message& response) {
  return of_client(request, request.request_uri(), response);
}

Dialog Dialog::of_client(const sip::Message& names, sip::Uri target, const sip::Message& response) {
  Dialog dialog;
  dialog.id_ = {std::string(names.call_id()), std::string(names.from_tag()),
                std::string(response.to_tag())};
  dialog.local_ = names.from();
  dialog.remote_ = response.to();
  dialog.local_cseq_ = names.cseq().number;
  dialog.remote_target_ = std::move(target);
  dialog.refresh_target(response);
  dialog.route_set_ = response.record_routes();
  std::reverse(dialog.route_set_.begin(), dialog.route_set_.end());
  if (sip::is_success(response.status())) dialog.state_ = DialogState::confirmed;
  return dialog;
}

// §8.2.6.2: the response copies Call-ID, From and CSeq.
Dialog Dialog::of_late_answer(const sip::Message& success) {
  constexpr std::uint32_t requests_meanwhile = 100;  // PRACK, UPDATE: more than any INVITE has
  auto dialog = of_client(success, success.to().uri, success);
  dialog.local_cseq_ += requests_meanwhile;
  return dialog;
}

absl::StatusOr<Dialog> Dialog::of_server(const sip::Message& request, std::string_view local_tag) {
  auto target = target_of(request);
  if (!target) target = target_of_old_peer(request);
  if (!target) return invalid_argument("Contact: a SIP URI is needed to create a dialog");
  Dialog dialog;
  dialog.id_ = {std::string(request.call_id()), std::string(local_tag),
                std::string(request.from_tag())};
  dialog.local_ = request.to();
  sip::set_param(dialog.local_.params, "tag", local_tag);
  dialog.remote_ = request.from();
  dialog.remote_cseq_ = request.cseq().number;
  dialog.remote_target_ = *std::move(target);
  dialog.remote_is_focus_ = names_focus(request);
  dialog.route_set_ = request.record_routes();
  return dialog;
}

absl::StatusOr<Dialog> Dialog::of_notify(const sip::Message& notify, std::uint32_t local_cseq) {
  auto dialog = of_server(notify, notify.to_tag());
  if (!dialog.ok()) return dialog;
  dialog->local_cseq_ = local_cseq;
  dialog->confirm();
  return dialog;
}

void Dialog::confirm(const sip::Message& success) {
  state_ = DialogState::confirmed;
  refresh_target(success);
  route_set_ = success.record_routes();
  std::reverse(route_set_.begin(), route_set_.end());
}

bool Dialog::owns(const sip::Message& message) const {
  const bool request = message.is_request();
  return message.call_id() == id_.call_id &&
         (request ? message.to_tag() : message.from_tag()) == id_.local_tag &&
         (request ? message.from_tag() : message.to_tag()) == id_.remote_tag;
}

RequestOrder Dialog::receive(const sip::Message& request) {
  if (!owns(request)) return RequestOrder::other_dialog;
  // A copy of the same request never comes this far, so an equal number is a mistake as well.
  if (remote_cseq_ && request.cseq().number <= *remote_cseq_) return RequestOrder::out_of_order;
  remote_cseq_ = request.cseq().number;
  return RequestOrder::in_order;
}

void Dialog::refresh_target(const sip::Message& message) {
  auto target = target_of(message);
  if (!target) return;
  remote_target_ = *std::move(target);
  remote_is_focus_ = names_focus(message);
}

sip::Draft Dialog::make_request(sip::Method method) { return draft(method, ++local_cseq_); }

sip::Draft Dialog::make_ack(std::uint32_t invite_cseq) const {
  return draft(sip::Method::ack, invite_cseq);
}

const sip::Uri& Dialog::next_hop() const {
  if (proxy_) return *proxy_;
  return route_set_.empty() ? remote_target_ : route_set_.front().uri;
}

sip::Draft Dialog::draft(sip::Method method, std::uint32_t cseq) const {
  const bool strict = !route_set_.empty() && !route_set_.front().uri.is_loose_router();
  auto request = sip::Draft::request(
      method, sip::to_string(strict ? as_request_uri(route_set_.front().uri) : remote_target_));
  // A strict router takes its own URI from the Request-URI and finds the target at the very end.
  for (std::size_t i = strict ? 1 : 0; i < route_set_.size(); ++i)
    request.append("Route", sip::to_string(route_set_[i]));
  if (strict) request.append("Route", "<" + sip::to_string(remote_target_) + ">");
  request.append("Max-Forwards", "70")
      .append("From", sip::to_string(local_))
      .append("To", sip::to_string(remote_))
      .append("Call-ID", id_.call_id)
      .append("CSeq", std::to_string(cseq) + " " + std::string(sip::to_string(method)));
  return request;
}

}  // namespace offhook::dialog
