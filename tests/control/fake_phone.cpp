// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/control/fake_phone.hpp"

#include <algorithm>
#include <array>
#include <deque>

namespace offhook::control {
struct AnswerNext {};
}  // namespace offhook::control
OFFHOOK_MESSAGES(sim, (offhook::control::AnswerNext))

namespace offhook::control {
namespace {

using FakePhone = act::join<phone::Phone, act::ref<act::result<void>(AnswerNext)>>;

class FakePhoneActor final : public act::actor<FakePhone> {
 public:
  FakePhoneActor(caf::actor_config& config, FakePhoneScript& script)
      : actor(config), script_(script) {}

  behavior_type make_behavior() override {
    return {
        [this](const phone::ListenTo& order) { script_.sinks.push_back(order.sink); },
        [this](const phone::DialOrder& order) { return dial(order); },
        [this](const phone::AnswerOrder& order) { return act_on("answer", order.call_id); },
        [this](const phone::RejectOrder& order) {
          return act_on("reject " + std::to_string(order.sip_status), order.call_id);
        },
        [this](const phone::HangupOrder& order) { return act_on("hangup", order.call_id); },
        [this](const phone::HoldOrder& order) { return act_on("hold", order.call_id); },
        [this](const phone::ResumeOrder& order) { return act_on("resume", order.call_id); },
        [this](const phone::TransferOrder& order) {
          return act_on("transfer to " + order.target + order.consult_call_id, order.call_id);
        },
        [this](const phone::DecideTransferOrder& order) {
          return act_on(order.accept ? "accept transfer" : "decline transfer", order.call_id);
        },
        [this](const phone::DeflectOrder& order) {
          return act_on("deflect to " + order.target, order.call_id);
        },
        [this](const phone::JoinOrder& order) {
          script_.orders.push_back("join " + order.call_ids.front() + order.call_ids.back());
          return reply(
              phone::ConferenceReply{outcome_or_refusal(phone::ConferenceInfo{order.call_ids})});
        },
        [this](const phone::PageOrder& order) {
          script_.orders.push_back("page " + order.group);
          return phone::PagingReply{phone::PagingInfo{order.group, ""}};
        },
        [this](const phone::EndPageOrder&) {
          script_.orders.push_back("end page");
          return phone::PagingReply{phone::PagingInfo{}};
        },
        [this](const phone::EndConferenceOrder& order) {
          script_.orders.push_back(order.split ? "split" : "end conference");
          return reply(phone::ConferenceReply{outcome_or_refusal(phone::ConferenceInfo{})});
        },
        [](const phone::QueryFeatures& order) {
          phone::FeaturesInfo info;
          info.account_id = order.account_id;
          return phone::FeaturesReply{info};
        },
        [this](const phone::SetForwardOrder& order) {
          script_.orders.push_back("forward " + std::string(to_string(order.kind)) + " " +
                                   order.target.value_or("as before"));
          return reply(phone::FeaturesReply{outcome_or_refusal(phone::FeaturesInfo{})});
        },
        [this](const phone::SetPrivacyOrder& order) {
          const auto word = [](const std::optional<bool>& on) {
            return !on ? "as before" : *on ? "on" : "off";
          };
          script_.orders.push_back(std::string("anonymous ") + word(order.anonymous) +
                                   ", rejection " + word(order.reject_anonymous));
          return reply(phone::FeaturesReply{outcome_or_refusal(phone::FeaturesInfo{})});
        },
        [this](const phone::SetDoNotDisturbOrder& order) {
          script_.orders.push_back(order.enabled ? "dnd on" : "dnd off");
          return reply(phone::FeaturesReply{outcome_or_refusal(phone::FeaturesInfo{})});
        },
        [this](const phone::QueryCallLog& query) {
          script_.orders.push_back("log " +
                                   std::string(query.kind ? to_string(*query.kind) : "all") + " " +
                                   std::to_string(query.limit));
          return phone::CallLogReply{};
        },
        [this](const phone::ChangeCallLog& order) {
          constexpr std::array words{"delete", "clear", "look"};
          script_.orders.push_back(std::string(words.at(static_cast<std::size_t>(order.what))) +
                                   " log " + std::to_string(order.entry_ids.size()));
          return reply(phone::CallLogChangeReply{outcome_or_refusal(phone::CallLogStatus{2, 1})});
        },
        [](const phone::QueryContacts& query) {
          phone::ContactInfo bob{"b", "Bob", {"1002"}, query.group, "", false, false};
          return phone::ContactsReply{{bob}};
        },
        [this](const phone::PutContact& order) {
          script_.orders.push_back((order.is_new ? "add " : "update ") + order.contact_id +
                                   order.name.value_or("the same"));
          return reply(phone::ContactReply{outcome_or_refusal(phone::ContactInfo{})});
        },
        [this](const phone::RemoveContact& order) {
          script_.orders.push_back("remove " + order.contact_id);
          return reply(phone::ContactReply{outcome_or_refusal(phone::ContactInfo{})});
        },
        [this](const phone::SendDtmfOrder& order) {
          script_.orders.push_back("dtmf " + order.digits + " " + order.call_id);
          return reply(phone::DigitsReply{outcome_or_refusal<std::string>(order.digits)});
        },
        [this](const phone::SendMessageOrder& order) {
          script_.orders.push_back("message " + order.target + " " + order.text);
          return reply(phone::MessageReply{outcome_or_refusal(phone::SipResult{202, "Accepted"})});
        },
        [this](const phone::InjectHook& order) { return move_hook(order); },
        [this](const phone::InjectKey& order) { return press(order); },
        [this](const phone::QueryPhone&) { return script_.info; },
        [this](const phone::QueryDevices&) { return phone::DeviceList{script_.devices}; },
        [](const phone::ShutDown&) { return phone::ShutDownDone{}; },
        [this](const AnswerNext&) {
          auto answer = std::move(answers_.front());
          answers_.pop_front();
          timers_.pop_front();
          answer();
        },
    };
  }
  void on_exit() override {
    script_.sinks.clear();
    answers_.clear();
  }

