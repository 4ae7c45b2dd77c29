// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/replay.hpp"

#include <cstdio>
#include <utility>

#include "actors/phone/stack.hpp"
#include "actors/transport/dns_resolver.hpp"
#include "hal/plugin_loader.hpp"
#include "media/audio_device.hpp"
#include "media/packet_port.hpp"
#include "sim/record/order_form.hpp"
#include "sim/record/outputs_actor.hpp"
#include "sim/record/recorded_media_actor.hpp"
#include "sim/record/replaying_network.hpp"

namespace offhook::sim::record {
namespace {

/// The sound engine is a replayed one and asks for no ports.
class NoPorts final : public media::PacketPorts {
  absl::StatusOr<media::PortPair> open_pair(const IpAddress&) override {
    return unavailable("a replay has no RTP");
  }
};

class Replay {
 public:
  Replay(const Recording& recording, std::string board_plugin)
      : recording_(recording), plugin_(std::move(board_plugin)), script_(recording) {}
  ~Replay();

  absl::Status prepare();
  absl::StatusOr<ReplayResult> run();

 private:
  absl::Status take(const Entry& entry);
  absl::Status start();
  void give(const AnyOrder& order);

  const Recording& recording_;
  std::string plugin_;
  Script script_;
  act::Loop loop_{act::Loop::Virtual{}};
  ReplayingNetwork network_{script_};
  std::array<ReplayingStreamNetwork, 4> streams_{
      {{script_, 0}, {script_, 1}, {script_, 2}, {script_, 3}}};
  ReplayingDnsClient dns_{script_};
  ReplayingRandom random_{script_};
  NoPorts ports_;
  phone::PhoneSettings settings_;
  std::unique_ptr<transport::DnsResolver> resolver_;
  ReplayedMedia media_;
  std::unique_ptr<phone::Stack> stack_;
  phone::EventSink outputs_;
  ReplayResult result_;
  std::optional<Instant> began_;
};

absl::Status Replay::prepare() {
  auto settings = phone::parse_settings(recording_.header.settings, "recorded settings");
  if (!settings.ok()) return settings.status();
  settings_ = *std::move(settings);
  const auto& ids = recording_.header.instance_ids;
  for (std::size_t i = 0; i < std::min(ids.size(), settings_.accounts.size()); ++i)
    settings_.accounts[i].instance_id = ids[i];
  transport::DnsResolverOptions options;
  options.static_records = settings_.dns.records;
  options.prefer_static = settings_.dns.prefer_records;
  resolver_ =
      std::make_unique<transport::DnsResolver>(dns_, *loop_.timers(), random_, std::move(options));
  media_ = loop_.spawn<ReplayedMediaActor>();
  return absl::OkStatus();
}

absl::Status Replay::start() {
  if (stack_) return absl::OkStatus();
  auto plugin = hal::Plugin::open(plugin_);
  if (!plugin.ok()) return plugin.status();
  auto board = hal::Board::create(*plugin, phone::host_services(loop_));
  if (!board.ok()) return board.status();
  const auto& header = recording_.header;
  const auto streams = [&](unsigned number) {
    return (header.networks >> number & 1U) != 0 ? &streams_[number] : nullptr;
  };
  auto stack =
      phone::Stack::start({loop_,
                           {network_, streams(0), streams(1), streams(2), streams(3)},
                           ports_,
                           *resolver_,
                           random_,
                           nullptr,
                           {},
                           header.board_has_sound ? nullptr : std::make_shared<media::EchoAudio>(),
                           caf::actor_cast<media::Media>(media_)},
                          settings_, *std::move(board));
  if (!stack.ok()) return stack.status();
  stack_ = *std::move(stack);
  std::vector<transport::Spoken> spoken;
  for (const auto& entry : stack_->transports())
    spoken.push_back({entry.protocol, entry.sent_by.address.is_v6()});
  resolver_->speak(std::move(spoken));
  outputs_ = loop_.spawn<OutputsActor>(stack_->phone(), [this](const std::string& json) {
    script_.expect_output(Kind::event, json);
  });
  return absl::OkStatus();
}

void Replay::give(const AnyOrder& order) {
  if (stack_)
    std::visit([this](const auto& each) { act::tell_anon(stack_->phone(), each); }, order);
}

absl::Status Replay::take(const Entry& entry) {
  loop_.settle();
  loop_.set_clock(entry.at);
  script_.set_time(entry.at);
  const auto faulty = [&] {
    return invalid_argument("an input that makes no sense: " + std::string(name_of(entry.kind)));
  };
  const auto deliver = [&]<class Form>(std::type_identity<Form>, auto& to) {
    const auto form = unpack_form<Form>(entry.body);
    if (!form) return faulty();
    to.deliver(*form);
    return absl::OkStatus();
  };
  switch (entry.kind) {
    case Kind::start:
      return start();
    case Kind::timers_fired:
      loop_.fire_due();
      return absl::OkStatus();
    case Kind::datagram:
      return deliver(std::type_identity<DatagramIn>{}, network_);
    case Kind::unreachable:
      return deliver(std::type_identity<Unreachable>{}, network_);
    case Kind::dns_answer:
      return deliver(std::type_identity<DnsCame>{}, dns_);
    case Kind::stream: {
      const auto form = unpack_form<StreamIn>(entry.body);
      if (!form || form->network >= streams_.size()) return faulty();
      streams_[form->network].deliver(*form);
      return absl::OkStatus();
    }
    case Kind::order: {
      const auto order = unpack_order(entry.body);
      if (!order) return faulty();
      give(*order);
      return absl::OkStatus();
    }
    case Kind::media: {
      const auto word = unpack_media(entry.body);
      if (!word) return faulty();
      act::tell_anon(media_, SayAsThen{*word});
      return absl::OkStatus();
    }
    default:
      return absl::OkStatus();
  }
}

absl::StatusOr<ReplayResult> Replay::run() {
  for (const auto& entry : recording_.entries) {
    if (!is_input(entry.kind)) continue;
    if (entry.kind != Kind::timers_fired) ++result_.inputs;
    if (!began_) began_ = entry.at;
    result_.span = entry.at - *began_;
    if (auto status = take(entry); !status.ok()) return status;
    if (script_.difference()) break;
  }
  if (!script_.difference()) {
    loop_.settle();
    script_.finish();
  }
  result_.outputs = script_.outputs();
  result_.difference = script_.difference();
  return result_;
}

Replay::~Replay() {
  act::stop(outputs_);
  outputs_ = nullptr;
  if (stack_) stack_->stop();
  act::stop(media_);
  media_ = nullptr;
  loop_.run_for(1s);
}

/// The first line in which two texts differ, for whoever does not want to look for it.
std::string first_other_line(std::string_view then, std::string_view now) {
  while (!then.empty() || !now.empty()) {
    const auto one = then.substr(0, then.find('\n')), other = now.substr(0, now.find('\n'));
    if (one != other)
      return "  first differs in\n    then: " + std::string(one) +
             "\n    now:  " + std::string(other) + "\n";
    then.remove_prefix(std::min(then.size(), one.size() + 1));
    now.remove_prefix(std::min(now.size(), other.size() + 1));
  }
  return "";
}

std::string indented(std::string_view text) {
  std::string out = "    ";
  for (const char c : text) {
    if (c == '\r') continue;
    out += c;
    if (c == '\n') out += "    ";
  }
  return out + "\n";
}

}  // namespace

absl::StatusOr<ReplayResult> replay(const Recording& recording, const std::string& board_plugin) {
  Replay replay(recording, board_plugin);
  if (auto status = replay.prepare(); !status.ok()) return status;
  return replay.run();
}

std::string to_text(const ReplayResult& result, const Recording& recording) {
  char line[160];
  std::snprintf(line, sizeof line, "%zu inputs, %zu outputs, %.3f s\n", result.inputs,
                result.outputs, std::chrono::duration<double>(result.span).count());
  std::string text = "recorded by " + recording.header.program + "\n";
  if (!recording.damage.empty())
    text += "the recording is not whole: " + recording.damage + ";\nreplayed up to there\n";
  for (const auto& entry : recording.entries)
    if (entry.kind == Kind::full) text += "the recording stopped at its size limit\n";
  if (!result.difference) return text + "identical: " + line;
  const auto& differs = *result.difference;
  text += std::string("DIFFERENT after ") + line;
  std::snprintf(line, sizeof line, "  output %zu, after the input at %.6f s\n", differs.output,
                std::chrono::duration<double>(differs.at).count());
  text += line;
  text += first_other_line(differs.then, differs.now);
  return text + "  then:\n" + indented(differs.then) + "  now:\n" + indented(differs.now);
}

}  // namespace offhook::sim::record
