// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/stack.hpp"

#include "actors/phone/phone_actor.hpp"
#include "actors/transaction/dispatcher_actor.hpp"
#include "media/media_actor.hpp"

namespace offhook::phone {

std::string user_agent() { return std::string("offhook/") + OFFHOOK_VERSION; }

hal::HostServices host_services(const act::Loop& loop) {
  hal::HostServices services;
  services.clock = loop.timers().get();
  services.log = [](hal::LogLevel level, std::string_view text) {
    log::write(static_cast<log::Level>(level), text);
  };
  services.wake = [] {};  // the board's actor puts its own there
  return services;
}

namespace {

/// A phone that may hold many calls is a test's other end: each of its calls may be short, and
/// leaves two transactions that live on for half a minute (RFC 3261 §17.2, timers J and L).
transaction::Limits transaction_limits(std::size_t max_calls) {
  constexpr std::size_t for_each_call = 120;
  transaction::Limits limits;
  limits.server_transactions = std::max(limits.server_transactions, for_each_call * max_calls);
  return limits;
}

/// Simulated phones hang no clock on their wall.
WallClock clock_of(act::Loop& loop) {
  return [&loop] {
    using std::chrono::milliseconds;
    return WallTime{simulated_start_unix_ms +
                    std::chrono::duration_cast<milliseconds>(loop.now()).count()};
  };
}

}  // namespace

Stack::Stack(Surroundings around, std::unique_ptr<hal::Board> board)
    : around_(around), board_(std::move(board)) {}

absl::StatusOr<std::unique_ptr<Stack>> Stack::start(Surroundings around, PhoneSettings settings,
                                                    std::unique_ptr<hal::Board> board) {
  auto stack = std::unique_ptr<Stack>(new Stack(around, std::move(board)));
  if (auto status = stack->open(std::move(settings)); !status.ok()) return status;
  return stack;
}

absl::Status Stack::open(PhoneSettings settings) {
  auto& system = around_.loop.system();
  auto plan = settings.listen;
  plan.answers_malformed = !settings.servers_only;
  auto transports = transport::start_transports(system, around_.networks, plan, around_.random);
  if (!transports.ok()) return transports.status();
  transports_ = *std::move(transports);
  const transaction::WholeDispatcher dispatcher = system.spawn<transaction::DispatcherActor>(
      transports_, around_.resolver, around_.random, settings.timers,
      transaction_limits(settings.max_calls));
  dispatcher_ = dispatcher;
  gate_ = dispatcher;

  start_media(settings);

  PhoneParts parts;
  parts.settings = std::move(settings);
  parts.dispatcher = dispatcher_;
  parts.gate = gate_;
  parts.sound = around_.sound;
  parts.media = media_;
  parts.board = board_;
  parts.board_has_sound = around_.audio == nullptr;
  parts.random = &around_.random;
  parts.contacts = ContactPoints(transports_);
  parts.user_agent = user_agent();
  parts.network = &around_.networks.datagrams;
  parts.page_address = transports_.begin()->sent_by.address;
  parts.time_to_live = [&resolver = around_.resolver](const sip::Uri& uri) {
    return resolver.time_to_live(uri);
  };
  parts.store = around_.store != nullptr ? around_.store : std::make_shared<VolatileStore>();
  parts.wall_clock = around_.wall_clock ? around_.wall_clock : clock_of(around_.loop);
  phone_ = system.spawn<PhoneActor>(std::move(parts));
  return absl::OkStatus();
}

void Stack::start_media(const PhoneSettings& settings) {
  media_ = around_.media;
  if (media_) return;
  media::MediaParts sound{{}, around_.ports, around_.random, settings.tones, around_.start_runner};
  sound.engine.playout_delay = settings.jitter;
  sound.engine.longest_playout_delay = settings.longest_jitter;
  sound.engine.virtual_time = around_.virtual_time;
  sound.engine.max_streams = std::max(sound.engine.max_streams, settings.max_calls + 1);
  media_ = around_.loop.system().spawn<media::MediaActor>(std::move(sound));
  if (around_.audio != nullptr) act::tell_anon(media_, media::UseAudioDevice{around_.audio});
}

Stack::~Stack() = default;

void Stack::stop() {
  act::stop(phone_);
  act::stop(dispatcher_);
  for (const auto& entry : transports_) act::stop(entry.transport);
  if (!around_.media) act::stop(media_);
  phone_ = nullptr;
  dispatcher_ = nullptr;
  transports_.clear();
  gate_ = nullptr;
  media_ = nullptr;
  around_.media = nullptr;
}

}  // namespace offhook::phone