 private:
  template <class Answer>
  act::result<Answer> reply(Answer answer) {
    auto promise = make_response_promise<Answer>();
    if (script_.delay == 0ns) {
      promise.deliver(std::move(answer));
      return promise;
    }
    ++script_.waiting;
    answers_.push_back([this, promise, answer]() mutable {
      --script_.waiting;
      promise.deliver(std::move(answer));
    });
    timers_.push_back(after(script_.delay, AnswerNext{}));
    return promise;
  }

  template <class Good>
  std::variant<Good, phone::Error> outcome_or_refusal(Good good) {
    if (script_.refusal) return *script_.refusal;
    return good;
  }

  act::result<phone::CallReply> act_on(const std::string& what, const std::string& call_id) {
    script_.orders.push_back(what + " " + call_id);
    auto& calls = script_.info.calls;
    const auto call = std::ranges::find(calls, call_id, &phone::CallInfo::call_id);
    if (call == calls.end()) {
      auto promise = make_response_promise<phone::CallReply>();
      promise.deliver(phone::CallReply{phone_error(phone::ErrorKind::not_found, "no such call")});
      return promise;
    }
    return reply(phone::CallReply{outcome_or_refusal(*call)});
  }

  act::result<phone::CallReply> dial(const phone::DialOrder& order) {
    script_.orders.push_back("dial " + order.target);
    phone::CallInfo call;
    call.call_id = order.call_id.empty() ? "c9" : order.call_id;
    call.remote_uri = order.target;
    call.state = order.wait == phone::Wait::accepted ? "dialing" : "connected";
    return reply(phone::CallReply{outcome_or_refusal(call)});
  }

  act::result<phone::InjectReply> move_hook(const phone::InjectHook& order) {
    script_.orders.push_back(order.off_hook ? "hook up" : "hook down");
    script_.info.off_hook = order.off_hook;
    tell_all(phone::HookEvent{"hook", order.off_hook});
    return reply(phone::InjectReply{});
  }

  act::result<phone::InjectReply> press(const phone::InjectKey& order) {
    script_.orders.push_back("key " + order.key + (order.down ? " down" : " up"));
    tell_all(phone::KeyEvent{order.down ? "key.pressed" : "key.released", "keypad", order.key, 0});
    return reply(phone::InjectReply{});
  }

  void tell_all(const phone::Event& event) {
    for (const auto& sink : script_.sinks) tell(sink, phone::EventHappened{event, now(), "a hand"});
  }

  FakePhoneScript& script_;
  std::deque<std::function<void()>> answers_;
  std::deque<Timer> timers_;
};

}  // namespace

phone::Error phone_error(phone::ErrorKind kind, const std::string& message, int sip_status) {
  phone::Error error;
  error.kind = kind;
  error.message = message;
  if (sip_status != 0) error.sip = phone::SipResult{sip_status, message};
  return error;
}

FakePhoneScript typical_phone() {
  FakePhoneScript script;
  script.info.phone_id = "desk";
  script.info.audio_path = "handset";
  script.info.tone = "none";
  phone::AccountInfo account;
  account.account_id = "1001";
  account.aor = "sip:1001@example.com";
  account.state = "registered";
  script.info.accounts.push_back(account);
  phone::CallInfo call;
  call.call_id = "c1";
  call.account_id = "1001";
  call.direction = "outgoing";
  call.state = "connected";
  call.remote_uri = "sip:1002@example.com";
  call.codec = "PCMU";
  script.info.calls.push_back(call);
  script.info.leds.push_back({"line1", "red", "steady"});
  script.info.display.lines = {"1002", "00:12"};
  script.info.display.soft_keys = {"Hold", "End"};
  script.devices = {{"hook", "hook", "hook switch", {}}, {"keypad", "keypad", "keys", {"digits"}}};
  return script;
}

phone::Phone spawn_fake_phone(act::Loop& loop, FakePhoneScript& script) {
  return loop.spawn<FakePhoneActor>(script);
}

}  // namespace offhook::control
