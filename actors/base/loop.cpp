// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/base/loop.hpp"

#include <atomic>
#include <cstdio>
#include <deque>
#include <mutex>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <caf/detail/simple_actor_clock.hpp>
#include <caf/scheduler/abstract_coordinator.hpp>

#include "actors/base/random_source.hpp"
#include "actors/base/status.hpp"

namespace offhook::act {
namespace {

using caf_time = caf::actor_clock::time_point;

/// aout() needs a utility actor; ours writes to stderr.
class Printer : public caf::monitorable_actor {
 public:
  explicit Printer(caf::actor_config& config) : monitorable_actor(config) {}
  void enqueue(caf::mailbox_element_ptr message, caf::execution_unit*) override {
    auto& content = message->content();
    if (content.size() == 3 && content.match_element<std::string>(2))
      std::fputs(content.get_as<std::string>(2).c_str(), stderr);
  }
};

}  // namespace

struct Loop::Config : caf::actor_system_config {
  boost::asio::io_context* io = nullptr;
  std::uint64_t seed = 0;
};

/// The wheel, the virtual or real clock, and CAF's own (request time-outs) beside it.
class LoopTimers final : public Timers {
 public:
  /// CAF asks its clock for request time-outs only; everything else is in the wheel.
  class CafClock final : public caf::detail::simple_actor_clock {
   public:
    explicit CafClock(const LoopTimers& timers) : timers_(timers) {}
    time_point now() const noexcept override {
      return time_point{std::chrono::duration_cast<duration_type>(timers_.now())};
    }
    [[nodiscard]] std::optional<Instant> next_due() const {
      if (schedule_.empty()) return std::nullopt;
      return std::chrono::duration_cast<Instant>(schedule_.begin()->first.time_since_epoch());
    }
    void fire() { trigger_expired_timeouts(); }
    void clear() { cancel_all(); }

   private:
    const LoopTimers& timers_;
  };

  explicit LoopTimers(bool is_virtual) : virtual_(is_virtual), caf_(*this) {}

  [[nodiscard]] Instant now() const noexcept override { return standing_ ? *standing_ : moving(); }
  /// The time, whether it stands still or not.
  [[nodiscard]] Instant moving() const noexcept {
    return virtual_ ? virtual_now_ : std::chrono::steady_clock::now() - start_;
  }
  void call_soon(Task task) override {
    tasks_.push_back(std::move(task));
    if (on_ready) on_ready();
  }
  TimerId arm(Instant deadline, Task task) override {
    const auto id = wheel_.arm(deadline, std::move(task));
    if (on_armed) on_armed();
    return id;
  }
  void cancel(TimerId id) override { wheel_.cancel(id); }

  [[nodiscard]] std::optional<Instant> next_due() {
    const auto own = wheel_.next_due();
    const auto caf = caf_.next_due();
    if (!own || !caf) return own ? own : caf;
    return std::min(*own, *caf);
  }
  /// Calls what is due now. Bounded by the timers armed before the call plus immediate ones.
  void fire() {
    if (on_fired) {
      const auto due = next_due();
      if (!due || *due > moving()) return;
      if (!virtual_) standing_ = moving();
      on_fired(now());
    }
    caf_.fire();
    const Instant present = now();
    while (auto task = wheel_.pop_due(present)) (*task)();
  }
  bool run_task() {
    if (tasks_.empty()) return false;
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    task();
    return true;
  }
  void clear() {
    caf_.clear();
    wheel_.clear();
    tasks_.clear();
    quiet_tasks_.clear();
  }

  bool virtual_;
  Instant virtual_now_{};
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  TimerWheel<Task> wheel_;
  std::deque<Task> tasks_;
  std::deque<Task> quiet_tasks_;  ///< for when nothing else is ready
  std::optional<Instant> standing_;
  CafClock caf_;
  std::function<void()> on_armed, on_ready;
  std::function<void(Instant)> on_fired;
};

class Loop::Coordinator final : public caf::scheduler::abstract_coordinator {
 public:
  explicit Coordinator(caf::actor_system& system) : abstract_coordinator(system), unit_(this) {}
  static caf::actor_system::module* make(caf::actor_system& system, caf::detail::type_list<>) {
    return new Coordinator(system);
  }

