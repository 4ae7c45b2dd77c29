// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "actors/base/random_source.hpp"
#include "actors/subscription/notifier_actor.hpp"
#include "sim/messages.hpp"
#include "sim/proxy.hpp"
#include "sim/registrar.hpp"
#include "sim/shared_lines.hpp"

namespace offhook::sim {

struct ProxyOptions {
  ProxyIdentity identity{};
  Users users{};
  DigestGuard::Options digest{};
  Registrar::Options registrar{};  ///< its domain is that of `identity`
  /// Asks our own users for their password at the first INVITE of a call (407).
  bool authenticate_calls = false;
  /// Tells users of their voice mail (RFC 3842).
  bool has_mailboxes = false;
  /// Users whose phones share a line: `call-info` and `line-seize` are theirs to subscribe to.
  std::set<std::string> shared_lines{};
  /// Longer than three minutes (RFC 3261 §16.6 step 11).
  std::chrono::seconds timer_c{185};
};

/// A stateful, record-routing proxy with the registrar of its domain (RFC 3261 §16, §10.3). Forks
/// one after the other, highest q first: the next contact is tried when one has failed. It forwards
/// what it can and never changes a body.
class ProxyActor final : public act::actor<Proxy> {
 public:
  /// `random` is borrowed and must outlive the actor.
  ProxyActor(caf::actor_config& config, ProxyOptions options, RandomSource& random,
             transaction::Dispatcher dispatcher);

  const char* name() const override { return "proxy"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  /// One request on its way: RFC 3261 §16.7 calls it the response context.
  struct Forwarding {
    sip::MessagePtr request;  ///< as it came, own Route removed
    transaction::ServerTransaction upstream;
    std::vector<sip::Uri> targets;  ///< not yet tried, best last
    std::string branch;             ///< of the target being tried
    std::string server_key;
    sip::MessagePtr best;     ///< best failure so far, ready to be sent upstream
    bool proceeding = false;  ///< a provisional response came from this branch
    bool cancelled = false;
    bool cancel_sent = false;
    bool succeeded = false;
    Timer timer;
  };

  void request_arrived(const transaction::RequestArrived& event);
  void respond(const transaction::ServerTransaction& upstream, sip::MessagePtr response);
  void reply(const transaction::RequestArrived& event, const Answer& answer);
  [[nodiscard]] bool must_authenticate(const sip::Message& request) const;
  /// True if the caller proved who it is; else the request has been answered.
  bool authenticate(const transaction::RequestArrived& event);
  void relay(const transaction::RequestArrived& event, sip::MessagePtr request,
             std::vector<sip::Uri> targets);
  void try_next(std::uint64_t id, Forwarding& forwarding);
  void cancel_branch(std::uint64_t id, Forwarding& forwarding);

  void response_arrived(const transaction::ResponseArrived& event);
  void provisional(std::uint64_t id, Forwarding& forwarding, const sip::Message& response);
  void succeeded(std::uint64_t id, Forwarding& forwarding, const sip::Message& response);
  void failed(std::uint64_t id, Forwarding& forwarding, sip::MessagePtr response);
  void request_failed(const transaction::RequestFailed& event);
  void timed_out(std::uint64_t id);
  void finish(std::uint64_t id, Forwarding& forwarding);
  void forget(std::uint64_t id);

  void acknowledged(const transaction::AckArrived& event);
  void cancelled(const transaction::InviteCancelled& event);
  [[nodiscard]] sip::MessagePtr own_response(const sip::Message& request, const Answer& answer);
  /// Calls `handle(id, forwarding)` for the target tried under `branch`, if there is one.
  template <class Handle>
  void with_branch(const transaction::Branch& branch, Handle handle);

  [[nodiscard]] bool is_for_mailbox(const sip::Message& request) const;
  [[nodiscard]] std::string account_uri(const std::string& user) const;
  void take_subscribe(const transaction::RequestArrived& event);
  void set_mailbox(const SetMailbox& order);

  // proxy_shared.cpp
  [[nodiscard]] bool is_for_shared_line(const sip::Message& request) const;
  void take_line_subscribe(const transaction::RequestArrived& event);
  [[nodiscard]] subscription::WriteDocument line_state(const std::string& user) const;
  void tell_sharers(const std::string& user);
  void sharer_gone(std::uint64_t number);
  void line_used(const sip::Message& invite);
  bool retrieve(const transaction::RequestArrived& event, const sip::MessagePtr& request);

  struct Watcher {
    std::string user;
    subscription::Notifier notifier;
  };

  ProxyOptions options_;
  RandomSource& random_;
  transaction::Dispatcher dispatcher_;
  DigestGuard guard_;
  Registrar registrar_;
  std::map<std::uint64_t, Forwarding> forwardings_;
  std::map<std::string, std::uint64_t> by_branch_;
  std::map<std::string, std::uint64_t> by_server_transaction_;
  std::uint64_t next_id_ = 1;
  std::map<std::string, Mailbox> mailboxes_;
  std::map<std::uint64_t, Watcher> watchers_;  ///< of mailboxes
  std::uint64_t last_watcher_ = 0;
  /// One phone of a shared line, or its seizure of an appearance.
  struct Sharer {
    std::string user;
    std::uint32_t seized = 0;  ///< 0: is told what all of them do
    subscription::Notifier notifier{};
  };
  SharedLines shared_;
  std::map<std::uint64_t, Sharer> sharers_;
};

}  // namespace offhook::sim
