// SPDX-License-Identifier: GPL-3.0-or-later
// A wrong row in the ladder of any flow is named, and no other: each row of each file is made wrong
// in every way there is.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "sim/scenario/compare.hpp"
#include "sim/scenario/far_proxy.hpp"
#include "sim/scenario/runner.hpp"
#include "sim/scenario/simultaneous.hpp"
#include "tests/sim_scenario/files.hpp"

namespace offhook::sim::scenario {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::vector<std::string> flow_files() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(OFFHOOK_SCENARIOS "/flows"))
    files.push_back(entry.path().stem().string());
  std::sort(files.begin(), files.end());
  return files;
}

/// One way to make a row wrong. False: it is none for this row.
struct Mutation {
  const char* name;
  bool (*apply)(ExpectedRow& row);
};

bool is_message(const ExpectedRow& row) {
  return row.kind == ExpectedKind::request || row.kind == ExpectedKind::response;
}

// clang-format off
constexpr Mutation mutations[] = {
    {"status", [](ExpectedRow& row) {
       row.status += 100;
       return row.kind == ExpectedKind::response;
     }},
    {"method", [](ExpectedRow& row) {
       row.method = row.method == "OPTIONS" ? "PUBLISH" : "OPTIONS";
       return is_message(row);
     }},
    {"direction", [](ExpectedRow& row) {
       std::swap(row.from, row.to);
       return !row.both_ways && row.kind != ExpectedKind::silence;
     }},
    {"from", [](ExpectedRow& row) {
       row.from = "mallory";
       return row.kind != ExpectedKind::silence;
     }},
    {"to", [](ExpectedRow& row) {
       row.to = "mallory";
       return row.kind != ExpectedKind::silence;
     }},
    {"target", [](ExpectedRow& row) {
       row.target = "9999";
       return row.kind == ExpectedKind::request;
     }},
    {"new matcher", [](ExpectedRow& row) {
       row.matchers.push_back({"x-nothing", Matcher::Relation::present, "", "x-nothing!"});
       return is_message(row);
     }},
    {"matcher", [](ExpectedRow& row) {
       if (row.matchers.empty()) return false;
       row.matchers.back().relation = Matcher::Relation::equals;
       row.matchers.back().value = "nonsense";
       return true;
     }},
    {"codec", [](ExpectedRow& row) {
       row.codec = "L16";
       return row.kind == ExpectedKind::media;
     }},
    {"silence", [](ExpectedRow& row) {
       if (is_message(row)) return false;
       row.kind = row.kind == ExpectedKind::media ? ExpectedKind::silence : ExpectedKind::media;
       return true;
     }},
};
// clang-format on

class Mutations : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const auto path = std::filesystem::path(OFFHOOK_SCENARIOS) / "flows" / (GetParam() + ".toml");
    scenario_ = scenario_of(read_file(path));
    RunOptions options;
    options.seed = scenario_.seed;
    options.board_plugin = OFFHOOK_PLUGIN_DIR "/sim.so";
    auto outcome = run_scenario(scenario_, options);
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    ASSERT_TRUE(outcome->pass()) << outcome->explanation;
    observed_ = outcome->observed;
    for (const auto& registrar : scenario_.registrars) servers_.insert(registrar.name);
  }

  /// What the comparison names when this row of the ladder is wrong.
  [[nodiscard]] std::string named(const ExpectedLadder& ladder, const ExpectedRow& wrong,
                                  Mode mode) const {
    ExpectedLadder expected = ladder;
    Observed observed = observed_;
    if (mode == Mode::far_proxy) {
      expected = without_challenges(without_trying(expected));
      observed = without_challenges(std::move(observed));
    }
    if (mode != Mode::virtual_time)
      observed = in_written_order(expected, std::move(observed), servers_);
    const auto comparison = compare(expected, observed);
    if (comparison.holds()) return "nothing";
    const auto* row = comparison.mismatch->expected;
    if (row == nullptr) return "the end";
    // Rows of a group that say the same cannot be told apart.
    if (row->at.line != wrong.at.line && says(*row) == says(wrong)) return "it";
    return row->at.line == wrong.at.line ? "it" : row->text;
  }
  static std::string says(const ExpectedRow& row) {
    std::string text = row.from + ">" + row.to + row.method + std::to_string(row.status);
    return text;
  }

  Scenario scenario_;
  Observed observed_;
  std::set<std::string> servers_;
};

TEST_P(Mutations, OfEveryRowAreNamed) {
  const auto expect_named = [this](ExpectedRow& row, const Mutation& mutation) {
    const ExpectedRow right = row;
    const bool is_wrong = mutation.apply(row) && !row.optional;
    for (const auto mode : {Mode::virtual_time, Mode::real_time, Mode::far_proxy}) {
      if (!is_wrong) break;
      EXPECT_EQ(named(scenario_.ladder, row, mode), "it")
          << GetParam() << ":" << row.at.line << ": " << row.text << ", wrong " << mutation.name
          << ", mode " << static_cast<int>(mode);
    }
    row = right;
  };

  for (auto& item : scenario_.ladder)
    for (auto& row : item.rows)
      for (const auto& mutation : mutations) expect_named(row, mutation);
}

std::string test_name(const testing::TestParamInfo<std::string>& file) {
  std::string name = file.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Flows, Mutations, testing::ValuesIn(flow_files()), test_name);

}  // namespace
}  // namespace offhook::sim::scenario
