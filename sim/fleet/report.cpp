// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fleet/report.hpp"

#include <cmath>
#include <cstdarg>
#include <cstdio>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace offhook::sim::fleet {
namespace {

namespace json = boost::json;
constexpr int schema = 1;
constexpr std::size_t columns = 80;

double seconds(Instant span) { return std::chrono::duration<double>(span).count(); }
double milliseconds(Histogram::Span span) {
  return std::chrono::duration<double, std::milli>(span).count();
}

[[gnu::format(printf, 1, 2)]] std::string format(const char* how, ...) {
  char line[256];
  va_list arguments;
  va_start(arguments, how);
  std::vsnprintf(line, sizeof line, how, arguments);
  va_end(arguments);
  return line;
}

using Count = unsigned long long;

struct Named {
  const char* text;
  const char* key;
  const Histogram& histogram;
};

std::vector<Named> spans_of(const Statistics& s) {
  return {{"registration", "registration", s.registration},
          {"INVITE to 180", "invite_180", s.ringing},
          {"INVITE to 200", "invite_200", s.answered},
          {"set-up", "set_up", s.set_up},
          {"BYE to 200", "bye_200", s.goodbye}};
}

std::string span_row(const Named& each) {
  const auto& h = each.histogram;
  const auto at = [&](double share) { return milliseconds(h.percentile(share)); };
  return format("  %-16s %8.1f %8.1f %8.1f %8.1f %8.1f %9llu\n", each.text, at(0.5), at(0.9),
                at(0.99), at(0.999), milliseconds(h.most()), static_cast<Count>(h.count()));
}

/// Cut where a word ends, and indented below.
std::string wrapped(const std::string& head, const std::string& text) {
  std::string out, line = head;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find(' ', at), text.size());
    const auto word = text.substr(at, end - at);
    if (line.size() + word.size() + 1 > columns && line.size() > head.size()) {
      out += line + "\n";
      line = std::string(head.size(), ' ');
    }
    line += (line.size() == head.size() ? "" : " ") + word;
    at = end + 1;
  }
  return out + line + "\n";
}

std::string again_text(const Statistics& s) {
  Count sum = 0;
  std::string parts;
  for (const auto& [what, times] : s.sent_again) {
    sum += times;
    parts += (parts.empty() ? " (" : ", ") + what + " " + std::to_string(times);
  }
  return std::to_string(sum) + " of them again" + (parts.empty() ? "" : parts + ")");
}

std::string counts_text(const Report& report) {
  const auto& s = report.statistics;
  std::string text = format("  phones    %llu of %zu registered\n",
                            static_cast<Count>(s.phones_registered), report.plan.phones);
  text += format("  calls     %llu placed, %llu completed, %llu failed",
                 static_cast<Count>(s.calls_placed), static_cast<Count>(s.calls_completed),
                 static_cast<Count>(s.calls_failed));
  if (seconds(s.call_time) > 0)
    text +=
        format("; %.1f a second for %.1f s",
               static_cast<double>(s.calls_placed) / seconds(s.call_time), seconds(s.call_time));
  text += "\n";
  const auto rest = s.calls_placed - std::min(s.calls_placed, s.calls_completed + s.calls_failed);
  if (rest > 0) text += format("            %llu cut short\n", static_cast<Count>(rest));
  return text;
}

std::string workers_text(const std::vector<WorkerPart>& workers) {
  std::string text;
  for (const auto& worker : workers) {
    text += format("  %-9s %zu phones, %llu calls placed, %llu completed", worker.name.c_str(),
                   worker.phones, static_cast<Count>(worker.calls_placed),
                   static_cast<Count>(worker.calls_completed));
    if (worker.lost) text += format("; LOST at %.1f s", seconds(worker.at));
    text += "\n";
  }
  return text;
}

const char* verdict(const Report& report) {
  switch (report.outcome) {
    case Outcome::interrupted:
      return "ENDED EARLY";
    case Outcome::server_silent:
    case Outcome::server_refused:
    case Outcome::workers_missing:
      return "FAIL";
    case Outcome::finished:
      break;
  }
  return report.passed() ? "PASS" : "FAIL";
}

json::object object_of(const Statistics::Counts& counts) {
  json::object out;
  for (const auto& [what, times] : counts) out[what] = times;
  return out;
}

double thousandths(double value) { return std::round(value * 1000) / 1000; }

json::object object_of(const Histogram& h) {
  const auto at = [&](double share) { return thousandths(milliseconds(h.percentile(share))); };
  return {{"count", h.count()},
          {"min", thousandths(milliseconds(h.least()))},
          {"p50", at(0.5)},
          {"p90", at(0.9)},
          {"p99", at(0.99)},
          {"p999", at(0.999)},
          {"max", thousandths(milliseconds(h.most()))}};
}

const char* name_of(Outcome outcome) {
  constexpr const char* names[] = {"finished", "interrupted", "server_silent", "server_refused",
                                   "workers_missing"};
  return names[static_cast<std::size_t>(outcome)];
}

