// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/api_links.hpp"

#include "actors/control/outlet.hpp"
#include "actors/control/websocket_client.hpp"

namespace offhook::sim {
namespace {

/// Texts of a session, delivered in the turn after the one in which they were written.
class InsideLink final : public ApiLink {
 public:
  InsideLink(World& world, const control::Backend& backend, const std::string& token,
             OnEvent on_event)
      : ApiLink(std::move(on_event)), outlet_(std::make_shared<InsideOutlet>(*this, world)) {
    session_ = control::open_session(world.loop(), backend, outlet_, std::nullopt);
    introduce(token);
  }
  ~InsideLink() override {
    outlet_->link = nullptr;
    act::tell_anon(session_, control::ClientGone{});
  }

 protected:
  void send(std::string text) override {
    act::tell_anon(session_, control::ClientMessage{std::move(text)});
  }

 private:
  struct InsideOutlet final : control::Outlet {
    InsideOutlet(InsideLink& owner, World& world) : link(&owner), timers(world.loop().timers()) {}
    void send(std::string text, std::function<void()> written) override {
      if (link != nullptr) link->received(text);
      timers->call_soon(std::move(written));
    }
    void close(control::CloseCode, std::string_view reason) override {
      if (link != nullptr) link->lost(reason);
    }
    InsideLink* link;
    std::shared_ptr<Timers> timers;
  };

  std::shared_ptr<InsideOutlet> outlet_;
  control::Session session_;
};

class SocketLink final : public ApiLink {
 public:
  SocketLink(World& world, const Endpoint& server, const std::string& token, OnEvent on_event)
      : ApiLink(std::move(on_event)), client_(*world.io()) {
    control::ConnectOptions options;
    options.url = "ws://" + server.to_string() + "/";
    client_.connect(
        options, {[this, token] { introduce(token); }, [this](std::string text) { received(text); },
                  [this](const control::ConnectionEnd& end) { lost(end.reason); }});
  }

 protected:
  void send(std::string text) override { client_.send(std::move(text)); }

 private:
  control::WebSocketClient client_;
};

}  // namespace

control::Backend start_api(World& world, const phone::Phone& phone, const std::string& phone_id,
                           const std::string& token, RandomSource& random) {
  control::Engine engine;
  engine.version = OFFHOOK_VERSION;
  engine.epoch = random.token();
  engine.phone_id = phone_id;
  engine.virtual_clock = world.is_virtual();
  engine.access.add("simulator", control::Access::hash(token, random.token(16)),
                    control::Scopes::all());
  return control::start_backend(world.loop(), phone, std::move(engine));
}

std::unique_ptr<ApiLink> link_inside(World& world, const control::Backend& backend,
                                     const std::string& token, ApiLink::OnEvent on_event) {
  return std::make_unique<InsideLink>(world, backend, token, std::move(on_event));
}

absl::StatusOr<std::unique_ptr<ApiLink>> link_by_websocket(
    World& world, const control::Backend& backend, const std::string& token,
    ApiLink::OnEvent on_event, std::unique_ptr<control::WebSocketServer>& server,
    std::string& url) {
  server = std::make_unique<control::WebSocketServer>(*world.io(), world.loop(), backend,
                                                      control::ServerOptions{});
  const auto at = server->start({IpAddress::v4(127, 0, 0, 1), 0});
  if (!at.ok()) return at.status();
  url = "ws://" + at->to_string() + "/";
  return std::unique_ptr<ApiLink>(
      std::make_unique<SocketLink>(world, *at, token, std::move(on_event)));
}

}  // namespace offhook::sim