  caf::actor_clock& clock() noexcept override { return timers_->caf_; }
  bool detaches_utility_actors() const override { return false; }

  /// From any thread in real time; CAF has counted a reference for us.
  void enqueue(caf::resumable* job) override {
    if (io_ == nullptr || std::this_thread::get_id() == owner_.load(std::memory_order_relaxed)) {
      push(job);
      return;
    }
    post_remote([this, job] { queue_.push_back(job); });
  }

  void post(std::function<void()> task) {
    if (io_ == nullptr || std::this_thread::get_id() == owner_.load(std::memory_order_relaxed))
      timers_->call_soon(std::move(task));
    else
      post_remote(std::move(task));
  }

  void push(caf::resumable* job) {
    queue_.push_back(job);
    request_drain();
  }

  bool step() {
    if (timers_->run_task()) return true;
    if (queue_.empty()) return run_quiet_task();
    if (random_ && queue_.size() > 1)
      std::swap(queue_.front(), queue_[random_->next() % queue_.size()]);
    auto* job = queue_.front();
    queue_.pop_front();
    if (doom_) strike(*job);
    switch (job->resume(&unit_, 1)) {
      case caf::resumable::resume_later:
        queue_.push_back(job);
        break;
      case caf::resumable::done:
      case caf::resumable::awaiting_message:
        caf::intrusive_ptr_release(job);
        break;
      default:
        break;
    }
    return true;
  }

  void when_quiet(std::function<void()> task) {
    timers_->quiet_tasks_.push_back(std::move(task));
    request_drain();
  }

  bool run_until(const std::function<bool()>& done, Instant limit) {
    const Instant end = timers_->virtual_now_ + limit;
    for (;;) {
      if (done && done()) return true;
      if (step()) continue;
      const auto due = timers_->next_due();
      if (!due || *due > end) break;
      timers_->virtual_now_ = std::max(timers_->virtual_now_, *due);
      timers_->fire();
    }
    timers_->virtual_now_ = end;
    return false;
  }

  /// Turns between which sockets get their share; sleeps only when nothing is ready.
  void run() {
    OFFHOOK_CHECK(io_ != nullptr);
    running_ = true;
    while (!io_->stopped()) {
      take_turns();
      stay_up(has_work() || timers_->next_due().has_value());
      if (has_work()) {
        io_->poll_one();
      } else {
        sleep();
      }
    }
    stay_up(false);
    running_ = false;
  }

  void on_idle(std::function<void()> task) { on_idle_ = std::move(task); }
  void oversleep(Instant span) { timers_->virtual_now_ += span; }
  void doom(std::string name, std::uint32_t turn) { doom_ = Doom{std::move(name), turn}; }

  [[nodiscard]] const std::shared_ptr<LoopTimers>& timers() const { return timers_; }

 protected:
  void start() override {
    const auto& options = dynamic_cast<const Config&>(config());
    io_ = options.io;
    timers_ = std::make_shared<LoopTimers>(io_ == nullptr);
    if (options.seed != 0) random_.emplace(options.seed);
    owner_ = std::this_thread::get_id();
    caf::actor_config printer{&unit_};
    utility_actors_[printer_id] = caf::make_actor<Printer, caf::actor>(
        system().next_actor_id(), system().node(), &system(), printer);
    if (io_ == nullptr) return;
    alarm_.emplace(*io_);
    timers_->on_armed = [this] { request_drain_for_timer(); };
    timers_->on_ready = [this] { request_drain(); };
  }

  void stop() override {
    timers_->on_armed = nullptr;
    timers_->on_ready = nullptr;
    alarm_.reset();
    do {
      take_remote();
      while (step()) {
      }
      timers_->clear();
      std::lock_guard lock(remote_mutex_);
      if (remote_.empty()) break;
    } while (true);
  }

