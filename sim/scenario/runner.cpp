// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/runner.hpp"

#include <chrono>

#include "sim/scenario/compare.hpp"
#include "sim/scenario/play.hpp"
#include "sim/scenario/side_by_side.hpp"
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
  for (const auto& step : scenario.script)
    if (auto trouble = play.perform(step)) return fail_step(outcome, scenario, step, *trouble);
  stage.world().run_for(settling);
  outcome.script_passed = true;
}

void compare_ladder(const Scenario& scenario, const RunOptions& options, Outcome& outcome) {
  const auto comparison = compare(scenario.ladder, outcome.observed);
  if (comparison.holds()) return;
  const auto* row = comparison.mismatch->expected;
  const auto line = row != nullptr ? row->at.line : scenario.ladder_last;
  const std::string place = scenario.file + ":" + std::to_string(line) + ": ";
  fail(outcome, place + "the ladder differs: " + (row != nullptr ? row->text : "it ends here"),
       (outcome.explanation.empty() ? "" : "\n") + place + "the ladder differs\n" +
           explain(comparison, scenario.ladder, outcome.observed, options.columns));
}

}  // namespace

absl::StatusOr<Outcome> run_scenario(const Scenario& scenario, const RunOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Outcome outcome;
  outcome.record.title = scenario.title.empty() ? scenario.file : scenario.title;
  {
    auto stage = Stage::make({options.seed, true, options.board_plugin}, outcome.record);
    if (!stage.ok()) return stage.status();
    if (auto status = set_stage(scenario, **stage); !status.ok()) return status;
    play(scenario, **stage, outcome);
    const LadderOptions ladder{.show_trying = !scenario.fold_trying,
                               .fold_retransmissions = scenario.fold_retransmissions};
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
