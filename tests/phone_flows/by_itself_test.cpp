// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that nobody dials: codes for the server, somebody who was busy once more.
#include "tests/phone_flows/desk_office.hpp"

namespace offhook::phone_flows {
namespace {

class ByItself : public DeskOffice {
 protected:
  /// Whom alice's INVITEs were for, each counted once.
  [[nodiscard]] std::vector<std::string> called_by_alice() const {
    std::vector<std::string> users;
    std::string last;
    for (const auto& message : sent_by_alice()) {
      if (!message->is_request() || message->method() != sip::Method::invite) continue;
      if (message->call_id() == last) continue;
      last = message->call_id();
      users.push_back(message->request_uri().user);
    }
    return users;
  }
};

TEST_F(ByItself, AServerIsToldOfDoNotDisturb) {
  open([](auto& settings) { settings.codes.do_not_disturb = {"*78", "*79"}; }, true);
  press(*alice_, "DND");
  run_for(1s);
  EXPECT_EQ(called_by_alice(), (std::vector<std::string>{"*78"}));
}

TEST_F(ByItself, SomebodyBusyIsCalledAgainUntilAKeyIsPressed) {
  open([](auto& settings) { settings.auto_redial = {true, std::chrono::seconds(10), 5}; }, true);
  const auto bob_is_busy = [this] {
    ASSERT_TRUE(run([&] { return bob_->view().ringing(); }, 11s));
    ask_and_wait(*bob_, "call.reject", {{"call_id", call_of(*bob_)}, {"sip_status", 486}});
    run_for(100ms);
  };
  ask(*alice_, "call.dial", {{"target", "1002"}});
  bob_is_busy();
  bob_is_busy();

  press(*alice_, "CANCEL");

  EXPECT_FALSE(run([&] { return bob_->view().ringing(); }, 15s));
}

}  // namespace
}  // namespace offhook::phone_flows