 private:
  struct Unit final : caf::execution_unit {
    explicit Unit(Coordinator* owner) : execution_unit(&owner->system()), owner_(owner) {}
    void exec_later(caf::resumable* job) override { owner_->push(job); }
    Coordinator* owner_;
  };

  struct Doom {
    std::string name;
    std::uint32_t turn;
  };
  void strike(caf::resumable& job) {
    auto* actor = dynamic_cast<caf::local_actor*>(&job);
    if (actor == nullptr || doom_->name != actor->name() || --doom_->turn > 0) return;
    doom_.reset();
    caf::anon_send_exit(actor->address(), caf::exit_reason::kill);
  }

  /// Turns in one go before sockets get their share again.
  static constexpr int turns_per_drain = 256;

  void post_remote(std::function<void()> task) {
    bool first;
    {
      std::lock_guard lock(remote_mutex_);
      first = remote_.empty();
      remote_.push_back(std::move(task));
    }
    if (first) boost::asio::post(*io_, [this] { drain(); });
  }

  void take_remote() {
    std::vector<std::function<void()>> taken;
    {
      std::lock_guard lock(remote_mutex_);
      taken.swap(remote_);
    }
    for (auto& task : taken) task();
  }

  void request_drain() {
    if (io_ == nullptr || running_ || draining_ || drain_posted_ || !alarm_) return;
    drain_posted_ = true;
    boost::asio::post(*io_, [this] { drain(); });
  }

  /// For an io_context that is run by others: `run` needs no hand-over between the two.
  void drain() {
    drain_posted_ = false;
    if (!alarm_ || running_) return;  // stopped meanwhile; or the turns come anyway
    draining_ = true;
    take_turns();
    draining_ = false;
    if (has_work()) request_drain();
    set_alarm();
  }

  void take_turns() {
    owner_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    take_remote();
    if (!timers_->on_fired || !has_actor_work()) timers_->fire();
    for (int turn = 0; turn < turns_per_drain && step(); ++turn) {
    }
    if (!has_actor_work()) timers_->standing_.reset();
  }
  [[nodiscard]] bool has_actor_work() const { return !queue_.empty() || !timers_->tasks_.empty(); }
  [[nodiscard]] bool has_work() const { return has_actor_work() || !timers_->quiet_tasks_.empty(); }
  bool run_quiet_task() {
    auto& waiting = timers_->quiet_tasks_;
    if (waiting.empty()) return false;
    auto task = std::move(waiting.front());
    waiting.pop_front();
    task();
    return true;
  }

  /// Until a socket, another thread or a timer has something. A near deadline goes along as the
  /// time to sleep, which costs no system call of its own; asio would wake every second for a far
  /// one.
  void sleep() {
    constexpr Instant near = 900ms;
    const auto due = timers_->next_due();
    const Instant wait = due ? *due - timers_->now() : Instant::max();
    if (wait <= Instant::zero()) return;
    if (on_idle_) on_idle_();
    if (wait > near) {
      set_alarm();
      io_->run_one();
    } else {
      io_->run_one_for(std::chrono::duration_cast<std::chrono::steady_clock::duration>(wait));
    }
  }

  /// The io_context ends when it is out of work; it sees neither our queue nor our timers.
  void stay_up(bool busy) {
    if (busy && !work_) work_.emplace(boost::asio::make_work_guard(*io_));
    if (!busy) work_.reset();
  }

  void request_drain_for_timer() {
    if (!running_ && !draining_ && !drain_posted_) set_alarm();
  }

  /// One asio timer, armed at the earliest deadline of all.
  void set_alarm() {
    const auto due = timers_->next_due();
    if (!due || drain_posted_ || (alarm_at_ && *alarm_at_ <= *due)) return;
    if (*due <= timers_->now()) return request_drain();  // cheaper than an alarm
    alarm_at_ = due;
    alarm_->expires_at(timers_->start_ +
                       std::chrono::duration_cast<std::chrono::steady_clock::duration>(*due));
    alarm_->async_wait([this](boost::system::error_code failed) {
      if (failed) return;
      alarm_at_.reset();
      drain();
    });
  }

