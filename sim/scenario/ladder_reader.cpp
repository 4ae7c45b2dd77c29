// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/scenario/ladder_reader.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "sim/scenario/arguments.hpp"
#include "sim/scenario/quantities.hpp"

namespace offhook::sim::scenario {
namespace {

/// "F7", "R1", "X12": what a drawing calls a step.
bool is_label(std::string_view word) {
  return word.size() >= 2 && word.size() <= 4 &&
         std::isupper(static_cast<unsigned char>(word[0])) &&
         std::all_of(word.begin() + 1, word.end(),
                     [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool is_method(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(),
                                      [](unsigned char c) { return std::isupper(c) != 0; });
}

bool is_status(std::string_view word) {
  return word.size() == 3 && word[0] >= '1' && word[0] <= '6' &&
         std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c); });
}

/// "sdp.dir=sendonly", "via~TLS", "contact.expires<=60", "replaces!".
std::optional<Matcher> parse_matcher(std::string_view word) {
  Matcher matcher;
  matcher.text = word;
  const std::size_t at = word.find_first_of("=~<>!");
  if (at == 0 || at == std::string_view::npos) return std::nullopt;
  matcher.field = word.substr(0, at);
  std::string_view rest = word.substr(at);
  using enum Matcher::Relation;
  if (rest == "!") {
    matcher.relation = present;
    return matcher;
  }
  const bool is_limit = rest.starts_with(">=") || rest.starts_with("<=");
  if (!is_limit && rest[0] != '=' && rest[0] != '~') return std::nullopt;
  matcher.relation =
      is_limit ? (rest[0] == '>' ? at_least : at_most) : (rest[0] == '=' ? equals : contains);
  matcher.value = rest.substr(is_limit ? 2 : 1);
  if (is_limit && !parse_number(matcher.value)) return std::nullopt;
  return matcher;
}

class LadderReader {
 public:
  LadderReader(const Names& names, Faults& faults) : names_(names), faults_(faults) {}

  void read(const Line& line);
  ExpectedLadder finish();

 private:
  void read_row(Arguments& arguments, ExpectedRow row);
  std::string name(Arguments& arguments, std::string_view expected);
  void read_what(Arguments& arguments, ExpectedRow& row);
  void read_media(Arguments& arguments, ExpectedRow& row);
  void read_matchers(Arguments& arguments, ExpectedRow& row);

  const Names& names_;
  Faults& faults_;
  ExpectedLadder ladder_;
  std::optional<ExpectedItem> group_;
  std::size_t rows_ = 0;
  bool too_many_ = false;
};

void LadderReader::read(const Line& line) {
  const std::size_t before = faults_.size();
  auto words = split_words(line, faults_);
  if (words.empty() || faults_.size() != before || too_many_) return;
  ExpectedRow row;
  row.at = {line.number, words.front().column};
  Arguments arguments(line, std::move(words), faults_);
  if (arguments.take("...")) {
    if (group_) return arguments.fault(row.at, "expected no ... between { and }");
    ladder_.push_back({ExpectedItem::Kind::anything, row.at, {}});
  } else if (arguments.take("{")) {
    if (group_) return arguments.fault(row.at, "a group does not stand in another; expected }");
    group_ = ExpectedItem{ExpectedItem::Kind::group, row.at, {}};
  } else if (arguments.take("}")) {
    if (!group_) return arguments.fault(row.at, "expected { before this }");
    ladder_.push_back(*std::move(group_));
    group_.reset();
  } else {
    const auto text = std::string_view(line.text).substr(row.at.column - 1);
    const std::size_t comment = std::min(text.find(" #"), text.find("\t#"));
    row.text = text.substr(0, std::min(comment, text.size()));
    row.text.erase(row.text.find_last_not_of(" \t\r") + 1);
    return read_row(arguments, std::move(row));
  }
  arguments.finish();
}

void LadderReader::read_row(Arguments& arguments, ExpectedRow row) {
  if (is_label(arguments.peek()) && !names_.knows(arguments.peek()))
    row.label = arguments.text("a label");
  row.optional = arguments.take("?");
  row.from = name(arguments, "who sends");
  row.both_ways = arguments.take("==");
  if (arguments.ok() && !row.both_ways && !arguments.take("->"))
    arguments.fault("'" + std::string(arguments.peek()) + "': expected -> or ==");
  row.to = name(arguments, "who receives");
  read_what(arguments, row);
  read_matchers(arguments, row);
  if (!arguments.ok()) return;
  if (++rows_ > most_rows) {
    too_many_ = true;
    return arguments.fault(row.at, "expected at most " + std::to_string(most_rows) + " rows");
  }
  if (!group_) return ladder_.push_back({ExpectedItem::Kind::row, row.at, {std::move(row)}});
  if (group_->rows.size() == most_rows_in_group)
    return arguments.fault(
        row.at, "expected at most " + std::to_string(most_rows_in_group) + " rows between { and }");
  group_->rows.push_back(std::move(row));
}

std::string LadderReader::name(Arguments& arguments, std::string_view expected) {
  const Place at = arguments.place();
  std::string who = arguments.text(expected);
  if (arguments.ok() && !names_.knows(who))
    arguments.fault(at, "nobody is called '" + who + "'; expected one of " + names_.listed() +
                            ", or ..., { or }");
  return who;
}

void LadderReader::read_what(Arguments& arguments, ExpectedRow& row) {
  const Place at = arguments.place();
  const std::string what = arguments.text("a method, a status code, or RTP");
  if (!arguments.ok()) return;
  if (what == "RTP") return read_media(arguments, row);
  if (row.both_ways) return arguments.fault(at, "expected RTP after ==");
  const auto is_free = [&] { return !arguments.at_end() && !parse_matcher(arguments.peek()); };
  if (is_status(what)) {
    row.kind = ExpectedKind::response;
    row.status = std::stoi(what);
    if (is_free() && is_method(arguments.peek())) row.method = arguments.text("a method");
  } else if (is_method(what)) {
    row.method = what;
    if (is_free()) row.target = arguments.text("a user");
  } else {
    arguments.fault(at, "'" + what + "': expected a method, a status code such as 180, or RTP");
  }
}

void LadderReader::read_media(Arguments& arguments, ExpectedRow& row) {
  row.kind = ExpectedKind::media;
  if (row.optional) return arguments.fault(row.at, "expected no ? before a media row");
  if (arguments.at_end()) return;
  if (arguments.take("none"))
    row.kind = ExpectedKind::silence;
  else
    row.codec = arguments.text("a codec");
  arguments.finish();
}

void LadderReader::read_matchers(Arguments& arguments, ExpectedRow& row) {
  while (arguments.ok() && !arguments.at_end()) {
    auto matcher = parse_matcher(arguments.peek());
    if (!matcher)
      return arguments.fault("'" + std::string(arguments.peek()) +
                             "': expected FIELD=VALUE, FIELD~PART, FIELD>=NUMBER, FIELD<=NUMBER "
                             "or FIELD!");
    (void)arguments.text("a matcher");
    row.matchers.push_back(*std::move(matcher));
  }
}

ExpectedLadder LadderReader::finish() {
  if (group_) faults_.push_back({group_->at, "this { has no end; expected } after it"});
  return std::move(ladder_);
}

}  // namespace

ExpectedLadder read_ladder(const std::vector<Line>& lines, const Names& names, Faults& faults) {
  LadderReader reader(names, faults);
  for (const auto& line : lines) reader.read(line);
  return reader.finish();
}

}  // namespace offhook::sim::scenario
