// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run_recording.hpp"

#include <cerrno>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/sim_files.hpp"
#include "sim/record/secrets.hpp"

namespace offhook::cli {
namespace {

using namespace sim::record;

absl::StatusOr<Header> header_of(const RunRecording::Order& order,
                                 const phone::PhoneSettings& settings) {
  if (settings.board != "sim")
    return failed_precondition("--record works with board \"sim\" alone: what keys and hook of \"" +
                               settings.board + "\" do would not be in the recording");
  const auto text = read_whole(order.config);
  if (!text.ok()) return text.status();
  std::vector<std::string> secrets{settings.api.token};
  for (const auto& account : settings.accounts) secrets.push_back(account.password);
  auto redacted = without_secrets(*text, secrets);
  if (!redacted.ok()) return redacted.status();
  Header header;
  header.program = std::string("offhook ") + OFFHOOK_VERSION;
  header.settings = *std::move(redacted);
  header.board = settings.board;
  for (const auto& account : settings.accounts) header.instance_ids.push_back(account.instance_id);
  header.board_has_sound = false;
  header.wall_clock_s = std::time(nullptr);
  return header;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RunRecording>> RunRecording::open(
    const Order& order, const phone::PhoneSettings& settings, act::Loop& loop,
    RecordedRun::World world) {
  auto header = header_of(order, settings);
  if (!header.ok()) return header.status();
  const int descriptor =
      ::open(order.file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  std::FILE* file = descriptor < 0 ? nullptr : ::fdopen(descriptor, "w");
  if (file == nullptr)
    return unavailable("cannot write " + order.file + ": " + std::strerror(errno));
  auto recording = std::unique_ptr<RunRecording>(new RunRecording(file));
  Recorder::Options options;
  options.most_octets = order.most_mib << 20;
  options.write = [file](std::string_view octets) {
    std::fwrite(octets.data(), 1, octets.size(), file);
  };
  options.full = [name = order.file, limit = order.most_mib] {
    std::fprintf(stderr,
                 "offhook: %s has reached %zu MiB: the recording ends here, the phone goes on\n",
                 name.c_str(), limit);
  };
  recording->run_ =
      std::make_unique<RecordedRun>(loop, *header, std::move(options), std::move(world));
  return recording;
}

RunRecording::~RunRecording() {
  run_.reset();
  std::fclose(file_);
}

void RunRecording::flush() { std::fflush(file_); }

}  // namespace offhook::cli
