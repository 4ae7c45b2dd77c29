// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/wav.hpp"

#include <memory>
#include <string>

#include <sndfile.h>

#include "actors/base/status.hpp"

namespace offhook::media {
namespace {

struct CloseFile {
  void operator()(SNDFILE* file) const { sf_close(file); }
};
using File = std::unique_ptr<SNDFILE, CloseFile>;

std::string reason(const std::filesystem::path& path, SNDFILE* file) {
  return path.string() + ": " + sf_strerror(file);
}

}  // namespace

absl::StatusOr<std::vector<Sample>> load_wav(const std::filesystem::path& path, SampleRate rate) {
  SF_INFO info{};
  const File file(sf_open(path.c_str(), SFM_READ, &info));
  if (!file) return not_found(reason(path, nullptr));
  if (info.channels != 1) return invalid_argument(path.string() + ": not mono");
  if (info.samplerate != static_cast<int>(rate.hz))
    return invalid_argument(path.string() + ": not at " + std::to_string(rate.hz) + " Hz");
  constexpr sf_count_t longest = 1 << 26;  // over two hours at 8 kHz: more is a mistake
  if (info.frames < 0 || info.frames > longest)
    return invalid_argument(path.string() + ": too long");
  std::vector<Sample> samples(static_cast<std::size_t>(info.frames));
  const sf_count_t read = sf_readf_short(file.get(), samples.data(), info.frames);
  samples.resize(static_cast<std::size_t>(read));
  return samples;
}

absl::Status save_wav(const std::filesystem::path& path, std::span<const Sample> samples,
                      SampleRate rate) {
  SF_INFO info{};
  info.channels = 1;
  info.samplerate = static_cast<int>(rate.hz);
  info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
  const File file(sf_open(path.c_str(), SFM_WRITE, &info));
  if (!file) return unavailable(reason(path, nullptr));
  const auto frames = static_cast<sf_count_t>(samples.size());
  if (sf_writef_short(file.get(), samples.data(), frames) != frames)
    return unavailable(reason(path, file.get()));
  return absl::OkStatus();
}

}  // namespace offhook::media
