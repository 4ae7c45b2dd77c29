// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "actors/sip/draft.hpp"
#include "actors/sip/headers.hpp"
#include "actors/sip/parser.hpp"
#include "actors/transport/network.hpp"
#include "tests/sim/request_builder.hpp"

namespace offhook::sim {

/// A far end that sends what it is told, remembers what it got, and repeats nothing by itself.
class ScriptedPhone {
 public:
  ScriptedPhone(transport::Network& network, const std::string& endpoint, const Endpoint& server,
                std::string user)
      : local_(*Endpoint::parse(endpoint)), server_(server), user_(std::move(user)) {
    socket_ = *network.bind(local_, [this](std::string octets, const Endpoint&) {
      auto message = sip::message_or_null(sip::parse_datagram(std::move(octets)));
      if (!message) return;
      inbox.push_back(message);
      if (on_message) on_message(*message);
    });
  }

  /// Called for each message that arrives.
  std::function<void(const sip::Message&)> on_message;
  std::vector<sip::MessagePtr> inbox;

  void send(const std::string& text) { (void)socket_->send(server_, text); }

  /// A request of this phone with a Via of its own.
  [[nodiscard]] RequestBuilder request(const std::string& method, const std::string& uri) {
    RequestBuilder builder(method, uri);
    builder.via(via()).from(user_).call_id("call-" + user_).add("Contact", contact());
    return builder;
  }
  sip::MessagePtr send(const RequestBuilder& builder) {
    auto message = builder.build();
    send(std::string(message->text()));
    return message;
  }
  sip::MessagePtr invite(const std::string& user) {
    return send(request("INVITE", "sip:" + user + "@sim.test").to(user));
  }
  void register_(const std::string& contact_params = "") {
    send(request("REGISTER", "sip:sim.test")
             .to(user_)
             .call_id("reg-" + user_)
             .set("Contact", contact() + contact_params));
  }
  /// `request` must be one that this phone got.
  void respond(const sip::Message& request, int status) {
    auto draft = sip::Draft::response(request, status, "", status == 100 ? "" : "tag" + user_);
    if (sip::creates_dialog(request.method())) draft.append("Contact", contact());
    send(draft.serialize());
  }
  /// The ACK of a 2xx, or any request in its dialog, sent by the caller.
  RequestBuilder in_dialog(const std::string& method, const sip::Message& success, int cseq) {
    auto builder = request(method, sip::to_string(success.contact()->address.uri));
    builder.set("From", std::string(*success.header("From")))
        .set("To", std::string(*success.header("To")))
        .call_id(std::string(success.call_id()))
        .cseq(cseq);
    const auto routes = success.record_routes();
    for (auto route = routes.rbegin(); route != routes.rend(); ++route)
      builder.add("Route", sip::to_string(*route));
    return builder;
  }

  /// Messages of that method and, for responses, status, in order of arrival.
  [[nodiscard]] std::vector<sip::MessagePtr> got(sip::Method method, int status = 0) const {
    std::vector<sip::MessagePtr> found;
    for (const auto& message : inbox)
      if (message->method() == method && message->status() == status) found.push_back(message);
    return found;
  }
  [[nodiscard]] std::vector<int> statuses(sip::Method method) const {
    std::vector<int> found;
    for (const auto& message : inbox)
      if (message->method() == method && message->is_response()) found.push_back(message->status());
    return found;
  }
  [[nodiscard]] std::string contact() const {
    return "<sip:" + user_ + "@" + local_.to_string() + ">";
  }

 private:
  std::string via() {
    return "SIP/2.0/UDP " + local_.to_string() + ";branch=z9hG4bK" + user_ +
           std::to_string(++branches_);
  }

  Endpoint local_;
  Endpoint server_;
  std::string user_;
  int branches_ = 0;
  std::unique_ptr<transport::DatagramSocket> socket_;
};

}  // namespace offhook::sim
