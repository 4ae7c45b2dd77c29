// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/demo.hpp"

#include <chrono>

#include <boost/json/serialize.hpp>

#include "media/clips.hpp"
#include "media/sound_match.hpp"
#include "sim/server.hpp"
#include "sim/sim_phone.hpp"
#include "sim/world.hpp"

namespace offhook::sim {
namespace {

/// A likeness below this is not the same speech. Undisturbed G.711 comes to more than 0.95.
constexpr double good_match = 0.85;
constexpr std::uint64_t enough_packets = 100;

/// Short enough to stand beside the ladder.
std::string lamp_words(const std::string& colour, const std::string& pattern) {
  if (colour == "off") return "lamp off";
  if (pattern == "steady") return "lamp " + colour;
  return colour + (pattern == "fast_flash" ? " fast" : " slow");
}

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

  ~Demo();
  absl::Status set_stage();
  void play();
  DemoResult take_result(double wall_s);

 private:
  absl::Status start_server();
  absl::StatusOr<std::unique_ptr<SimPhone>> phone(std::string name, std::string extension,
                                                  std::string display, std::uint8_t host);
  bool expect(std::string_view what, const std::function<bool()>& so, Instant within = 3s);
  void pause(Instant span) { world_->run_for(span); }
  void type(SimPhone& phone, std::string_view keys);
  void tap(SimPhone& phone, std::string_view key);
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
  DemoDirection direction(const SimPhone& from, const SimPhone& to) const;
  void note(const std::string& who, const boost::json::object& event);

