// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How a message is written down that leaves the process. Only the fleet has such messages
// (docs/adr/0007): everything inside a phone stays in its process (docs/adr/0003).

#include <caf/meta/type_name.hpp>

#include "actors/base/act.hpp"

/// Inside a struct: what of it is written, in this order: OFFHOOK_WRITTEN(Share, (phones)(users)).
#define OFFHOOK_WRITTEN_MEMBER(r, object, member) , object.member
#define OFFHOOK_WRITTEN(type, members)                                       \
  template <class Inspector>                                                 \
  friend typename Inspector::result_type inspect(Inspector& f, type& x) {    \
    return f(caf::meta::type_name(#type)                                     \
                 BOOST_PP_SEQ_FOR_EACH(OFFHOOK_WRITTEN_MEMBER, x, members)); \
  }

namespace offhook::act {

/// Type ids of what travels: beyond those of the folders (type_id_ranges.hpp).
inline constexpr unsigned first_wire_id = 5000;

/// Whom the message at hand came from.
template <class Actor>
caf::actor_addr sender_of(Actor& actor) {
  return caf::actor_cast<caf::actor_addr>(actor.current_sender());
}

}  // namespace offhook::act

/// Names of types for the wire; both processes must have the same list. Global scope. Then
/// OFFHOOK_LOAD_WIRE_MESSAGES(config, name) when the loop is made.
#define OFFHOOK_ADD_TYPE_ID(r, name, type) CAF_ADD_TYPE_ID(name, (type))
#define OFFHOOK_LEAVES_PROCESS(r, name, type) \
  template <>                                 \
  inline constexpr bool ::offhook::act::leaves_process<type> = true;
#define OFFHOOK_WIRE_MESSAGES(name, types)                     \
  BOOST_PP_SEQ_FOR_EACH(OFFHOOK_LEAVES_PROCESS, name, types)   \
  CAF_BEGIN_TYPE_ID_BLOCK(name, ::offhook::act::first_wire_id) \
  BOOST_PP_SEQ_FOR_EACH(OFFHOOK_ADD_TYPE_ID, name, types)      \
  CAF_END_TYPE_ID_BLOCK(name)

#define OFFHOOK_LOAD_WIRE_MESSAGES(config, name) (config).add_message_types<caf::id_block::name>()
