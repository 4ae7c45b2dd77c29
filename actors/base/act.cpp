// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/base/act.hpp"

#include "actors/base/status.hpp"

namespace offhook::act {

Parcel::~Parcel() = default;
Parcel::message_data* Parcel::copy() const {
  // CAF copies what is shared before it lets anybody change it, and nobody may.
  OFFHOOK_CHECK(false);
  return nullptr;
}
void* Parcel::get_mutable(std::size_t position) { return const_cast<void*>(get(position)); }
caf::error Parcel::load(std::size_t, caf::deserializer&) {
  return caf::make_error(caf::sec::invalid_argument);
}
std::size_t Parcel::size() const noexcept { return 1; }
std::uint32_t Parcel::type_token() const noexcept { return caf::make_type_token<Parcel>(); }
caf::rtti_pair Parcel::type(std::size_t) const noexcept { return {0, &type_}; }
std::string Parcel::stringify(std::size_t) const { return type_.name(); }
caf::type_erased_value_ptr Parcel::copy(std::size_t) const { return nullptr; }
caf::error Parcel::save(std::size_t, caf::serializer&) const {
  return caf::make_error(caf::sec::invalid_argument);
}

caf::message wrap(Parcel* parcel) {
  return caf::message{
      Parcel::cow_ptr{caf::intrusive_ptr<caf::detail::message_data>{parcel, false}}};
}

namespace detail {

void nothing_to_say(Taker& taker) { taker(caf::unit); }
void say(Taker& taker, caf::message reply) { taker(reply); }

Table::Table(std::size_t rows) { rows_.reserve(rows); }
Table::~Table() = default;

caf::match_case::result Table::invoke(Taker& taker, caf::type_erased_tuple& message) {
  if (message.size() == 0) return invoke_empty(taker);
  if (message.size() != 1) return caf::match_case::no_match;
  const auto [number, type] = message.type(0);
  return find(number, type, message.get(0), taker);
}

caf::match_case::result Table::invoke_empty(Taker& taker) {
  return find(0, nullptr, nullptr, taker);
}

caf::match_case::result Table::find(std::uint16_t number, const std::type_info* type,
                                    const void* message, Taker& taker) {
  for (auto& row : rows_) {
    if (!row.is_for(number, type)) continue;
    row.call(message, taker);
    return caf::match_case::match;
  }
  return caf::match_case::no_match;
}

}  // namespace detail

namespace {

/// Whom a message comes from. An actor that dies because nobody holds it any more has no name to
/// send in: a reference to it would outlive it.
caf::strong_actor_ptr name_of(caf::actor_control_block* itself) {
  return itself->strong_refs.load() > 0 ? caf::strong_actor_ptr{itself} : nullptr;
}

}  // namespace

ActorBase::ActorBase(caf::actor_config& config)
    : scheduled_actor(config), Watched(this), timers_(timers_of(this->system())) {
  set_down_handler([this](caf::down_msg& down) { went_down(down); });
  set_exception_handler([this](std::exception_ptr& thrown) { return contain(thrown); });
}
ActorBase::~ActorBase() = default;

void ActorBase::initialize() {
  scheduled_actor::initialize();
  setf(caf::abstract_actor::is_initialized_flag);
  if (auto first = first_behavior()) do_become(std::move(first), true);
}

bool ActorBase::cleanup(error&& reason, caf::execution_unit* host) {
  for (const auto& [other, ended] : watched_) stop_watching(other);
  watched_.clear();
  const error why = reason;
  const bool is_first = scheduled_actor::cleanup(std::move(reason), host);
  tell_observers(why);
  return is_first;
}

void ActorBase::post(caf::actor_control_block* to, caf::message message) {
  to->enqueue(name_of(ctrl()), caf::make_message_id(), std::move(message), context());
}

caf::message_id ActorBase::put_question(caf::actor_control_block* to, caf::message message) {
  const auto id = new_request_id(caf::message_priority::normal);
  if (to != nullptr)
    to->enqueue(name_of(ctrl()), id, std::move(message), context());
  else
    enqueue(nullptr, id.response_id(),
            caf::make_message(caf::make_error(caf::sec::invalid_argument)), context());
  return id.response_id();
}

Timer ActorBase::give_up_after(Instant limit, caf::message_id question) {
  return timers_->call_after(limit, [self = caf::weak_actor_ptr{ctrl()}, question] {
    if (auto strong = self.lock())
      strong->enqueue(nullptr, question,
                      caf::make_message(caf::make_error(caf::sec::request_timeout)), nullptr);
  });
}

Timer ActorBase::post_later(Instant delay, caf::message message) {
  return timers_->call_after(delay,
                             [self = caf::weak_actor_ptr{ctrl()}, message = std::move(message)] {
                               if (auto strong = self.lock())
                                 strong->enqueue(nullptr, caf::make_message_id(), message, nullptr);
                             });
}

void ActorBase::watch_address(const caf::strong_actor_ptr& other,
                              std::function<void(const error&)> ended) {
  if (!other) return;
  watched_[caf::actor_cast<caf::actor_addr>(other)] = std::move(ended);
  if (auto* ours = dynamic_cast<Watched*>(other->get()))
    ours->add_observer(ctrl());
  else
    monitor(caf::actor_cast<caf::actor>(other));
}

void ActorBase::unwatch_address(const caf::actor_addr& other) {
  if (watched_.erase(other) > 0) stop_watching(other);
}

void ActorBase::went_down(const caf::down_msg& down) {
  const auto found = watched_.find(down.source);
  if (found == watched_.end()) return;
  auto ended = std::move(found->second);
  watched_.erase(found);
  ended(down.reason);
}

void ActorBase::stop_watching(const caf::actor_addr& other) {
  const auto living = caf::actor_cast<caf::strong_actor_ptr>(other);
  if (!living) return;
  if (auto* ours = dynamic_cast<Watched*>(living->get()))
    ours->remove_observer(id());
  else
    demonitor(other);
}

error ActorBase::contain(const std::exception_ptr& thrown) {
  std::string what = "unknown exception";
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& failure) {
    what = failure.what();
  } catch (...) {
  }
  log::error(std::string(name()) + " ended by an exception: " + what);
  return caf::make_error(caf::sec::runtime_error, what);
}

}  // namespace offhook::act
