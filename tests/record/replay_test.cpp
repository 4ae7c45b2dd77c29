// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/record/replay.hpp"

#include <gtest/gtest.h>

#include "actors/transport/dns_resolver.hpp"
#include "media/media_actor.hpp"
#include "sim/fleet/crew.hpp"
#include "sim/record/recorded_run.hpp"
#include "sim/record/secrets.hpp"
#include "sim/record/wire_forms.hpp"
#include "sim/server.hpp"
#include "sim/virtual_stream_network.hpp"
#include "sim/world.hpp"

namespace offhook::sim::record {
namespace {

constexpr const char* settings_text = R"([phone]
id = "recorded"
[sip]
listen = "192.0.2.20:5060"
[[account]]
user = "100"
domain = "192.0.2.1"
password = "secret"
registrar = "sip:192.0.2.1:5060"
outbound_proxy = "sip:192.0.2.1:5060;lr"
)";
const std::string board = OFFHOOK_PLUGIN_DIR "/sim.so";

/// Nobody asks it: all addresses are literal.
class NoDns final : public transport::DnsClient {
  void ask(const transport::DnsQuestion&, Answer answer) override { answer({}); }
};

/// A phone that is recorded, one that it calls, and a server, in virtual time.
class RecordedWorld {
 public:
  explicit RecordedWorld(std::size_t most_octets = std::size_t{1} << 24) {
    world_ = *make_virtual_world(0);
    random_ = world_->random("recorded");
    other_random_ = world_->random("others");
    ProxyOptions proxy;
    proxy.identity.domain = "192.0.2.1";
    proxy.users = {{"100", "secret"}, {"200", "pw"}};
    server_ = *Server::start(world_->loop().system(), world_->network(),
                             {IpAddress::v4(192, 0, 2, 1), 5060}, proxy, *other_random_);
    start_peer();
    start_recorded(most_octets);
    run(3s);
  }
  ~RecordedWorld() { stop(); }

  /// A call with all that one does in it.
  std::string play() {
    act::tell_anon(phone_, phone::DialOrder{"", "200", "one"});
    run(3s);
    act::tell_anon(phone_, phone::SendDtmfOrder{"one", "42"});
    run(1s);
    act::tell_anon(phone_, phone::HoldOrder{"one"});
    run(1s);
    act::tell_anon(phone_, phone::ResumeOrder{"one"});
    run(1s);
    act::tell_anon(phone_, phone::HangupOrder{"one"});
    run(1s);
    act::tell_anon(phone_, phone::InjectHook{true});
    for (const bool down : {true, false}) {
      run(100ms);
      act::tell_anon(phone_, phone::InjectKey{"2", down});
    }
    run(1s);
    act::tell_anon(phone_, phone::InjectHook{false});
    run(1s);
    act::tell_anon(phone_, phone::ShutDown{});
    run(3s);
    stop();
    return octets_;
  }
  void run(Instant span) { world_->run_for(span); }
  void stop() {
    if (!stack_) return;
    stack_->stop();
    recorded_->stop();
    peers_->stop();
    server_->stop();
    run(1s);
    stack_.reset();
    recorded_.reset();
  }

  bool full_ = false;

 private:
  void start_peer() {
    fleet::Crew::Options crew;
    crew.server = "sip:192.0.2.1:5060";
    crew.domain = "192.0.2.1";
    crew.next_address = [] { return Endpoint{IpAddress::v4(192, 0, 2, 30), 5060}; };
    crew.board = *hal::Plugin::open(board);
    crew.sound = true;
    peers_ = std::make_unique<fleet::Crew>(phone::Surroundings{world_->loop(),
                                                               {world_->network(), nullptr},
                                                               world_->ports(),
                                                               resolver_,
                                                               *other_random_,
                                                               world_->virtual_time(),
                                                               {}},
                                           std::move(crew));
    EXPECT_TRUE(peers_->start({"200", "pw"}).ok());
  }
  void start_recorded(std::size_t most_octets) {
    media::MediaParts sound{{}, world_->ports(), *other_random_, {}, {}};
    sound.engine.virtual_time = world_->virtual_time();
    Header header;
    header.settings = *without_secrets(settings_text, {"secret"});
    header.board = "sim";
    Recorder::Options options;
    options.most_octets = most_octets;
    options.write = [this](std::string_view octets) { octets_ += octets; };
    options.full = [this] { full_ = true; };
    recorded_ = std::make_unique<RecordedRun>(
        world_->loop(), header, std::move(options),
        RecordedRun::World{{world_->network(), world_->streams()},
                           no_dns_,
                           *random_,
                           world_->loop().spawn<media::MediaActor>(std::move(sound))});
    dns_ = std::make_unique<transport::DnsResolver>(recorded_->dns(), *world_->loop().timers(),
                                                    recorded_->random());
    auto made = hal::Board::create(*hal::Plugin::open(board), phone::host_services(world_->loop()));
    recorded_->start();
    auto stack =
        phone::Stack::start({world_->loop(),
                             recorded_->networks(),
                             world_->ports(),
                             *dns_,
                             recorded_->random(),
                             nullptr,
                             {},
                             {},
                             recorded_->media()},
                            *phone::parse_settings(settings_text, "settings"), *std::move(made));
    ASSERT_TRUE(stack.ok()) << stack.status();
    stack_ = *std::move(stack);
    phone_ = recorded_->stand_before(stack_->phone());
  }

