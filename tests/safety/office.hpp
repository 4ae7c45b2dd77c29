// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "actors/sip/draft.hpp"
#include "actors/sip/parser.hpp"
#include "tests/sim/request_builder.hpp"
#include "tests/support/small_world.hpp"

namespace offhook::safety {

/// Somebody on the network who writes whatever he likes and keeps what comes back.
class Stranger {
 public:
  Stranger(transport::Network& network, const Endpoint& at);

  void send(const Endpoint& to, std::string_view octets);
  /// A request of his own, with Via and Contact that lead back to him.
  [[nodiscard]] sim::RequestBuilder request(const std::string& method, const std::string& uri);
  void respond(const Endpoint& to, const sip::Message& request, int status,
               const std::vector<std::pair<std::string, std::string>>& headers = {},
               std::string_view sdp = "");
  /// Statuses of the responses so far.
  [[nodiscard]] std::vector<int> statuses() const;
  [[nodiscard]] std::vector<sip::MessagePtr> requests(sip::Method method) const;
  [[nodiscard]] const Endpoint& local() const { return local_; }

  std::vector<sip::MessagePtr> inbox;
  std::size_t octets_received = 0;

 private:
  Endpoint local_;
  int branches_ = 0;
  std::unique_ptr<transport::DatagramSocket> socket_;
};

/// alice, bob and carol with a registrar and proxy, and a stranger who reaches all of them
/// directly.
class Office : public testing::SmallWorld {
 protected:
  Office() : SmallWorld(11) {}
  void TearDown() override {
    stranger_.reset();
    SmallWorld::TearDown();
  }

  /// `adjust` changes alice's settings. Phones other than alice's only where `others`.
  void open(std::function<void(phone::PhoneSettings&)> adjust = {}, bool others = false);

  /// A request to alice's API; its answer, or its error with `failed`.
  struct Answer {
    boost::json::object value;
    bool failed = false;
    bool came = false;
  };
  std::shared_ptr<Answer> ask(sim::SimPhone& phone, std::string_view method,
                              boost::json::object params = {});
  Answer ask_and_wait(sim::SimPhone& phone, std::string_view method,
                      boost::json::object params = {}, Instant limit = 100s);
  /// The id of a phone's only or first call.
  std::string call_of(sim::SimPhone& phone);
  /// States of all its calls.
  std::vector<std::string> states_of(sim::SimPhone& phone);
  /// Events of alice's phone of that type, in order.
  [[nodiscard]] std::vector<boost::json::object> events(std::string_view type,
                                                        const std::string& who = "alice") const;
  /// caller dials, callee answers; both are connected.
  void call(sim::SimPhone& caller, const std::string& number, sim::SimPhone& callee);
  /// The phone is well: an OPTIONS of a stranger is answered 200 within 100 ms.
  void expect_alive();
  /// What left alice's SIP port.
  [[nodiscard]] std::vector<sip::MessagePtr> sent_by_alice() const;
  [[nodiscard]] Endpoint alice_at() const { return {world_->address(1), 5060}; }

  std::unique_ptr<Stranger> stranger_;
  int probes_ = 0;
};

}  // namespace offhook::safety
