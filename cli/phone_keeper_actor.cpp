// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/phone_keeper_actor.hpp"

#include <array>
#include <cstdio>

namespace offhook::cli {
namespace {

std::string sip_text(const std::optional<phone::SipResult>& sip) {
  return sip ? " (" + std::to_string(sip->code) + " " + sip->reason + ")" : std::string();
}

struct Line {
  std::string operator()(const phone::RegistrationEvent& event) const {
    const auto& account = event.account;
    std::string line = account.aor + " " + account.state;
    if (account.state == "registered")
      line += " at " + account.server + " for " + std::to_string(account.expires_s) + " s";
    if (account.retry_in_ms)
      line += sip_text(account.sip) + ", next try in " +
              std::to_string(*account.retry_in_ms / 1000) + " s";
    return line;
  }
  std::string operator()(const phone::CallEvent& event) const {
    if (event.type == "call.updated") return "";
    return "call " + event.call.call_id + " " + event.call.state + " " + event.call.remote_uri;
  }
  std::string operator()(const phone::CallEndedEvent& event) const {
    return "call " + event.call.call_id + " ended: " + event.end.cause + sip_text(event.end.sip) +
           ", rtp " + std::to_string(event.end.quality.rtp_sent) + " sent " +
           std::to_string(event.end.quality.rtp_received) + " received";
  }
  std::string operator()(const phone::DtmfEvent& event) const {
    return event.type == "call.dtmf_received" ? "digit " + event.digits : "";
  }
  std::string operator()(const phone::MediaTimeoutEvent& event) const {
    return "call " + event.call_id + " silent for " + std::to_string(event.silent_ms) + " ms";
  }
  std::string operator()(const phone::WarningEvent& event) const {
    return "warning: " + event.resource + ": " + event.text;
  }
  template <class Other>
  std::string operator()(const Other&) const {
    return "";
  }
};

}  // namespace

std::string line_of(const phone::Event& event) { return std::visit(Line{}, event); }

PhoneKeeperActor::PhoneKeeperActor(caf::actor_config& config, phone::Phone phone, Journal& journal,
                                   std::function<void()> gone)
    : actor(config), phone_(std::move(phone)), journal_(journal), gone_(std::move(gone)) {}

PhoneKeeperActor::behavior_type PhoneKeeperActor::make_behavior() {
  tell(phone_, phone::ListenTo{me()});
  watch(phone_, [this](const act::error& reason) {
    std::fprintf(stderr, "offhook: the phone ended: %s\n", act::describe(reason).c_str());
    if (gone_) gone_();
  });
  return {
      [this](const phone::EventHappened& m) { tell_person(m); },
      [this](const SayGoodbye&) { say_goodbye(); },
  };
}

void PhoneKeeperActor::on_exit() {
  phone_ = nullptr;
  gone_ = nullptr;
}

void PhoneKeeperActor::tell_person(const phone::EventHappened& happened) {
  const std::string line = line_of(happened.event);
  if (line.empty()) return;
  const double at = std::chrono::duration<double>(happened.at).count();
  std::array<char, 32> time{};
  const int length = std::snprintf(time.data(), time.size(), "%9.3f  ", at);
  journal_.get().add(std::string(time.data(), static_cast<std::size_t>(length)) + line);
}

void PhoneKeeperActor::say_goodbye() {
  ask_without_limit(phone_, phone::ShutDown{})
      .then([this](const phone::ShutDownDone&) { gone_(); },
            [this](const act::error&) { gone_(); });
}

}  // namespace offhook::cli
