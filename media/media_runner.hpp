// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "media/engine.hpp"

namespace offhook::media {

/// Keeps an engine ticking in real time for as long as it lives.
class MediaRunner {
 public:
  virtual ~MediaRunner() = default;
};

/// Starts a runner. `stirred` is called on the loop's thread whenever the engine left something to
/// collect. Empty in virtual time: there the media actor makes each tick itself.
using StartRunner =
    std::function<std::unique_ptr<MediaRunner>(Engine& engine, std::function<void()> stirred)>;

}  // namespace offhook::media