  std::shared_ptr<LoopTimers> timers_;
  std::deque<caf::resumable*> queue_;
  Unit unit_;
  std::optional<SeededRandom> random_;
  boost::asio::io_context* io_ = nullptr;
  std::optional<boost::asio::steady_timer> alarm_;
  std::optional<Instant> alarm_at_;
  std::atomic<std::thread::id> owner_;
  bool running_ = false, draining_ = false, drain_posted_ = false;
  std::function<void()> on_idle_;
  std::optional<Doom> doom_;
  std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work_;
  std::mutex remote_mutex_;
  std::vector<std::function<void()>> remote_;
};

Loop::Loop(boost::asio::io_context& io) { start(&io, 0); }
Loop::Loop(boost::asio::io_context& io,
           const std::function<void(caf::actor_system_config&)>& prepare) {
  start(&io, 0, prepare);
}
Loop::Loop(Virtual options) { start(nullptr, options.seed); }

void Loop::start(boost::asio::io_context* io, std::uint64_t seed,
                 const std::function<void(caf::actor_system_config&)>& prepare) {
  config_ = std::make_unique<Config>();
  config_->io = io;
  config_->seed = seed;
  config_->load<Coordinator>();
  if (prepare) prepare(*config_);
  system_ = std::make_unique<caf::actor_system>(*config_);
  // Whoever owns the loop ends its actors first; waiting for them here would wait for ever, because
  // they run on this very thread.
  system_->await_actors_before_shutdown(false);
  coordinator_ = dynamic_cast<Coordinator*>(&system_->scheduler());
  OFFHOOK_CHECK(coordinator_ != nullptr);
}

Loop::~Loop() = default;

caf::actor_system& Loop::system() { return *system_; }
Instant Loop::now() const noexcept { return coordinator_->timers()->now(); }
std::shared_ptr<Timers> Loop::timers() const { return coordinator_->timers(); }
bool Loop::is_virtual() const { return coordinator_->timers()->virtual_; }
void Loop::run() { coordinator_->run(); }
void Loop::on_idle(std::function<void()> task) { coordinator_->on_idle(std::move(task)); }
void Loop::post(std::function<void()> task) { coordinator_->post(std::move(task)); }
bool Loop::step() { return coordinator_->step(); }
void Loop::record_time(std::function<void(Instant)> fired) {
  coordinator_->timers()->on_fired = std::move(fired);
}
Instant Loop::stand_still() {
  auto& timers = *coordinator_->timers();
  if (!timers.virtual_) timers.standing_ = timers.moving();
  return timers.now();
}
void Loop::when_quiet(std::function<void()> task) { coordinator_->when_quiet(std::move(task)); }
void Loop::settle() {
  while (step()) {
  }
}
void Loop::set_clock(Instant at) { coordinator_->timers()->virtual_now_ = at; }
void Loop::fire_due() { coordinator_->timers()->fire(); }
void Loop::run_for(Instant span) { coordinator_->run_until(nullptr, span); }
bool Loop::run_until(const std::function<bool()>& done, Instant limit) {
  return coordinator_->run_until(done, limit);
}
void Loop::oversleep(Instant span) { coordinator_->oversleep(span); }
void Loop::doom(std::string name, std::uint32_t turn) { coordinator_->doom(std::move(name), turn); }
std::size_t Loop::running_actors() { return system_->registry().running(); }
std::size_t Loop::pending_timers() const { return coordinator_->timers()->wheel_.size(); }

std::shared_ptr<Timers> timers_of(caf::actor_system& system) {
  auto* coordinator = dynamic_cast<Loop::Coordinator*>(&system.scheduler());
  return coordinator ? coordinator->timers() : nullptr;
}

}  // namespace offhook::act
