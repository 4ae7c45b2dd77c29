// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/safety/office.hpp"

namespace offhook::safety {

Stranger::Stranger(transport::Network& network, const Endpoint& at) : local_(at) {
  socket_ = *network.bind(at, [this](std::string octets, const Endpoint&) {
    octets_received += octets.size();
    if (auto message = sip::message_or_null(sip::parse_datagram(std::move(octets))))
      inbox.push_back(std::move(message));
  });
}

void Stranger::send(const Endpoint& to, std::string_view octets) {
  (void)socket_->send(to, octets);
}

sim::RequestBuilder Stranger::request(const std::string& method, const std::string& uri) {
  sim::RequestBuilder builder(method, uri);
  const auto number = std::to_string(++branches_);
  builder.via("SIP/2.0/UDP " + local_.to_string() + ";branch=z9hG4bKstranger" + number)
      .set("From", "<sip:mallory@evil.test>;tag=m" + number)
      .set("To", "<sip:1001@sim.test>")
      .call_id("stranger-" + number)
      .set("Contact", "<sip:mallory@" + local_.to_string() + ">");
  return builder;
}

void Stranger::respond(const Endpoint& to, const sip::Message& request, int status,
                       const std::vector<std::pair<std::string, std::string>>& headers,
                       std::string_view sdp) {
  auto draft = sip::Draft::response(request, status, "", "mallory");
  draft.append("Contact", "<sip:mallory@" + local_.to_string() + ">");
  for (const auto& [name, value] : headers) draft.append(name, value);
  if (!sdp.empty()) draft.body("application/sdp", sdp);
  send(to, draft.serialize());
}

std::vector<int> Stranger::statuses() const {
  std::vector<int> statuses;
  for (const auto& message : inbox)
    if (message->is_response()) statuses.push_back(message->status());
  return statuses;
}

std::vector<sip::MessagePtr> Stranger::requests(sip::Method method) const {
  std::vector<sip::MessagePtr> found;
  for (const auto& message : inbox)
    if (message->is_request() && message->method() == method) found.push_back(message);
  return found;
}

void Office::open(std::function<void(phone::PhoneSettings&)> adjust, bool others) {
  start_server();
  stranger_ = std::make_unique<Stranger>(world_->network(), Endpoint{world_->address(66), 5060});
  alice_ = start_phone("alice", [&](auto& options) { options.adjust = std::move(adjust); });
  ASSERT_TRUE(alice_);
  if (others) {
    bob_ = start_phone("bob");
    carol_ = start_phone("carol");
    ASSERT_TRUE(bob_ && carol_);
  }
  ASSERT_TRUE(run([&] {
    return alice_->view().registered() &&
           (!others || (bob_->view().registered() && carol_->view().registered()));
  }));
}

std::shared_ptr<Office::Answer> Office::ask(sim::SimPhone& phone, std::string_view method,
                                            boost::json::object params) {
  auto answer = std::make_shared<Answer>();
  phone.api().request(method, std::move(params), [answer](const auto& value, bool failed) {
    *answer = {value, failed, true};
  });
  return answer;
}

Office::Answer Office::ask_and_wait(sim::SimPhone& phone, std::string_view method,
                                    boost::json::object params, Instant limit) {
  const auto answer = ask(phone, method, std::move(params));
  EXPECT_TRUE(run([&] { return answer->came; }, limit)) << method << " has no answer";
  return *answer;
}

std::string Office::call_of(sim::SimPhone& phone) {
  const auto answer = ask_and_wait(phone, "call.list");
  const auto* calls = answer.value.if_contains("calls");
  if (calls == nullptr || calls->as_array().empty()) return "";
  return std::string(calls->as_array().front().as_object().at("call_id").as_string());
}

std::vector<std::string> Office::states_of(sim::SimPhone& phone) {
  std::vector<std::string> states;
  const auto answer = ask_and_wait(phone, "call.list");
  for (const auto& call : answer.value.at("calls").as_array())
    states.emplace_back(call.at("state").as_string());
  return states;
}

std::vector<boost::json::object> Office::events(std::string_view type,
                                                const std::string& who) const {
  std::vector<boost::json::object> found;
  for (const auto& [name, event] : events_)
    if (name == who && event.at("type").as_string() == type) found.push_back(event);
  return found;
}

void Office::call(sim::SimPhone& caller, const std::string& number, sim::SimPhone& callee) {
  ask(caller, "call.dial", {{"target", number}});
  ASSERT_TRUE(run([&] { return callee.view().ringing(); }));
  ask(callee, "call.answer", {{"call_id", call_of(callee)}});
  run_for(500ms);
}

void Office::expect_alive() {
  const auto id = "probe-" + std::to_string(++probes_);
  auto options = stranger_->request("OPTIONS", "sip:1001@" + alice_at().to_string());
  options.call_id(id);
  stranger_->inbox.clear();
  stranger_->send(alice_at(), options.build()->text());
  run_for(100ms);
  for (const auto& answer : stranger_->inbox) {
    if (answer->call_id() != id) continue;  // a copy of an earlier answer
    EXPECT_TRUE(answer->status() == 200 || answer->status() == 486) << answer->text();
    return;
  }
  FAIL() << "no answer: is the phone still there?";
}

std::vector<sip::MessagePtr> Office::sent_by_alice() const {
  std::vector<sip::MessagePtr> messages;
  for (const auto& packet : trace_.packets()) {
    if (packet.from != alice_at() || packet.kind != sim::PacketKind::sip) continue;
    auto message = sip::message_or_null(sip::parse_datagram(packet.octets));
    EXPECT_TRUE(message) << "alice sent no SIP message:\n" << packet.octets;
    if (message) messages.push_back(std::move(message));
  }
  return messages;
}

}  // namespace offhook::safety
