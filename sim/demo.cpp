// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/demo.hpp"

#include <chrono>
#include <optional>

#include "media/clips.hpp"
#include "media/sound_match.hpp"
#include "sim/stage.hpp"

namespace offhook::sim {
namespace {

/// A likeness below this is not the same speech. Undisturbed G.711 comes to more than 0.95.
constexpr double good_match = 0.85;
constexpr std::uint64_t enough_packets = 100;

/// From the first INVITE of the caller to the 200 it got; 0 if there was none.
double setup_time_ms(const std::vector<LadderRow>& ladder) {
  std::optional<Instant> invited;
  for (const auto& row : ladder) {
    if (row.kind == RowKind::request && row.method == "INVITE" && row.from == "alice" && !invited)
      invited = row.at;
    if (invited && row.kind == RowKind::response && row.method == "INVITE" && row.status == 200 &&
        row.to == "alice")
      return std::chrono::duration<double, std::milli>(row.at - *invited).count();
  }
  return 0;
}

/// The stage and the play. Each `expect` runs the world until something is so; the first that does
/// not come true ends the play.
class Demo {
 public:
  explicit Demo(const DemoOptions& options) : options_(options) {}

  absl::Status set_stage();
  void play();
  RunRecord take_result(double wall_s);

 private:
  absl::StatusOr<SimPhone*> phone(const Endpoint& registrar, std::string name,
                                  std::string extension, std::string display);
  bool expect(std::string_view what, const std::function<bool()>& so, Instant within = 3s);
  void pause(Instant span) { stage_->world().run_for(span); }
  void say(std::string_view what) {
    if (options_.progress) options_.progress(what);
  }

  bool both_register();
  bool alice_dials();
  bool bob_answers();
  bool both_speak();
  bool alice_holds_and_resumes();
  bool bob_hangs_up();

