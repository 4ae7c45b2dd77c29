// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/crew.hpp"

#include "sim/fleet/silent_media_actor.hpp"

namespace offhook::sim::fleet {
namespace {

phone::PhoneSettings settings_of(const User& user, const Crew::Options& options) {
  phone::PhoneSettings settings;
  settings.phone_id = user.name;
  settings.listen.sip = {options.next_address()};
  settings.auto_answer = options.ring;
  sip::Account account;
  account.id = user.name;
  account.aor = "sip:" + user.name + "@" + options.domain;
  account.auth_user = user.name;
  account.password = user.password;
  account.registrar = options.server;
  account.outbound_proxy = options.server + ";lr";
  settings.accounts.push_back(std::move(account));
  return settings;
}

}  // namespace

Crew::Crew(phone::Surroundings around, Options options)
    : around_(std::move(around)), options_(std::move(options)) {
  around_.sound = options_.sound;
  if (!options_.sound) around_.media = around_.loop.spawn<SilentMediaActor>();
}

Crew::~Crew() = default;

absl::StatusOr<phone::Phone> Crew::start(const User& user) {
  auto board = hal::Board::create(options_.board, phone::host_services(around_.loop));
  if (!board.ok()) return board.status();
  auto stack = phone::Stack::start(around_, settings_of(user, options_), *std::move(board));
  if (!stack.ok()) return stack.status();
  stacks_.push_back(*std::move(stack));
  return stacks_.back()->phone();
}

void Crew::stop() {
  for (const auto& stack : stacks_) stack->stop();
  act::stop(around_.media);
  around_.media = nullptr;
}

}  // namespace offhook::sim::fleet