json::object plan_object(const Plan& plan) {
  return {{"phones", plan.phones},
          {"cps", plan.calls_per_second},
          {"hold_s", thousandths(seconds(plan.hold))},
          {"duration_s", thousandths(seconds(plan.duration))},
          {"ring_s", thousandths(seconds(plan.ring))}};
}

json::array workers_array(const std::vector<WorkerPart>& workers) {
  json::array out;
  for (const auto& worker : workers) {
    json::object part{{"name", worker.name},
                      {"phones", worker.phones},
                      {"calls_placed", worker.calls_placed},
                      {"calls_completed", worker.calls_completed},
                      {"lost", worker.lost}};
    if (worker.lost) part["lost_at_s"] = thousandths(seconds(worker.at));
    out.push_back(std::move(part));
  }
  return out;
}

std::string csv_number(const std::optional<Instant>& span) {
  return span ? format("%.3f", std::chrono::duration<double, std::milli>(*span).count()) : "";
}

/// RFC 4180 §2: quotes around what may hold a comma, and doubled inside.
std::string csv_text(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

}  // namespace

bool Report::passed() const {
  bool all = outcome == Outcome::finished && !statistics.has_failures() &&
             statistics.calls_completed == statistics.calls_placed;
  for (const auto& worker : workers) all = all && !worker.lost;
  return all;
}

std::string to_text(const Report& report) {
  const auto& s = report.statistics;
  std::string text =
      wrapped("offhook " + report.version + "  ",
              format("fleet: %zu phones, %.4g calls/s held %.4g s", report.plan.phones,
                     report.plan.calls_per_second, seconds(report.plan.hold)) +
                  (report.is_virtual ? ", in virtual time" : ", against " + report.against));
  text += "\n" + counts_text(report) + workers_text(report.workers);
  text += "\n  ms                    p50      p90      p99    p99.9      max     count\n";
  for (const auto& each : spans_of(s))
    if (each.histogram.count() > 0) text += span_row(each);
  text +=
      "\n" + wrapped("  messages  ", std::to_string(s.messages_sent) + " sent, " + again_text(s) +
                                         "; " + std::to_string(s.messages_received) + " received");
  if (s.late.count() > 0)
    text +=
        format("  pace      calls were placed at most %.1f ms late\n", milliseconds(s.late.most()));
  for (const auto& [cause, times] : s.failures)
    text += wrapped(format("  FAILED %6llu  ", static_cast<Count>(times)), cause);
  for (const auto& note : report.notes) text += wrapped("  note      ", note);
  if (!report.why.empty()) text += wrapped("  why       ", report.why);
  return text + format("  %s   %.1f s\n", verdict(report), seconds(report.wall));
}

std::string to_json(const Report& report) {
  const auto& s = report.statistics;
  json::object spans;
  for (const auto& each : spans_of(s)) spans[each.key] = object_of(each.histogram);
  json::array notes;
  for (const auto& note : report.notes) notes.emplace_back(note);
  json::object out{{"schema", schema},
                   {"version", report.version},
                   {"pass", report.passed()},
                   {"outcome", name_of(report.outcome)},
                   {"why", report.why},
                   {"against", report.against},
                   {"virtual", report.is_virtual},
                   {"wall_s", thousandths(seconds(report.wall))},
                   {"plan", plan_object(report.plan)}};
  out["phones"] = json::object{{"started", s.phones_started}, {"registered", s.phones_registered}};
  out["calls"] = json::object{{"placed", s.calls_placed},
                              {"completed", s.calls_completed},
                              {"failed", s.calls_failed},
                              {"seconds", thousandths(seconds(s.call_time))}};
  out["failures"] = object_of(s.failures);
  out["times_ms"] = std::move(spans);
  out["late_ms"] = object_of(s.late);
  out["messages"] = json::object{{"sent", s.messages_sent},
                                 {"received", s.messages_received},
                                 {"sent_again", object_of(s.sent_again)}};
  out["workers"] = workers_array(report.workers);
  out["notes"] = std::move(notes);
  return json::serialize(out) + "\n";
}

std::string csv_head() {
  return "at_s,caller,callee,ringing_ms,answered_ms,set_up_ms,bye_ms,late_ms,failure\n";
}

std::string csv_line(const CallRecord& call) {
  return format("%.6f", seconds(call.at)) + "," + csv_text(call.caller) + "," +
         csv_text(call.callee) + "," + csv_number(call.ringing) + "," + csv_number(call.answered) +
         "," + csv_number(call.set_up) + "," + csv_number(call.goodbye) + "," +
         csv_number(call.late) + "," + csv_text(call.failure) + "\n";
}

std::string progress_line(const Standing& standing, std::size_t phones, Instant now) {
  const auto& s = standing.statistics;
  std::string line =
      format("%6.1f s  %s: ", seconds(now), std::string(to_string(standing.phase)).c_str());
  if (standing.phase <= Phase::registering)
    return line +
           format("%llu of %zu phones registered", static_cast<Count>(s.phones_registered), phones);
  return line + format("%llu calls placed, %zu up, %llu failed", static_cast<Count>(s.calls_placed),
                       standing.calls_up, static_cast<Count>(s.calls_failed));
}

}  // namespace offhook::sim::fleet