  void judge();
  RunDirection direction(const SimPhone& from, const SimPhone& to) const;
  DemoOptions options_;
  RunRecord result_;
  std::unique_ptr<Stage> stage_;
  SimPhone* alice_ = nullptr;
  SimPhone* bob_ = nullptr;
};

absl::Status Demo::set_stage() {
  auto stage = Stage::make({options_.seed, options_.is_virtual, options_.board_plugin}, result_);
  if (!stage.ok()) return stage.status();
  stage_ = *std::move(stage);
  ProxyOptions proxy;
  proxy.identity.domain = "sim.test";
  proxy.users = {{"1001", "pw1001"}, {"1002", "pw1002"}};
  auto server = stage_->add_server("proxy", proxy);
  if (!server.ok()) return server.status();
  auto alice = phone((*server)->local(), "alice", "1001", "Alice");
  if (!alice.ok()) return alice.status();
  alice_ = *alice;
  auto bob = phone((*server)->local(), "bob", "1002", "Bob");
  if (!bob.ok()) return bob.status();
  bob_ = *bob;
  return absl::OkStatus();
}

absl::StatusOr<SimPhone*> Demo::phone(const Endpoint& registrar, std::string name,
                                      std::string extension, std::string display) {
  SimPhone::Options options;
  options.name = std::move(name);
  options.extension = extension;
  options.display_name = std::move(display);
  options.password = "pw" + extension;
  options.registrar = registrar;
  return stage_->add_phone(std::move(options));
}

bool Demo::expect(std::string_view what, const std::function<bool()>& so, Instant within) {
  if (stage_->world().run_until(so, within)) return true;
  std::string sentence = "waited in vain until " + std::string(what);
  for (auto* phone : {alice_, bob_})
    sentence += "; " + phone->options().name + ": " + phone->view().registration() + ", call " +
                std::string(phone->view().call_state()) + ", tone " + phone->view().tone() +
                (phone->api().first_error().empty() ? "" : ", " + phone->api().first_error());
  result_.failures.push_back(std::move(sentence));
  return false;
}

void Demo::play() {
  both_register() && alice_dials() && bob_answers() && both_speak() && alice_holds_and_resumes() &&
      bob_hangs_up();
}

bool Demo::both_register() {
  say("both phones register");
  return expect("the control API answers",
                [&] { return alice_->api().ready() && bob_->api().ready(); }) &&
         expect("both phones are registered",
                [&] { return alice_->view().registered() && bob_->view().registered(); });
}

bool Demo::alice_dials() {
  say("alice lifts the handset and dials 1002");
  alice_->lift();
  if (!expect("alice hears the dial tone", [&] { return alice_->view().tone() == "dial"; }))
    return false;
  pause(400ms);
  for (const char key : std::string_view("1002#")) stage_->tap(*alice_, std::string(1, key));
  return expect("bob rings", [&] { return bob_->view().ringing(); }) &&
         expect("alice hears ring-back", [&] { return alice_->view().tone() == "ringback"; });
}

bool Demo::bob_answers() {
  pause(900ms);
  say("bob lifts the handset");
  bob_->lift();
  return expect("both are connected", [&] {
    return alice_->view().call_state() == "connected" && bob_->view().call_state() == "connected";
  });
}

bool Demo::both_speak() {
  say("both speak");
  alice_->say(media::clip("alice"));
  bob_->say(media::clip("bob"));
  const auto longest = std::max(media::clip("alice").size(), media::clip("bob").size());
  pause(std::chrono::milliseconds(longest * 1000 / media::narrowband.hz));
  pause(250ms);  // what is on its way still arrives
  return true;
}

bool Demo::alice_holds_and_resumes() {
  say("alice holds and resumes");
  stage_->tap(*alice_, "HOLD");
  if (!expect("the call is held", [&] {
        return alice_->view().call_state() == "held_local" &&
               bob_->view().call_state() == "held_remote";
      }))
    return false;
  pause(500ms);
  stage_->tap(*alice_, "HOLD");
  if (!expect("the call is resumed", [&] {
        return alice_->view().call_state() == "connected" &&
               bob_->view().call_state() == "connected";
      }))
    return false;
  pause(300ms);
  return true;
}

bool Demo::bob_hangs_up() {
  say("bob hangs up");
  bob_->replace();
  if (!expect("the call has ended on both sides", [&] {
        return alice_->view().call_state() == "ended" && bob_->view().call_state() == "ended";
      }))
    return false;
  if (!expect("alice hears the busy tone", [&] { return alice_->view().tone() == "busy"; }))
    return false;
  pause(300ms);
  alice_->replace();
  return expect("both phones are at rest", [&] {
    return alice_->view().tone() == "none" && alice_->view().led("line1") == "off" &&
           bob_->view().led("line1") == "off";
  });
}

RunDirection Demo::direction(const SimPhone& from, const SimPhone& to) const {
  RunDirection way{from.options().name, to.options().name};
  const auto* sender = from.view().call();
  const auto* receiver = to.view().call();
  if (sender != nullptr) way.sent = sender->quality.rtp_sent;
  if (receiver != nullptr) {
    way.received = receiver->quality.rtp_received;
    way.lost = receiver->quality.rtp_lost;
    way.jitter_ms = receiver->quality.jitter_ms;
    way.mos = receiver->quality.mos;
  }
  const auto match = media::match_sound(media::clip(way.from), to.heard());
  way.match = match.score;
  way.coverage = match.coverage;
  return way;
}

void Demo::judge() {
  result_.directions = {direction(*alice_, *bob_), direction(*bob_, *alice_)};
  for (const auto& way : result_.directions) {
    if (way.match < good_match)
      result_.failures.push_back("what " + way.to + " heard is not what " + way.from +
                                 " said: match " + std::to_string(way.match));
    if (way.received < enough_packets)
      result_.failures.push_back(way.to + " received only " + std::to_string(way.received) +
                                 " packets");
  }
  for (const auto* phone : {alice_, bob_})
    for (const auto& warning : phone->view().warnings())
      result_.failures.push_back(phone->options().name + " warned: " + warning);
  result_.pass = result_.failures.empty();
}

RunRecord Demo::take_result(double wall_s) {
  judge();
  result_.title = "demo: two phones, one call";
  result_.wall_s = wall_s;
  result_.call_id = alice_->view().call_id();
  stage_->close();
  result_.setup_ms = setup_time_ms(result_.ladder);
  return std::move(result_);
}

}  // namespace

absl::StatusOr<RunRecord> run_demo(const DemoOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Demo demo(options);
  if (auto status = demo.set_stage(); !status.ok()) return status;
  demo.play();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  return demo.take_result(wall.count());
}

}  // namespace offhook::sim
