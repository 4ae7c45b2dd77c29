// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "actors/base/clock.hpp"
#include "actors/base/timer_wheel.hpp"
#include "actors/sip/message.hpp"
#include "actors/transaction/failure.hpp"
#include "actors/transaction/server_table.hpp"
#include "actors/transaction/timer_values.hpp"

namespace offhook::transaction {

/// Who is told of a server transaction; 0 is nobody.
enum class UserId : std::uint64_t { nobody = 0 };

/// What server transactions have others do for them.
class ServerOutlet {
 public:
  virtual void transmit(const sip::MessagePtr& response, const transport::Hop& to) = 0;
  virtual void pass_request(UserId user, const sip::MessagePtr& request, const transport::Hop& from,
                            bool from_server) = 0;
  virtual void pass_ack(UserId user, const sip::MessagePtr& ack, const transport::Hop& from) = 0;
  virtual void report_cancel(UserId user, const sip::MessagePtr& invite,
                             const sip::MessagePtr& cancel) = 0;
  virtual void report_failure(UserId user, const sip::MessagePtr& request, Failure failure) = 0;
  /// No transaction has anything to do with `user` any more.
  virtual void let_go(UserId user) = 0;

 protected:
  ~ServerOutlet() = default;
};

/// All server transactions, each of them a row: RFC 3261 §17.2, RFC 6026. A row runs one of the two
/// server tables; once its final response is out, it holds no more than may still be asked for,
/// because finished transactions stay for half a minute and in great number. Keys are those of
/// transaction_key.hpp. A row is found by its key or by a response of ours.
class ServerTransactions {
 public:
  /// Ends that come this close together come together, so that thousands cost few wake-ups.
  static constexpr Instant end_grain = 50ms;

  /// Both are borrowed.
  ServerTransactions(const TimerValues& timers, const Clock& clock, ServerOutlet& outlet);

  struct Arrival {
    sip::MessagePtr request;
    transport::Hop from;
    UserId user = UserId::nobody;  ///< nobody for a CANCEL, which its INVITE's row answers
    std::string own_tag;           ///< To tag of the responses that no user made
    bool from_server = false;      ///< the request came from one of our own servers
  };
  /// Starts a transaction; `key` is new.
  void start(const std::string& key, Arrival arrival);

  // Each of these is false if there is no such transaction.
  bool repeat(const std::string& key);
  bool acknowledge(const std::string& key, const sip::MessagePtr& ack, const transport::Hop& from);
  /// The CANCEL's own transaction has been started under `cancel_key`.
  bool cancel(const std::string& invite_key, const sip::MessagePtr& cancel,
              const std::string& cancel_key);
  bool respond(const sip::MessagePtr& response);
  bool fail_sending(const sip::Message& response);
  /// From now on `user` hears of the transaction of `request`; also of a CANCEL that came before.
  bool adopt(const sip::Message& request, UserId user);

  /// A final response is sent for `user` wherever it owes one (500, or 487 to a cancelled INVITE).
  void lose_user(UserId user);
  [[nodiscard]] bool knows(UserId user) const { return of_user_.contains(user); }

  [[nodiscard]] bool contains(const std::string& key) const { return rows_.contains(key); }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  /// The same request came on another way, and its transaction is not over (§8.2.2.2).
  [[nodiscard]] bool is_merged(const sip::Message& request) const;

  /// When the next timer is due.
  [[nodiscard]] std::optional<Instant> next_due() { return wheel_.next_due(); }
  /// Fires what is due now.
  void fire();
  void clear();

 private:
  /// What is kept as long as the user or the peer may still ask for it.
  struct Open {
    sip::MessagePtr request;
    transport::Hop from;
    UserId user = UserId::nobody;
    std::string own_tag;
    bool from_server = false;
    bool cancelled = false;          ///< and the user was told
    sip::MessagePtr last{};          ///< the response that left last
    sip::MessagePtr cancelled_by{};  ///< the first CANCEL of this INVITE
    Instant interval{};
    TimerId retransmission{};  ///< the 200 ms, G
  };
  struct Row {
    const std::string* key = nullptr;
    const std::string* merge = nullptr;  ///< its key in `merged_`, if it has one
    const std::string* old = nullptr;    ///< likewise
    server::State state = server::State::initial;
    bool is_invite = false;
    transport::Hop reply_to;
    std::unique_ptr<Open> open;
    std::string octets;        ///< of the final response, where a copy of the request gets it again
    std::string answered_tag;  ///< To tag of the responses that left
    TimerId end{};             ///< F, H, I, J, L
  };
  /// One input, and the message that it is about.
  struct Event {
    server::Input input;
    sip::MessagePtr message{};
    const transport::Hop* from = nullptr;
    const std::string* cancel_key = nullptr;
  };
  struct Due {
    Row* row;
    server::Input timer;
  };

  [[nodiscard]] Row* find(const std::string& key);
  [[nodiscard]] Row* find_by_response(const sip::Message& response);
  void step(Row& row, const Event& event);
  void perform(Row& row, server::Action action, const Event& event);
  void start_timer(TimerId& slot, Row& row, Instant span, server::Input timer);
  void stop_timers(Row& row);
  void settle(Row& row);
  void send_own(Row& row, int status);
  void transmit(Row& row, sip::MessagePtr response);
  void repeat_response(Row& row);
  void answer_cancel(Row& row, const Event& event);
  void report(const Row& row, Failure failure);
  void report_cancel(Row& row);
  void join(Row& row, UserId user);
  void leave(Row& row);
  void close(Row& row);
  void erase(Row& row);

  const TimerValues& timers_;
  const Clock& clock_;
  ServerOutlet& outlet_;
  // Found by key, never walked.
  std::unordered_map<std::string, Row> rows_;
  std::unordered_map<std::string, Row*> merged_;  ///< by merge key, of initial requests
  std::unordered_map<std::string, Row*> old_;     ///< by answer key, of RFC 2543 peers
  std::unordered_map<UserId, std::unordered_set<Row*>> of_user_;
  TimerWheel<Due> wheel_;
};

}  // namespace offhook::transaction
