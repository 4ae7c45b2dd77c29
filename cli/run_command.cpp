// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run_command.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "actors/base/log.hpp"
#include "actors/phone/sqlite_store.hpp"
#include "actors/phone/stack.hpp"
#include "actors/transport/asio_network.hpp"
#include "actors/transport/asio_stream_network.hpp"
#include "actors/transport/cares_client.hpp"
#include "actors/transport/dns_resolver.hpp"
#include "actors/transport/tls_context.hpp"
#include "actors/transport/tls_stream_network.hpp"
#include "actors/transport/web_socket_stream_network.hpp"
#include "cli/api_server.hpp"
#include "cli/exit_code.hpp"
#include "cli/journal.hpp"
#include "cli/phone_keeper_actor.hpp"
#include "cli/plugin_path.hpp"
#include "cli/run_recording.hpp"
#include "cli/sound_source.hpp"
#include "hal/plugin_loader.hpp"
#include "media/media_actor.hpp"
#include "media/threaded_runner.hpp"
#include "media/udp_packet_ports.hpp"

namespace offhook::cli {
namespace {

int complain(int code, const absl::Status& status) {
  std::fprintf(stderr, "offhook: %s\n", message_of(status).c_str());
  return code;
}

/// The clock and the time zone of this machine.
WallTime wall_time() {
  using namespace std::chrono;
  const auto now = system_clock::now();
  const std::time_t seconds = system_clock::to_time_t(now);
  std::tm local{};
  localtime_r(&seconds, &local);
  return {duration_cast<milliseconds>(now.time_since_epoch()).count(),
          static_cast<std::int32_t>(local.tm_gmtoff)};
}

/// What the phone remembers (not while it is recorded: a replay must know no more than the run
/// did), by the file of its settings. One that cannot be used is no reason to be without a phone.
std::shared_ptr<phone::Store> open_store(const std::string& file) {
  if (file.empty()) return nullptr;
  const auto warn = [](const std::string& text) { log::warning(text); };
  auto store = phone::SqliteStore::open(file, warn);
  if (store.ok()) return *std::move(store);
  log::warning(message_of(store.status()) + "; what this phone learns is lost at its end");
  return nullptr;
}

/// One phone on real sockets, from the first REGISTER to the goodbye.
class RealPhone {
 public:
  RealPhone() : loop_(io_), network_(io_), tcp_(io_), signals_(io_, SIGINT, SIGTERM) {}

  int start(const phone::PhoneSettings& settings, const RunCommand& command);
  int run();

 private:
  absl::Status open_networks(const phone::PhoneSettings& settings);
  void open_resolver(const phone::PhoneSettings& settings);
  absl::Status open_recording(const phone::PhoneSettings& settings, const RunCommand& command);
  [[nodiscard]] transport::Networks networks();
  void stop();
  void stop_when_gone();

