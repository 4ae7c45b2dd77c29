// SPDX-License-Identifier: GPL-3.0-or-later
#include "actors/phone/forwarding.hpp"

namespace offhook::phone {

std::string_view to_string(ForwardKind kind) {
  constexpr std::array<std::string_view, 3> names{"always", "busy", "no_answer"};
  return names[static_cast<std::size_t>(kind)];
}

std::optional<ForwardKind> forward_kind_named(std::string_view name) {
  for (const auto kind : every_forward_kind)
    if (to_string(kind) == name) return kind;
  return std::nullopt;
}

}  // namespace offhook::phone
