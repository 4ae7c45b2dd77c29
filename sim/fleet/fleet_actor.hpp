// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/fleet/messages.hpp"
#include "sim/fleet/plan.hpp"
#include "sim/fleet/statistics.hpp"

namespace offhook::sim::fleet {

/// Where a fleet is. `seeking`: one phone has gone ahead, to see whether the server is there.
enum class Phase : std::uint8_t { seeking, registering, calling, draining, leaving, over };
[[nodiscard]] std::string_view to_string(Phase phase);

/// How it ended.
enum class Outcome : std::uint8_t {
  finished,
  interrupted,
  server_silent,
  server_refused,
  workers_missing,
};

/// What a fleet needs from outside. The functions are called on the loop's thread.
struct FleetParts {
  Plan plan;
  std::vector<User> users;  ///< as many as the plan has phones
  /// A new phone of that user, whose account has the user's name as its id. It registers by itself.
  std::function<absl::StatusOr<phone::Phone>(const User& user)> start_phone;
  /// Whether anything at all has come from the server.
  std::function<bool()> server_has_spoken;
  std::function<void(const CallRecord&)> call_over;  ///< may be empty
  std::function<void()> over;                        ///< every phone has said goodbye; may be empty
};

/// What a person would see of it at one moment.
struct Standing {
  Phase phase = Phase::seeking;
  std::size_t calls_up = 0;
  Statistics statistics;
  Outcome outcome = Outcome::finished;
  std::string why;  ///< of an outcome that is not `finished`
};

/// The people in front of a fleet of phones: has them register one after another, has two of them
/// call each other at a steady rate, and hang up; writes down how it went.
class FleetActor final : public act::actor<Fleet> {
 public:
  FleetActor(caf::actor_config& config, FleetParts parts, std::shared_ptr<Standing> standing);
  const char* name() const override { return "fleet"; }
  behavior_type make_behavior() override;
  void on_exit() override;

 private:
  struct Member {
    phone::Phone phone;
    Instant started{};
    bool registered = false;
    bool heard = false;    ///< a registration of it ended, in one way or the other
    std::string call_id;   ///< the call of ours that it is in
    std::size_t live = 0;  ///< calls that it knows of itself
  };
  struct Call {
    CallRecord record;
    std::size_t caller = 0, callee = 0;
    Instant ordered{}, invited{}, hung_up{};
    bool caller_up = false, callee_up = false, callee_over = false;
    std::string sip_call_id{};
    bool cut = false;  ///< ended early because the fleet is to end
    Timer hold{};
  };

  // registration
  void next_phone();
  void registration_changed(const phone::AccountInfo& account, Instant at);
  void begin_calls_when_ready();
  void server_overdue();

  // calls
  void begin_calls();
  void call_due();
  void place();
  [[nodiscard]] bool take_idle(std::size_t& member);
  void free(std::size_t member);
  void dialled(const std::string& call_id, const phone::CallReply& reply);
  void call_changed(const phone::CallEvent& event, Instant at);
  void call_ended(const phone::CallEndedEvent& event);
  void up(const std::string& call_id, Instant at);
  void hang_up(const std::string& call_id);
  void bye_answered(const ByeAnswered& answered);
  void goodbye_overdue(const std::string& call_id);
  void conclude_if_over(const std::string& call_id);
  void conclude(const std::string& call_id, std::string failure);
  [[nodiscard]] Instant due() const;

  // the end
  void end(const EndFleet& order);
  void drain();
  void leave_when_quiet();
  void calls_overdue();
  void leave();
  void next_goodbye();
  void one_less();
  void finish();
  void event(const phone::EventHappened& happened);

  FleetParts parts_;
  std::shared_ptr<Standing> standing_;
  Statistics& statistics_;
  std::vector<Member> members_;
  std::unordered_map<std::string, std::size_t> by_user_;
  std::deque<std::size_t> idle_;  ///< longest idle first; some may be busy again
  std::map<std::string, Call> calls_;
  std::unordered_map<std::string, std::string> by_sip_call_id_;  ///< those that are being ended
  std::size_t heard_ = 0;
  Instant calls_began_{};
  /// The rate holds since `rate_since_`, from call number `rate_from_` on.
  Instant rate_since_{};
  std::size_t placed_ = 0, rate_from_ = 0;
  std::size_t leaving_ = 0, next_to_leave_ = 0;
  Timer pace_, limit_;
};

}  // namespace offhook::sim::fleet