  std::string octets_;
  std::unique_ptr<World> world_;
  std::unique_ptr<RandomSource> random_, other_random_;
  NoDns no_dns_;
  transport::StaticResolver resolver_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<fleet::Crew> peers_;
  std::unique_ptr<RecordedRun> recorded_;
  std::unique_ptr<transport::DnsResolver> dns_;
  std::unique_ptr<phone::Stack> stack_;
  phone::Phone phone_;
};

const std::string& recorded_call() {
  static const std::string octets = RecordedWorld().play();
  return octets;
}

Recording recording_of(const std::string& octets) {
  auto recording = read_recording(octets);
  EXPECT_TRUE(recording.ok()) << recording.status();
  return *std::move(recording);
}

ReplayResult replay_of(const Recording& recording) {
  auto result = replay(recording, board);
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *result : ReplayResult{};
}

std::size_t count(const Recording& recording, Kind kind) {
  return static_cast<std::size_t>(
      std::count_if(recording.entries.begin(), recording.entries.end(),
                    [&](const Entry& entry) { return entry.kind == kind; }));
}

TEST(Replay, OfACallIsIdentical) {
  const auto recording = recording_of(recorded_call());
  EXPECT_EQ(recording.damage, "");
  EXPECT_EQ(count(recording, Kind::order), 10u);
  EXPECT_GE(count(recording, Kind::sent), 10u);
  EXPECT_GE(count(recording, Kind::media), 2u);

  const auto result = replay_of(recording);

  EXPECT_FALSE(result.difference) << to_text(result, recording);
  EXPECT_EQ(result.outputs, count(recording, Kind::sent) + count(recording, Kind::event));
  EXPECT_NE(to_text(result, recording).find("identical: "), std::string::npos);
}

TEST(Replay, HasNoPasswordAndNoDigestInItsFile) {
  const auto& octets = recorded_call();
  EXPECT_EQ(octets.find("secret"), std::string::npos);
  EXPECT_NE(octets.find("response=\"********"), std::string::npos);
}

TEST(Replay, TellsTheFirstDifferenceWhenAnInputWasChanged) {
  auto recording = recording_of(recorded_call());
  const auto changed =
      std::find_if(recording.entries.begin(), recording.entries.end(), [](const Entry& entry) {
        return entry.kind == Kind::datagram && entry.body.find("SIP/2.0 180") != std::string::npos;
      });
  ASSERT_NE(changed, recording.entries.end());
  auto form = *unpack_form<DatagramIn>(changed->body);
  form.octets[8] = '2';  // 280: a success
  changed->body = pack_form(form);

  const auto result = replay_of(recording);

  ASSERT_TRUE(result.difference);
  const auto text = to_text(result, recording);
  EXPECT_NE(text.find("DIFFERENT after"), std::string::npos) << text;
  EXPECT_NE(text.find("then:"), std::string::npos) << text;
  EXPECT_LT(result.outputs, count(recording, Kind::sent) + count(recording, Kind::event));
}

TEST(Replay, ShowsWhatWasSentThenAndNow) {
  auto recording = recording_of(recorded_call());
  const auto changed =
      std::find_if(recording.entries.begin(), recording.entries.end(), [](const Entry& entry) {
        return entry.kind == Kind::order && entry.body.find("200") != std::string::npos;
      });
  ASSERT_NE(changed, recording.entries.end());
  changed->body.replace(changed->body.find("200"), 3, "201");

  const auto result = replay_of(recording);

  ASSERT_TRUE(result.difference);
  EXPECT_NE(result.difference->then.find("sip:200@"), std::string::npos);
  EXPECT_NE(result.difference->now.find("sip:201@"), std::string::npos);
}

TEST(Replay, OfACutFileGoesUpToTheCut) {
  const auto& whole = recorded_call();
  for (const double part : {0.3, 0.6, 0.9}) {
    const auto cut = recording_of(
        whole.substr(0, static_cast<std::size_t>(part * static_cast<double>(whole.size()))));
    EXPECT_NE(cut.damage, "");

    const auto result = replay_of(cut);

    EXPECT_FALSE(result.difference) << to_text(result, cut);
    EXPECT_GT(result.outputs, 0u);
    EXPECT_NE(to_text(result, cut).find("replayed up to there"), std::string::npos);
  }
}

TEST(Replay, OfARecordingThatReachedItsLimitGoesUpToThere) {
  RecordedWorld world(20'000);
  const auto octets = world.play();
  EXPECT_TRUE(world.full_);
  EXPECT_LE(octets.size(), 20'000u);

  const auto recording = recording_of(octets);
  const auto result = replay_of(recording);

  EXPECT_FALSE(result.difference) << to_text(result, recording);
  EXPECT_NE(to_text(result, recording).find("size limit"), std::string::npos);
}

TEST(Replay, SettingsThatCannotBeReadAreTold) {
  auto recording = recording_of(recorded_call());
  recording.header.settings = "[phone\n";
  EXPECT_FALSE(replay(recording, board).ok());
}

}  // namespace
}  // namespace offhook::sim::record
