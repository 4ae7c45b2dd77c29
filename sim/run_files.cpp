// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/run_files.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <boost/json/parse.hpp>

#include "media/wav.hpp"
#include "sim/pcapng_writer.hpp"
#include "sim/report.hpp"
#include "sim/report_ladder.hpp"
#include "sim/rtp_series.hpp"

namespace offhook::sim {
namespace {

namespace json = boost::json;

/// The wall clock at phone time zero in captures of virtual runs: the start of 2026, so that two
/// runs write the same bytes.
constexpr std::chrono::seconds virtual_epoch{1'767'225'600};

absl::Status write_file(const std::filesystem::path& path, std::string_view octets) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(octets.data(), static_cast<std::streamsize>(octets.size()));
  file.close();
  if (!file) return unavailable(path.string() + ": cannot be written");
  return absl::OkStatus();
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string decimal(double value, int places) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", places, value);
  return text;
}

std::string text_in(const json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::vector<std::string> texts_in(const json::object& from, std::string_view key) {
  std::vector<std::string> texts;
  if (const auto* value = from.if_contains(key); value != nullptr && value->is_array())
    for (const auto& text : value->get_array()) texts.emplace_back(text.as_string());
  return texts;
}

/// Lamps and display come from the events, as any client of the API saw them.
void add_panels(const RunRecord& result, ReportData& report) {
  for (const auto& phone : result.phones) report.phones.push_back({phone.label, {}, {}});
  for (const auto& line : result.events) {
    const auto event = json::parse(line).as_object();
    const auto who = std::find_if(result.phones.begin(), result.phones.end(),
                                  [&](const auto& p) { return p.name == text_in(event, "phone"); });
    if (who == result.phones.end()) continue;
    auto& panel = report.phones[static_cast<std::size_t>(who - result.phones.begin())];
    const Instant at{event.at("ts_ns").to_number<std::int64_t>()};
    const auto type = text_in(event, "type");
    if (type == "led.changed")
      panel.leds.push_back(
          {at, text_in(event, "led_id"), text_in(event, "color"), text_in(event, "pattern")});
    else if (type == "display.changed")
      panel.display.push_back({at, texts_in(event, "lines"), texts_in(event, "soft_keys")});
  }
}

void add_curves(const RunRecord& result, ReportData& report) {
  for (const auto& from : result.phones)
    for (const auto& to : result.phones) {
      if (&from == &to) continue;
      const auto series = rtp_series(result.trace, from.address, to.address);
      const std::string label = from.name + " to " + to.name;
      ReportData::Curve loss{label, {}}, jitter{label, {}};
      for (const auto& point : series) {
        loss.points.push_back({point.at, point.loss_percent});
        jitter.points.push_back({point.at, point.jitter_ms});
      }
      report.loss_percent.push_back(std::move(loss));
      report.jitter_ms.push_back(std::move(jitter));
    }
}

void add_summary(const RunRecord& result, ReportData& report) {
  auto& rows = report.summary;
  rows.emplace_back("seed", std::to_string(result.seed));
  rows.emplace_back("clock", result.is_virtual ? "virtual" : "real");
  if (result.setup_ms > 0) rows.emplace_back("call set-up", decimal(result.setup_ms, 1) + " ms");
  rows.emplace_back("run",
                    decimal(std::chrono::duration<double>(result.duration).count(), 2) + " s");
  for (const auto& way : result.directions)
    rows.emplace_back(way.from + " to " + way.to,
                      std::to_string(way.received) + " of " + std::to_string(way.sent) +
                          " packets, jitter " + decimal(way.jitter_ms, 1) + " ms, match " +
                          decimal(way.match, 2) + ", MOS " + decimal(way.mos, 1));
}

ReportData report_of(const RunRecord& result, const std::filesystem::path& folder,
                     const std::string& version) {
  ReportData report;
  report.title = result.title;
  report.subtitle = "offhook " + version + ", seed " + std::to_string(result.seed) +
                    (result.is_virtual ? ", virtual time" : ", real time");
  report.pass = result.pass;
  report.failures = result.failures;
  report.duration = result.duration;
  add_summary(result, report);
  add_ladder(report, result.trace, result.ladder, result.participants);
  add_panels(result, report);
  for (const auto& step : result.steps) report.steps.push_back({step.end, step.text, step.passed});
  add_curves(result, report);
  for (const auto& way : result.directions)
    report.clips.push_back({"what " + way.to + " heard", "match " + decimal(way.match, 2),
                            read_file(folder / (way.to + ".wav"))});
  return report;
}

}  // namespace

Summary summary_of(const RunRecord& result, const std::string& version) {
  Summary summary;
  summary.version = version;
  summary.pass = result.pass;
  summary.seed = result.seed;
  summary.wall_s = result.wall_s;
  summary.is_virtual = result.is_virtual;
  summary.failures = result.failures;
  summary.ladder_rows = result.ladder.size();
  summary.files = {"report.html", "call.pcapng"};
  for (const auto& phone : result.phones) summary.files.push_back(phone.name + ".wav");
  summary.files.insert(summary.files.end(), {"events.jsonl", "summary.json"});
  if (result.directions.empty()) return summary;
  Summary::Call call;
  if (!result.call_id.empty()) call.call_id = result.call_id;
  call.from = "alice";
  call.to = "bob";
  call.setup_ms = result.setup_ms;
  double worst = 5;
  for (const auto& way : result.directions) {
    call.directions.push_back(
        {way.from, way.to, {way.sent, way.received, way.lost, way.jitter_ms}, way.match});
    worst = std::min(worst, way.mos);
  }
  call.mos = worst;
  summary.calls.push_back(std::move(call));
  return summary;
}

absl::StatusOr<std::vector<std::string>> write_run_files(const RunRecord& result,
                                                         const std::string& folder,
                                                         const std::string& version) {
  const std::filesystem::path root(folder);
  std::error_code failed;
  std::filesystem::create_directories(root, failed);
  if (failed) return unavailable(folder + ": cannot be made: " + failed.message());

  for (const auto& phone : result.phones)
    if (auto status = media::save_wav(root / (phone.name + ".wav"), phone.heard); !status.ok())
      return status;
  std::string events;
  for (const auto& line : result.events) events += line + "\n";
  const std::chrono::nanoseconds start =
      result.is_virtual ? std::chrono::nanoseconds(virtual_epoch)
                        : std::chrono::system_clock::now().time_since_epoch() - result.duration;
  const auto summary = summary_of(result, version);
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"report.html", render_report(report_of(result, root, version))},
      {"call.pcapng", to_pcapng(result.trace, "offhook " + version, start)},
      {"events.jsonl", events},
      {"summary.json", to_json(summary)},
  };
  for (const auto& [name, octets] : texts)
    if (auto status = write_file(root / name, octets); !status.ok()) return status;
  return summary.files;
}

}  // namespace offhook::sim
