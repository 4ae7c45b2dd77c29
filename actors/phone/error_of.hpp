// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

#include "actors/phone/info.hpp"

namespace offhook::phone {

/// An error that neither a SIP answer nor the state of a call explains further.
inline Error error_of(ErrorKind kind, std::string message) {
  return {kind, std::move(message), {}, {}};
}

}  // namespace offhook::phone
