// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/resampler.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "spectrum.hpp"

namespace offhook::media {
namespace {

using testing::amplitude_at;
using testing::sine;

/// Two seconds of a sine through the resampler in periods of 10 ms; the second second of it.
std::vector<Sample> through(SampleRate from, SampleRate to, int hz, double amplitude = 10000) {
  Resampler resampler(from, to);
  const auto in = sine(hz, amplitude, from);
  std::vector<Sample> out(2 * to.hz);
  const std::size_t a = from.frames_in(period);
  const std::size_t b = to.frames_in(period);
  for (std::size_t n = 0; n < 200; ++n)
    resampler.process(std::span(in).subspan(n % 100 * a, a), std::span(out).subspan(n * b, b));
  return {out.begin() + to.hz, out.end()};
}

TEST(Resampler, KeepsTheVoiceBandBothWays) {
  for (const std::uint32_t rate : {16000U, 32000U, 44100U, 48000U})
    for (const int hz : {300, 1000, 3000, 3400}) {
      EXPECT_NEAR(amplitude_at(through(narrowband, {rate}, hz), hz, {rate}), 10000, 200)
          << rate << ' ' << hz;
      EXPECT_NEAR(amplitude_at(through({rate}, narrowband, hz), hz), 10000, 200)
          << rate << ' ' << hz;
    }
}

TEST(Resampler, AddsNoMirrorGoingUp) {
  const auto out = through(narrowband, {48000}, 3000);
  for (const int image : {5000, 11000, 13000, 19000, 21000})
    EXPECT_LT(amplitude_at(out, image, {48000}), 15) << image;
}

TEST(Resampler, FoldsNothingBackGoingDown) {
  for (const int hz : {5000, 7000, 9000, 15000, 20000}) {
    double power = 0;
    for (const Sample sample : through({48000}, narrowband, hz)) power += double(sample) * sample;
    EXPECT_LT(std::sqrt(power / narrowband.hz), 15) << hz;
  }
}

TEST(Resampler, IsSampleExactForAConstantAndAtFullScale) {
  Resampler resampler(narrowband, {48000});
  const std::vector<Sample> in(80, 32767);
  std::vector<Sample> out(480);
  for (int i = 0; i < 5; ++i) resampler.process(in, out);
  for (const Sample sample : out) EXPECT_NEAR(sample, 32767, 8);
  resampler.reset();
  resampler.process(std::vector<Sample>(80), out);
  EXPECT_EQ(out, std::vector<Sample>(480));
}

TEST(Resampler, IsLateByHalfItsFilter) {
  Resampler resampler(narrowband, {16000});
  std::vector<Sample> in(80);
  in[0] = 20000;
  std::vector<Sample> out(160);
  resampler.process(in, out);
  const auto peak = std::ranges::max_element(out) - out.begin();
  EXPECT_EQ(peak, static_cast<std::ptrdiff_t>(2 * resampler.delay()));
}

/// At 48 kHz: says what it hears a period later.
class Loop48 final : public AudioDevice {
 public:
  void transfer(std::span<Sample> mic, std::span<const Sample> speaker) noexcept override {
    EXPECT_EQ(mic.size(), 480U);
    EXPECT_EQ(speaker.size(), 480U);
    std::ranges::copy(heard_, mic.begin());
    std::ranges::copy(speaker, heard_.begin());
  }

 private:
  std::array<Sample, 480> heard_{};
};

TEST(ResampledAudio, CarriesSoundThroughADeviceOfAnotherRate) {
  ResampledAudio audio(std::make_unique<Loop48>(), {48000});
  const auto said = sine(1000, 8000);
  std::vector<Sample> heard(8000);
  for (std::size_t n = 0; n < 200; ++n)
    audio.transfer(std::span(heard).subspan(n % 100 * 80, 80),
                   std::span(said).subspan(n % 100 * 80, 80));
  EXPECT_NEAR(amplitude_at(heard, 1000), 8000, 200);
}

}  // namespace
}  // namespace offhook::media
