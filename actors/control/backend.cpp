// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/control/backend.hpp"

#include "actors/control/hub_actor.hpp"
#include "actors/control/operations_actor.hpp"
#include "actors/control/session_actor.hpp"

namespace offhook::control {

Backend start_backend(act::Loop& loop, const phone::Phone& phone, Engine engine) {
  engine.virtual_clock = loop.is_virtual();
  Backend backend;
  backend.phone = phone;
  backend.hub = loop.spawn<HubActor>(phone, engine.epoch);
  backend.operations = loop.spawn<OperationsActor>(phone);
  backend.engine = std::make_shared<const Engine>(std::move(engine));
  return backend;
}

Session open_session(act::Loop& loop, const Backend& backend, std::shared_ptr<Outlet> outlet,
                     std::optional<Grant> grant) {
  return loop.spawn<SessionActor>(backend, std::move(outlet), std::move(grant));
}

void stop_backend(Backend& backend) {
  act::stop(backend.hub);
  act::stop(backend.operations);
  backend = {};
}

}  // namespace offhook::control