  boost::asio::io_context io_;
  act::Loop loop_;
  transport::AsioNetwork network_;
  transport::AsioStreamNetwork tcp_;
  std::unique_ptr<transport::StreamNetwork> tls_, ws_, wss_;
  media::UdpPacketPorts ports_;
  SystemRandom random_, api_random_;
  std::unique_ptr<transport::CaresClient> name_servers_;
  std::unique_ptr<RunRecording> recording_;
  std::unique_ptr<transport::DnsResolver> resolver_;
  boost::asio::signal_set signals_;
  std::unique_ptr<SoundSource> sound_;
  std::unique_ptr<phone::Stack> stack_;
  std::unique_ptr<ApiServer> api_;
  Journal journal_;
  PhoneKeeper keeper_;
  Timer gone_check_;
  int gone_checks_ = 0;
  bool stopping_ = false;
  int exit_code_ = exit_code::bug;  ///< until a signal ends us, which is the regular way
};

absl::Status RealPhone::open_networks(const phone::PhoneSettings& settings) {
  auto tls = transport::load_tls(settings.tls);
  if (!tls.ok()) return tls.status();
  using transport::WebSocketStreamNetwork;
  tls_ = std::make_unique<transport::TlsStreamNetwork>(io_, *tls);
  ws_ = std::make_unique<WebSocketStreamNetwork>(io_, settings.web_socket);
  wss_ = std::make_unique<WebSocketStreamNetwork>(io_, settings.web_socket, *tls);
  return absl::OkStatus();
}

transport::Networks RealPhone::networks() {
  return {network_, &tcp_, tls_.get(), ws_.get(), wss_.get()};
}

/// The phone then has a sound engine that is listened to, and chance of its own.
absl::Status RealPhone::open_recording(const phone::PhoneSettings& settings,
                                       const RunCommand& command) {
  media::MediaParts sound{{}, ports_, api_random_, settings.tones, media::threaded_runner(io_)};
  sound.engine.playout_delay = settings.jitter;
  sound.engine.longest_playout_delay = settings.longest_jitter;
  sound.engine.max_streams = std::max(sound.engine.max_streams, settings.max_calls + 1);
  const media::Media engine = loop_.spawn<media::MediaActor>(std::move(sound));
  act::tell_anon(engine, media::UseAudioDevice{sound_->device()});
  auto recording =
      RunRecording::open({command.record, command.record_limit_mib, command.config}, settings,
                         loop_, {networks(), *name_servers_, random_, engine});
  if (!recording.ok()) {
    act::stop(engine);
    return recording.status();
  }
  recording_ = *std::move(recording);
  return absl::OkStatus();
}

int RealPhone::start(const phone::PhoneSettings& settings, const RunCommand& command) {
  ports_.use(settings.rtp_ports);
  if (const auto opened = open_networks(settings); !opened.ok())
    return complain(exit_code::invalid_input, opened);
  auto plugin = hal::PluginLoader(plugin_path()).load(settings.board);
  if (!plugin.ok()) return complain(exit_code::environment, plugin.status());
  auto board = hal::Board::create(*plugin, phone::host_services(loop_));
  if (!board.ok()) return complain(exit_code::environment, board.status());
  auto sound = SoundSource::open(settings.audio);
  if (!sound.ok()) return complain(exit_code::invalid_input, sound.status());
  sound_ = std::move(*sound);
  name_servers_ = std::make_unique<transport::CaresClient>(io_, settings.dns.servers);
  if (!command.record.empty())
    if (auto status = open_recording(settings, command); !status.ok())
      return complain(exit_code::environment, status);
  open_resolver(settings);

  auto* const recorded = recording_ ? &recording_->run() : nullptr;
  const phone::Surroundings around{loop_,
                                   recorded ? recorded->networks() : networks(),
                                   ports_,
                                   *resolver_,
                                   recorded ? recorded->random() : random_,
                                   nullptr,
                                   media::threaded_runner(io_),
                                   sound_->device(),
                                   recorded ? recorded->media() : media::Media{},
                                   true,
                                   recorded ? nullptr : open_store(settings.memory.file),
                                   recorded ? WallClock{} : wall_time};
  if (recorded) recorded->start();
  auto stack = phone::Stack::start(around, settings, std::move(*board));
  if (!stack.ok()) return complain(exit_code::environment, stack.status());
  stack_ = std::move(*stack);
  std::vector<transport::Spoken> spoken;
  for (const auto& entry : stack_->transports())
    spoken.push_back({entry.protocol, entry.sent_by.address.is_v6()});
  resolver_->speak(std::move(spoken));
  const auto phone = recorded ? recorded->stand_before(stack_->phone()) : stack_->phone();
  keeper_ = loop_.spawn<PhoneKeeperActor>(phone, journal_, [this] { stop(); });
  std::fprintf(stderr, "offhook %s  %s on board %s, SIP at %s\n", OFFHOOK_VERSION,
               settings.phone_id.c_str(), settings.board.c_str(),
               to_string(stack_->transports()).c_str());
  if (settings.api.listen) {
    auto api = ApiServer::start(io_, loop_, phone, settings, api_random_);
    if (!api.ok()) return complain(exit_code::environment, api.status());
    api_ = std::move(*api);
    std::fprintf(stderr, "control API at %s, token in %s\n", api_->url().c_str(),
                 api_->token_file().c_str());
  }
  return exit_code::done;
}

void RealPhone::open_resolver(const phone::PhoneSettings& settings) {
  transport::DnsResolverOptions options;
  options.static_records = settings.dns.records;
  options.prefer_static = settings.dns.prefer_records;
  if (recording_)
    resolver_ = std::make_unique<transport::DnsResolver>(
        recording_->run().dns(), *loop_.timers(), recording_->run().random(), std::move(options));
  else
    resolver_ = std::make_unique<transport::DnsResolver>(*name_servers_, *loop_.timers(), random_,
                                                         std::move(options));
}

int RealPhone::run() {
  signals_.async_wait([this](boost::system::error_code failed, int signal) {
    if (failed) return;
    exit_code_ = signal == SIGINT ? exit_code::interrupted : exit_code::terminated;
    act::tell_anon(keeper_, SayGoodbye{});
  });
  loop_.on_idle([this] {
    journal_.flush();
    if (recording_) recording_->flush();
  });
  loop_.run();
  journal_.flush();
  if (auto saved = sound_->save(); !saved.ok()) return complain(exit_code::environment, saved);
  return exit_code_;
}

/// Calls are over and the binding is taken back: actors end, then the loop has nothing left to do.
void RealPhone::stop() {
  if (stopping_) return;
  stopping_ = true;
  signals_.cancel();
  if (api_) api_->stop();
  stack_->stop();
  if (recording_) recording_->run().stop();
  act::stop(keeper_);
  keeper_ = nullptr;
  gone_check_ = loop_.timers()->call_after(10ms, [this] { stop_when_gone(); });
}

void RealPhone::stop_when_gone() {
  if (loop_.running_actors() == 0 || ++gone_checks_ > 200) return io_.stop();
  gone_check_ = loop_.timers()->call_after(10ms, [this] { stop_when_gone(); });
}

}  // namespace

int run_run_command(const RunCommand& command) {
  auto settings = phone::load_settings(command.config);
  if (!settings.ok()) return complain(exit_code::invalid_input, settings.status());
  if (!command.board.empty()) settings->board = command.board;
  RealPhone phone;
  if (const int code = phone.start(*settings, command); code != exit_code::done) return code;
  return phone.run();
}

}  // namespace offhook::cli
