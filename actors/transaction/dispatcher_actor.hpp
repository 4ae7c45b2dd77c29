// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "actors/base/random_source.hpp"
#include "actors/transaction/dialog_claims.hpp"
#include "actors/transaction/ended_invites.hpp"
#include "actors/transaction/hop_book.hpp"
#include "actors/transaction/messages.hpp"
#include "actors/transaction/server_transactions.hpp"
#include "actors/transaction/timer_values.hpp"
#include "actors/transport/log_budget.hpp"
#include "actors/transport/resolver.hpp"
#include "actors/transport/transports.hpp"
#include "actors/transport/web_socket_kinds.hpp"

namespace offhook::transaction {

/// What a flood may cost. A server transaction takes about 1 kB and, over UDP, lives for 32 s after
/// its answer, so 400 new requests a second keep 12,800 of them.
struct Limits {
  std::size_t server_transactions = 20'000;  ///< beyond: 503; in known dialogs, beyond the double
  std::uint32_t retry_after_seconds = 5;
};

/// The transaction layer: gives each message to its transaction, or starts one. A request goes from
/// hop to hop until one answers (RFC 3263 §4.3); its user sees one transaction.
class DispatcherActor final : public act::actor<WholeDispatcher>, private ServerOutlet {
 public:
  /// `resolver` and `random` must outlive the actor.
  DispatcherActor(caf::actor_config& config, transport::Transports transports,
                  transport::Resolver& resolver, RandomSource& random, TimerValues timers = {},
                  Limits limits = {});
  const char* name() const override { return "dispatcher"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  // Requests of ours.
  void send(const SendRequest& order);
  void send(const SendAck& order);
  void resolve(SendRequest request);
  void go_on(const TargetResolved& answer);
  void start(const StartClient& order);
  void cancel(const CancelInvite& order);

  // Over several hops.
  /// One request of ours and where it has come to.
  struct Attempt {
    SendRequest order;
    HopBook::Conversation conversation;
    std::vector<transport::Hop> hops;
    std::size_t current = 0;
    /// Its user has a refusal, or was told that nothing will come.
    std::shared_ptr<bool> is_over = std::make_shared<bool>(false);
    [[nodiscard]] const transport::Hop& hop() const { return hops[current]; }
    [[nodiscard]] bool has_next() const { return current + 1 < hops.size(); }
  };
  /// What a client transaction has beside its request.
  struct Way {
    Branch handle;  ///< as its user knows it
    std::optional<Instant> patience;
    std::shared_ptr<Attempt> attempt;  ///< null where there is one hop
  };
  struct Client {
    ClientTransaction transaction;
    User user;
    std::shared_ptr<Attempt> attempt;
    std::size_t turn = 0;  ///< which hop of the attempt it went to
    Branch handle{};
    bool is_invite = false;
    bool has_final = false;  ///< response
  };
  void start_client(const sip::MessagePtr& request, const transport::Hop& hop, const User& user,
                    Way way);
  [[nodiscard]] std::vector<transport::Hop> usable(std::vector<transport::Hop> hops) const;
  [[nodiscard]] std::vector<transport::Hop> by_size(const sip::Message& request,
                                                    std::string_view target,
                                                    std::vector<transport::Hop> hops) const;
  [[nodiscard]] sip::MessagePtr with_via(const sip::Message& request, const transport::Hop& hop,
                                         std::string_view branch) const;
  void send_over(SendRequest order, std::string target, std::vector<transport::Hop> hops);
  [[nodiscard]] Instant silence_limit(const Way& way, const transport::Hop& hop) const;
  void move_on(const HopFailed& failed);
  void learn(const Client& client, const sip::Message& response);
  void forget_move(const Client& client, const std::string& key);
  void remember_binding(const std::string& key, const Client& client, const sip::Message& response);
  void tell_binding_lost(const std::string& key, const std::string& why);
  void abandon(const std::string& key, const Client& client);
  void take_late_response(const sip::MessagePtr& response);
  void remember_end(const std::string& key, const Client& client);
  void note_limit(std::string_view what);

  // What the network brings.
  void receive(const transport::MessageArrived& arrived);
  void receive_response(const transport::MessageArrived& arrived);
  void receive_request(const transport::MessageArrived& arrived);
  void receive_ack(const transport::MessageArrived& arrived);
  void receive_cancel(const transport::MessageArrived& arrived);
  void receive_new(const transport::MessageArrived& arrived, const std::string& key);
  void fail(const transport::SendFailed& failed);
  void start_server(const transport::MessageArrived& arrived, const std::string& key,
                    const User& user);
  void refuse(const transport::MessageArrived& arrived, int status);
  [[nodiscard]] transport::Transport transport_to(const transport::Hop& hop) const;
  void learn_servers(const sip::Message& request, const std::vector<transport::Hop>& hops);
  bool admits(const transport::MessageArrived& arrived);
  void notice_end_of_rush();
  [[nodiscard]] bool is_full(bool in_known_dialog) const;
  [[nodiscard]] std::string own_tag(const sip::Message& request) const;

  // What server transactions ask for (dispatcher_servers.cpp).
  void transmit(const sip::MessagePtr& response, const transport::Hop& to) override;
  void pass_request(UserId user, const sip::MessagePtr& request, const transport::Hop& from,
                    bool from_server) override;
  void pass_ack(UserId user, const sip::MessagePtr& ack, const transport::Hop& from) override;
  void report_cancel(UserId user, const sip::MessagePtr& invite,
                     const sip::MessagePtr& cancel) override;
  void report_failure(UserId user, const sip::MessagePtr& request, Failure failure) override;
  void let_go(UserId user) override;
  void adopt(const Adopt& order);
  void fire_server_timers();
  void set_alarm();
  UserId know(const User& user);
  void forget_if_idle(UserId id);
  [[nodiscard]] User user_of(UserId id) const;  ///< null for nobody

  void claim(const ClaimDialog& order);
  void release(const ReleaseDialog& order);
  void set_core(const SetCore& order);

  /// Found by key, never walked but to end what is left.
  template <class T>
  using ByKey = std::unordered_map<std::string, T>;

  transport::Transports transports_;
  transport::WebSocketKinds web_sockets_;
  std::reference_wrapper<transport::Resolver> resolver_;
  TimerValues timers_;
  Limits limits_;
  std::uint64_t tag_secret_;
  User core_;
  bool every_request_ = false;
  ByKey<Client> clients_;
  ByKey<std::string> moved_;  ///< key as the user knows it to the present one
  HopBook book_;
  /// A REGISTER that was accepted: its user hears when the connection it went by is lost.
  struct Binding {
    std::string key;  ///< client key
    Branch handle;
    decltype(act::weak(User{})) user;
  };
  static constexpr std::size_t most_bindings = 64;
  std::map<std::string, Binding> bindings_;  ///< by Call-ID: one for each registration
  /// An INVITE that went on to another hop: the one before may still answer it.
  struct Abandoned {
    Branch handle;         ///< as its user knows it
    sip::MessagePtr sent;  ///< to `hop`, with our Via
    transport::Hop hop;
    decltype(act::weak(User{})) user;
    std::shared_ptr<const bool> is_over;  ///< of its attempt
    Instant until{};
    bool is_cancelled = false;
  };
  static constexpr std::size_t most_abandoned = 256;
  std::map<std::string, Abandoned> abandoned_;  ///< by client key
  EndedInvites ended_;
  transport::LogBudget limits_log_;
  ServerTransactions servers_;
  std::size_t most_servers_ = 0;  ///< at once, since memory was last given back
  Timer alarm_;                   ///< of the server transactions
  std::optional<Instant> alarm_at_;
  /// A user of a server transaction or dialog: watched until it has neither.
  struct Known {
    User user;
    bool has_claims = false;
  };
  std::unordered_map<UserId, Known> users_;
  DialogClaims<User> claims_;
  struct Question {
    SendRequest request;  ///< an ACK is one without a user
    std::string target;
  };
  std::map<std::uint64_t, Question> resolving_;
  std::uint64_t last_question_ = 0;
  Admission admission_;
  transport::LogBudget admission_log_;
};

}  // namespace offhook::transaction
