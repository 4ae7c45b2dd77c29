// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/runner.hpp"

#include <chrono>
#include <set>

#include "sim/scenario/compare.hpp"
#include "sim/scenario/far_proxy.hpp"
#include "sim/scenario/play.hpp"
#include "sim/scenario/side_by_side.hpp"
#include "sim/scenario/simultaneous.hpp"
#include "sim/stage.hpp"

namespace offhook::sim::scenario {
namespace {

/// What the last step set off still arrives.
constexpr Instant settling = 300ms;

void fail(Outcome& outcome, std::string sentence, const std::string& explanation) {
  outcome.record.failures.push_back(std::move(sentence));
  outcome.explanation += explanation;
}

void fail_step(Outcome& outcome, const Scenario& scenario, const Step& step,
               const std::string& trouble) {
  const std::string sentence =
      scenario.file + ":" + std::to_string(step.at.line) + ": " + step.text + ": " + trouble;
  fail(outcome, sentence, sentence + "\n");
}

void play(const Scenario& scenario, Stage& stage, Outcome& outcome) {
  Play play(stage, outcome.record);
  if (auto trouble = play.begin())
    return fail(outcome, *trouble, scenario.file + ": " + *trouble + "\n");
  for (const auto& disturb : scenario.net) (void)play.perform({{}, {}, "net", disturb});
  for (const auto& step : scenario.script) {
    const auto trouble = play.perform(step);
    outcome.record.steps.push_back({stage.world().now(), step.text, !trouble});
    if (trouble) return fail_step(outcome, scenario, step, *trouble);
  }
  stage.world().run_for(settling);
  outcome.script_passed = true;
}

std::set<std::string> servers_of(const Scenario& scenario) {
  std::set<std::string> names;
  for (const auto& registrar : scenario.registrars) names.insert(registrar.name);
  return names;
}

/// The written ladder and what was sent, as far as the mode lets them be compared.
void reconcile(const Scenario& scenario, Mode mode, ExpectedLadder& expected, Observed& observed) {
  if (mode == Mode::virtual_time) return;
  if (mode == Mode::far_proxy) {
    expected = without_challenges(without_trying(expected));
    observed = without_challenges(std::move(observed));
  }
  observed = in_written_order(expected, std::move(observed), servers_of(scenario));
}

void compare_ladder(const Scenario& scenario, const RunOptions& options, Outcome& outcome) {
  ExpectedLadder expected = scenario.ladder;
  reconcile(scenario, options.mode, expected, outcome.observed);
  const auto comparison = compare(expected, outcome.observed);
  if (comparison.holds()) return;
  const auto* row = comparison.mismatch->expected;
  const auto line = row != nullptr ? row->at.line : scenario.ladder_last;
  const std::string place = scenario.file + ":" + std::to_string(line) + ": ";
  fail(outcome, place + "the ladder differs: " + (row != nullptr ? row->text : "it ends here"),
       (outcome.explanation.empty() ? "" : "\n") + place + "the ladder differs\n" +
           explain(comparison, expected, outcome.observed, options.columns));
}

/// Copies are sent as the machine has time, and 100 Trying as a far proxy likes.
LadderOptions ladder_options(const Scenario& scenario, Mode mode) {
  const bool is_virtual = mode == Mode::virtual_time;
  return {.show_trying = !scenario.fold_trying && mode != Mode::far_proxy,
          .fold_retransmissions = scenario.fold_retransmissions || !is_virtual};
}

}  // namespace

absl::StatusOr<Outcome> run_scenario(const Scenario& scenario, const RunOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Outcome outcome;
  outcome.record.title = scenario.title.empty() ? scenario.file : scenario.title;
  if (auto reason = why_not(scenario, options.mode)) {
    outcome.skipped = *std::move(reason);
    return outcome;
  }
  {
    const bool is_virtual = options.mode == Mode::virtual_time;
    auto stage = Stage::make({options.seed, is_virtual, options.board_plugin}, outcome.record);
    if (!stage.ok()) return stage.status();
    const auto proxy =
        options.mode == Mode::far_proxy ? std::optional(options.proxy) : std::nullopt;
    if (auto status = set_stage(scenario, **stage, proxy); !status.ok()) return status;
    play(scenario, **stage, outcome);
    const auto ladder = ladder_options(scenario, options.mode);
    (*stage)->close(ladder);
    outcome.observed =
        observe(outcome.record.trace, outcome.record.participants, ladder, outcome.record.duration);
  }
  if (options.compares && scenario.has_ladder) compare_ladder(scenario, options, outcome);
  outcome.record.pass = outcome.record.failures.empty();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  outcome.record.wall_s = wall.count();
  return outcome;
}

}  // namespace offhook::sim::scenario
