// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/threaded_runner.hpp"

#include <utility>

#include <boost/asio/posix/stream_descriptor.hpp>

namespace offhook::media {
namespace {

using Descriptor = boost::asio::posix::stream_descriptor;

class ThreadedRunner final : public MediaRunner {
 public:
  ThreadedRunner(boost::asio::io_context& io, Engine& engine, MediaThread::Options options,
                 std::function<void()> stirred)
      : thread_(engine, std::move(options)),
        stirred_(std::make_shared<std::function<void()>>(std::move(stirred))),
        events_(io, thread_.event_fd()) {
    wait();
  }
  // The descriptor belongs to the thread, which closes it.
  ~ThreadedRunner() override { events_.release(); }

 private:
  void wait() {
    // A wait that has already succeeded is called even after release: it must find us gone.
    events_.async_wait(Descriptor::wait_read, [this, alive = std::weak_ptr(stirred_)](auto failed) {
      const auto stirred = alive.lock();
      if (failed || !stirred) return;
      thread_.acknowledge();
      wait();
      (*stirred)();
    });
  }

  MediaThread thread_;
  std::shared_ptr<std::function<void()>> stirred_;
  Descriptor events_;
};

}  // namespace

StartRunner threaded_runner(boost::asio::io_context& io, MediaThread::Options options) {
  return [&io, options = std::move(options)](Engine& engine, std::function<void()> stirred) {
    return std::make_unique<ThreadedRunner>(io, engine, options, std::move(stirred));
  };
}

}  // namespace offhook::media
