// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/io_context.hpp>

#include "media/media_runner.hpp"
#include "media/media_thread.hpp"

namespace offhook::media {

/// A media thread whose events wake the loop that runs `io`, which must outlive the runner.
[[nodiscard]] StartRunner threaded_runner(boost::asio::io_context& io,
                                          MediaThread::Options options = {});

}  // namespace offhook::media