  DemoOptions options_;
  DemoResult result_;
  std::unique_ptr<World> world_;
  std::unique_ptr<TracingNetwork> network_;
  std::unique_ptr<RandomSource> server_random_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<SimPhone> alice_, bob_;
};

/// Actors borrow from their phones and server: they end first.
Demo::~Demo() {
  if (!world_) return;
  for (auto* phone : {alice_.get(), bob_.get()})
    if (phone != nullptr) phone->stop();
  if (server_) server_->stop();
  world_->run_until([this] { return world_->loop().running_actors() == 0; }, 5s);
}

absl::Status Demo::set_stage() {
  if (options_.is_virtual) {
    auto world = make_virtual_world(options_.seed);
    if (!world.ok()) return world.status();
    world_ = std::move(*world);
  } else {
    world_ = make_real_world(options_.seed);
  }
  network_ = std::make_unique<TracingNetwork>(world_->network(), result_.trace, world_->clock());
  if (auto status = start_server(); !status.ok()) return status;
  auto alice = phone("alice", "1001", "Alice", 1);
  if (!alice.ok()) return alice.status();
  alice_ = std::move(*alice);
  auto bob = phone("bob", "1002", "Bob", 2);
  if (!bob.ok()) return bob.status();
  bob_ = std::move(*bob);
  return absl::OkStatus();
}

absl::Status Demo::start_server() {
  ProxyOptions proxy;
  proxy.identity.domain = "sim.test";
  proxy.users = {{"1001", "pw1001"}, {"1002", "pw1002"}};
  server_random_ = world_->random("server");
  Endpoint local{world_->address(0), 5060};
  auto server = Server::start(world_->loop().system(), *network_, local, proxy, *server_random_);
  if (!server.ok()) {  // somebody has that port: any other will do
    local.port = 0;
    server = Server::start(world_->loop().system(), *network_, local, proxy, *server_random_);
  }
  if (!server.ok()) return server.status();
  server_ = std::move(*server);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<SimPhone>> Demo::phone(std::string name, std::string extension,
                                                      std::string display, std::uint8_t host) {
  SimPhone::Options options;
  options.name = std::move(name);
  options.extension = extension;
  options.display_name = std::move(display);
  options.password = "pw" + extension;
  options.host = host;
  options.registrar = server_->local();
  options.board_plugin = options_.board_plugin;
  const auto log = [this](const std::string& who, const boost::json::object& event) {
    note(who, event);
    boost::json::object line{{"phone", who}};
    for (const auto& [key, value] : event) line[key] = value;
    result_.events.push_back(boost::json::serialize(line));
  };
  return SimPhone::start(*world_, *network_, result_.trace, std::move(options), log);
}

/// What a bystander would remark beside the ladder: the line lamp, the handset, the display.
void Demo::note(const std::string& who, const boost::json::object& event) {
  const auto text = [&](std::string_view key) { return std::string(event.at(key).as_string()); };
  const Instant at{event.at("ts_ns").to_number<std::int64_t>()};
  const std::string type = text("type");
  if (type == "led.changed" && text("led_id") == "line1")
    result_.trace.note(at, who, lamp_words(text("color"), text("pattern")));
  else if (type == "hook.changed")
    result_.trace.note(at, who, event.at("off_hook").as_bool() ? "lifts" : "hangs up",
                       NoteKind::cause);
  else if (type == "display.changed" && event.at("lines").as_array().at(0) == "Incoming call")
    result_.trace.note(
        at, who, "lcd \"" + std::string(event.at("lines").as_array().at(1).as_string()) + "\"");
}

bool Demo::expect(std::string_view what, const std::function<bool()>& so, Instant within) {
  if (world_->run_until(so, within)) return true;
  std::string sentence = "waited in vain until " + std::string(what);
  for (auto* phone : {alice_.get(), bob_.get()})
    sentence += "; " + phone->options().name + ": " + phone->view().registration() + ", call " +
                std::string(phone->view().call_state()) + ", tone " + phone->view().tone() +
                (phone->api().first_error().empty() ? "" : ", " + phone->api().first_error());
  result_.failures.push_back(std::move(sentence));
  return false;
}

void Demo::tap(SimPhone& phone, std::string_view key) {
  phone.press(key);
  pause(90ms);
  phone.release(key);
  pause(60ms);
}

void Demo::type(SimPhone& phone, std::string_view keys) {
  for (const char key : keys) tap(phone, std::string(1, key));
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
  type(*alice_, "1002#");
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
  tap(*alice_, "HOLD");
  if (!expect("the call is held", [&] {
        return alice_->view().call_state() == "held_local" &&
               bob_->view().call_state() == "held_remote";
      }))
    return false;
  pause(500ms);
  tap(*alice_, "HOLD");
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

DemoDirection Demo::direction(const SimPhone& from, const SimPhone& to) const {
  DemoDirection way{from.options().name, to.options().name};
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
  for (const auto* phone : {alice_.get(), bob_.get()})
    for (const auto& warning : phone->view().warnings())
      result_.failures.push_back(phone->options().name + " warned: " + warning);
  result_.pass = result_.failures.empty();
}

DemoResult Demo::take_result(double wall_s) {
  judge();
  result_.seed = options_.seed;
  result_.is_virtual = options_.is_virtual;
  result_.wall_s = wall_s;
  result_.duration = world_->now();
  result_.call_id = alice_->view().call_id();
  for (const auto* phone : {alice_.get(), bob_.get()})
    result_.phones.push_back({phone->options().name,
                              phone->options().name + " " + phone->options().extension,
                              phone->address(), phone->heard()});
  result_.participants = {
      {"alice", result_.phones[0].label, {result_.phones[0].address}},
      {"proxy", "proxy", {server_->local().address}},
      {"bob", result_.phones[1].label, {result_.phones[1].address}},
  };
  result_.trace.sort_by_time();
  result_.ladder = make_ladder(result_.trace, result_.participants);
  result_.setup_ms = setup_time_ms(result_.ladder);
  return std::move(result_);
}

}  // namespace

absl::StatusOr<DemoResult> run_demo(const DemoOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Demo demo(options);
  if (auto status = demo.set_stage(); !status.ok()) return status;
  demo.play();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  return demo.take_result(wall.count());
}

}  // namespace offhook::sim
