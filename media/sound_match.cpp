// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/sound_match.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace offhook::media {
namespace {

/// Compared piece by piece, so that a lost piece costs its own share and a click costs one piece.
constexpr std::chrono::milliseconds piece{20};
/// The spoken parts: pieces no quieter than this against the loudest one (-30 dB).
constexpr double quiet = 0.03;
/// Alignments worth a closer look.
constexpr std::size_t candidates = 8;

struct Piece {
  std::size_t at;
  double energy;
};

double energy(std::span<const Sample> samples) {
  double sum = 0;
  for (const Sample s : samples) sum += static_cast<double>(s) * s;
  return sum;
}

std::vector<double> envelope(std::span<const Sample> samples, std::size_t frame) {
  std::vector<double> levels(samples.size() / frame);
  for (std::size_t i = 0; i < levels.size(); ++i)
    levels[i] = std::sqrt(energy(samples.subspan(i * frame, frame)));
  return levels;
}

std::vector<Piece> spoken_pieces(std::span<const Sample> said, std::size_t length) {
  std::vector<Piece> pieces;
  double loudest = 0;
  for (std::size_t at = 0; at + length <= said.size(); at += length) {
    pieces.push_back({at, energy(said.subspan(at, length))});
    loudest = std::max(loudest, pieces.back().energy);
  }
  std::erase_if(
      pieces, [&](const Piece& p) { return p.energy == 0 || p.energy < loudest * quiet * quiet; });
  return pieces;
}

/// Similarity of two envelopes at one shift of `heard` against `said`: their cosine where they
/// overlap, and less the less of `said` that is.
double envelope_similarity(std::span<const double> said, std::span<const double> heard,
                           std::int64_t shift) {
  const auto from = static_cast<std::size_t>(std::max<std::int64_t>(0, -shift));
  const std::int64_t room = static_cast<std::int64_t>(heard.size()) - shift;
  const auto to = static_cast<std::size_t>(
      std::clamp<std::int64_t>(room, 0, static_cast<std::int64_t>(said.size())));
  double both = 0;
  double ours = 0;
  double theirs = 0;
  for (std::size_t i = from; i < to; ++i) {
    const double other = heard[static_cast<std::size_t>(static_cast<std::int64_t>(i) + shift)];
    both += said[i] * other;
    ours += said[i] * said[i];
    theirs += other * other;
  }
  double all = 0;
  for (const double level : said) all += level * level;
  if (ours == 0 || theirs == 0 || all == 0) return 0;
  return both / std::sqrt(ours * theirs) * std::sqrt(ours / all);
}

/// Correlation -1..1 of `said` with `heard` at `at`; 0 where either is silent.
double correlation(std::span<const Sample> said, double said_energy,
                   std::span<const Sample> heard) {
  double both = 0;
  double theirs = 0;
  for (std::size_t i = 0; i < said.size(); ++i) {
    both += static_cast<double>(said[i]) * heard[i];
    theirs += static_cast<double>(heard[i]) * heard[i];
  }
  return theirs == 0 ? 0 : both / std::sqrt(said_energy * theirs);
}

struct Alignment {
  double score = 0;
  double coverage = 0;
};

Alignment compare(std::span<const Sample> said, std::span<const Sample> heard,
                  std::span<const Piece> pieces, std::size_t length, std::int64_t lag,
                  std::size_t every) {
  double sum = 0;
  std::size_t compared = 0;
  std::size_t looked_at = 0;
  for (std::size_t i = 0; i < pieces.size(); i += every) {
    ++looked_at;
    const std::int64_t at = static_cast<std::int64_t>(pieces[i].at) + lag;
    if (at < 0 || at + static_cast<std::int64_t>(length) > static_cast<std::int64_t>(heard.size()))
      continue;
    ++compared;
    sum += std::max(0.0, correlation(said.subspan(pieces[i].at, length), pieces[i].energy,
                                     heard.subspan(static_cast<std::size_t>(at), length)));
  }
  if (compared == 0) return {};
  return {sum / static_cast<double>(compared),
          static_cast<double>(compared) / static_cast<double>(looked_at)};
}

/// The shifts, in frames, at which the envelopes agree best.
std::vector<std::int64_t> likely_shifts(std::span<const double> said,
                                        std::span<const double> heard) {
  struct Candidate {
    double similarity;
    std::int64_t shift;
  };
  std::vector<Candidate> all;
  const auto first = -static_cast<std::int64_t>(said.size()) + 1;
  for (std::int64_t shift = first; shift < static_cast<std::int64_t>(heard.size()); ++shift)
    all.push_back({envelope_similarity(said, heard, shift), shift});
  const auto best = std::min(candidates, all.size());
  std::ranges::partial_sort(all, all.begin() + static_cast<std::ptrdiff_t>(best), std::greater{},
                            &Candidate::similarity);
  std::vector<std::int64_t> shifts;
  for (std::size_t i = 0; i < best && all[i].similarity > 0; ++i) shifts.push_back(all[i].shift);
  return shifts;
}

}  // namespace

SoundMatch match_sound(std::span<const Sample> said, std::span<const Sample> heard,
                       SampleRate rate) {
  const std::size_t frame = rate.frames_in(period);
  const std::size_t length = rate.frames_in(piece);
  const std::vector<Piece> pieces = spoken_pieces(said, length);
  if (pieces.empty()) return {};

  SoundMatch best;
  const auto rank = [](double score, double coverage) { return score * std::sqrt(coverage); };
  const auto reach = static_cast<std::int64_t>(frame);
  // Every fourth piece finds the lag; the whole sound then gets its score.
  constexpr std::size_t sparse = 4;
  double best_rank = 0;
  for (const std::int64_t shift : likely_shifts(envelope(said, frame), envelope(heard, frame))) {
    const std::int64_t middle = shift * static_cast<std::int64_t>(frame);
    for (std::int64_t lag = middle - reach; lag <= middle + reach; ++lag) {
      const Alignment found = compare(said, heard, pieces, length, lag, sparse);
      if (rank(found.score, found.coverage) <= best_rank) continue;
      best_rank = rank(found.score, found.coverage);
      best.lag = lag;
    }
  }
  if (best_rank == 0) return {};
  const Alignment whole = compare(said, heard, pieces, length, best.lag, 1);
  best.score = whole.score;
  best.coverage = whole.coverage;
  return best;
}

}  // namespace offhook::media
